package handlers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

const goldens = "../framework/teams/testdata"

// golden reads an activity as Teams sends it; the folder's SOURCES.md says where it is from.
func golden(tb testing.TB, name string) *schema.Activity {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(goldens, name+".json"))
	require.NoError(tb, err)
	a := new(schema.Activity)
	require.NoError(tb, a.UnmarshalJSON(data))
	return a
}

// runs keeps which handlers ran, and what they were given.
type runs struct {
	mu     sync.Mutex
	names  []string
	values [][]any
}

// of returns the seen of one handler.
func (r *runs) of(name string) seen {
	return func(_ context.Context, _ *framework.TurnContext, values ...any) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.names = append(r.names, name)
		r.values = append(r.values, values)
		return nil
	}
}

// completeBot has a handler of everything that Teams sends.
func completeBot(r *runs) *handlers.TeamsActivityHandler {
	var bot handlers.TeamsActivityHandler
	for name, register := range teamsInvokes() {
		register(&bot, r.of(name))
	}
	for name, register := range teamsNotifications() {
		register(&bot, r.of(name))
	}
	for name, register := range simpleEvents() {
		register.register(&bot.ActivityHandler, see0(r.of(name)))
	}
	accounts := func(name string) func(context.Context, *framework.TurnContext, []schema.ChannelAccount) error {
		return see1[[]schema.ChannelAccount](r.of(name))
	}
	bot.OnMembersAdded(accounts("OnMembersAdded"))
	bot.OnMembersRemoved(accounts("OnMembersRemoved"))
	bot.OnAdaptiveCardInvoke(see[schema.AdaptiveCardInvokeValue](r.of("OnAdaptiveCardInvoke"), schema.MessageResponse("done")))
	bot.OnSearchInvoke(see[schema.SearchInvokeValue](r.of("OnSearchInvoke"), schema.SearchResponse()))
	return &bot
}

// teamsInvoke is a golden invoke: who answers it, with which body, and which part of the value its handler is given.
type teamsInvoke struct {
	handler string
	body    schema.Any
	part    string
	status  int // 200 if 0
}

func goldenInvokes() map[string]teamsInvoke {
	return map[string]teamsInvoke{
		"invoke-cardAction":                           {handler: "OnCardActionInvoke", body: buttonAnswer},
		"invoke-actionableMessage-executeAction":      {handler: "OnO365ConnectorCardAction"},
		"invoke-handoff-action":                       {handler: "OnHandoffAction"},
		"invoke-htmlwidget-calltool":                  {handler: "OnHTMLWidgetCallTool", body: widgetAnswer},
		"invoke-fileConsent-accept":                   {handler: "OnFileConsentAccept"},
		"invoke-fileConsent-decline":                  {handler: "OnFileConsentDecline"},
		"invoke-composeExtension-query":               {handler: "OnMessagingExtensionQuery", body: extensionAnswer},
		"invoke-composeExtension-query-initialRun":    {handler: "OnMessagingExtensionQuery", body: extensionAnswer},
		"invoke-composeExtension-query-state":         {handler: "OnMessagingExtensionQuery", body: extensionAnswer},
		"invoke-composeExtension-querySettingUrl":     {handler: "OnMessagingExtensionQuerySettingURL", body: extensionAnswer},
		"invoke-composeExtension-selectItem":          {handler: "OnMessagingExtensionSelectItem", body: extensionAnswer},
		"invoke-composeExtension-setting":             {handler: "OnMessagingExtensionSetting"},
		"invoke-composeExtension-onCardButtonClicked": {handler: "OnMessagingExtensionCardButtonClicked"},
		"invoke-composeExtension-queryLink":           {handler: "OnAppBasedLinkQuery", body: extensionAnswer},
		"invoke-composeExtension-anonymousQueryLink":  {handler: "OnAnonymousAppBasedLinkQuery", body: extensionAnswer},
		"invoke-composeExtension-fetchTask":           {handler: "OnMessagingExtensionFetchTask", body: actionAnswer},
		"invoke-composeExtension-fetchTask-compose":   {handler: "OnMessagingExtensionFetchTask", body: actionAnswer},
		"invoke-composeExtension-submitAction":        {handler: "OnMessagingExtensionSubmitAction", body: actionAnswer},
		"invoke-composeExtension-submitAction-edit":   {handler: "OnMessagingExtensionPreviewEdit", body: actionAnswer},
		"invoke-composeExtension-submitAction-send":   {handler: "OnMessagingExtensionPreviewSend", body: actionAnswer},
		"invoke-task-fetch":                           {handler: `OnDialogFetch("note")`, body: dialogAnswer, part: "data"},
		"invoke-task-submit":                          {handler: `OnDialogSubmit("note")`, body: dialogAnswer, part: "data"},
		"invoke-tab-fetch":                            {handler: "OnTabFetch", body: tabAnswer},
		"invoke-tab-submit":                           {handler: "OnTabSubmit", body: tabAnswer},
		"invoke-config-fetch":                         {handler: "OnConfigFetch", body: configAnswer},
		"invoke-config-submit":                        {handler: "OnConfigSubmit", body: configAnswer},
		"invoke-signin-verifyState":                   {handler: "OnSignInVerifyState"},
		"invoke-signin-tokenExchange": {
			handler: "OnSignInTokenExchange", body: noExchange, status: http.StatusPreconditionFailed,
		},
		"invoke-signin-failure":             {handler: "OnSignInFailure"},
		"invoke-message-submitAction":       {handler: "OnFeedback", part: "actionValue"},
		"invoke-message-submitAction-other": {handler: "OnMessageSubmitAction"},
		"invoke-message-fetchTask":          {handler: "OnMessageFetchTask", body: dialogAnswer},
		"invoke-message-fetchTask-data":     {handler: "OnMessageFetchTask", body: dialogAnswer},
		"invoke-suggestedActions-submit":    {handler: "OnSuggestedActionSubmit"},
		"invoke-adaptiveCard-action":        {handler: "OnAdaptiveCardInvoke", body: schema.MessageResponse("done")},
		"invoke-application-search":         {handler: "OnSearchInvoke", body: schema.SearchResponse()},
	}
}

