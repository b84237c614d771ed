package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

func start(t *testing.T) *fake.Conversation {
	t.Helper()
	return fake.New(t, newBot(slog.New(slog.DiscardHandler)))
}

// TestNoHandlerIsLeftOut: whatever TeamsActivityHandler can register, the bot answers with its name.
func TestNoHandlerIsLeftOut(t *testing.T) {
	t.Parallel()
	tested := make(map[string]bool)
	for _, row := range rows {
		for handler := range strings.SplitSeq(row.handlers, " → ") {
			tested[strings.TrimPrefix(handler, "ActivityHandler.")] = true
		}
	}
	for method := range reflect.TypeFor[*handlers.TeamsActivityHandler]().Methods() {
		switch name := method.Name; name {
		case "OnTurn": // runs the others
		case "OnSignInInvoke": // OnSignInVerifyState and OnSignInTokenExchange are in its place
		default:
			if strings.HasPrefix(name, "On") {
				require.True(t, tested[name], "%s has no row, and may not be registered", name)
			}
		}
	}
	for _, name := range []string{"OnInvoke", "OnEvent", "OnCommand", "OnAdaptiveCardAction", "OnDialogFetch", "OnDialogSubmit"} {
		require.True(t, tested[name], "%s has no row", name)
	}
}

// row is an activity and the handlers that it runs, one after the other.
type row struct {
	handlers string
	activity string // JSON; what Teams adds is left out
}

// rows have one for each handler. Values and channel data are of the form that Teams sends.
var rows = append(notificationRows, invokeRows...)

