package playground_test

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/streaming"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// newBot returns a bot that does a bit of everything. TestARecordedConversationIsATest copies this file.
func newBot() framework.Handler {
	bot := &handlers.TeamsActivityHandler{}
	talks(bot)
	asks(bot)
	hears(bot)
	extends(bot)
	return bot
}

func talks(bot *handlers.TeamsActivityHandler) {
	bot.OnMessageText("card", func(ctx context.Context, turn *framework.TurnContext) error {
		return attach(ctx, turn, lunch("Lunch?"))
	})
	bot.OnMessageText("buttons", func(ctx context.Context, turn *framework.TurnContext) error {
		return attach(ctx, turn, schema.HeroCard{Title: "Choose", Buttons: []schema.CardAction{
			{Type: schema.ActionIMBack, Title: "Soup", Value: "soup, please"},
			{Type: schema.ActionMessageBack, Title: "Salad", Text: "salad", DisplayText: "I take the salad", Value: map[string]any{"green": true}},
		}}.Attachment())
	})
	bot.OnMessageText("fail", func(context.Context, *framework.TurnContext) error { return errors.New("on purpose") })
	bot.OnMessageText("thread", func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.CreateConversation(ctx, schema.ConversationParameters{
			IsGroup:     true,
			ChannelData: teams.ChannelData{Channel: teams.ChannelInfo{ID: teams.ChannelID(turn.Activity)}},
			Activity:    schema.TextMessage("A thread of the bot"),
		})
		return err
	})
	bot.OnMessageText("revise", func(ctx context.Context, turn *framework.TurnContext) error {
		sent, err := turn.SendActivity(ctx, schema.TextMessage("draft"))
		if err != nil {
			return err
		}
		final := schema.TextMessage("final")
		final.ID = sent.ID
		if _, err = turn.UpdateActivity(ctx, final); err != nil {
			return err
		}
		return turn.DeleteActivity(ctx, sent.ID)
	})
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		if turn.Activity.Value != nil {
			chosen, _ := schema.As[map[string]any](turn.Activity.Value)
			who, _ := chosen["who"].(string)
			return turn.SendText(ctx, strings.TrimSpace("Got it "+who))
		}
		return turn.SendText(ctx, "Echo: "+turn.Activity.TextWithoutRecipient())
	})
}

func asks(bot *handlers.TeamsActivityHandler) {
	type choice struct {
		Who string `json:"who"`
	}
	handlers.OnAdaptiveCardAction(bot, "vote", func(_ context.Context, _ *framework.TurnContext, c choice) (schema.AdaptiveCardInvokeResponse, error) {
		return schema.CardResponse(lunch("Thanks, " + c.Who).Content), nil
	})
	bot.OnTaskFetch(func(context.Context, *framework.TurnContext, teams.TaskModuleRequest) (*teams.TaskModuleResponse, error) {
		card := schema.AdaptiveCard(map[string]any{
			"type": "AdaptiveCard", "version": "1.5",
			"body":    []any{map[string]any{"type": "Input.Text", "id": "note", "label": "Note"}},
			"actions": []any{map[string]any{"type": "Action.Submit", "title": "Save", "data": map[string]any{"form": "note"}}},
		})
		return teams.ShowDialog(teams.TaskModuleInfo{Title: "A note", Card: &card}), nil
	})
	bot.OnTaskSubmit(func(ctx context.Context, turn *framework.TurnContext, req teams.TaskModuleRequest) (*teams.TaskModuleResponse, error) {
		data, err := schema.As[struct {
			Note string `json:"note"`
		}](req.Data)
		if err != nil {
			return nil, err
		}
		return nil, turn.SendText(ctx, "Noted: "+data.Note)
	})
	bot.OnMessagingExtensionQuery(func(_ context.Context, _ *framework.TurnContext, q teams.MessagingExtensionQuery) (*teams.MessagingExtensionResponse, error) {
		return teams.SearchResults(teams.MessagingExtensionAttachment{
			ContentType: schema.ContentTypeHeroCard, Content: schema.HeroCard{Title: "Result of " + q.CommandID},
		}), nil
	})
}

func hears(bot *handlers.TeamsActivityHandler) {
	bot.OnReactionsAdded(func(ctx context.Context, turn *framework.TurnContext, added []schema.MessageReaction) error {
		if _, err := turn.SendActivity(ctx, &schema.Activity{Type: schema.TypeTyping}); err != nil {
			return err
		}
		return turn.SendText(ctx, "Thanks for the "+added[0].Type)
	})
	bot.OnMessageEdit(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "You meant: "+turn.Activity.TextWithoutRecipient())
	})
	bot.OnMessageSoftDelete(func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "Forgotten") })
	bot.OnMembersAdded(func(ctx context.Context, turn *framework.TurnContext, _ []schema.ChannelAccount) error {
		return turn.SendText(ctx, "Welcome")
	})
	bot.OnInstallationAdd(func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "I am here") })
	handlers.OnEvent(bot, "shop/paid", func(ctx context.Context, turn *framework.TurnContext, _ struct{}) error {
		return turn.SendText(ctx, "Paid")
	})
}

