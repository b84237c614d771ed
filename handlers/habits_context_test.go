package handlers_test

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

func habitsOfContext() []habit {
	mention := schema.NewMention(schema.ChannelAccount{ID: botID, Name: "Bot"})
	mood := framework.NewKey[string]("mood")
	return []habit{
		{
			row: "context.activity",
			bot: onMessage(func(ctx context.Context, turn *framework.TurnContext) error {
				return turn.SendText(ctx, turn.Activity.Text)
			}),
			says: []string{"hello"},
		},
		{
			row: "TurnContext.removeRecipientMention(a)",
			bot: onMessage(func(ctx context.Context, turn *framework.TurnContext) error {
				return turn.SendText(ctx, turn.Activity.TextWithoutRecipient())
			}),
			activity: &schema.Activity{
				Type: schema.TypeMessage, Text: mention.Text + " hello", Entities: []schema.Entity{mention},
			},
			says: []string{"hello"},
		},
		{
			row: "context.sendActivity('hi')",
			bot: onMessage(func(ctx context.Context, turn *framework.TurnContext) error {
				return turn.SendText(ctx, "hi")
			}),
			says: []string{"hi"},
		},
		{
			row: "MessageFactory.text('hi')",
			bot: onMessage(func(ctx context.Context, turn *framework.TurnContext) error {
				_, err := turn.SendActivity(ctx, schema.TextMessage("hi"))
				return err
			}),
			says: []string{"hi"},
		},
		{
			row: "CardFactory.heroCard('hi')",
			bot: onMessage(func(ctx context.Context, turn *framework.TurnContext) error {
				card := schema.HeroCard{Title: "hi"}.Attachment()
				_, err := turn.SendActivity(ctx, schema.AttachmentMessage(card))
				return err
			}),
			says: []string{"[application/vnd.microsoft.card.hero]"},
		},
		{
			row: "context.turnState.set(key, v)",
			bot: framework.Chain(onMessage(func(ctx context.Context, turn *framework.TurnContext) error {
				value, _ := mood.Get(turn)
				return turn.SendText(ctx, value)
			}), func(next framework.Handler) framework.Handler {
				return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
					mood.Set(turn, "good")
					return next.OnTurn(ctx, turn)
				})
			}),
			says: []string{"good"},
		},
		{
			row: "context.onSendActivities(f)",
			bot: onMessage(func(ctx context.Context, turn *framework.TurnContext) error {
				turn.OnSend(func(next framework.SendFunc) framework.SendFunc {
					return func(ctx context.Context, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
						activities[0].Text += "!"
						return next(ctx, activities)
					}
				})
				return turn.SendText(ctx, "hi")
			}),
			says: []string{"hi!"},
		},
		{
			row: "TurnContext.getConversationReference(a)",
			bot: onMessage(func(ctx context.Context, turn *framework.TurnContext) error {
				ref := turn.ConversationReference()
				return turn.SendText(ctx, ref.Bot.ID+" in "+ref.Conversation.ID)
			}),
			says: []string{"28:bot in conversation"},
		},
		{
			row: "adapter.continueConversationAsync(...)",
			bot: onMessage(func(ctx context.Context, turn *framework.TurnContext) error {
				ref := turn.ConversationReference()
				return turn.Adapter().ContinueConversation(ctx, ref, say("still here", nil))
			}),
			says: []string{"still here"},
		},
	}
}

func onMessage(fn framework.HandlerFunc) framework.Handler {
	return newBot(func(bot *handlers.ActivityHandler) { bot.OnMessage(fn) })
}