var notificationRows = []row{
	{"OnMessage", `{"type": "message", "text": "hello"}`},
	{"OnMessageText", `{"type": "message", "text": "help"}`},
	{"OnMessageCommand", `{"type": "message", "text": "/say hello"}`},
	{"OnMessageRegexp", `{"type": "message", "text": "1 + 2"}`},
	{"OnMessageMatch", `{"type": "message", "attachments": [{"contentType": "image/png", "contentUrl": "https://example.com/a.png"}]}`},
	{"OnMessageUpdate → OnMessageEdit", `{"type": "messageUpdate", "id": "1", "text": "hello", "channelData": {"eventType": "editMessage"}}`},
	{"OnMessageUpdate → OnMessageUndelete", `{"type": "messageUpdate", "id": "1", "channelData": {"eventType": "undeleteMessage"}}`},
	{"OnMessageDelete → OnMessageSoftDelete", `{"type": "messageDelete", "id": "1", "channelData": {"eventType": "softDeleteMessage"}}`},
	{"OnMessageReaction → OnReactionsAdded → OnReactionsRemoved", `{"type": "messageReaction", "replyToId": "1", "reactionsAdded": [{"type": "like"}], "reactionsRemoved": [{"type": "sad"}]}`},
	{"OnTyping", `{"type": "typing"}`},

	{"OnConversationUpdate → OnMembersAdded → OnTeamsMembersAdded", `{"type": "conversationUpdate", "membersAdded": [{"id": "29:bob"}], "channelData": {"team": {"id": "19:t"}}}`},
	{"OnConversationUpdate → OnMembersRemoved → OnTeamsMembersRemoved", `{"type": "conversationUpdate", "membersRemoved": [{"id": "29:bob"}], "channelData": {"team": {"id": "19:t"}}}`},
	{"OnInstallationUpdate → OnInstallationAdd", `{"type": "installationUpdate", "action": "add"}`},
	{"OnInstallationUpdate → OnInstallationRemove", `{"type": "installationUpdate", "action": "remove"}`},
	{"OnContactRelationUpdate", `{"type": "contactRelationUpdate", "action": "add"}`},
	{"OnEndOfConversation", `{"type": "endOfConversation", "code": "completedSuccessfully"}`},

	{"OnEventActivity", `{"type": "event", "name": "example/other", "value": {}}`},
	{"OnEventActivity → OnEvent", `{"type": "event", "name": "example/ping", "value": {}}`},
	{"OnEventActivity → OnReadReceipt", `{"type": "event", "name": "application/vnd.microsoft.readReceipt", "value": {"lastReadMessageId": "1"}}`},
	{"OnEventActivity → OnAgentLifecycle", `{"type": "event", "name": "agentLifecycle", "valueType": "AgenticUserEnabled", "value": {"eventType": "AgenticUserEnabled"}}`},
	{"OnEventActivity → OnMeetingStart", `{"type": "event", "name": "application/vnd.microsoft.meetingStart", "value": {"Id": "m", "Title": "Weekly"}}`},
	{"OnEventActivity → OnMeetingEnd", `{"type": "event", "name": "application/vnd.microsoft.meetingEnd", "value": {"Id": "m", "Title": "Weekly"}}`},
	{"OnEventActivity → OnMeetingParticipantsJoin", `{"type": "event", "name": "application/vnd.microsoft.meetingParticipantJoin", "value": {"members": []}}`},
	{"OnEventActivity → OnMeetingParticipantsLeave", `{"type": "event", "name": "application/vnd.microsoft.meetingParticipantLeave", "value": {"members": []}}`},
	{"ActivityHandler.OnCommand → OnCommand", `{"type": "command", "name": "application/vnd.example.ping", "value": {"commandId": "1", "data": {}}}`},
	{"ActivityHandler.OnCommand → OnSessionCommand", `{"type": "command", "name": "session.init", "value": {"commandId": "1", "sessionId": "s"}}`},
	{"OnCommandResult", `{"type": "commandResult", "name": "application/vnd.example.ping", "value": {"commandId": "1", "data": {}}}`},
	{"OnUnrecognizedActivityType", `{"type": "example/type"}`},

	{"OnConversationUpdate → OnChannelCreated", `{"type": "conversationUpdate", "channelData": {"eventType": "channelCreated"}}`},
	{"OnConversationUpdate → OnChannelDeleted", `{"type": "conversationUpdate", "channelData": {"eventType": "channelDeleted"}}`},
	{"OnConversationUpdate → OnChannelRenamed", `{"type": "conversationUpdate", "channelData": {"eventType": "channelRenamed"}}`},
	{"OnConversationUpdate → OnChannelRestored", `{"type": "conversationUpdate", "channelData": {"eventType": "channelRestored"}}`},
	{"OnConversationUpdate → OnChannelShared", `{"type": "conversationUpdate", "channelData": {"eventType": "channelShared"}}`},
	{"OnConversationUpdate → OnChannelUnshared", `{"type": "conversationUpdate", "channelData": {"eventType": "channelUnshared"}}`},
	{"OnConversationUpdate → OnMembersAdded → OnTeamsMembersAdded → OnChannelMemberAdded", `{"type": "conversationUpdate", "membersAdded": [{"id": "29:bob"}], "channelData": {"eventType": "channelMemberAdded"}}`},
	{"OnConversationUpdate → OnMembersRemoved → OnTeamsMembersRemoved → OnChannelMemberRemoved", `{"type": "conversationUpdate", "membersRemoved": [{"id": "29:bob"}], "channelData": {"eventType": "channelMemberRemoved"}}`},
	{"OnConversationUpdate → OnMembersAdded → OnTeamsMembersAdded → OnTeamMemberAdded", `{"type": "conversationUpdate", "membersAdded": [{"id": "29:bob"}], "channelData": {"eventType": "teamMemberAdded"}}`},
	{"OnConversationUpdate → OnMembersRemoved → OnTeamsMembersRemoved → OnTeamMemberRemoved", `{"type": "conversationUpdate", "membersRemoved": [{"id": "29:bob"}], "channelData": {"eventType": "teamMemberRemoved"}}`},
	{"OnConversationUpdate → OnTeamArchived", `{"type": "conversationUpdate", "channelData": {"eventType": "teamArchived"}}`},
	{"OnConversationUpdate → OnTeamUnarchived", `{"type": "conversationUpdate", "channelData": {"eventType": "teamUnarchived"}}`},
	{"OnConversationUpdate → OnTeamDeleted", `{"type": "conversationUpdate", "channelData": {"eventType": "teamDeleted"}}`},
	{"OnConversationUpdate → OnTeamHardDeleted", `{"type": "conversationUpdate", "channelData": {"eventType": "teamHardDeleted"}}`},
	{"OnConversationUpdate → OnTeamRenamed", `{"type": "conversationUpdate", "channelData": {"eventType": "teamRenamed"}}`},
	{"OnConversationUpdate → OnTeamRestored", `{"type": "conversationUpdate", "channelData": {"eventType": "teamRestored"}}`},
}

