package cloud

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// SendActivities implements [framework.Adapter].
func (a *Adapter) SendActivities(ctx context.Context, ref schema.ConversationReference, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
	return a.outbound.SendActivities(ctx, ref, activities)
}

// UpdateActivity implements [framework.Adapter].
func (a *Adapter) UpdateActivity(ctx context.Context, ref schema.ConversationReference, activity *schema.Activity) (schema.ResourceResponse, error) {
	return a.outbound.UpdateActivity(ctx, ref, activity)
}

// DeleteActivity implements [framework.Adapter].
func (a *Adapter) DeleteActivity(ctx context.Context, ref schema.ConversationReference, activityID string) error {
	return a.outbound.DeleteActivity(ctx, ref, activityID)
}

// CreateConversation implements [framework.Adapter].
func (a *Adapter) CreateConversation(ctx context.Context, channelID, serviceURL string, p schema.ConversationParameters) (framework.Created, error) {
	return a.outbound.CreateConversation(ctx, channelID, serviceURL, p)
}

// ContinueConversation implements [framework.Adapter]. The turn's context is ctx.
func (a *Adapter) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	ctx = framework.WithIdentity(ctx, framework.Identity{AppID: a.appID})
	return a.engine.Continue(ctx, a, ref, h)
}

// ConnectorClient returns a client for everything beyond sending, under the same rules for the bot's token. Handlers
// use connector.FromTurn.
func (a *Adapter) ConnectorClient(serviceURL string) (*connector.Client, error) {
	return a.outbound.Client(serviceURL)
}

// TokenClient returns a client of the service that keeps the tokens of users, for the user of a conversation, under the
// same rules for the bot's token. Handlers use connector.TokensFromTurn. In local mode the conversation's service URL is
// asked, as the Emulator has that service.
func (a *Adapter) TokenClient(ref schema.ConversationReference) (*connector.TokenClient, error) {
	return a.outbound.TokenClient(ref)
}