func TestTeamsInvokes(t *testing.T) {
	t.Parallel()
	for name, tt := range goldenInvokes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := golden(t, name)
			var r runs
			got := answerOf(t, completeBot(&r), a)
			require.Equal(t, []string{tt.handler}, r.names)
			want := framework.InvokeResponse{Status: http.StatusOK, Body: tt.body}
			if tt.status != 0 {
				want.Status = tt.status
			}
			require.Equal(t, encoded(t, want), got)
			value := a.Value
			if tt.part != "" {
				parts, err := schema.As[map[string]json.RawMessage](a.Value)
				require.NoError(t, err)
				value = parts[tt.part]
			}
			require.Len(t, r.values[0], 1)
			require.Equal(t, substance(t, value), substance(t, r.values[0][0]), "what the handler is given is what Teams sent")
		})
	}
}

// answerOf gives the bot an activity and returns the answer.
func answerOf(t *testing.T, bot framework.Handler, a *schema.Activity) framework.InvokeResponse {
	t.Helper()
	c := newChannel()
	result, err := c.engine.Process(t.Context(), c, a, bot)
	require.NoError(t, err)
	require.NotNil(t, result.Invoke)
	return *result.Invoke
}

// substance is a value's JSON without what may be absent: null, false, 0, and what is empty.
func substance(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var out any
	require.NoError(t, d.Decode(&out))
	return withoutEmpty(out)
}

func withoutEmpty(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if v[name] = withoutEmpty(member); v[name] == nil {
				delete(v, name)
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = withoutEmpty(v[i])
		}
		if len(v) == 0 {
			return nil
		}
	case bool, string, json.Number:
		if v == false || v == "" || v == json.Number("0") {
			return nil
		}
	}
	return v
}

