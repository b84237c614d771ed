package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/samples/internal/web"
)

const publicURL = "https://bot.example.com"

func start(t *testing.T) *fake.Conversation {
	t.Helper()
	return fake.New(t, newBot(memory.NewState(slog.New(slog.DiscardHandler)), publicURL))
}

func TestSearch(t *testing.T) {
	t.Parallel()
	ann := start(t)
	ann.Searches("search", fake.Inputs{"text": "gateway"}).ExpectResults("502 Bad Gateway", "504 Gateway Timeout")
	ann.Searches("search", fake.Inputs{"text": "40 "}).Picks("404").ExpectResults("404 Not Found")
	ann.Searches("search", fake.Inputs{"text": "coffee"}).ExpectAnswer("No status code is called that.")
	ann.ExpectNothing()
}

// TestPages: the client asks for more while the person scrolls.
func TestPages(t *testing.T) {
	t.Parallel()
	ann := start(t)
	page := func(skip, count int) []teams.MessagingExtensionAttachment {
		answer := fake.Invoke[teams.MessagingExtensionResponse](ann, teams.InvokeMessagingExtensionQuery, teams.MessagingExtensionQuery{
			CommandID: "search", Parameters: []teams.MessagingExtensionParameter{{Name: "initialRun", Value: "true"}},
			QueryOptions: teams.MessagingExtensionQueryOptions{Skip: skip, Count: count},
		})
		return answer.ComposeExtension.Attachments
	}
	all := len(find("", shownAll))
	require.Len(t, page(0, 0), pageSize)
	require.Len(t, page(0, 10), 10)
	require.Len(t, page(0, 1000), pageSize, "a client does not decide how much the bot sends")
	require.Len(t, page(2*pageSize, pageSize), all-2*pageSize)
	require.Empty(t, page(1_000_000, pageSize))
	require.NotEqual(t, page(0, 1), page(1, 1))
}

func TestLinks(t *testing.T) {
	t.Parallel()
	ann := start(t)
	const docs = "https://developer.mozilla.org/en-US/docs/Web/HTTP/"
	ann.PastesLink(docs + "Reference/Status/418").ExpectResults("418 I'm a teapot")
	ann.PastesLink(docs + "Status/404/").ExpectResults("404 Not Found")
	for _, other := range []string{
		docs + "Reference/Status", docs + "Reference/Status/999", docs + "Reference/Status/x", docs + "Reference/Headers/Age",
		"https://example.com/Status/404", "https://developer.mozilla.org.example.com/Status/404", "%", "Status/404",
	} {
		answer := ann.Invokes(teams.InvokeMessagingExtensionQueryLink, teams.AppBasedLinkQuery{URL: other})
		require.Equal(t, http.StatusOK, answer.Status, other)
		require.Nil(t, answer.Body, other)
	}
	// Of somebody who does not have the app.
	ann.Invokes(teams.InvokeMessagingExtensionAnonymousLink, teams.AppBasedLinkQuery{URL: docs + "Status/500"})
	ann.ExpectAnswer("500 Internal Server Error").ExpectNothing()
}

func TestIncident(t *testing.T) {
	t.Parallel()
	ann := start(t).InChannel("Operations")
	ann.OpensAction("incident").ExpectDialog("Report an incident")
	ann.Submits(fake.Inputs{"service": " ", "code": "503"}).ExpectDialog("Please say which service fails.")
	ann.Submits(fake.Inputs{"service": "*Shop*", "code": "503", "note": "since noon"}).ExpectPreview("*Shop*: 503 Service Unavailable")
	ann.Revises().ExpectDialog("Report an incident")
	ann.Submits(fake.Inputs{"code": "504"}).ExpectPreview("since noon")
	ann.ExpectNothing()
	ann.Posts().ExpectCard("*Shop*: 504 Gateway Timeout").ExpectNothing()

	bob := ann.As("Bob")
	bob.Presses("Resolve").ExpectAnswer("Resolved by Bob").ExpectCardUpdate("Resolved by Bob").ExpectNothing()
}