var invokeRows = []row{
	{"OnInvoke", `{"name": "example/ping", "value": {}}`},
	{"OnCardActionInvoke", `{"value": {"pressed": true}}`},
	{"OnAdaptiveCardAction", `{"name": "adaptiveCard/action", "value": {"action": {"type": "Action.Execute", "verb": "try"}}}`},
	{"OnAdaptiveCardInvoke", `{"name": "adaptiveCard/action", "value": {"action": {"type": "Action.Execute", "verb": "other"}}}`},
	{"OnSearch", `{"name": "application/search", "value": {"kind": "search", "queryText": "a", "dataset": "words"}}`},
	{"OnSearchInvoke", `{"name": "application/search", "value": {"kind": "search", "queryText": "a", "dataset": "others"}}`},
	{"OnFeedback", `{"name": "message/submitAction", "value": {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": "{}"}}}`},
	{"OnMessageSubmitAction", `{"name": "message/submitAction", "value": {"actionName": "other", "actionValue": {}}}`},
	{"OnMessageFetchTask", `{"name": "message/fetchTask", "value": {"data": {"actionName": "feedback", "actionValue": {"reaction": "like"}}}}`},
	{"OnSuggestedActionSubmit", `{"name": "suggestedActions/submit", "value": {"chosen": 1}}`},
	{"OnO365ConnectorCardAction", `{"name": "actionableMessage/executeAction", "value": {"actionId": "a", "body": "{}"}}`},
	{"OnFileConsentAccept", `{"name": "fileConsent/invoke", "value": {"action": "accept", "uploadInfo": {"uploadUrl": "https://example.com/"}}}`},
	{"OnFileConsentDecline", `{"name": "fileConsent/invoke", "value": {"action": "decline"}}`},
	{"OnHTMLWidgetCallTool", `{"name": "htmlwidget/calltool", "value": {"name": "tool", "arguments": {}}}`},
	{"OnTabFetch", `{"name": "tab/fetch", "value": {"tabContext": {"tabEntityId": "t"}}}`},
	{"OnTabSubmit", `{"name": "tab/submit", "value": {"tabContext": {"tabEntityId": "t"}, "data": {"type": "tab/submit"}}}`},
	{"OnConfigFetch", `{"name": "config/fetch", "value": {}}`},
	{"OnConfigSubmit", `{"name": "config/submit", "value": {"data": {}}}`},
	{"OnSignInVerifyState", `{"name": "signin/verifyState", "value": {"state": "123456"}}`},
	{"OnSignInTokenExchange", `{"name": "signin/tokenExchange", "value": {"id": "1", "connectionName": "c", "token": "t"}}`},
	{"OnSignInFailure", `{"name": "signin/failure", "value": {"code": "resourcematchfailed", "message": "no"}}`},
	{"OnHandoffAction", `{"name": "handoff/action", "value": {"continuation": "c"}}`},
	{"OnDialogFetch", `{"name": "task/fetch", "value": {"data": {"dialog_id": "try"}}}`},
	{"OnDialogSubmit", `{"name": "task/submit", "value": {"data": {"dialog_id": "try"}}}`},
	{"OnTaskFetch", `{"name": "task/fetch", "value": {"data": {}}}`},
	{"OnTaskSubmit", `{"name": "task/submit", "value": {"data": {}}}`},
	{"OnMessagingExtensionQuery", `{"name": "composeExtension/query", "value": {"commandId": "search"}}`},
	{"OnMessagingExtensionSelectItem", `{"name": "composeExtension/selectItem", "value": {"chosen": 1}}`},
	{"OnAppBasedLinkQuery", `{"name": "composeExtension/queryLink", "value": {"url": "https://example.com/"}}`},
	{"OnAnonymousAppBasedLinkQuery", `{"name": "composeExtension/anonymousQueryLink", "value": {"url": "https://example.com/"}}`},
	{"OnMessagingExtensionQuerySettingURL", `{"name": "composeExtension/querySettingUrl", "value": {"commandId": "search"}}`},
	{"OnMessagingExtensionSetting", `{"name": "composeExtension/setting", "value": {"state": "a"}}`},
	{"OnMessagingExtensionCardButtonClicked", `{"name": "composeExtension/onCardButtonClicked", "value": {"pressed": 1}}`},
	{"OnMessagingExtensionFetchTask", `{"name": "composeExtension/fetchTask", "value": {"commandId": "action"}}`},
	{"OnMessagingExtensionSubmitAction", `{"name": "composeExtension/submitAction", "value": {"commandId": "action", "data": {}}}`},
	{"OnMessagingExtensionPreviewEdit", `{"name": "composeExtension/submitAction", "value": {"commandId": "action", "botMessagePreviewAction": "edit"}}`},
	{"OnMessagingExtensionPreviewSend", `{"name": "composeExtension/submitAction", "value": {"commandId": "action", "botMessagePreviewAction": "send"}}`},
}