// goldenNotifications are what runs for each, in order. The last one's values are checked by TestTeamsValues.
func goldenNotifications() map[string][]string {
	all := map[string][]string{
		"conversationUpdate-channelMemberAdded":   {"OnMembersAdded", "OnTeamsMembersAdded", "OnChannelMemberAdded"},
		"conversationUpdate-channelMemberRemoved": {"OnMembersRemoved", "OnTeamsMembersRemoved", "OnChannelMemberRemoved"},
		"conversationUpdate-teamMemberAdded":      {"OnMembersAdded", "OnTeamsMembersAdded", "OnTeamMemberAdded"},
		"conversationUpdate-teamMemberRemoved":    {"OnMembersRemoved", "OnTeamsMembersRemoved", "OnTeamMemberRemoved"},
		"conversationUpdate-channelCreated":       {"OnChannelCreated"},
		"conversationUpdate-channelDeleted":       {"OnChannelDeleted"},
		"conversationUpdate-channelRenamed":       {"OnChannelRenamed"},
		"conversationUpdate-channelRestored":      {"OnChannelRestored"},
		"conversationUpdate-channelShared":        {"OnChannelShared"},
		"conversationUpdate-channelUnshared":      {"OnChannelUnshared"},
		"conversationUpdate-teamArchived":         {"OnTeamArchived"},
		"conversationUpdate-teamUnarchived":       {"OnTeamUnarchived"},
		"conversationUpdate-teamDeleted":          {"OnTeamDeleted"},
		"conversationUpdate-teamHardDeleted":      {"OnTeamHardDeleted"},
		"conversationUpdate-teamRenamed":          {"OnTeamRenamed"},
		"conversationUpdate-teamRestored":         {"OnTeamRestored"},
		"messageUpdate-editMessage":               {"OnMessageEdit"},
		"messageUpdate-undeleteMessage":           {"OnMessageUndelete"},
		"messageDelete-softDeleteMessage":         {"OnMessageSoftDelete"},
		"event-meetingStart":                      {"OnMeetingStart"},
		"event-meetingEnd":                        {"OnMeetingEnd"},
		"event-meetingParticipantJoin":            {"OnMeetingParticipantsJoin"},
		"event-meetingParticipantLeave":           {"OnMeetingParticipantsLeave"},
		"event-readReceipt":                       {"OnReadReceipt"},
	}
	for _, what := range []string{
		teams.AgenticUserIdentityCreated, teams.AgenticUserIdentityUpdated, teams.AgenticUserManagerUpdated,
		teams.AgenticUserEnabled, teams.AgenticUserDisabled, teams.AgenticUserDeleted, teams.AgenticUserUndeleted,
		teams.AgenticUserWorkloadOnboardingUpdated,
	} {
		all["event-agentLifecycle-"+what] = []string{"OnAgentLifecycle"}
	}
	// The generic handlers run first.
	generic := map[string]string{
		"conversationUpdate": "OnConversationUpdate", "messageUpdate": "OnMessageUpdate", "messageDelete": "OnMessageDelete",
		"event": "OnEventActivity",
	}
	for name := range all {
		kind, _, _ := strings.Cut(name, "-")
		all[name] = slices.Insert(all[name], 0, generic[kind])
	}
	return all
}

func TestTeamsNotifications(t *testing.T) {
	t.Parallel()
	for name, want := range goldenNotifications() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := golden(t, name)
			var r runs
			c := newChannel()
			_, err := c.engine.Process(t.Context(), c, a, completeBot(&r))
			require.NoError(t, err)
			require.Equal(t, want, r.names)
			for _, value := range r.values[len(r.values)-1] {
				require.Equal(t, substance(t, sent(t, a, value)), substance(t, value), "%T", value)
			}
		})
	}
}

// sent returns what of an activity a handler's argument of value's type is to be.
func sent(t *testing.T, a *schema.Activity, value any) any {
	t.Helper()
	data, err := schema.As[map[string]json.RawMessage](a.ChannelData)
	require.NoError(t, err)
	switch value.(type) {
	case []schema.ChannelAccount:
		return slices.Concat(a.MembersAdded, a.MembersRemoved)
	case teams.ChannelInfo:
		return data["channel"]
	case teams.TeamInfo:
		return data["team"]
	default:
		return a.Value
	}
}

func TestEveryTeamsHandlerHasAGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(goldens, "*-*.json"))
	require.NoError(t, err)
	var activities []string
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		switch kind, _, _ := strings.Cut(name, "-"); kind {
		case "invoke", "event", "conversationUpdate", "messageUpdate", "messageDelete":
			activities = append(activities, name)
		}
	}
	tested := slices.Concat(slices.Collect(maps.Keys(goldenInvokes())), slices.Collect(maps.Keys(goldenNotifications())))
	require.ElementsMatch(t, activities, tested)

	ran := map[string]bool{}
	for _, invoke := range goldenInvokes() {
		ran[invoke.handler] = true
	}
	for _, names := range goldenNotifications() {
		for _, name := range names {
			ran[name] = true
		}
	}
	generic := reflect.TypeFor[*handlers.ActivityHandler]()
	for method := range reflect.TypeFor[*handlers.TeamsActivityHandler]().Methods() {
		if _, inherited := generic.MethodByName(method.Name); inherited {
			continue
		}
		switch method.Name {
		case "OnTaskFetch", "OnTaskSubmit": // TestDialogs
		default:
			require.True(t, ran[method.Name], "%s has no golden payload", method.Name)
		}
	}
}
