package framework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// TurnContext is one activity that the bot received, and the means to answer it.
//
// It is safe for concurrent use and may be used after the turn, by a goroutine that the handler started: sending still
// works, with a context of its own (the turn's has ended; see [context.WithoutCancel]), except where the replies were
// the HTTP answer ([ErrTurnEnded]). Middleware may replace Activity before it calls the next handler; from then on treat
// it as read-only.
type TurnContext struct {
	Activity *schema.Activity

	adapter  Adapter
	identity Identity
	once     *onceTable
	said     *deliveries
	watch    atomic.Pointer[watch]

	mu          sync.Mutex
	values      map[any]any
	sendHooks   []func(SendFunc) SendFunc
	updateHooks []func(UpdateFunc) UpdateFunc
	deleteHooks []func(DeleteFunc) DeleteFunc
	invoke      *InvokeResponse
	responded   bool
	collecting  bool // replies are the HTTP answer; set by the engine before the turn
	collected   []*schema.Activity
	ended       bool
}

// InvokeResponse is the answer to an invoke.
type InvokeResponse struct {
	Status int        // HTTP status, 200 to 599
	Body   schema.Any // JSON body, or nil for none
}

// NewTurnContext returns the context of a turn outside an [Engine]: for adapters of unusual channels and for tests.
// Without an engine nothing is queued, recovered or limited in time.
func NewTurnContext(adapter Adapter, a *schema.Activity) *TurnContext {
	return &TurnContext{Activity: a, adapter: adapter, once: &onceTable{}, said: &deliveries{}}
}

// Adapter returns the adapter that the activity came through.
func (t *TurnContext) Adapter() Adapter { return t.adapter }

// Identity returns who sent the activity, as the adapter verified it.
func (t *TurnContext) Identity() Identity { return t.identity }

// ConversationReference returns the address of the turn's conversation. Keep it to speak there later.
//
// It names the organization also where Teams does so in the channel data only, so that a conversation has one address.
func (t *TurnContext) ConversationReference() schema.ConversationReference {
	ref := t.Activity.Reference()
	if ref.Conversation.TenantID == "" {
		ref.Conversation.TenantID = teams.TenantID(t.Activity)
	}
	return ref
}

// Responded reports whether the bot has sent anything but traces in this turn.
func (t *TurnContext) Responded() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.responded
}

// SetInvokeResponse sets the answer to the turn's invoke; the last call counts. Without one, and without an
// [InvokeError], the invoke is answered 501.
func (t *TurnContext) SetInvokeResponse(status int, body schema.Any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.invoke = &InvokeResponse{Status: status, Body: body}
}

// InvokeResponse returns the answer set so far, and whether there is one.
func (t *TurnContext) InvokeResponse() (InvokeResponse, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.invoke == nil {
		return InvokeResponse{}, false
	}
	return *t.invoke, true
}