func decode(t *testing.T, text string) *schema.Activity {
	t.Helper()
	a := &schema.Activity{}
	require.NoError(t, json.Unmarshal([]byte(text), a))
	return a
}

func TestNotifications(t *testing.T) {
	t.Parallel()
	for _, row := range notificationRows {
		t.Run(row.handlers, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			ann := fake.New(t, newBot(slog.New(slog.NewTextHandler(&log, nil)))).Sends(decode(t, row.activity))
			switch {
			case row.handlers == "OnMessageText":
				ann.ExpectContains("I name the handler").ExpectContains("**OnMessageText**")
			case strings.Contains(row.handlers, "Command → "): // is answered with a commandResult, which Teams does not take
				ann.ExpectError("commandResult")
			default:
				ann.ExpectContains("**" + row.handlers + "**")
			}
			ann.ExpectNothing()
			require.Contains(t, log.String(), row.handlers)
		})
	}
}

// TestInvokes: the answer names the handler, where it has a body, and else a message does.
func TestInvokes(t *testing.T) {
	t.Parallel()
	for _, row := range invokeRows {
		t.Run(row.handlers, func(t *testing.T) {
			t.Parallel()
			ann := start(t)
			a := decode(t, row.activity)
			a.Type = schema.TypeInvoke
			ann.Sends(a)
			if row.handlers == "OnSignInTokenExchange" {
				ann.ExpectRefusal(http.StatusPreconditionFailed, row.handlers+" exchanges nothing").ExpectNothing()
				return
			}
			answer := ann.Invokes(a.Name, a.Value) // asked once more
			require.Equal(t, http.StatusOK, answer.Status)
			if answer.Body != nil {
				body, err := json.Marshal(answer.Body)
				require.NoError(t, err)
				require.Contains(t, string(body), row.handlers)
				ann.ExpectNothing()
				return
			}
			for range 2 {
				ann.ExpectContains("**" + row.handlers + "**")
			}
			ann.ExpectNothing()
		})
	}
}

// TestStory is what one sees who follows the help.
func TestStory(t *testing.T) {
	t.Parallel()
	ann := start(t)
	ann.Says("help").ExpectContains("I name the handler").ExpectContains("**OnMessageText**")
	ann.Rates("like").ExpectDialog("OnMessageFetchTask")
	ann.Submits().ExpectContains("**OnFeedback**")

	ann.Says("card").ExpectCard("OnDialogFetch").ExpectContains("**OnMessageText**")
	ann.Presses("OnDialogFetch").ExpectDialog("OnDialogFetch").Presses("OnDialogSubmit").ExpectAnswer("OnDialogSubmit")
	ann.Presses("OnTaskFetch").ExpectDialog("OnTaskFetch").Submits().ExpectAnswer("OnTaskSubmit")
	ann.Presses("OnAdaptiveCardAction").ExpectAnswer("OnAdaptiveCardAction")
	ann.Presses("OnAdaptiveCardInvoke").ExpectAnswer("OnAdaptiveCardInvoke")
	ann.Presses("OnMessage").ExpectContains("**OnMessage**")

	ann.Says("file").ExpectActivity(func(*schema.Activity) error { return nil }).ExpectContains("**OnMessageText**")
	ann.AcceptsFile().ExpectContains("**OnFileConsentAccept**")
	ann.Says("suggest").ExpectCard("OnCardActionInvoke").ExpectContains("**OnMessageText**")
	ann.Presses("OnCardActionInvoke")
	ann.Presses("1 + 2").ExpectContains("**OnMessageRegexp**")

	ann.Edits("hi").ExpectContains("**OnMessageUpdate → OnMessageEdit**")
	ann.Deletes().ExpectContains("**OnMessageDelete → OnMessageSoftDelete**")
	ann.Undeletes().ExpectContains("**OnMessageUpdate → OnMessageUndelete**")
	ann.Reacts(schema.ReactionLike).ExpectContains("**OnMessageReaction → OnReactionsAdded**")
	ann.Reads().ExpectContains("**OnEventActivity → OnReadReceipt**")

	ann.Searches("search").ExpectResults("OnMessagingExtensionQuery").Picks("OnMessagingExtensionQuery")
	ann.ExpectResults("OnMessagingExtensionSelectItem")
	ann.OpensAction("action").ExpectDialog("OnMessagingExtensionFetchTask").Submits().ExpectPreview("OnMessagingExtensionSubmitAction")
	ann.Revises().ExpectDialog("OnMessagingExtensionPreviewEdit").Submits().ExpectPreview("OnMessagingExtensionSubmitAction")
	ann.Posts().ExpectContains("**OnMessagingExtensionPreviewSend**")
	ann.Configures().ExpectDialog("OnConfigFetch").Submits().ExpectAnswer("OnConfigSubmit")
	ann.OpensTab("home").ExpectAnswer("OnTabFetch").Presses("Submit").ExpectAnswer("OnTabSubmit")
	ann.PastesLink("https://example.com/").ExpectResults("OnAppBasedLinkQuery").ExpectNothing()
}