// TestIncidentOfAMessage: the action is chosen on a message, which becomes the note.
func TestIncidentOfAMessage(t *testing.T) {
	t.Parallel()
	ann := start(t)
	ann.Says("The shop does not answer").ExpectContains("Report an incident")
	ann.OpensAction("incident", "The shop does not answer").ExpectDialog("Report an incident")
	ann.Submits(fake.Inputs{"service": "Shop", "code": "504"}).ExpectPreview("The shop does not answer")
}

// TestOnBehalfOf: the card says who sent it, as Teams shows it.
func TestOnBehalfOf(t *testing.T) {
	t.Parallel()
	ann := start(t)
	ann.OpensAction("incident").ExpectDialog("Report an incident").Submits(fake.Inputs{"service": "Shop", "code": "500"}).ExpectPreview("Shop")
	ann.Posts().ExpectActivity(func(a *schema.Activity) error {
		data, err := teams.Data(a)
		require.NoError(t, err)
		require.Len(t, data.OnBehalfOf, 1)
		require.Equal(t, ann.Person().ID, data.OnBehalfOf[0].MRI)
		return nil
	})
}

// TestSentAgain: Teams sends an invoke again whose answer was lost; the incident is posted once.
func TestSentAgain(t *testing.T) {
	t.Parallel()
	ann := start(t)
	previewed := incident{ID: "1", Service: "Shop", Code: "500"}.message("")
	for range 2 {
		ann.Invokes(teams.InvokeMessagingExtensionSubmitAction, teams.MessagingExtensionAction{
			CommandID: commandIncident, BotMessagePreviewAction: "send", BotActivityPreview: []schema.Activity{*previewed},
		})
	}
	ann.ExpectCard("Shop: 500").ExpectNothing()
}

// TestTheBotCannotPost: it is not in the conversation.
func TestTheBotCannotPost(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	ann := w.Connect(newBot(memory.NewState(slog.New(slog.DiscardHandler)), publicURL))
	ann.OpensAction("incident").ExpectDialog("Report an incident").Submits(fake.Inputs{"service": "Shop", "code": "500"}).ExpectPreview("Shop")
	w.Teams().Inject(world.Fault{Status: http.StatusForbidden})
	ann.Posts().ExpectAnswer("I cannot post here").ExpectNothing()
}

// TestTheChannelsAnswerIsLost: the incident may be there, so it is not posted again when Teams, or who reports it, asks once more.
func TestTheChannelsAnswerIsLost(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	ann := w.Connect(newBot(memory.NewState(slog.New(slog.DiscardHandler)), publicURL))
	previewed := incident{ID: "1", Service: "Shop", Code: "500"}.message("")
	w.Teams().Inject(world.Fault{Status: http.StatusBadGateway, Done: true})
	for _, want := range []string{"It may be posted, or not", ""} {
		ann.Invokes(teams.InvokeMessagingExtensionSubmitAction, teams.MessagingExtensionAction{
			CommandID: commandIncident, BotMessagePreviewAction: "send", BotActivityPreview: []schema.Activity{*previewed},
		})
		if want != "" {
			ann.ExpectAnswer(want).ExpectCard("Shop: 500")
		}
	}
	ann.ExpectNothing()
}

func TestSettings(t *testing.T) {
	t.Parallel()
	ann := start(t)
	ann.Searches("search", fake.Inputs{"text": "30"}).Picks("304 Not Modified")
	ann.Invokes(teams.InvokeMessagingExtensionQuerySettingURL, teams.MessagingExtensionQuery{CommandID: "search"})
	ann.ExpectAnswer("Settings")
	ann.Invokes(teams.InvokeMessagingExtensionSetting, settings{State: shownErrors})
	ann.Searches("search", fake.Inputs{"text": "30"}).ExpectAnswer("No status code is called that.")
	ann.As("Bob").Searches("search", fake.Inputs{"text": "301"}).ExpectResults("301 Moved Permanently")

	where := fake.Invoke[teams.MessagingExtensionResponse](ann, teams.InvokeMessagingExtensionQuerySettingURL, teams.MessagingExtensionQuery{})
	page, err := schema.As[string](where.ComposeExtension.SuggestedActions.Actions[0].Value)
	require.NoError(t, err)
	require.Equal(t, publicURL+"/settings?shown=errors", page)
}

