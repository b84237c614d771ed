package framework_test

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// recorder is an adapter that keeps what it is given. Every sent activity gets the next number as its id.
type recorder struct {
	engine *framework.Engine // for ContinueConversation
	fail   error             // what every call answers, when set
	delay  time.Duration     // how long sending takes

	mu      sync.Mutex
	sent    []*schema.Activity
	updated []*schema.Activity
	deleted []string
	created []creation
	refs    []schema.ConversationReference // of every call
}

// creation is one call of CreateConversation.
type creation struct {
	channelID, serviceURL string
	params                schema.ConversationParameters
}

func (r *recorder) SendActivities(_ context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	if r.delay > 0 {
		time.Sleep(r.delay)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var responses []schema.ResourceResponse
	for _, a := range as {
		if r.fail != nil {
			return responses, r.fail
		}
		r.refs = append(r.refs, ref)
		r.sent = append(r.sent, a)
		responses = append(responses, schema.ResourceResponse{ID: strconv.Itoa(len(r.sent))})
	}
	return responses, nil
}

func (r *recorder) UpdateActivity(_ context.Context, ref schema.ConversationReference, a *schema.Activity) (schema.ResourceResponse, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refs = append(r.refs, ref)
	r.updated = append(r.updated, a)
	return schema.ResourceResponse{ID: a.ID}, r.fail
}

func (r *recorder) DeleteActivity(_ context.Context, ref schema.ConversationReference, id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refs = append(r.refs, ref)
	r.deleted = append(r.deleted, id)
	return r.fail
}

func (r *recorder) CreateConversation(_ context.Context, channelID, serviceURL string, p schema.ConversationParameters) (framework.Created, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.created = append(r.created, creation{channelID, serviceURL, p})
	ref := schema.ConversationReference{ChannelID: channelID, ServiceURL: serviceURL, Conversation: schema.ConversationAccount{ID: "new"}}
	return framework.Created{Reference: ref, ActivityID: "first"}, r.fail
}

func (r *recorder) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return r.engine.Continue(ctx, r, ref, h)
}

// texts returns what was said, in order.
func (r *recorder) texts() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return textsOf(r.sent)
}

func textsOf(as []*schema.Activity) []string {
	texts := []string{}
	for _, a := range as {
		texts = append(texts, a.Text)
	}
	return slices.Clip(texts)
}
