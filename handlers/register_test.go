package handlers_test

import (
	"context"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// A registration registers a handler that does nothing, or a nil handler.
type registration func(bot *handlers.ActivityHandler, isNil bool)

// registrations has every way to register, by the name that a panic gives it.
func registrations() map[string]registration {
	type (
		turn     = *framework.TurnContext
		accounts = []schema.ChannelAccount
	)
	all := map[string]registration{
		"OnSignInInvoke": func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnSignInInvoke(unless(isNil, say("", nil)))
		},
		"OnReactionsAdded": func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnReactionsAdded(unless(isNil, func(context.Context, turn, []schema.MessageReaction) error { return nil }))
		},
		"OnReactionsRemoved": func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnReactionsRemoved(unless(isNil, func(context.Context, turn, []schema.MessageReaction) error { return nil }))
		},
		`OnSearch("games")`: func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnSearch("games", unless(isNil, findNothing))
		},
		"OnSearchInvoke": func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnSearchInvoke(unless(isNil, findNothing))
		},
		"OnMembersAdded": func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnMembersAdded(unless(isNil, func(context.Context, turn, accounts) error { return nil }))
		},
		"OnMembersRemoved": func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnMembersRemoved(unless(isNil, func(context.Context, turn, accounts) error { return nil }))
		},
		`OnMessageText("help")`: func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnMessageText("help", unless(isNil, say("", nil)))
		},
		"OnMessageMatch": func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnMessageMatch(func(*schema.Activity) bool { return true }, unless(isNil, say("", nil)))
		},
		"OnMessageRegexp(h.lp)": func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnMessageRegexp(regexp.MustCompile("h.lp"), unless(isNil, func(context.Context, turn, []string) error { return nil }))
		},
		`OnMessageCommand("help")`: func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnMessageCommand("help", unless(isNil, func(context.Context, turn, string) error { return nil }))
		},
		`OnAdaptiveCardAction("vote")`: func(bot *handlers.ActivityHandler, isNil bool) {
			handlers.OnAdaptiveCardAction(bot, "vote", unless(isNil, func(context.Context, turn, string) (cardAnswer, error) {
				return cardAnswer{}, nil
			}))
		},
		"OnAdaptiveCardInvoke": func(bot *handlers.ActivityHandler, isNil bool) {
			bot.OnAdaptiveCardInvoke(unless(isNil, func(context.Context, turn, schema.AdaptiveCardInvokeValue) (cardAnswer, error) {
				return cardAnswer{}, nil
			}))
		},
		`OnInvoke("vendor/name")`: func(bot *handlers.ActivityHandler, isNil bool) {
			handlers.OnInvoke(bot, "vendor/name", unless(isNil, func(context.Context, turn, string) (string, error) { return "", nil }))
		},
		`OnEvent("vendor/name")`: func(bot *handlers.ActivityHandler, isNil bool) {
			handlers.OnEvent(bot, "vendor/name", unless(isNil, func(context.Context, turn, string) error { return nil }))
		},
	}
	for method, e := range simpleEvents() {
		all[method] = func(bot *handlers.ActivityHandler, isNil bool) { e.register(bot, unless(isNil, say("", nil))) }
	}
	return all
}

func unless[F any](isNil bool, fn F) F {
	if isNil {
		var none F
		return none
	}
	return fn
}

func TestRegisteringNil(t *testing.T) {
	t.Parallel()
	for name, register := range registrations() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.ActivityHandler
			require.PanicsWithValue(t, "handlers: "+name+": the handler is nil", func() { register(&bot, true) })
		})
	}
}

func TestRegisteringAfterTheFirstTurn(t *testing.T) {
	t.Parallel()
	firstTurns := map[string]func(bot *handlers.ActivityHandler, a *schema.Activity) error{
		"OnTurn": func(bot *handlers.ActivityHandler, a *schema.Activity) error {
			return bot.OnTurn(t.Context(), framework.NewTurnContext(nil, a))
		},
		// An engine asks about the queue before it runs the first turn.
		"BypassesQueue": func(bot *handlers.ActivityHandler, a *schema.Activity) error {
			bot.BypassesQueue(a)
			return nil
		},
	}
	for name, register := range registrations() {
		for first, serve := range firstTurns {
			t.Run(name+" after "+first, func(t *testing.T) {
				t.Parallel()
				var bot handlers.ActivityHandler
				register(&bot, false)
				require.NoError(t, serve(&bot, &schema.Activity{Type: schema.TypeHandoff}))
				require.PanicsWithValue(t,
					"handlers: "+name+" after the first turn; register every handler before serving",
					func() { register(&bot, false) })
			})
		}
	}
}

