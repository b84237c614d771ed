package teams_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// anyValue stands for a value whose shape is the bot's own.
type anyValue struct{ json.RawMessage }

// newValue has the type of the value of every invoke and event of Teams, by name. The first has none.
var newValue = map[string]func() wireType{
	"":                                              func() wireType { return new(anyValue) },
	schema.InvokeAdaptiveCardAction:                 func() wireType { return new(schema.AdaptiveCardInvokeValue) },
	schema.InvokeSearch:                             func() wireType { return new(schema.SearchInvokeValue) },
	schema.InvokeSignInVerifyState:                  func() wireType { return new(schema.SignInStateVerificationQuery) },
	schema.InvokeSignInTokenExchange:                func() wireType { return new(schema.TokenExchangeInvokeRequest) },
	teams.InvokeSignInFailure:                       func() wireType { return new(teams.SignInFailure) },
	teams.InvokeFileConsent:                         func() wireType { return new(teams.FileConsentCardResponse) },
	teams.InvokeO365ConnectorCard:                   func() wireType { return new(teams.O365ConnectorCardActionQuery) },
	teams.InvokeMessagingExtensionQuery:             func() wireType { return new(teams.MessagingExtensionQuery) },
	teams.InvokeMessagingExtensionQueryLink:         func() wireType { return new(teams.AppBasedLinkQuery) },
	teams.InvokeMessagingExtensionAnonymousLink:     func() wireType { return new(teams.AppBasedLinkQuery) },
	teams.InvokeMessagingExtensionSelectItem:        func() wireType { return new(anyValue) },
	teams.InvokeMessagingExtensionSubmitAction:      func() wireType { return new(teams.MessagingExtensionAction) },
	teams.InvokeMessagingExtensionFetchTask:         func() wireType { return new(teams.MessagingExtensionAction) },
	teams.InvokeMessagingExtensionQuerySettingURL:   func() wireType { return new(teams.MessagingExtensionQuery) },
	teams.InvokeMessagingExtensionSetting:           func() wireType { return new(anyValue) },
	teams.InvokeMessagingExtensionCardButtonClicked: func() wireType { return new(anyValue) },
	teams.InvokeTaskFetch:                           func() wireType { return new(teams.TaskModuleRequest) },
	teams.InvokeTaskSubmit:                          func() wireType { return new(teams.TaskModuleRequest) },
	teams.InvokeTabFetch:                            func() wireType { return new(teams.TabRequest) },
	teams.InvokeTabSubmit:                           func() wireType { return new(teams.TabSubmit) },
	teams.InvokeConfigFetch:                         func() wireType { return new(anyValue) },
	teams.InvokeConfigSubmit:                        func() wireType { return new(anyValue) },
	teams.InvokeMessageFetchTask:                    func() wireType { return new(teams.MessageFetchTask) },
	teams.InvokeMessageSubmitAction:                 func() wireType { return new(teams.MessageSubmitAction) },
	teams.InvokeSuggestedActionsSubmit:              func() wireType { return new(anyValue) },
	teams.InvokeHandoff:                             func() wireType { return new(teams.Handoff) },
	teams.InvokeHTMLWidgetTool:                      func() wireType { return new(teams.WidgetToolCall) },
	teams.EventMeetingStart:                         func() wireType { return new(teams.MeetingStart) },
	teams.EventMeetingEnd:                           func() wireType { return new(teams.MeetingEnd) },
	teams.EventMeetingParticipantsJoin:              func() wireType { return new(teams.MeetingParticipants) },
	teams.EventMeetingParticipantsLeave:             func() wireType { return new(teams.MeetingParticipants) },
	teams.EventReadReceipt:                          func() wireType { return new(teams.ReadReceipt) },
	teams.EventAgentLifecycle:                       func() wireType { return new(teams.AgentLifecycle) },
}

// newContent has the type of a payload that is no activity, by the longest beginning of its name.
var newContent = map[string]func() wireType{
	"channeldata":                          func() wireType { return new(teams.ChannelData) },
	"member":                               func() wireType { return new(teams.Member) },
	"file":                                 func() wireType { return new(schema.Attachment) },
	"o365":                                 func() wireType { return new(schema.Attachment) },
	"response-task":                        func() wireType { return new(teams.TaskModuleResponse) },
	"response-messagingExtension":          func() wireType { return new(teams.MessagingExtensionResponse) },
	"response-messagingExtensionAction":    func() wireType { return new(teams.MessagingExtensionActionResponse) },
	"response-tab":                         func() wireType { return new(teams.TabResponse) },
	"response-config":                      func() wireType { return new(teams.ConfigResponse) },
	"response-htmlwidget":                  func() wireType { return new(teams.WidgetToolResponse) },
	"connector-meeting":                    func() wireType { return new(teams.Meeting) },
	"connector-meetingParticipant":         func() wireType { return new(teams.MeetingParticipant) },
	"connector-meetingNotification":        func() wireType { return new(teams.MeetingNotification) },
	"connector-meetingNotificationFailure": func() wireType { return new(teams.MeetingNotificationResponse) },
	"connector-batchState":                 func() wireType { return new(teams.BatchOperationState) },
	"connector-batchFailed":                func() wireType { return new(teams.BatchFailedEntries) },
	"connector-team":                       func() wireType { return new(teams.TeamInfo) },
}

