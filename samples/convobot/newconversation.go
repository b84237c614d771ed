package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// convoBot opens threads and remembers them.
type convoBot struct{ store proactive.Store }

func (b convoBot) onMessage(ctx context.Context, turn *framework.TurnContext) error {
	text := turn.Activity.TextWithoutRecipient()
	switch command := strings.ToLower(text); {
	case strings.HasSuffix(command, "newconversation"):
		return b.newConversation(ctx, turn)
	case command == "continue":
		return b.continueThreads(ctx, turn)
	default:
		return turn.SendText(ctx, "Echo: "+text)
	}
}

func (b convoBot) newConversation(ctx context.Context, turn *framework.TurnContext) error {
	channelID := teams.ChannelID(turn.Activity)
	if turn.Activity.ChannelID != schema.ChannelTeams || channelID == "" {
		return turn.SendText(ctx, "I can open a new thread in a Teams channel only: add me to a team and mention me in one of its channels.")
	}
	created, err := b.createConversationInChannel(ctx, turn, channelID, schema.TextMessage("This will be the first message in a new thread"))
	if err != nil {
		return err
	}
	if err := b.remember(ctx, turn, created); err != nil {
		return err
	}
	card := schema.HeroCard{
		Title: "A new thread",
		Text:  fmt.Sprintf("Conversation %s, first message %s", created.Reference.Conversation.ID, created.ActivityID),
	}
	_, err = turn.SendActivity(ctx, schema.AttachmentMessage(card.Attachment()))
	return err
}

func (b convoBot) createConversationInChannel(ctx context.Context, turn *framework.TurnContext, channelID string, message *schema.Activity) (framework.Created, error) {
	return turn.CreateConversation(ctx, schema.ConversationParameters{
		IsGroup:     true,
		ChannelData: teams.ChannelData{Channel: teams.ChannelInfo{ID: channelID}},
		Activity:    message,
	})
}