func TestMistakesOfRegistration(t *testing.T) {
	t.Parallel()
	command := func(context.Context, *framework.TurnContext, string) error { return nil }
	tests := []struct {
		name     string
		register func(bot *handlers.ActivityHandler)
		want     string
	}{
		{
			"empty text",
			func(bot *handlers.ActivityHandler) { bot.OnMessageText(" ", say("", nil)) },
			`handlers: OnMessageText(""): the string must not be empty`,
		},
		{
			"no regexp",
			func(bot *handlers.ActivityHandler) {
				bot.OnMessageRegexp(nil, func(context.Context, *framework.TurnContext, []string) error { return nil })
			},
			"handlers: OnMessageRegexp: the regexp is nil",
		},
		{
			"no match",
			func(bot *handlers.ActivityHandler) { bot.OnMessageMatch(nil, say("", nil)) },
			"handlers: OnMessageMatch: the match is nil",
		},
		{
			"empty command",
			func(bot *handlers.ActivityHandler) { bot.OnMessageCommand("/", command) },
			`handlers: OnMessageCommand(""): the string must not be empty`,
		},
		{
			"command of two words",
			func(bot *handlers.ActivityHandler) { bot.OnMessageCommand("/new thread", command) },
			`handlers: OnMessageCommand("new thread"): a command is one word; use OnMessageRegexp`,
		},
		{
			"event without a name",
			func(bot *handlers.ActivityHandler) { handlers.OnEvent(bot, "", command) },
			`handlers: OnEvent(""): the string must not be empty`,
		},
		{
			"invoke without a name",
			func(bot *handlers.ActivityHandler) { handlers.OnInvoke(bot, "", answerNothing) },
			`handlers: OnInvoke(""): the string must not be empty`,
		},
		{
			"second handler of an invoke",
			func(bot *handlers.ActivityHandler) {
				handlers.OnInvoke(bot, "vendor/name", answerNothing)
				handlers.OnInvoke(bot, "vendor/name", answerNothing)
			},
			`handlers: OnInvoke("vendor/name"): the invoke "vendor/name" has a handler already`,
		},
		{
			"card action without a verb",
			func(bot *handlers.ActivityHandler) { handlers.OnAdaptiveCardAction(bot, "", noCardAnswer[struct{}]) },
			`handlers: OnAdaptiveCardAction(""): the string must not be empty`,
		},
		{
			"second handler of a verb",
			func(bot *handlers.ActivityHandler) {
				handlers.OnAdaptiveCardAction(bot, "vote", noCardAnswer[struct{}])
				handlers.OnAdaptiveCardAction(bot, "vote", noCardAnswer[vote])
			},
			`handlers: OnAdaptiveCardAction("vote"): there is a handler already`,
		},
		{
			"second handler of other verbs",
			func(bot *handlers.ActivityHandler) {
				bot.OnAdaptiveCardInvoke(noCardAnswer)
				bot.OnAdaptiveCardInvoke(noCardAnswer)
			},
			`handlers: OnAdaptiveCardInvoke: there is a handler already`,
		},
		{
			"search in a dataset without a name",
			func(bot *handlers.ActivityHandler) { bot.OnSearch("", findNothing) },
			`handlers: OnSearch(""): the string must not be empty`,
		},
		{
			"second handler of a dataset",
			func(bot *handlers.ActivityHandler) {
				bot.OnSearch("games", findNothing)
				bot.OnSearch("games", findNothing)
			},
			`handlers: OnSearch("games"): there is a handler already`,
		},
		{
			"second handler of other datasets",
			func(bot *handlers.ActivityHandler) {
				bot.OnSearchInvoke(findNothing)
				bot.OnSearchInvoke(findNothing)
			},
			"handlers: OnSearchInvoke: there is a handler already",
		},
		{
			"sign-in after one of its invokes",
			func(bot *handlers.ActivityHandler) {
				handlers.OnInvoke(bot, schema.InvokeSignInTokenExchange, answerNothing)
				bot.OnSignInInvoke(say("", nil))
			},
			`handlers: OnSignInInvoke: the invoke "signin/tokenExchange" has a handler already`,
		},
		{
			"card action after the whole invoke",
			func(bot *handlers.ActivityHandler) {
				handlers.OnInvoke(bot, schema.InvokeAdaptiveCardAction, answerNothing)
				handlers.OnAdaptiveCardAction(bot, "vote", noCardAnswer[vote])
			},
			`handlers: OnAdaptiveCardAction("vote"): the invoke "adaptiveCard/action" has a handler already`,
		},
		{
			"the whole invoke after a card action",
			func(bot *handlers.ActivityHandler) {
				handlers.OnAdaptiveCardAction(bot, "vote", noCardAnswer[vote])
				handlers.OnInvoke(bot, schema.InvokeAdaptiveCardAction, answerNothing)
			},
			`handlers: OnInvoke("adaptiveCard/action"): the invoke "adaptiveCard/action" has a handler already`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.ActivityHandler
			require.PanicsWithValue(t, tt.want, func() { tt.register(&bot) })
		})
	}
}

func answerNothing(context.Context, *framework.TurnContext, struct{}) (struct{}, error) {
	return struct{}{}, nil
}

func noCardAnswer[In any](context.Context, *framework.TurnContext, In) (cardAnswer, error) {
	return cardAnswer{}, nil
}

// A bot with fields of its own embeds the handler.
type greeter struct {
	handlers.ActivityHandler
	greeting string
}

func TestEmbedding(t *testing.T) {
	t.Parallel()
	bot := &greeter{greeting: "hello"}
	greet := func(_ context.Context, _ *framework.TurnContext, _ struct{}) (string, error) {
		return bot.greeting, nil
	}
	handlers.OnInvoke(bot, "vendor/greet", greet)
	bot.OnMessageText("stop", say("stopped", nil), handlers.BypassQueue())

	require.Equal(t, encoded(t, ok("hello")), invoke(t, bot, "vendor/greet", nil))
	require.True(t, bot.BypassesQueue(received(schema.TextMessage("stop"))))
}