// unnamed are the members of goldens that no specification names: Extra keeps them.
var unnamed = map[string]bool{
	"invoke-composeExtension-fetchTask.json": true, "invoke-composeExtension-submitAction-edit.json": true,
	"invoke-composeExtension-submitAction-send.json": true, "connector-meeting.json": true, "connector-meetingParticipant.json": true,
	"member.json": true, "event-meetingParticipantJoin.json": true, "event-meetingParticipantLeave.json": true,
}

func goldenNames(tb testing.TB) []string {
	tb.Helper()
	paths, err := filepath.Glob("testdata/*.json")
	require.NoError(tb, err)
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = filepath.Base(path)
	}
	return names
}

func isActivity(name string) bool {
	prefix, _, _ := strings.Cut(name, "-")
	return slices.Contains([]string{"invoke", "event", "conversationUpdate", "messageUpdate", "messageDelete"}, prefix)
}

// activity returns the golden of that name, which is a whole activity.
func activity(tb testing.TB, name string) *schema.Activity {
	tb.Helper()
	a := new(schema.Activity)
	require.NoError(tb, a.UnmarshalJSON(golden(tb, name)))
	return a
}

// typed returns the part of a golden that has a type of this package, and a new value of it.
func typed(tb testing.TB, name string) (wireType, []byte) {
	tb.Helper()
	if isActivity(name) {
		a := activity(tb, name)
		if a.Value == nil {
			raw, ok := a.ChannelData.(json.RawMessage)
			require.True(tb, ok)
			return new(teams.ChannelData), raw
		}
		make, ok := newValue[a.Name]
		require.True(tb, ok, a.Name)
		raw, ok := a.Value.(json.RawMessage)
		require.True(tb, ok)
		return make(), raw
	}
	best := ""
	for prefix := range newContent {
		if strings.HasPrefix(name, prefix) && len(prefix) > len(best) {
			best = prefix
		}
	}
	require.NotEmpty(tb, best, name)
	v, sent := newContent[best](), golden(tb, name)
	if _, ok := v.(*schema.Attachment); !ok {
		return v, sent
	}
	require.NoError(tb, v.UnmarshalJSON(sent))
	return attached(tb, *v.(*schema.Attachment)) //nolint:errcheck,forcetypeassert // checked above
}

func attached(tb testing.TB, a schema.Attachment) (wireType, []byte) {
	tb.Helper()
	raw, ok := a.Content.(json.RawMessage)
	require.True(tb, ok)
	return map[string]wireType{
		teams.ContentTypeFileDownloadInfo:  new(teams.FileDownloadInfo),
		teams.ContentTypeFileConsentCard:   new(teams.FileConsentCard),
		teams.ContentTypeFileInfoCard:      new(teams.FileInfoCard),
		teams.ContentTypeO365ConnectorCard: new(teams.O365ConnectorCard),
	}[a.ContentType], raw
}

func TestGoldens(t *testing.T) {
	t.Parallel()
	sources := string(golden(t, "SOURCES.md"))
	names := goldenNames(t)
	require.Greater(t, len(names), 90)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, sources, "| "+name+" | ", "add the file to the table in SOURCES.md")
			v, sent := typed(t, name)
			require.NoError(t, v.UnmarshalJSON(sent))
			written := write(t, v)
			if name != "member.json" { // which gets the newer name of its object id
				require.Empty(t, lost("", exactly(t, sent), exactly(t, []byte(written))), written)
			}
			if !unnamed[name] {
				require.Empty(t, extras(reflect.ValueOf(v).Elem()), "published members are fields")
			}
			require.NoError(t, v.UnmarshalJSON([]byte(written)))
			require.Equal(t, written, write(t, v), "what was written reads and writes as itself")
		})
	}
}

// Whole activities lose nothing either, and are what a channel may send.
func TestActivityGoldens(t *testing.T) {
	t.Parallel()
	for _, name := range goldenNames(t) {
		if !isActivity(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := activity(t, name)
			require.NoError(t, a.CheckReceived())
			require.Empty(t, lost("", exactly(t, golden(t, name)), exactly(t, []byte(write(t, a)))))
			require.NotEmpty(t, teams.TenantID(a))
		})
	}
}