// TestWhatClientsSend: nothing that a client may send breaks the bot.
func TestWhatClientsSend(t *testing.T) {
	t.Parallel()
	preview := func(i incident) map[string]any {
		return map[string]any{"commandId": "incident", "botMessagePreviewAction": "send", "botActivityPreview": []any{i.message("")}}
	}
	long := strings.Repeat("a", 1001)
	tests := []struct {
		name   string
		invoke string
		value  any
		status int
	}{
		{"a search without a value", teams.InvokeMessagingExtensionQuery, nil, 400},
		{"a search with another command", teams.InvokeMessagingExtensionQuery, map[string]any{"commandId": "buy"}, 501},
		{"a search before the first result", teams.InvokeMessagingExtensionQuery, map[string]any{"commandId": "search", "queryOptions": map[string]any{"skip": -1}}, 400},
		{"a parameter that is an object", teams.InvokeMessagingExtensionQuery, map[string]any{"commandId": "search", "parameters": []any{map[string]any{"name": "text", "value": map[string]any{}}}}, 200},
		{"an item that is no code", teams.InvokeMessagingExtensionSelectItem, map[string]any{"code": "404"}, 400},
		{"an item that is unknown", teams.InvokeMessagingExtensionSelectItem, map[string]any{"code": 999}, 400},
		{"a link without a URL", teams.InvokeMessagingExtensionQueryLink, map[string]any{}, 400},
		{"another action", teams.InvokeMessagingExtensionFetchTask, map[string]any{"commandId": "buy"}, 501},
		{"a form without data", teams.InvokeMessagingExtensionSubmitAction, map[string]any{"commandId": "incident"}, 400},
		{"a form with a number", teams.InvokeMessagingExtensionSubmitAction, map[string]any{"commandId": "incident", "data": map[string]any{"service": 1}}, 400},
		{"a form that is long", teams.InvokeMessagingExtensionSubmitAction, map[string]any{"commandId": "incident", "data": incident{Service: "a", Code: "500", Note: long}}, 200},
		{"no preview", teams.InvokeMessagingExtensionSubmitAction, map[string]any{"commandId": "incident", "botMessagePreviewAction": "send"}, 400},
		{"a preview of another message", teams.InvokeMessagingExtensionSubmitAction, map[string]any{"commandId": "incident", "botMessagePreviewAction": "edit", "botActivityPreview": []any{schema.TextMessage("hi")}}, 400},
		{"a preview without an id", teams.InvokeMessagingExtensionSubmitAction, preview(incident{Service: "a", Code: "500"}), 400},
		{"a preview that is long", teams.InvokeMessagingExtensionSubmitAction, preview(incident{ID: "1", Service: long, Code: "500"}), 200},
		{"a preview of no error", teams.InvokeMessagingExtensionSubmitAction, preview(incident{ID: "1", Service: "a", Code: "200"}), 200},
		{"a preview action", teams.InvokeMessagingExtensionSubmitAction, map[string]any{"commandId": "incident", "botMessagePreviewAction": "burn"}, 400},
		{"a setting that is unknown", teams.InvokeMessagingExtensionSetting, map[string]any{"state": "none"}, 400},
		{"a setting that is a number", teams.InvokeMessagingExtensionSetting, map[string]any{"state": 1}, 400},
		{"a button of nothing", schema.InvokeAdaptiveCardAction, map[string]any{"action": map[string]any{"type": "Action.Execute", "verb": "resolve", "data": map[string]any{}}}, 400},
		{"another invoke", teams.InvokeTaskFetch, map[string]any{}, 501},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ann := start(t)
			require.Equal(t, tt.status, ann.Invokes(tt.invoke, tt.value).Status)
			ann.ExpectNothing() // not even of a preview that is wrong: the form is shown again
		})
	}
}

func TestSettingsPage(t *testing.T) {
	t.Parallel()
	router := web.Router(publicURL, pages())
	for path, want := range map[string]string{settingsPath: `value="` + shownErrors + `"`, "/settings.js": "notifySuccess"} {
		answer := httptest.NewRecorder()
		router.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path+"?shown=errors", nil))
		require.Equal(t, http.StatusOK, answer.Code, path)
		require.Contains(t, answer.Body.String(), want)
	}
}
