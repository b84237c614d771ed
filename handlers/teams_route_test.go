package handlers_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// newTeamsBot returns a bot for tables, where there is no place for statements.
func newTeamsBot(register func(bot *handlers.TeamsActivityHandler)) *handlers.TeamsActivityHandler {
	var bot handlers.TeamsActivityHandler
	if register != nil {
		register(&bot)
	}
	return &bot
}

// teamsInvokeOf is an invoke of Teams.
func teamsInvokeOf(name, value string) *schema.Activity {
	return received(&schema.Activity{
		Type: schema.TypeInvoke, Name: name, ChannelID: schema.ChannelTeams, Value: json.RawMessage(value),
	})
}

// routedTeamsBot has handlers by the names inside of values.
func routedTeamsBot(r *runs) *handlers.TeamsActivityHandler {
	type (
		query  = teams.MessagingExtensionQuery
		action = teams.MessagingExtensionAction
		data   = map[string]json.RawMessage
	)
	return newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		bot.OnMessagingExtensionQuery(see[query](r.of("query orders or parts"), extensionAnswer), "orders", "parts")
		bot.OnMessagingExtensionQuery(see[query](r.of("query the rest"), extensionAnswer))
		bot.OnMessagingExtensionQuerySettingURL(see[query](r.of("settings of orders"), extensionAnswer), "orders")
		bot.OnMessagingExtensionFetchTask(see[action](r.of("fetch orders"), actionAnswer), "orders")
		bot.OnMessagingExtensionSubmitAction(see[action](r.of("submit orders"), actionAnswer), "orders")
		bot.OnMessagingExtensionSubmitAction(see[action](r.of("submit the rest"), actionAnswer))
		bot.OnMessagingExtensionPreviewEdit(see[action](r.of("edit orders"), actionAnswer), "orders")
		bot.OnMessagingExtensionPreviewSend(see[action](r.of("send the rest"), actionAnswer))
		handlers.OnDialogFetch(bot, "note", see[data](r.of("open note"), dialogAnswer))
		handlers.OnDialogFetch(bot, "order", see[data](r.of("open order"), dialogAnswer))
		bot.OnTaskFetch(see[teams.TaskModuleRequest](r.of("open the rest"), dialogAnswer))
		handlers.OnDialogSubmit(bot, "note", see[data](r.of("submit note"), dialogAnswer))
		bot.OnFeedback(see1[teams.Feedback](r.of("feedback")))
		bot.OnMessageSubmitAction(see1[teams.MessageSubmitAction](r.of("approve or reject")), "approve", "reject")
	})
}

func TestTeamsRoutes(t *testing.T) {
	t.Parallel()
	const none = "" // answered 501
	tests := []struct{ name, value, want string }{
		{teams.InvokeMessagingExtensionQuery, `{"commandId":"orders"}`, "query orders or parts"},
		{teams.InvokeMessagingExtensionQuery, `{"commandId":"parts"}`, "query orders or parts"},
		{teams.InvokeMessagingExtensionQuery, `{"commandId":"Orders"}`, "query the rest"},
		{teams.InvokeMessagingExtensionQuery, `{}`, "query the rest"},
		{teams.InvokeMessagingExtensionQuerySettingURL, `{"commandId":"orders"}`, "settings of orders"},
		{teams.InvokeMessagingExtensionQuerySettingURL, `{"commandId":"parts"}`, none},
		{teams.InvokeMessagingExtensionFetchTask, `{"commandId":"orders"}`, "fetch orders"},
		{teams.InvokeMessagingExtensionFetchTask, `{"commandId":"parts"}`, none},
		{teams.InvokeMessagingExtensionSubmitAction, `{"commandId":"orders"}`, "submit orders"},
		{teams.InvokeMessagingExtensionSubmitAction, `{"commandId":"parts"}`, "submit the rest"},
		{teams.InvokeMessagingExtensionSubmitAction, `{"commandId":"orders","botMessagePreviewAction":"edit"}`, "edit orders"},
		{teams.InvokeMessagingExtensionSubmitAction, `{"commandId":"parts","botMessagePreviewAction":"edit"}`, none},
		{teams.InvokeMessagingExtensionSubmitAction, `{"commandId":"orders","botMessagePreviewAction":"send"}`, "send the rest"},
		{teams.InvokeTaskFetch, `{"data":{"dialog_id":"note"}}`, "open note"},
		{teams.InvokeTaskFetch, `{"data":{"dialog_id":"order","id":1}}`, "open order"},
		{teams.InvokeTaskFetch, `{"data":{"dialog_id":"Note"}}`, "open the rest"},
		{teams.InvokeTaskFetch, `{"data":{"dialog_id":null}}`, "open the rest"},
		{teams.InvokeTaskFetch, `{"data":{"task":"note"}}`, "open the rest"},
		{teams.InvokeTaskFetch, `{"data":"note"}`, "open the rest"},
		{teams.InvokeTaskFetch, `{"data":["note"]}`, "open the rest"},
		{teams.InvokeTaskFetch, `{}`, "open the rest"},
		{teams.InvokeTaskSubmit, `{"data":{"dialog_id":"note"}}`, "submit note"},
		{teams.InvokeTaskSubmit, `{"data":{"dialog_id":"order"}}`, none},
		{teams.InvokeTaskSubmit, `{"data":"text of a page"}`, none},
		{teams.InvokeMessageSubmitAction, `{"actionName":"feedback","actionValue":{"reaction":"like"}}`, "feedback"},
		{teams.InvokeMessageSubmitAction, `{"actionName":"reject"}`, "approve or reject"},
		{teams.InvokeMessageSubmitAction, `{"actionName":"other"}`, none},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.value, func(t *testing.T) {
			t.Parallel()
			var r runs
			got := answerOf(t, routedTeamsBot(&r), teamsInvokeOf(tt.name, tt.value))
			if tt.want == none {
				require.Equal(t, framework.InvokeResponse{Status: http.StatusNotImplemented}, got)
				require.Empty(t, r.names)
				return
			}
			require.Equal(t, http.StatusOK, got.Status)
			require.Equal(t, []string{tt.want}, r.names)
		})
	}
}