// Each invoke and event has a payload, and no payload is of something else.
func TestEveryNameHasAGolden(t *testing.T) {
	t.Parallel()
	missing := map[string]bool{}
	for name := range newValue {
		missing[name] = true
	}
	seen := map[string]bool{}
	for _, name := range goldenNames(t) {
		if !isActivity(name) {
			continue
		}
		a := activity(t, name)
		if a.Type == schema.TypeInvoke || a.Type == schema.TypeEvent {
			require.Contains(t, newValue, a.Name, name)
			delete(missing, a.Name)
		}
		seen[teams.EventType(a)] = true
		seen[a.ValueType] = true
	}
	require.Empty(t, missing)
	for _, kind := range []string{
		teams.EventChannelCreated, teams.EventChannelDeleted, teams.EventChannelRenamed, teams.EventChannelRestored,
		teams.EventChannelShared, teams.EventChannelUnshared, teams.EventChannelMemberAdded, teams.EventChannelMemberRemoved,
		teams.EventTeamArchived, teams.EventTeamUnarchived, teams.EventTeamDeleted, teams.EventTeamHardDeleted,
		teams.EventTeamRenamed, teams.EventTeamRestored, teams.EventTeamMemberAdded, teams.EventTeamMemberRemoved,
		teams.EventEditMessage, teams.EventUndeleteMessage, teams.EventSoftDeleteMessage,
		teams.AgenticUserIdentityCreated, teams.AgenticUserIdentityUpdated, teams.AgenticUserManagerUpdated,
		teams.AgenticUserEnabled, teams.AgenticUserDisabled, teams.AgenticUserDeleted, teams.AgenticUserUndeleted,
		teams.AgenticUserWorkloadOnboardingUpdated,
	} {
		require.True(t, seen[kind], kind)
	}
}

// FuzzInvokeValues: no value makes a type panic; what it takes, it writes as itself ever after.
func FuzzInvokeValues(f *testing.F) {
	for _, name := range goldenNames(f) {
		_, sent := typed(f, name)
		f.Add(sent)
	}
	for _, odd := range []string{`null`, `{}`, `[]`, `"x"`, `0`, `{"data":null,"parameters":[null],"members":[null]}`, `{`} {
		f.Add([]byte(odd))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, table := range []map[string]func() wireType{newValue, newContent} {
			for name, zero := range table {
				v, again := zero(), zero()
				if v.UnmarshalJSON(data) != nil {
					continue
				}
				written, err := v.MarshalJSON()
				require.NoError(t, err, name)
				require.NoError(t, again.UnmarshalJSON(written), name)
				require.Equal(t, string(written), write(t, again), name)
			}
		}
	})
}

// extras returns the names of the members that v, and what is in it, keep in Extra.
func extras(v reflect.Value) []string {
	var names []string
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			names = extras(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			names = append(names, extras(v.Index(i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "Extra" {
				names = append(names, extras(v.Field(i))...)
				continue
			}
			for _, key := range v.Field(i).MapKeys() {
				names = append(names, key.String())
			}
		}
	default:
	}
	return names
}

// lost returns the path of the first member that was sent and is not written, or is written and was not sent; "" if
// there is none. What says nothing may be missing: null, false, 0, "", an empty list, an object of nothing else.
func lost(path string, sent, written any) string {
	switch sent := sent.(type) {
	case map[string]any:
		written, ok := written.(map[string]any)
		if !ok {
			return path
		}
		for name := range written {
			if _, ok := sent[name]; !ok {
				return path + "/" + name
			}
		}
		for name, value := range sent {
			got, ok := written[name]
			if !ok && saysNothing(value) {
				continue
			}
			if diff := lost(path+"/"+name, value, got); diff != "" {
				return diff
			}
		}
		return ""
	case []any:
		written, ok := written.([]any)
		if !ok || len(sent) != len(written) {
			return path
		}
		for i := range sent {
			if diff := lost(fmt.Sprintf("%s/%d", path, i), sent[i], written[i]); diff != "" {
				return diff
			}
		}
		return ""
	default:
		if sent != written {
			return path + "/"
		}
		return ""
	}
}

func saysNothing(value any) bool {
	switch value := value.(type) {
	case []any:
		return len(value) == 0
	case map[string]any:
		for _, member := range value {
			if !saysNothing(member) {
				return false
			}
		}
		return true
	default:
		return value == nil || value == false || value == "" || value == json.Number("0")
	}
}

func exactly(tb testing.TB, data []byte) any {
	tb.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var v any
	require.NoError(tb, decoder.Decode(&v), "%s", data)
	return v
}