// TestTeam: what happens to a team and its channels is told in them.
func TestTeam(t *testing.T) {
	t.Parallel()
	general := start(t).InChannel("General")
	release := general.CreatesChannel("Release")
	general.ExpectContains("OnChannelCreated")
	release.ChangesChannel(teams.EventChannelRenamed, "Releases")
	general.ChangesTeam(teams.EventTeamRenamed, "Contoso Ltd")

	weekly := general.InMeeting("Weekly", "Bob")
	weekly.StartsMeeting().ExpectContains("OnMeetingStart")
	weekly.As("Bob").Joins().ExpectContains("OnMeetingParticipantsJoin").Leaves().ExpectContains("OnMeetingParticipantsLeave")
	weekly.EndsMeeting().ExpectContains("OnMeetingEnd").ExpectNothing()
}

// TestWhatHasNoHandler: an activity without a handler is answered too, and an unknown invoke as the protocol wants.
func TestWhatHasNoHandler(t *testing.T) {
	t.Parallel()
	ann := start(t)
	ann.Sends(&schema.Activity{Type: schema.TypeSuggestion, ReplyToID: "1", Text: "hello", TextHighlights: []schema.TextHighlight{{Text: "h", Occurrence: 1}}}).
		ExpectContains("**no handler**")
	ann.Invokes("example/unknown", map[string]any{})
	ann.ExpectRefusal(http.StatusNotImplemented, "")
	for _, row := range invokeRows {
		a := decode(t, row.activity)
		if row.handlers != "OnInvoke" {
			require.Equal(t, http.StatusBadRequest, ann.Invokes(a.Name, nil).Status, row.handlers)
		}
	}
	ann.ExpectNothing()
}

// TestTheBotMayBeSilenced: that it cannot speak, because it was removed, is no failure.
func TestTheBotMayBeSilenced(t *testing.T) {
	t.Parallel()
	ann := start(t)
	ann.Says("hi").ExpectContains("OnMessage")
	ann.Uninstalls().ExpectNothing()
}

func TestSummary(t *testing.T) {
	t.Parallel()
	// What is secret stays out of the conversation.
	for _, secret := range []string{
		`{"token": "s3cret"}`, `{"Token": "s3cret"}`, `{"value": {"token": "s3cret"}}`, `[{"state": "s3cret"}]`, `{"continuation": "s3cret"}`,
		`{"uploadInfo": {"uploadUrl": "https://s3cret"}}`, `{"downloadUrl": "s3cret"}`, `{"token": {"a": ["s3cret"]}}`,
	} {
		require.NotContains(t, summary(json.RawMessage(secret)), "s3cret", secret)
	}
	// It has an end, and nothing ends the block that it is shown in.
	long := summary(map[string]any{"a": strings.Repeat("ä", 10_000), "b": make([]int, 10_000), "c": "```\nhi"})
	require.LessOrEqual(t, len(long), maxSummary+len("…"))
	require.NotContains(t, long, "`")
	require.Less(t, len(summary(make([][]string, 1000))), 100)
	many := make(map[string]string)
	for i := range 10_000 {
		many[fmt.Sprint(i)] = "a"
	}
	require.LessOrEqual(t, len(summary(many)), maxSummary+len("…"))
	// It is of an activity what is its own.
	require.JSONEq(t, `{"type": "message", "text": "hi", "from": {"id": "29:ann"}}`, summary(&schema.Activity{
		Type: "message", Text: "hi", ID: "1", ServiceURL: "https://example.com", From: schema.ChannelAccount{ID: "29:ann"},
	}))
	require.Contains(t, summary(json.RawMessage(`{"n": 12345678901234567890}`)), "12345678901234567890", "numbers stay as they are")
	require.Contains(t, summary(func() {}), "unsupported type")
}
