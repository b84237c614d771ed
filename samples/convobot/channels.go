package main

import (
	"context"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// twoChannels sends to Teams, or to the page if that is where the conversation is.
type twoChannels struct {
	framework.Adapter // to Teams

	page    *cloud.Adapter
	pageURL string
}

func (c twoChannels) at(serviceURL string) framework.Adapter {
	if serviceURL == c.pageURL {
		return c.page
	}
	return c.Adapter
}

// SendActivities implements [framework.Adapter].
func (c twoChannels) SendActivities(ctx context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	return c.at(ref.ServiceURL).SendActivities(ctx, ref, as)
}

// UpdateActivity implements [framework.Adapter].
func (c twoChannels) UpdateActivity(ctx context.Context, ref schema.ConversationReference, a *schema.Activity) (schema.ResourceResponse, error) {
	return c.at(ref.ServiceURL).UpdateActivity(ctx, ref, a)
}

// DeleteActivity implements [framework.Adapter].
func (c twoChannels) DeleteActivity(ctx context.Context, ref schema.ConversationReference, activityID string) error {
	return c.at(ref.ServiceURL).DeleteActivity(ctx, ref, activityID)
}

// CreateConversation implements [framework.Adapter].
func (c twoChannels) CreateConversation(ctx context.Context, channelID, serviceURL string, p schema.ConversationParameters) (framework.Created, error) {
	return c.at(serviceURL).CreateConversation(ctx, channelID, serviceURL, p)
}

// ContinueConversation implements [framework.Adapter].
func (c twoChannels) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return c.at(ref.ServiceURL).ContinueConversation(ctx, ref, h)
}
