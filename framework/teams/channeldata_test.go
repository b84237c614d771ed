package teams_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// received returns an activity with that channel data, as it comes off the wire.
func received(tb testing.TB, channelData string) *schema.Activity {
	tb.Helper()
	a := new(schema.Activity)
	require.NoError(tb, a.UnmarshalJSON([]byte(`{"channelId":"msteams","channelData":`+channelData+`}`)))
	return a
}

func TestAccessors(t *testing.T) {
	t.Parallel()
	type ids struct{ channel, team, tenant, event string }
	tests := map[string]struct {
		activity *schema.Activity
		want     ids
	}{
		"all": {
			received(t, `{"eventType":"channelCreated","channel":{"id":"c"},"team":{"id":"t"},"tenant":{"id":"o"}}`),
			ids{"c", "t", "o", "channelCreated"},
		},
		"older names":              {received(t, `{"teamsChannelId":"c","teamsTeamId":"t"}`), ids{channel: "c", team: "t"}},
		"both names":               {received(t, `{"channel":{"id":"c"},"teamsChannelId":"x","team":{"id":"t"},"teamsTeamId":"y"}`), ids{channel: "c", team: "t"}},
		"older name beside a name": {received(t, `{"channel":{"name":"General"},"teamsChannelId":"c"}`), ids{channel: "c"}},
		"sent, a Go value": {
			&schema.Activity{ChannelData: teams.ChannelData{Channel: teams.ChannelInfo{ID: "c"}, Tenant: teams.TenantInfo{ID: "o"}}},
			ids{channel: "c", tenant: "o"},
		},
		"sent, another Go value": {
			&schema.Activity{ChannelData: map[string]any{"team": map[string]string{"id": "t"}}},
			ids{team: "t"},
		},
		"channel id is not asked for": {
			&schema.Activity{ChannelID: schema.ChannelEmulator, ChannelData: json.RawMessage(`{"channel":{"id":"c"}}`)},
			ids{channel: "c"},
		},
		"tenant of the conversation": {
			&schema.Activity{Conversation: schema.ConversationAccount{TenantID: "o"}},
			ids{tenant: "o"},
		},
		"tenant of the channel data first": {
			&schema.Activity{
				ChannelData:  json.RawMessage(`{"tenant":{"id":"o"}}`),
				Conversation: schema.ConversationAccount{TenantID: "x"},
			},
			ids{tenant: "o"},
		},
		"malformed, but the conversation has a tenant": {
			&schema.Activity{
				ChannelData:  json.RawMessage(`{"tenant":{"id":"x"},"team":5}`),
				Conversation: schema.ConversationAccount{TenantID: "o"},
			},
			ids{tenant: "o"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := test.activity
			require.Equal(t, test.want, ids{teams.ChannelID(a), teams.TeamID(a), teams.TenantID(a), teams.EventType(a)})
			require.Equal(t, test.want.channel, teams.Channel(a).ID)
			require.Equal(t, test.want.team, teams.Team(a).ID)
			if data, err := teams.Data(a); err == nil {
				channel, team := data.Place()
				require.Equal(t, []string{test.want.channel, test.want.team}, []string{channel.ID, team.ID})
			}
		})
	}
}

// Channel data that is not Teams' gives zero values: never half of it, never a panic.
func TestAccessorsWithoutTeamsData(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		data    schema.Any
		noValue bool
	}{
		"absent":                    {nil, true},
		"null":                      {json.RawMessage(`null`), true},
		"nil pointer":               {(*teams.ChannelData)(nil), true},
		"text":                      {json.RawMessage(`"teams"`), false},
		"number":                    {json.RawMessage(`1e999`), false},
		"array":                     {json.RawMessage(`[{"channel":{"id":"c"}}]`), false},
		"of another channel":        {json.RawMessage(`{"SlackMessage":{"event":{}},"channel":"C123","team":"T123"}`), false},
		"malformed after good part": {json.RawMessage(`{"channel":{"id":"c"},"tenant":{"id":"o"},"eventType":"x","team":{"id":5}}`), false},
		"member twice":              {json.RawMessage(`{"channel":{"id":"c"},"channel":{"id":"d"}}`), false},
		"not JSON":                  {json.RawMessage(`{"channel":{"id":"c"}`), false},
		"no bytes":                  {json.RawMessage{}, false},
		"Go value without JSON":     {func() {}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &schema.Activity{ChannelData: test.data}
			require.Zero(t, teams.Channel(a))
			require.Empty(t, teams.ChannelID(a))
			require.Zero(t, teams.Team(a))
			require.Empty(t, teams.TeamID(a))
			require.Empty(t, teams.TenantID(a))
			require.Empty(t, teams.EventType(a))
			data, err := teams.Data(a)
			require.Zero(t, data)
			require.Error(t, err)
			require.Equal(t, test.noValue, errors.Is(err, schema.ErrNoValue))
		})
	}
}

func TestUnknownMembersAreKept(t *testing.T) {
	t.Parallel()
	const sent = `{"eventType":"teamRenamed","channel":{"id":"c","name":"n","type":"shared","x":1},` +
		`"team":{"id":"t","name":"n","aadGroupId":"g","tenantId":"o","memberCount":9007199254740993},` +
		`"tenant":{"id":"o","x":{"y":[]}},"teamsChannelId":"c","teamsTeamId":"t",` +
		`"settings":{"selectedChannel":{"id":"c"}},"meeting":{"id":"m","x":1},"source":{"name":"message"},"x":null}`
	data, err := teams.Data(received(t, sent))
	require.NoError(t, err)
	require.Equal(t, "shared", data.Channel.Type)
	require.Equal(t, "g", data.Team.AADGroupID)
	own, err := data.MarshalJSON()
	require.NoError(t, err)
	std, err := json.Marshal(data)
	require.NoError(t, err)
	require.JSONEq(t, sent, string(own))
	require.Contains(t, string(own), "9007199254740993")
	require.Equal(t, own, std)
}

