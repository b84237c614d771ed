package handlers_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

func teamsRegistrations() map[string]teamsRegistration {
	all := teamsInvokes()
	maps.Copy(all, teamsNotifications())
	return all
}

func quiet(context.Context, *framework.TurnContext, ...any) error { return nil }

func TestRegisteringNilForTeams(t *testing.T) {
	t.Parallel()
	for name, register := range teamsRegistrations() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.TeamsActivityHandler
			require.PanicsWithValue(t, "handlers: "+name+": the handler is nil", func() { register(&bot, nil) })
		})
	}
}

func TestRegisteringForTeamsAfterTheFirstTurn(t *testing.T) {
	t.Parallel()
	for name, register := range teamsRegistrations() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.TeamsActivityHandler
			require.NoError(t, bot.OnTurn(t.Context(), framework.NewTurnContext(nil, &schema.Activity{Type: schema.TypeHandoff})))
			require.PanicsWithValue(t,
				"handlers: "+name+" after the first turn; register every handler before serving",
				func() { register(&bot, quiet) })
		})
	}
}

// An invoke, or one command, dialog or action of it, has one handler.
func TestRegisteringTwiceForTeams(t *testing.T) {
	t.Parallel()
	for name, register := range teamsInvokes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.TeamsActivityHandler
			register(&bot, quiet)
			defer func() {
				method, _, _ := strings.Cut(name, "(")
				require.Regexp(t, "^handlers: "+method+".* handler already$", recover())
			}()
			register(&bot, quiet)
		})
	}
	for name, register := range teamsNotifications() {
		t.Run(name+" may have several", func(t *testing.T) {
			t.Parallel()
			var bot handlers.TeamsActivityHandler
			register(&bot, quiet)
			require.NotPanics(t, func() { register(&bot, quiet) })
		})
	}
}

func TestMistakesOfTeamsRegistration(t *testing.T) {
	t.Parallel()
	type bot = handlers.TeamsActivityHandler
	query := see[teams.MessagingExtensionQuery](quiet, extensionAnswer)
	dialog := see[struct{}](quiet, dialogAnswer)
	tests := []struct {
		name     string
		register func(b *bot)
		want     string
	}{
		{
			"second handler of a command",
			func(b *bot) {
				b.OnMessagingExtensionQuery(query, "orders", "parts")
				b.OnMessagingExtensionQuery(query, "parts")
			},
			`handlers: OnMessagingExtensionQuery("parts"): there is a handler already`,
		},
		{
			"a command twice in one registration",
			func(b *bot) { b.OnMessagingExtensionQuery(query, "orders", "orders") },
			`handlers: OnMessagingExtensionQuery("orders"): there is a handler already`,
		},
		{
			"empty command id",
			func(b *bot) { b.OnMessagingExtensionQuery(query, "") },
			`handlers: OnMessagingExtensionQuery(""): the string must not be empty`,
		},
		{
			"dialog without a name",
			func(b *bot) { handlers.OnDialogFetch(b, "", dialog) },
			`handlers: OnDialogFetch(""): the string must not be empty`,
		},
		{
			"empty value type",
			func(b *bot) { b.OnAgentLifecycle(see1[teams.AgentLifecycle](quiet), "") },
			`handlers: OnAgentLifecycle(""): the string must not be empty`,
		},
		{
			"feedback twice",
			func(b *bot) {
				b.OnFeedback(see1[teams.Feedback](quiet))
				b.OnMessageSubmitAction(see1[teams.MessageSubmitAction](quiet), teams.ActionFeedback)
			},
			`handlers: OnMessageSubmitAction("feedback"): there is a handler already`,
		},
		{
			"the whole invoke after a dialog",
			func(b *bot) {
				handlers.OnDialogFetch(b, "note", dialog)
				handlers.OnInvoke(b, teams.InvokeTaskFetch, answerNothing)
			},
			`handlers: OnInvoke("task/fetch"): the invoke "task/fetch" has a handler already`,
		},
		{
			"a dialog after the whole invoke",
			func(b *bot) {
				handlers.OnInvoke(b, teams.InvokeTaskFetch, answerNothing)
				handlers.OnDialogFetch(b, "note", dialog)
			},
			`handlers: OnDialogFetch: the invoke "task/fetch" has a handler already`,
		},
		{
			"both invokes of a sign-in after one",
			func(b *bot) {
				b.OnSignInVerifyState(see1[schema.SignInStateVerificationQuery](quiet))
				b.OnSignInInvoke(say("", nil))
			},
			`handlers: OnSignInInvoke: the invoke "signin/verifyState" has a handler already`,
		},
		{
			"one invoke of a sign-in after both",
			func(b *bot) {
				b.OnSignInInvoke(say("", nil))
				b.OnSignInTokenExchange(see[schema.TokenExchangeInvokeRequest](quiet, noExchange))
			},
			`handlers: OnSignInTokenExchange: the invoke "signin/tokenExchange" has a handler already`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b bot
			require.PanicsWithValue(t, tt.want, func() { tt.register(&b) })
		})
	}
}

// A bot with fields of its own embeds the handler.
type teamsGreeter struct {
	handlers.TeamsActivityHandler
	greeting string
}

func TestEmbeddingTheTeamsHandler(t *testing.T) {
	t.Parallel()
	bot := &teamsGreeter{greeting: "hello"}
	handlers.OnDialogFetch(bot, "note",
		func(context.Context, *framework.TurnContext, struct{}) (*teams.TaskModuleResponse, error) {
			return teams.DialogMessage(bot.greeting), nil
		})
	bot.OnMessageText("stop", say("stopped", nil), handlers.BypassQueue())
	require.Equal(t, encoded(t, ok(teams.DialogMessage("hello"))), answerOf(t, bot, golden(t, "invoke-task-fetch")))
	require.True(t, bot.BypassesQueue(received(schema.TextMessage("stop"))))
}
