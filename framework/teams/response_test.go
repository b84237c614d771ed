package teams_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// The functions that make answers, and what the connector takes, write what Teams' documentation shows.
func TestResponses(t *testing.T) {
	t.Parallel()
	const page = "https://bot.example.com/page"
	content := json.RawMessage(golden(t, "invoke-composeExtension-submitAction-send.json"))
	var sent struct {
		Value teams.MessagingExtensionAction `json:"value"`
	}
	require.NoError(t, json.Unmarshal(content, &sent))
	card := sent.Value.BotActivityPreview[0].Attachments[0]
	hero := schema.HeroCard{Title: "Order 17", Tap: schema.CardAction{Type: schema.ActionInvoke, Value: map[string]int{"order": 17}}}.Attachment()
	result := teams.ResultOf(card, hero)
	full := teams.TaskModuleInfo{
		Title: "Note", Height: teams.DialogMedium, Width: 400, Card: &card, FallbackURL: "https://bot.example.com/note",
		CompletionBotID: "1b9e6c1c-7a3f-4a52-9f44-6f1f0f2f3a10",
	}
	taskCard := teams.ShowDialog(full)
	taskCard.CacheInfo = teams.CacheInfo{CacheType: "no-cache", CacheDuration: 60}
	search := teams.SearchResults(result)
	search.CacheInfo = teams.CacheInfo{CacheType: "cache", CacheDuration: 300}
	notification := teams.NewMeetingNotification([]string{"29:1kQ7adaLovelaceExample00", "29:1mR4graceHopperExample00"},
		teams.StageSurface(teams.TaskModuleInfo{Height: "300", Width: "400", Title: "Engines", URL: "https://bot.example.com/stage"}),
		teams.TabIconSurface("home"))
	notification.ChannelData.OnBehalfOf = []teams.OnBehalfOf{{MentionType: "person", MRI: "29:1kQ7adaLovelaceExample00", DisplayName: "Ada Lovelace"}}
	widget := teams.WidgetText("Rain.")
	widget.CallToolResult.StructuredContent = map[string]bool{"rain": true}

	for name, got := range map[string]json.Marshaler{
		"response-task-card.json": taskCard,
		"response-task-url.json": teams.ShowDialog(teams.TaskModuleInfo{
			Title: "Note", Height: 300, Width: teams.DialogSmall, URL: "https://bot.example.com/note",
		}),
		"response-task-message.json":                    teams.DialogMessage("Saved."),
		"response-messagingExtension-result.json":       search,
		"response-messagingExtension-auth.json":         teams.MessagingExtensionAuth("Sign in", page),
		"response-messagingExtension-silentAuth.json":   teams.MessagingExtensionSilentAuth("Sign in", page),
		"response-messagingExtension-config.json":       teams.MessagingExtensionConfig("Settings", page),
		"response-messagingExtension-message.json":      teams.MessagingExtensionMessage("Nothing found."),
		"response-messagingExtensionAction-result.json": teams.ActionResult(result),
		"response-messagingExtensionAction-dialog.json": teams.ActionDialog(teams.TaskModuleInfo{
			Title: "Note", Height: 300, Width: 400, Card: &card,
		}),
		"response-messagingExtensionAction-preview.json": teams.ActionPreview(schema.AttachmentMessage(card)),
		"response-tab-cards.json":                        teams.TabCards(card.Content, card.Content),
		"response-tab-auth.json":                         teams.TabAuth("Sign in", page),
		"response-config-dialog.json": teams.ConfigDialog(teams.TaskModuleInfo{
			Title: "Settings", Height: 400, Width: 300, Card: &card,
		}),
		"response-config-message.json":       teams.ConfigMessage("Saved."),
		"response-config-auth.json":          teams.ConfigAuth("Sign in", page),
		"response-htmlwidget.json":           widget,
		"connector-meetingNotification.json": notification,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Empty(t, lost("", exactly(t, golden(t, name)), exactly(t, []byte(write(t, got)))), write(t, got))
		})
	}
	require.JSONEq(t, `{"responseType":"htmlwidget/calltoolresult","callToolResult":{"content":[{"type":"text","text":"No."}],"isError":true}}`,
		write(t, teams.WidgetError("No.")))
}

func TestDialogs(t *testing.T) {
	t.Parallel()
	card := schema.AdaptiveCard(json.RawMessage(`{}`))
	require.JSONEq(t, `{"title":"Note","width":"medium","card":{"contentType":"application/vnd.microsoft.card.adaptive","content":{}}}`,
		write(t, teams.CardDialog("Note", card)))
	require.JSONEq(t, `{"title":"Note","width":"medium","height":"medium","url":"https://bot.example.com/note"}`,
		write(t, teams.PageDialog("Note", "https://bot.example.com/note")))
	require.JSONEq(t, `{"type":"invoke","title":"Open","value":{"type":"task/fetch","dialog_id":"note"}}`, write(t, teams.OpenDialogAction("Open", "note")))
	require.Equal(t, map[string]any{"msteams": map[string]any{"type": "task/fetch"}, "dialog_id": "note"}, teams.OpenDialogData("note"))

	for data, want := range map[string]string{
		`{"dialog_id":"note"}`: "note", `{"dialog_id":5}`: "", `{}`: "", `"note"`: "", `null`: "", `[]`: "", `{"dialog_id":"a","dialog_id":"b"}`: "",
	} {
		require.Equal(t, want, teams.TaskModuleRequest{Data: json.RawMessage(data)}.Dialog(), data)
	}
	require.Empty(t, teams.TaskModuleRequest{}.Dialog())
	require.Equal(t, "note", teams.TaskModuleRequest{Data: teams.OpenDialogData("note")}.Dialog())
}

func TestHTMLWidget(t *testing.T) {
	t.Parallel()
	widget := teams.HTMLWidget{Name: "Rain", HTML: "<p>```</p>", Domain: "https://bot.example.com"}
	message, err := widget.Message()
	require.NoError(t, err)
	require.Equal(t, schema.TextFormatExtendedMarkdown, message.TextFormat)
	require.Equal(t, "```html-widget\n"+`{"type":"widget/mcp-ui","name":"Rain","html":"<p>\u0060\u0060\u0060</p>","domain":"https://bot.example.com"}`+"\n```", message.Text)
	require.Empty(t, widget.Type)

	for _, bad := range []teams.HTMLWidget{
		{},
		{Name: "Rain", HTML: "x"},
		{Name: "Rain", Domain: "x"},
		{HTML: "x", Domain: "x"},
		{Name: "Rain", HTML: "x", Domain: "x", ToolInput: func() {}},
	} {
		_, err := bad.Message()
		require.Error(t, err)
	}
}