// A bot that gives its dialogs no names may use the data as it likes.
func TestDialogsWithoutNames(t *testing.T) {
	t.Parallel()
	for name, register := range map[string]string{teams.InvokeTaskFetch: "OnTaskFetch", teams.InvokeTaskSubmit: "OnTaskSubmit"} {
		for _, value := range []string{`{"data":{"dialog_id":7}}`, `{"data":7}`, `{}`} {
			t.Run(name+" "+value, func(t *testing.T) {
				t.Parallel()
				var r runs
				bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) { teamsInvokes()[register](bot, r.of(register)) })
				require.Equal(t, encoded(t, ok(dialogAnswer)), answerOf(t, bot, teamsInvokeOf(name, value)))
				require.Equal(t, []string{register}, r.names)
			})
		}
	}
}

// What opens a dialog names it as the handler wants it.
func TestButtonsOfDialogs(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]schema.Any{
		"Adaptive Card": teams.OpenDialogData("order"), "hero card": teams.OpenDialogAction("Order", "order").Value,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var r runs
			a := teamsInvokeOf(teams.InvokeTaskFetch, "{}")
			a.Value = teams.TaskModuleRequest{Data: data}
			require.Equal(t, http.StatusOK, answerOf(t, routedTeamsBot(&r), a).Status)
			require.Equal(t, []string{"open order"}, r.names)
		})
	}
}

func TestDataOfDialogs(t *testing.T) {
	t.Parallel()
	type form struct {
		Order int    `json:"order"`
		Note  string `json:"note"`
	}
	bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		handlers.OnDialogSubmit(bot, "note",
			func(_ context.Context, _ *framework.TurnContext, f form) (*teams.TaskModuleResponse, error) {
				return teams.DialogMessage(f.Note), nil
			})
	})
	got := answerOf(t, bot, teamsInvokeOf(teams.InvokeTaskSubmit, `{"data":{"dialog_id":"note","order":7,"note":"late"}}`))
	require.Equal(t, encoded(t, ok(teams.DialogMessage("late"))), got)
	got = answerOf(t, bot, teamsInvokeOf(teams.InvokeTaskSubmit, `{"data":{"dialog_id":"note","order":"7"}}`))
	requireRefusedValue(t, got)
}

// What a handler returns that answers nothing, fails, or sets the answer itself.
func TestAnswersToTeamsInvokes(t *testing.T) {
	t.Parallel()
	conflict := &framework.InvokeError{Status: http.StatusConflict, Body: "taken"}
	set := framework.InvokeResponse{Status: http.StatusAccepted, Body: "set"}
	for file, tt := range goldenInvokes() {
		register, isTeams := teamsInvokes()[tt.handler]
		if !isTeams {
			continue
		}
		answer := func(t *testing.T, s seen) framework.InvokeResponse {
			t.Helper()
			bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) { register(bot, s) })
			return answerOf(t, bot, golden(t, file))
		}
		t.Run(file+" refused", func(t *testing.T) {
			t.Parallel()
			got := answer(t, func(context.Context, *framework.TurnContext, ...any) error { return conflict })
			require.Equal(t, encoded(t, framework.InvokeResponse{Status: http.StatusConflict, Body: "taken"}), got)
		})
		t.Run(file+" answered by the handler", func(t *testing.T) {
			t.Parallel()
			got := answer(t, func(_ context.Context, turn *framework.TurnContext, _ ...any) error {
				turn.SetInvokeResponse(set.Status, set.Body)
				return nil
			})
			require.Equal(t, encoded(t, set), got)
		})
		t.Run(file+" failed", func(t *testing.T) {
			t.Parallel()
			bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
				register(bot, func(context.Context, *framework.TurnContext, ...any) error { return errBroken })
			})
			c := newChannel()
			_, err := c.engine.Process(t.Context(), c, golden(t, file), bot)
			require.ErrorIs(t, err, errBroken)
		})
	}
}

