package teams_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// valueOf returns the value of the golden activity of that name as a T.
func valueOf[T any](tb testing.TB, name string) T {
	tb.Helper()
	v, err := schema.As[T](activity(tb, name).Value)
	require.NoError(tb, err)
	return v
}

func TestIsMessageRead(t *testing.T) {
	t.Parallel()
	receipt := valueOf[teams.ReadReceipt](t, "event-readReceipt.json")
	require.True(t, receipt.IsMessageRead("1741079727314"))
	for _, test := range []struct {
		last, id string
		want     bool
	}{
		{"100", "99", true},
		{"100", "101", false},
		{"99", "100", false},
		{"9", "10", false},
		{"100", "0099", true},
		{"", "1", false},
		{"1", "", false},
		{"", "", false},
		{"a", "a", true},
		{"a", "b", false},
		{"a", "1", false},
		{"1", "a", false},
		{"18446744073709551616", "18446744073709551616", true},
		{"18446744073709551616", "1", false},
		{"100", "-1", false},
	} {
		require.Equal(t, test.want, teams.ReadReceipt{LastReadMessageID: test.last}.IsMessageRead(test.id), "%+v", test)
	}
}

func TestParameters(t *testing.T) {
	t.Parallel()
	query := valueOf[teams.MessagingExtensionQuery](t, "invoke-composeExtension-query.json")
	require.Equal(t, "engine", query.Parameter("text"))
	require.Equal(t, "1843", query.Parameter("year"))
	require.Empty(t, query.Parameter("Text"), "names match exactly")
	require.False(t, query.InitialRun())
	require.True(t, valueOf[teams.MessagingExtensionQuery](t, "invoke-composeExtension-query-initialRun.json").InitialRun())

	var odd teams.MessagingExtensionQuery
	require.NoError(t, odd.UnmarshalJSON([]byte(`{"parameters":[null,{"name":"initialRun","value":true},{"name":"n","value":9007199254740993},
		{"name":"null","value":null},{"name":"none"},{"name":"list","value":["a"]}]}`)))
	require.True(t, odd.InitialRun())
	require.Equal(t, "9007199254740993", odd.Parameter("n"))
	require.Equal(t, `["a"]`, odd.Parameter("list"))
	require.Empty(t, odd.Parameter("null")+odd.Parameter("none")+odd.Parameter(""))
}

func TestFeedback(t *testing.T) {
	t.Parallel()
	submitted := valueOf[teams.MessageSubmitAction](t, "invoke-message-submitAction.json")
	require.Equal(t, teams.ActionFeedback, submitted.ActionName)
	feedback, err := submitted.Feedback()
	require.NoError(t, err)
	require.Equal(t, teams.FeedbackLike, feedback.Reaction)
	require.Equal(t, "It helped.", feedback.Text())

	for text, want := range map[string]string{
		"": "", "plain words": "plain words", "5": "5", `"quoted"`: `"quoted"`, `{"feedbackText":"a"}`: "a", ` {"feedbackText":"a"} `: "a",
		`{}`: "", `{"feedbackText":5}`: "", `{"other":"x"}`: "", `{`: "{", `{"feedbackText":"a","feedbackText":"b"}`: "",
	} {
		require.Equal(t, want, teams.Feedback{Feedback: text}.Text(), text)
	}
	stars, err := schema.As[struct {
		Stars int `json:"stars"`
	}](teams.Feedback{Feedback: `{"stars":5}`}.Form())
	require.NoError(t, err)
	require.Equal(t, 5, stars.Stars)
	require.Nil(t, teams.Feedback{Feedback: "plain"}.Form())

	_, err = teams.MessageSubmitAction{}.Feedback()
	require.ErrorIs(t, err, schema.ErrNoValue)
	_, err = teams.MessageSubmitAction{ActionValue: json.RawMessage(`{"reaction":5}`)}.Feedback()
	require.ErrorContains(t, err, "reaction")
}

func TestFeedbackFormIsAskedForInTwoWays(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"invoke-message-fetchTask.json": teams.FeedbackDislike, "invoke-message-fetchTask-data.json": teams.FeedbackLike,
	} {
		action := valueOf[teams.MessageFetchTask](t, name).Action()
		require.Equal(t, teams.ActionFeedback, action.ActionName, name)
		feedback, err := action.Feedback()
		require.NoError(t, err)
		require.Equal(t, want, feedback.Reaction, name)
	}
	require.Zero(t, teams.MessageFetchTask{}.Action())
}

func TestAgentLifecycle(t *testing.T) {
	t.Parallel()
	created := valueOf[teams.AgentLifecycle](t, "event-agentLifecycle-AgenticUserIdentityCreated.json")
	require.Equal(t, "grace@works.example.com", created.Manager.Email)
	require.True(t, created.ExpirationDateTime.Time.IsZero())
	require.False(t, created.ExpirationDateTime.IsZero(), "its text is kept")
	updated := valueOf[teams.AgentLifecycle](t, "event-agentLifecycle-AgenticUserIdentityUpdated.json")
	require.Equal(t, teams.AgentUpdatedProperty{PropertyName: "Mail", PropertyValue: "agent@works.example.com"}, updated.UpdatedProperty)
	require.EqualValues(t, 4, updated.Version)
}

func TestSharedChannels(t *testing.T) {
	t.Parallel()
	data, err := teams.Data(activity(t, "conversationUpdate-channelShared.json"))
	require.NoError(t, err)
	require.Equal(t, "Difference Works", data.SharedWithTeams[0].Name)
	data, err = teams.Data(activity(t, "conversationUpdate-channelMemberAdded.json"))
	require.NoError(t, err)
	require.Equal(t, "transitive", data.MembershipSource.MembershipType)
}