func extends(bot *handlers.TeamsActivityHandler) {
	say := func(text string) framework.HandlerFunc {
		return func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, text) }
	}
	bot.OnMessageText("talk", func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := streaming.Reply(ctx, turn, func(ctx context.Context, w *streaming.Writer) error {
			for {
				if _, err := w.WriteString("I could go on. "); err != nil {
					return err
				}
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-time.After(2 * time.Second):
				}
			}
		})
		return err
	})
	bot.OnMessageText("judge me", func(ctx context.Context, turn *framework.TurnContext) error {
		a := schema.TextMessage("How was I?")
		a.ChannelData = teams.ChannelData{FeedbackLoop: teams.FeedbackLoop{Type: "default"}}
		_, err := turn.SendActivity(ctx, a)
		return err
	})
	bot.OnFeedback(func(ctx context.Context, turn *framework.TurnContext, f teams.Feedback) error {
		return turn.SendText(ctx, strings.TrimSpace("A "+f.Reaction+" "+f.Text()))
	})
	bot.OnMessageText("psst", func(ctx context.Context, turn *framework.TurnContext) error {
		a := schema.TextMessage("Only you hear this")
		a.Recipient = turn.Activity.From
		a.Recipient.IsTargeted = true
		_, err := turn.SendActivity(ctx, a)
		return err
	})
	bot.OnMessageText("prompts", func(ctx context.Context, turn *framework.TurnContext) error {
		a := schema.TextMessage("Next?")
		a.SuggestedActions.Actions = []schema.CardAction{{Type: "Action.Submit", Title: "Vote for tea", Value: map[string]any{"vote": "tea"}}}
		_, err := turn.SendActivity(ctx, a)
		return err
	})
	bot.OnSuggestedActionSubmit(func(ctx context.Context, turn *framework.TurnContext, _ schema.Any) error {
		return turn.SendText(ctx, "Tea it is")
	})
	bot.OnMessageText("sign in", func(ctx context.Context, turn *framework.TurnContext) error {
		return attach(ctx, turn, schema.OAuthCard{Text: "Please sign in", ConnectionName: "graph"}.Attachment())
	})
	bot.OnSignInVerifyState(func(ctx context.Context, turn *framework.TurnContext, _ schema.SignInStateVerificationQuery) error {
		return turn.SendText(ctx, "Signed in")
	})
	bot.OnChannelCreated(func(ctx context.Context, turn *framework.TurnContext, channel teams.ChannelInfo, _ teams.TeamInfo) error {
		return turn.SendText(ctx, "A new channel: "+channel.Name)
	})
	bot.OnChannelRenamed(func(ctx context.Context, turn *framework.TurnContext, channel teams.ChannelInfo, _ teams.TeamInfo) error {
		return turn.SendText(ctx, "Now called "+channel.Name)
	})
	bot.OnMembersRemoved(func(ctx context.Context, turn *framework.TurnContext, _ []schema.ChannelAccount) error {
		return turn.SendText(ctx, "Bye")
	})
	bot.OnTyping(func(ctx context.Context, turn *framework.TurnContext) error {
		if turn.Activity.Conversation.ConversationType != schema.ConversationPersonal {
			return nil
		}
		return turn.SendText(ctx, "Do go on")
	})
	bot.OnReadReceipt(func(ctx context.Context, turn *framework.TurnContext, _ teams.ReadReceipt) error {
		return say("You read it")(ctx, turn)
	})
	bot.OnMessagingExtensionFetchTask(func(_ context.Context, _ *framework.TurnContext, a teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		card := schema.AdaptiveCard(map[string]any{
			"type": "AdaptiveCard", "version": "1.5",
			"body":    []any{map[string]any{"type": "Input.Text", "id": "what", "label": "About " + a.MessagePayload.Body.Content}},
			"actions": []any{map[string]any{"type": "Action.Submit", "title": "Preview"}},
		})
		return teams.ActionDialog(teams.TaskModuleInfo{Title: "Write", Card: &card}), nil
	})
	bot.OnMessagingExtensionSubmitAction(func(_ context.Context, _ *framework.TurnContext, a teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		data, err := schema.As[map[string]string](a.Data)
		if err != nil {
			return nil, err
		}
		return teams.ActionPreview(schema.AttachmentMessage(schema.HeroCard{Title: "About " + data["what"]}.Attachment())), nil
	})
	bot.OnMessagingExtensionPreviewSend(func(ctx context.Context, turn *framework.TurnContext, _ teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		return nil, turn.SendText(ctx, "Posted")
	})
}

func attach(ctx context.Context, turn *framework.TurnContext, card schema.Attachment) error {
	_, err := turn.SendActivity(ctx, schema.AttachmentMessage(card))
	return err
}

func lunch(title string) schema.Attachment {
	return schema.AdaptiveCard(map[string]any{
		"type": "AdaptiveCard", "version": "1.5",
		"body": []any{
			map[string]any{"type": "TextBlock", "text": title},
			map[string]any{"type": "Input.Text", "id": "who", "label": "Who", "value": "me"},
		},
		"actions": []any{
			map[string]any{"type": "Action.Execute", "title": "Vote", "verb": "vote", "data": map[string]any{"n": 1}},
			map[string]any{"type": "Action.Submit", "title": "Order", "data": map[string]any{"order": "soup"}},
			map[string]any{"type": "Action.Submit", "title": "Note", "data": map[string]any{"msteams": map[string]any{"type": "task/fetch"}}},
		},
	})
}
