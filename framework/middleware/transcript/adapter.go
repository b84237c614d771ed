package transcript

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Adapter returns an adapter that records what the bot of that app id says first: give it in place of a to what sends
// through an adapter, such as package proactive. What turns send, that run through it and through [Recorder.Middleware]
// as well, is recorded once.
func (r *Recorder) Adapter(a framework.Adapter, appID string) framework.Adapter {
	return &adapter{Adapter: a, r: r, appID: appID}
}

type adapter struct {
	framework.Adapter
	r     *Recorder
	appID string
}

// ContinueConversation implements [framework.Adapter].
func (a *adapter) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return a.Adapter.ContinueConversation(ctx, ref, a.r.Middleware(h))
}

// SendActivities implements [framework.Adapter].
func (a *adapter) SendActivities(ctx context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	sent, err := a.Adapter.SendActivities(ctx, ref, as)
	a.r.sent(a.appID, ref, as, sent)
	return sent, err
}

// UpdateActivity implements [framework.Adapter].
func (a *adapter) UpdateActivity(ctx context.Context, ref schema.ConversationReference, activity *schema.Activity) (schema.ResourceResponse, error) {
	updated, err := a.Adapter.UpdateActivity(ctx, ref, activity)
	if err == nil {
		a.r.updated(a.appID, ref, activity)
	}
	return updated, err
}

// DeleteActivity implements [framework.Adapter].
func (a *adapter) DeleteActivity(ctx context.Context, ref schema.ConversationReference, activityID string) error {
	err := a.Adapter.DeleteActivity(ctx, ref, activityID)
	if err == nil {
		a.r.deleted(a.appID, ref, activityID)
	}
	return err
}

// CreateConversation implements [framework.Adapter].
func (a *adapter) CreateConversation(
	ctx context.Context, channelID, serviceURL string, p schema.ConversationParameters,
) (framework.Created, error) {
	created, err := a.Adapter.CreateConversation(ctx, channelID, serviceURL, p)
	if err == nil && p.Activity != nil {
		first := created.Reference.Address(p.Activity)
		a.r.sent(a.appID, created.Reference, []*schema.Activity{first}, []schema.ResourceResponse{{ID: created.ActivityID}})
	}
	return created, err
}