// A value of the wrong type is an error that names the member, never half a value.
func TestWrongValuesNameTheMember(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ sent, names string }{
		teams.InvokeTaskFetch:                      {`{"context":{"theme":5}}`, "/context/theme"},
		teams.InvokeMessagingExtensionQuery:        {`{"parameters":{}}`, "/parameters"},
		teams.InvokeMessagingExtensionSubmitAction: {`{"botActivityPreview":[{"type":5}]}`, "type"},
		teams.InvokeMessagingExtensionFetchTask:    {`{"messagePayload":{"deleted":"no"}}`, "/messagePayload/deleted"},
		teams.InvokeFileConsent:                    {`{"uploadInfo":{"uploadUrl":[]}}`, "/uploadInfo/uploadUrl"},
		teams.InvokeTabSubmit:                      {`{"tabContext":"home"}`, "/tabContext"},
		teams.InvokeMessageFetchTask:               {`{"data":[]}`, "/data"},
		teams.InvokeHandoff:                        {`{"continuation":{}}`, "/continuation"},
		teams.InvokeHTMLWidgetTool:                 {`{"name":1}`, "/name"},
		teams.EventMeetingStart:                    {`{"StartTime":1}`, "/StartTime"},
		teams.EventMeetingParticipantsJoin:         {`{"members":[{"meeting":{"inMeeting":"yes"}}]}`, "/members/0/meeting/inMeeting"},
		teams.EventReadReceipt:                     {`{"lastReadMessageId":1741079727314}`, "/lastReadMessageId"},
		teams.EventAgentLifecycle:                  {`{"version":"4"}`, "/version"},
	} {
		require.ErrorContains(t, newValue[name]().UnmarshalJSON([]byte(test.sent)), test.names, name)
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	const secret = "s3cr3t"
	handoff := teams.Handoff{Continuation: secret}
	download := teams.FileDownloadInfo{DownloadURL: "https://example.com/?tempauth=" + secret, FileType: "txt"}
	upload := teams.FileUploadInfo{UploadURL: "https://example.com/?tempauth=" + secret, Name: "a.txt"}
	var log bytes.Buffer
	for _, v := range []any{handoff, &handoff, download, upload, teams.FileConsentCardResponse{UploadInfo: upload}} {
		for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
			require.NotContains(t, fmt.Sprintf(format, v), secret, "%T", v)
			require.Contains(t, fmt.Sprintf(format, v), "hidden", "%T", v)
		}
	}
	consent := teams.FileConsentCardResponse{Action: teams.FileConsentAccept, Context: json.RawMessage(`{"report":3}`), UploadInfo: upload}
	slog.New(slog.NewJSONHandler(&log, nil)).Info("got", "handoff", handoff, "download", download, "upload", upload, "consent", consent)
	require.Contains(t, consent.String(), `{"report":3}`)
	require.NotContains(t, log.String(), secret)
	require.Contains(t, log.String(), "a.txt")
	require.Contains(t, write(t, handoff), secret, "the JSON has it")
	require.Contains(t, teams.Handoff{}.String(), "none")
}

func TestWhoReacted(t *testing.T) {
	t.Parallel()
	ada := teams.MessageIdentity{ID: "1", DisplayName: "Ada"}
	for raw, want := range map[string]teams.MessageIdentity{
		`{"user":{"id":"1","displayName":"Ada"}}`:                                                 ada,
		`{"user":{"user":{"id":"1","displayName":"Ada"},"application":null}}`:                     ada,
		`{"user":{"user":null,"application":{"id":"1","displayName":"Ada"},"conversation":null}}`: ada,
		`{"user":{"displayName":"Ada"}}`:                                                          {DisplayName: "Ada"},
		`{"user":null}`:                                                                           {},
		`{}`:                                                                                      {},
	} {
		var reaction teams.MessageReaction
		require.NoError(t, reaction.UnmarshalJSON([]byte(raw)))
		require.Equal(t, want, reaction.Who(), raw)
		again, err := reaction.MarshalJSON()
		require.NoError(t, err)
		require.NoError(t, reaction.UnmarshalJSON(again))
		require.Equal(t, want, reaction.Who(), raw)
	}
}

// A dialog's size that a program has as a json.Number is a number in the answer.
func TestNumbersOfGoValues(t *testing.T) {
	t.Parallel()
	got, err := teams.ShowDialog(teams.TaskModuleInfo{Height: json.Number("400")}).MarshalJSON()
	require.NoError(t, err)
	require.JSONEq(t, `{"task":{"type":"continue","value":{"height":400}}}`, string(got))
}

// dialog is a program's request: Teams' with what its form says, read by its own method.
type dialog struct {
	teams.TaskModuleRequest

	Table int
}

func (d dialog) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, `{"table":%d}`, d.Table), nil }

// A type that embeds one of these packages, as Member does, keeps its own JSON inside of others.
func TestTypesThatEmbedOurs(t *testing.T) {
	t.Parallel()
	member, err := schema.As[teams.Member](json.RawMessage(`{"id":"29:ann","givenName":"Ann","objectId":"o"}`))
	require.NoError(t, err)
	require.Equal(t, "Ann", member.GivenName)
	require.Equal(t, "o", member.AADObjectID)
	members, err := schema.As[[]teams.MeetingMember](json.RawMessage(`[{"user":{"givenName":"Ann"}}]`))
	require.NoError(t, err)
	require.Equal(t, "Ann", members[0].User.GivenName)

	got, err := teams.TaskModuleRequest{Data: dialog{Table: 4}}.MarshalJSON()
	require.NoError(t, err)
	require.JSONEq(t, `{"data":{"table":4}}`, string(got))
}