func TestWrongTypesNameTheMember(t *testing.T) {
	t.Parallel()
	for data, member := range map[string]string{
		`{"channel":"c"}`:                           "channel",
		`{"team":{"id":5}}`:                         "id",
		`{"tenant":{"id":[]}}`:                      "id",
		`{"eventType":{}}`:                          "eventType",
		`{"teamsChannelId":1.0}`:                    "teamsChannelId",
		`{"settings":{"selectedChannel":{"id":1}}}`: "/settings/selectedChannel/id",
		`{"notification":{"alert":"yes"}}`:          "/notification/alert",
	} {
		_, err := teams.Data(received(t, data))
		require.ErrorContains(t, err, member)
	}
}

func TestAccessorsOfGoldens(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][3]string{ // channel, team, event
		"playground-message-personal.json":                {"", "", ""},
		"playground-message-channel-mention-newpost.json": {"team-id", "team-id", ""},
		"playground-conversationUpdate-channel.json":      {"", "team-id", "teamMemberAdded"},
		"teams-message-channel-mention.json":              {"19:0c4d6e2f8a1b4c3d9e5f7a6b8c0d1e2f@thread.tacv2", "19:TeamGeneralExample1@thread.tacv2", ""},
		"teams-conversationUpdate-channel-created.json":   {"19:0c4d6e2f8a1b4c3d9e5f7a6b8c0d1e2f@thread.tacv2", "19:TeamGeneralExample1@thread.tacv2", "channelCreated"},
		"teams-event-meetingStart.json":                   {"", "", ""},
	} {
		data, err := os.ReadFile(filepath.Join("..", "schema", "testdata", name))
		require.NoError(t, err)
		var a schema.Activity
		require.NoError(t, a.UnmarshalJSON(data))
		require.Equal(t, want, [3]string{teams.ChannelID(&a), teams.TeamID(&a), teams.EventType(&a)}, name)
		require.NotEmpty(t, teams.TenantID(&a), name)
	}
}

func TestMeetingAndSelectedChannel(t *testing.T) {
	t.Parallel()
	a := received(t, `{"meeting":{"id":"MCMx"},"settings":{"selectedChannel":{"id":"19:c","name":"Engines"}}}`)
	require.Equal(t, "MCMx", teams.MeetingID(a))
	require.Equal(t, teams.ChannelInfo{ID: "19:c", Name: "Engines"}, teams.SelectedChannel(a))
	for _, none := range []*schema.Activity{{}, received(t, `{"meeting":"m"}`), received(t, `{"meeting":null,"settings":null}`)} {
		require.Empty(t, teams.MeetingID(none))
		require.Zero(t, teams.SelectedChannel(none))
	}
}

// What is false by choice is said, and what was not chosen is not.
func TestFalseFlags(t *testing.T) {
	t.Parallel()
	data := teams.ChannelData{
		Notification:        teams.NotificationInfo{Alert: new(false), AlertInMeeting: new(true)},
		FeedbackLoopEnabled: new(false),
		OnBehalfOf:          []teams.OnBehalfOf{{MRI: "29:ada"}},
	}
	require.JSONEq(t, `{"notification":{"alert":false,"alertInMeeting":true},"feedbackLoopEnabled":false,`+
		`"onBehalfOf":[{"itemid":0,"mri":"29:ada"}]}`, write(t, data))
}

// FuzzTeamsAccessors: no channel data makes an accessor panic, and what Data accepts it writes back as itself.
func FuzzTeamsAccessors(f *testing.F) {
	paths, err := filepath.Glob("../schema/testdata/*.json")
	require.NoError(f, err)
	for _, path := range paths {
		body, err := os.ReadFile(path)
		require.NoError(f, err)
		var a struct {
			ChannelData json.RawMessage `json:"channelData"`
		}
		require.NoError(f, json.Unmarshal(body, &a))
		f.Add([]byte(a.ChannelData))
	}
	f.Add(golden(f, "channeldata-install.json"))
	f.Add(golden(f, "channeldata-notification.json"))
	f.Add(golden(f, "channeldata-member-shared.json"))
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"channel":{},"team":{},"tenant":{},"teamsChannelId":"c","x":null}`))
	f.Fuzz(func(t *testing.T, channelData []byte) {
		a := &schema.Activity{ChannelData: json.RawMessage(channelData)}
		channel, team := teams.Channel(a), teams.Team(a)
		tenant, event := teams.TenantID(a), teams.EventType(a)
		changed := *a // what a message asks for can be said whatever the channel data was
		teams.EnableFeedback(&changed, teams.FeedbackDefault)
		require.NotEmpty(t, changed.ChannelData)
		_, err := changed.MarshalJSON()
		require.NoError(t, err)
		_, _ = teams.SentOnBehalfOf(a), teams.SelectedChannel(a)

		data, err := teams.Data(a)
		if err != nil {
			require.Zero(t, channel)
			require.Zero(t, team)
			require.Empty(t, tenant+event+teams.MeetingID(a))
			return
		}
		written, err := data.MarshalJSON()
		require.NoError(t, err)
		var again teams.ChannelData
		require.NoError(t, again.UnmarshalJSON(written))
		rewritten, err := again.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
	})
}
