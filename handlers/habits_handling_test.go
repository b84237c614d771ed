package handlers_test

import (
	"context"
	"errors"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// overriding does what one would do in JavaScript. Nothing calls its method.
type overriding struct{ handlers.ActivityHandler }

func (*overriding) OnMessageActivity(ctx context.Context, turn *framework.TurnContext) error {
	return turn.SendText(ctx, "override")
}

// around is middleware that speaks before and after what it wraps.
func around(next framework.Handler) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return errors.Join(turn.SendText(ctx, "before"), next.OnTurn(ctx, turn), turn.SendText(ctx, "after"))
	})
}

// apologize is middleware that answers for a handler that failed.
func apologize(next framework.Handler) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		err := next.OnTurn(ctx, turn)
		if errors.Is(err, errBroken) {
			return turn.SendText(ctx, "sorry")
		}
		return err
	})
}

func habitsOfHandling() []habit {
	embedded := &greeter{}
	embedded.OnMessage(say("hi", nil))

	overridden := &overriding{}
	overridden.OnMessage(say("registered", nil))

	return []habit{
		{row: "class Bot extends ActivityHandler", bot: embedded, says: []string{"hi"}},
		{row: "override onMessageActivity", bot: overridden, says: []string{"registered"}},
		{
			row:  "this.onMessage(f)",
			bot:  newBot(func(bot *handlers.ActivityHandler) { bot.OnMessage(say("hi", nil)) }),
			says: []string{"hi"},
		},
		{
			row: "await next()",
			bot: newBot(func(bot *handlers.ActivityHandler) {
				bot.OnMessage(say("first", nil))
				bot.OnMessage(say("second", nil))
			}),
			says: []string{"first", "second"},
		},
		{
			row: "leave out next()",
			bot: newBot(func(bot *handlers.ActivityHandler) {
				bot.OnMessage(say("first", handlers.SkipRest))
				bot.OnMessage(say("second", nil))
			}),
			says: []string{"first"},
		},
		{
			row: "await next(), then more",
			bot: framework.Chain(newBot(func(bot *handlers.ActivityHandler) {
				bot.OnMessage(say("hi", nil))
			}), around),
			says: []string{"before", "hi", "after"},
		},
		{
			row: "this.onDialog(f)",
			bot: framework.Chain(newBot(func(bot *handlers.ActivityHandler) {
				bot.OnConversationUpdate(say("update", nil))
				bot.OnMembersAdded(sayMembers("added", nil))
			}), around),
			activity: &schema.Activity{Type: schema.TypeConversationUpdate, MembersAdded: members("ann")},
			says:     []string{"before", "update", "added ann", "after"},
		},
		{
			row:      "adapter.use(m), this.onTurn(f)",
			bot:      framework.Chain(&handlers.ActivityHandler{}, around),
			activity: &schema.Activity{Type: schema.TypeTyping},
			says:     []string{"before", "after"},
		},
		{
			row: "adapter.onTurnError = f",
			bot: framework.Chain(newBot(func(bot *handlers.ActivityHandler) {
				bot.OnMessage(say("hi", errBroken))
			}), apologize),
			says: []string{"hi", "sorry"},
		},
		{
			row: "switch (text.toLowerCase())",
			bot: newBot(func(bot *handlers.ActivityHandler) {
				bot.OnMessageText("help", say("I echo", nil))
				bot.OnMessage(say("default", nil))
			}),
			activity: schema.TextMessage("HELP"),
			says:     []string{"I echo"},
		},
		{
			row:      "if (m.id !== a.recipient.id)",
			bot:      newBot(func(bot *handlers.ActivityHandler) { bot.OnMembersAdded(sayMembers("welcome", nil)) }),
			activity: &schema.Activity{Type: schema.TypeConversationUpdate, MembersAdded: members(botID, "ann")},
			says:     []string{"welcome ann"},
		},
		{
			row: "this.onMembersRemoved(f)",
			bot: newBot(func(bot *handlers.ActivityHandler) {
				bot.OnMembersAdded(sayMembers("welcome", nil))
				bot.OnMembersRemoved(sayMembers("bye", nil))
			}),
			activity: &schema.Activity{
				Type: schema.TypeConversationUpdate, MembersAdded: members("ann"), MembersRemoved: members("bob"),
			},
			says: []string{"welcome ann", "bye bob"},
		},
		{
			row: "this.onEvent(f)",
			bot: newBot(func(bot *handlers.ActivityHandler) {
				handlers.OnEvent(bot, "vendor/name", func(ctx context.Context, turn *framework.TurnContext, value string) error {
					return turn.SendText(ctx, value)
				})
			}),
			activity: event("vendor/name", "hi"),
			says:     []string{"hi"},
		},
		{
			row: "this.onTokenResponseEvent(f)",
			bot: newBot(func(bot *handlers.ActivityHandler) {
				handlers.OnEvent(bot, schema.EventTokenResponse, func(ctx context.Context, turn *framework.TurnContext, _ schema.Any) error {
					return turn.SendText(ctx, "signed in")
				})
			}),
			activity: event(schema.EventTokenResponse, nil),
			says:     []string{"signed in"},
		},
		{
			row:      "this.onUnrecognizedActivityType(f)",
			bot:      newBot(func(bot *handlers.ActivityHandler) { bot.OnUnrecognizedActivityType(say("what?", nil)) }),
			activity: &schema.Activity{Type: "vendor/type"},
			says:     []string{"what?"},
		},
	}
}