func TestNilAnswersHaveNoBody(t *testing.T) {
	t.Parallel()
	nothing := func(context.Context, *framework.TurnContext, ...any) error { return nil }
	type (
		dialog    = *teams.TaskModuleResponse
		extension = *teams.MessagingExtensionResponse
		action    = *teams.MessagingExtensionActionResponse
	)
	tests := map[string]func(bot *handlers.TeamsActivityHandler){
		"invoke-task-fetch": func(bot *handlers.TeamsActivityHandler) {
			bot.OnTaskFetch(see[teams.TaskModuleRequest](nothing, dialog(nil)))
		},
		"invoke-task-submit": func(bot *handlers.TeamsActivityHandler) {
			handlers.OnDialogSubmit(bot, "note", see[schema.Any](nothing, dialog(nil)))
		},
		"invoke-config-submit": func(bot *handlers.TeamsActivityHandler) {
			bot.OnConfigSubmit(see[schema.Any](nothing, (*teams.ConfigResponse)(nil)))
		},
		"invoke-composeExtension-queryLink": func(bot *handlers.TeamsActivityHandler) {
			bot.OnAppBasedLinkQuery(see[teams.AppBasedLinkQuery](nothing, extension(nil)))
		},
		"invoke-composeExtension-submitAction-send": func(bot *handlers.TeamsActivityHandler) {
			bot.OnMessagingExtensionPreviewSend(see[teams.MessagingExtensionAction](nothing, action(nil)))
		},
		"invoke-signin-tokenExchange": func(bot *handlers.TeamsActivityHandler) {
			bot.OnSignInTokenExchange(see[schema.TokenExchangeInvokeRequest](nothing, (*schema.TokenExchangeInvokeResponse)(nil)))
		},
		"invoke-cardAction": func(bot *handlers.TeamsActivityHandler) {
			bot.OnCardActionInvoke(see[schema.Any](nothing, schema.Any(nil)))
		},
	}
	for file, register := range tests {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, framework.InvokeResponse{Status: http.StatusOK}, answerOf(t, newTeamsBot(register), golden(t, file)))
		})
	}
}

// Message extensions run in Outlook too, and lifecycle events come from the channel "agents": names are enough.
func TestTeamsNamesOnOtherChannels(t *testing.T) {
	t.Parallel()
	var r runs
	a := golden(t, "invoke-composeExtension-query")
	a.ChannelID = "outlook"
	require.Equal(t, http.StatusOK, answerOf(t, completeBot(&r), a).Status)
	require.Equal(t, []string{"OnMessagingExtensionQuery"}, r.names)
}

func TestSkipRestOfATeamsInvoke(t *testing.T) {
	t.Parallel()
	bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		bot.OnTaskFetch(func(
			context.Context, *framework.TurnContext, teams.TaskModuleRequest,
		) (*teams.TaskModuleResponse, error) {
			return dialogAnswer, errors.Join(handlers.SkipRest)
		})
	})
	require.Equal(t, encoded(t, ok(dialogAnswer)), answerOf(t, bot, golden(t, "invoke-task-fetch")))
}

func TestSignInCodeThatBringsNoToken(t *testing.T) {
	t.Parallel()
	noToken := errors.New("no token")
	bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		bot.OnSignInVerifyState(func(_ context.Context, _ *framework.TurnContext, q schema.SignInStateVerificationQuery) error {
			if q.State == "CancelledByUser" {
				return &framework.InvokeError{Status: http.StatusPreconditionFailed, Err: noToken}
			}
			return nil
		})
	})
	a := golden(t, "invoke-signin-verifyState")
	require.Equal(t, framework.InvokeResponse{Status: http.StatusOK}, answerOf(t, bot, a))
	a.Value = json.RawMessage(`{"state":"CancelledByUser"}`)
	require.Equal(t, framework.InvokeResponse{Status: http.StatusPreconditionFailed}, answerOf(t, bot, a))
}
