package framework

import (
	"context"
	"errors"
	"slices"

	"github.com/convobot/convo/framework/schema"
)

// What the outbound hooks of a turn wrap.
type (
	// SendFunc sends addressed activities and returns one response for each.
	SendFunc func(ctx context.Context, activities []*schema.Activity) ([]schema.ResourceResponse, error)
	// UpdateFunc replaces the activity with a's ID.
	UpdateFunc func(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error)
	// DeleteFunc deletes the activity with that id.
	DeleteFunc func(ctx context.Context, activityID string) error
)

var (
	errNoActivityID   = errors.New("framework: the activity has no ID; set it to the ID that sending it returned")
	errInvokeResponse = errors.New("framework: an invokeResponse is not sent; call TurnContext.SetInvokeResponse")
)

// OnSend puts hook around every later send of this turn. Hooks run in the order in which they were added. The
// activities they see are addressed copies, which they may change.
func (t *TurnContext) OnSend(hook func(next SendFunc) SendFunc) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sendHooks = append(t.sendHooks, hook)
}

// OnUpdate puts hook around every later update of this turn, as [TurnContext.OnSend] does for sends.
func (t *TurnContext) OnUpdate(hook func(next UpdateFunc) UpdateFunc) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.updateHooks = append(t.updateHooks, hook)
}

// OnDelete puts hook around every later deletion of this turn, as [TurnContext.OnSend] does for sends.
func (t *TurnContext) OnDelete(hook func(next DeleteFunc) DeleteFunc) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.deleteHooks = append(t.deleteHooks, hook)
}

// SendText sends a message with that text to the turn's conversation.
func (t *TurnContext) SendText(ctx context.Context, text string) error {
	_, err := t.SendActivity(ctx, schema.TextMessage(text))
	return err
}

// SendActivity sends one activity to the turn's conversation and returns its id there, which updating and deleting
// need. See [TurnContext.SendActivities].
func (t *TurnContext) SendActivity(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error) {
	responses, err := t.SendActivities(ctx, a)
	if len(responses) == 0 {
		return schema.ResourceResponse{}, err
	}
	return responses[0], err
}

// SendActivities sends activities in order to the turn's conversation and returns one response for each.
//
// It sends copies: addressed, of type message if they have none, and without an id; the caller's activities do not
// change. ReplyToID is the turn's activity unless it is set. Traces go to the Emulator only and are passed over
// elsewhere; so are the parts of a streamed text (typing with a [schema.StreamInfo]) on a channel that is not known to
// stream, so that people there get the final message alone (A9247). When the turn's activity asked for its replies in the HTTP answer (deliveryMode expectReplies or
// stream), they are kept for it, and the responses are empty.
//
// If one activity fails, those after it are not sent. The error is a [*ChannelError] when the channel refused;
// its class Ambiguous means that the message may have been delivered all the same.
func (t *TurnContext) SendActivities(ctx context.Context, activities ...*schema.Activity) ([]schema.ResourceResponse, error) {
	ref := t.ConversationReference()
	addressed := make([]*schema.Activity, len(activities))
	for i, a := range activities {
		if a.Type == schema.TypeInvokeResponse {
			return nil, errInvokeResponse
		}
		addressed[i] = ref.Address(a)
		addressed[i].ID = ""
	}
	t.mu.Lock()
	hooks := t.sendHooks
	t.mu.Unlock()
	if len(hooks) == 0 {
		return t.deliver(ctx, ref, addressed)
	}
	to := ref // what the hooks keep is in the heap
	send := func(ctx context.Context, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
		return t.deliver(ctx, to, activities)
	}
	return wrap[SendFunc](send, hooks)(ctx, addressed)
}

// deliver is the last step of sending, after all hooks.
func (t *TurnContext) deliver(ctx context.Context, ref schema.ConversationReference, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
	responses := make([]schema.ResourceResponse, 0, len(activities))
	for _, a := range activities {
		response, err := t.deliverOne(ctx, ref, a)
		if err != nil {
			return responses, err
		}
		responses = append(responses, response)
	}
	return responses, nil
}

func (t *TurnContext) deliverOne(ctx context.Context, ref schema.ConversationReference, a *schema.Activity) (schema.ResourceResponse, error) {
	if a.Type == schema.TypeTrace && t.Activity.ChannelID != schema.ChannelEmulator {
		return schema.ResourceResponse{}, nil
	}
	if t.collecting {
		return schema.ResourceResponse{}, t.collect(a)
	}
	if _, isPart := a.StreamInfo(); isPart && a.Type == schema.TypeTyping && !streams(t.Activity.ChannelID) {
		return schema.ResourceResponse{}, nil
	}
	var responses []schema.ResourceResponse
	err := t.said.track(func() (err error) {
		responses, err = t.adapter.SendActivities(ctx, ref, []*schema.Activity{a})
		return err
	})
	if err != nil {
		return schema.ResourceResponse{}, err
	}
	t.mu.Lock()
	t.responded = t.responded || a.Type != schema.TypeTrace
	t.mu.Unlock()
	if len(responses) == 0 {
		return schema.ResourceResponse{}, nil
	}
	return responses[0], nil
}

// streams reports whether a channel shows a text that is streamed to it.
//
// Source: https://github.com/microsoft/Agents-for-js/blob/main/packages/agents-hosting/src/app/streaming/streamingResponse.ts
func streams(channelID string) bool {
	switch channelID {
	case schema.ChannelTeams, schema.ChannelWebChat, schema.ChannelDirectLine, schema.ChannelM365Extensions, schema.ChannelEmulator:
		return true
	}
	return false
}

// collect keeps a reply for the HTTP answer.
func (t *TurnContext) collect(a *schema.Activity) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return ErrTurnEnded
	}
	t.collected = append(t.collected, a)
	t.responded = t.responded || a.Type != schema.TypeTrace
	return nil
}

// UpdateActivity replaces the activity with a's ID, which must be set, in the turn's conversation.
//
// Like sending, it works on an addressed copy; ReplyToID stays as it is in a.
func (t *TurnContext) UpdateActivity(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error) {
	if a.ID == "" {
		return schema.ResourceResponse{}, errNoActivityID
	}
	ref := t.ConversationReference()
	ref.ActivityID = "" // an update answers nothing
	t.mu.Lock()
	hooks := t.updateHooks
	t.mu.Unlock()
	update := func(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error) {
		var response schema.ResourceResponse
		err := t.said.track(func() (err error) {
			response, err = t.adapter.UpdateActivity(ctx, ref, a)
			return err
		})
		return response, err
	}
	return wrap[UpdateFunc](update, hooks)(ctx, ref.Address(a))
}

// DeleteActivity deletes the activity with that id from the turn's conversation.
func (t *TurnContext) DeleteActivity(ctx context.Context, activityID string) error {
	if activityID == "" {
		return errNoActivityID
	}
	t.mu.Lock()
	hooks := t.deleteHooks
	t.mu.Unlock()
	remove := func(ctx context.Context, id string) error {
		return t.said.track(func() error { return t.adapter.DeleteActivity(ctx, t.ConversationReference(), id) })
	}
	return wrap[DeleteFunc](remove, hooks)(ctx, activityID)
}

// wrap returns last inside the hooks; the first hook is the outermost.
func wrap[F SendFunc | UpdateFunc | DeleteFunc](last F, hooks []func(F) F) F {
	for _, hook := range slices.Backward(hooks) {
		last = hook(last)
	}
	return last
}
