package main

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// newConversation opens a new thread in the channel where it was asked to, and names it there.
func (b *convoBot) newConversation(ctx context.Context, turn *framework.TurnContext, _ []string) error {
	v, err := b.voice(ctx, turn)
	if err != nil {
		return err
	}
	channelID := teams.ChannelID(turn.Activity)
	if turn.Activity.ChannelID != schema.ChannelTeams || channelID == "" {
		return turn.SendText(ctx, v.say("newconversation.where"))
	}
	created, err := createConversationInChannel(ctx, turn, channelID, schema.TextMessage(v.say("newconversation.first")))
	if err != nil {
		return err
	}
	if err := b.remember(ctx, turn, created); err != nil {
		return err
	}
	card := schema.HeroCard{
		Title: v.say("newconversation.title"),
		Text:  v.say("newconversation.ids", created.Reference.Conversation.ID, created.ActivityID),
	}
	_, err = turn.SendActivity(ctx, schema.AttachmentMessage(card.Attachment()))
	return err
}

func createConversationInChannel(ctx context.Context, turn *framework.TurnContext, channelID string, message *schema.Activity) (framework.Created, error) {
	return turn.CreateConversation(ctx, schema.ConversationParameters{
		IsGroup:     true,
		ChannelData: teams.ChannelData{Channel: teams.ChannelInfo{ID: channelID}},
		Activity:    message,
	})
}