// CreateConversation starts a conversation on the turn's channel.
//
// It fills in what is absent from p: the bot (if it has no id), the tenant (also in Teams' channel data, if p has
// channel data that is an object or none), and the type of the first message; nothing that is set is overwritten, and p
// is not changed. The error is a [*ChannelError] when the channel refuses, also when it answers without a conversation
// id.
//
// The protocol names no status for a refusal. What is known, and what is not:
//
//   - If the channel does not let the bot start a conversation: Web Chat answers 405 (class NotAllowed), since it cannot
//     open a page for anyone ([botframework-sdk 2149]). Teams answers 403 ForbiddenOperationException (class Stop) if the
//     person does not have the app ([status codes]); to have it in a team that they are in is enough ([proactive messages]).
//   - If the channel does not make groups: Teams makes none ([proactive messages]). It answers 400 BadSyntax (class
//     Rejected), to IsGroup ([BotBuilder-V3 128]) as to several members without it ([bot-docs 852], [botbuilder-js 4874]).
//     A new thread in a channel is no group.
//   - If it cannot establish the conversation: 400 BadSyntax for an id that it does not know ([bot-docs 681]), 403 where the
//     bot is blocked ([status codes]), and 502 was seen ([msteams-docs 598]); 503 has no meaning of its own. Every 5xx, a
//     timeout, and a 2xx without an id are of class Ambiguous: the conversation may be there, and p's first message in it.
//   - How many members a channel takes: not published. In Teams, one.
//   - Who joined: not told; there is one id for all. Skype answered 201 for two members, with the id of the first
//     ([botframework-sdk 728]). To know, read the members back: AllMembers of package connector.
//   - Whether to send to all anyway: a message goes to the conversation, not to its members. What becomes of it for who did
//     not join is not documented. To reach each of several people, make a private conversation with each, which
//     succeeds or fails on its own.
//   - What the connector does on the way, and how the channel wakes up a person's device: not documented. Teams
//     highlights the chat ([notifications]).
//   - Whether the person must be signed in, and which of several devices gets the message: not documented.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#create-conversation
//
// [botframework-sdk 2149]: https://github.com/microsoft/botframework-sdk/issues/2149
// [botframework-sdk 728]: https://github.com/microsoft/botframework-sdk/issues/728
// [BotBuilder-V3 128]: https://github.com/microsoft/BotBuilder-V3/issues/128
// [bot-docs 852]: https://github.com/MicrosoftDocs/bot-docs/issues/852
// [bot-docs 681]: https://github.com/MicrosoftDocs/bot-docs/issues/681
// [botbuilder-js 4874]: https://github.com/microsoft/botbuilder-js/issues/4874
// [msteams-docs 598]: https://github.com/MicrosoftDocs/msteams-docs/issues/598
// [status codes]: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
// [proactive messages]: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
// [notifications]: https://learn.microsoft.com/microsoftteams/platform/concepts/design/design-app-notification
func (t *TurnContext) CreateConversation(ctx context.Context, p schema.ConversationParameters) (Created, error) {
	if p.Bot.ID == "" {
		p.Bot = t.Activity.Recipient
	}
	tenant := teams.TenantID(t.Activity)
	if p.TenantID == "" {
		p.TenantID = tenant
	}
	if t.Activity.ChannelID == schema.ChannelTeams && tenant != "" {
		p.ChannelData = withTenant(p.ChannelData, tenant)
	}
	if p.Activity != nil && p.Activity.Type == "" {
		first := *p.Activity
		first.Type = schema.TypeMessage
		p.Activity = &first
	}
	var created Created
	err := t.said.track(func() (err error) {
		created, err = t.adapter.CreateConversation(ctx, t.Activity.ChannelID, t.Activity.ServiceURL, p)
		return err
	})
	return created, err
}

// withTenant fills the tenant into Teams' channel data. Channel data of another form is the caller's business.
func withTenant(channelData schema.Any, tenant string) schema.Any {
	data, err := schema.As[teams.ChannelData](channelData)
	if err != nil && !errors.Is(err, schema.ErrNoValue) {
		return channelData
	}
	if data.Tenant.ID == "" {
		data.Tenant.ID = tenant
	}
	return data
}

// end closes the turn and returns how the channel is answered, given what the handler returned. What is answered is
// encoded here, where an answer without a JSON form is still the handler's failure.
func (t *TurnContext) end(invoke bool, handlerErr error) (Result, error) {
	t.mu.Lock()
	t.ended = true
	set, collected := t.invoke, t.collected
	t.mu.Unlock()
	var res Result
	if invoke {
		res.Invoke, handlerErr = invokeAnswer(set, handlerErr)
	}
	if handlerErr != nil {
		return Result{}, handlerErr
	}
	if !t.collecting {
		return res, nil
	}
	res.Replies = make([]json.RawMessage, len(collected))
	for i, a := range collected {
		reply, err := a.Outbound().MarshalJSON()
		if err != nil {
			return Result{}, fmt.Errorf("framework: a reply has no JSON form: %w", err)
		}
		res.Replies[i] = reply
	}
	return res, nil
}

// invokeAnswer says how an invoke is answered, given what its handler set and returned.
func invokeAnswer(set *InvokeResponse, err error) (*InvokeResponse, error) {
	if e, ok := errors.AsType[*InvokeError](err); ok {
		set, err = &InvokeResponse{Status: e.Status, Body: e.Body}, nil
	} else if bad, ok := errors.AsType[*BadValueError](err); ok {
		set, err = &InvokeResponse{Status: http.StatusBadRequest, Body: errorBody("BadArgument", bad.Answer())}, nil
	}
	if err != nil {
		return nil, err
	}
	if set == nil {
		return &InvokeResponse{Status: http.StatusNotImplemented}, nil
	}
	if set.Status < 200 || set.Status > 599 {
		return nil, fmt.Errorf("framework: an invoke cannot be answered with status %d; use 200 to 599", set.Status)
	}
	if set.Body == nil {
		return set, nil
	}
	body, err := json.Marshal(set.Body)
	if err != nil {
		return nil, fmt.Errorf("framework: the answer to an invoke has no JSON form: %w", err)
	}
	return &InvokeResponse{Status: set.Status, Body: json.RawMessage(body)}, nil
}

// errorBody is the protocol's error object.
func errorBody(code, message string) schema.Any {
	return map[string]any{"error": map[string]string{"code": code, "message": message}}
}
