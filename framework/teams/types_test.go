package teams_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/teams"
)

type wireType interface {
	json.Marshaler
	json.Unmarshaler
}

// wireTypes returns a new zero value of every wire type of the package.
func wireTypes() []wireType {
	return []wireType{
		new(teams.ChannelData), new(teams.ChannelInfo), new(teams.TeamInfo), new(teams.TenantInfo),
		new(teams.MeetingInfo), new(teams.Settings), new(teams.Source), new(teams.AppInfo),
		new(teams.NotificationInfo), new(teams.OnBehalfOf), new(teams.FeedbackLoop), new(teams.FileDownloadInfo),
		new(teams.O365Section), new(teams.O365Fact), new(teams.O365Image), new(teams.O365Action),
		new(teams.O365Target), new(teams.O365Input), new(teams.O365Choice), new(teams.TaskModuleRequest),
		new(teams.TaskModuleContext), new(teams.TaskModuleResponse), new(teams.TaskModuleTask),
		new(teams.TaskModuleInfo), new(teams.CacheInfo), new(teams.TabRequest), new(teams.TabSubmit),
		new(teams.TabEntityContext), new(teams.TabContext), new(teams.TabResponse), new(teams.TabResponsePayload),
		new(teams.TabResponseCards), new(teams.TabResponseCard), new(teams.ConfigResponse), new(teams.Config),
		new(teams.MessagingExtensionQuery), new(teams.MessagingExtensionParameter),
		new(teams.MessagingExtensionQueryOptions), new(teams.AppBasedLinkQuery), new(teams.MessagingExtensionAction),
		new(teams.MessagingExtensionResponse), new(teams.MessagingExtensionActionResponse),
		new(teams.MessagingExtensionResult), new(teams.MessagingExtensionAttachment),
		new(teams.MessagingExtensionSuggestedActions), new(teams.MeetingStart), new(teams.MeetingEnd),
		new(teams.MeetingParticipants), new(teams.MeetingMember), new(teams.MeetingPresence), new(teams.Meeting),
		new(teams.MeetingDetails), new(teams.MeetingParticipant), new(teams.MeetingNotification),
		new(teams.MeetingNotificationValue), new(teams.MeetingSurface), new(teams.MeetingNotificationResponse),
		new(teams.MeetingNotificationFailure), new(teams.ReadReceipt), new(teams.AgentLifecycle),
		new(teams.AgentManager), new(teams.AgentUpdatedProperty), new(teams.BatchOperationState),
		new(teams.BatchFailedEntries), new(teams.BatchFailedEntry), new(teams.MessageSubmitAction),
		new(teams.Feedback), new(teams.MessageFetchTask), new(teams.Handoff), new(teams.SignInFailure),
		new(teams.HTMLWidget), new(teams.WidgetSecurityPolicy), new(teams.WidgetToolCall), new(teams.WidgetToolResponse), new(teams.WidgetToolResult),
		new(teams.MessageActionsPayload), new(teams.MessageFrom), new(teams.MessageIdentity), new(teams.MessageBody),
		new(teams.MessageAttachment), new(teams.MessageMention), new(teams.MessageReaction),
		new(teams.FileConsentCardResponse), new(teams.FileUploadInfo), new(teams.O365ConnectorCardActionQuery),
	}
}

func TestZeroValuesAreEmptyObjects(t *testing.T) {
	t.Parallel()
	for _, zero := range wireTypes() {
		want := `{}`
		switch zero.(type) {
		case *teams.OnBehalfOf:
			want = `{"itemid":0}`
		case *teams.MessageMention:
			want = `{"id":0}`
		}
		require.Equal(t, want, write(t, zero), "%T", zero)
	}
}

// Every type can stand alone in a user's own struct, and keeps what it does not know there too.
func TestEveryTypeStandsAlone(t *testing.T) {
	t.Parallel()
	for _, v := range wireTypes() {
		t.Run(fmt.Sprintf("%T", v), func(t *testing.T) {
			t.Parallel()
			sent := `{"itemid":0,"x":{"y":9007199254740993}}`
			if _, ok := v.(*teams.MessageMention); ok {
				sent = `{"id":0,"x":{"y":9007199254740993}}`
			}
			require.NoError(t, json.Unmarshal([]byte(sent), v))
			std, err := json.Marshal(v)
			require.NoError(t, err)
			require.JSONEq(t, sent, string(std))
			require.Contains(t, string(std), "9007199254740993")
			require.Equal(t, write(t, v), string(std))
			require.Error(t, v.UnmarshalJSON([]byte(`{"x":1,"x":2}`)))
		})
	}
}

// golden returns the payload in testdata/<name>. Where each comes from is in testdata/SOURCES.md.
func golden(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(tb, err)
	return data
}

func write(tb testing.TB, v json.Marshaler) string {
	tb.Helper()
	data, err := v.MarshalJSON()
	require.NoError(tb, err)
	return string(data)
}
