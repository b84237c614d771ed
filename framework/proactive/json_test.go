package proactive_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

func TestRecordJSON(t *testing.T) {
	t.Parallel()
	r := usual()
	data, err := json.Marshal(r)
	require.NoError(t, err)
	require.JSONEq(t, `{"v":1,
		"key":{"appId":"11111111-2222-3333-4444-555555555555","channelId":"msteams",
			"tenantId":"7a3e9f10-1c2d-4e5f-8a9b-0c1d2e3f4a5b","userId":"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"},
		"reference":{
			"user":{"id":"29:1bsjqIvE8yTfYzrRhK2s0-Xa6oWcU3hLqk0GkQ5v7Zr9dE4nM2pT6w","name":"Ann Example",
				"aadObjectId":"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"},
			"bot":{"id":"28:11111111-2222-3333-4444-555555555555","name":"ConvoBot"},
			"conversation":{"id":"a:1qhNLqpUtmuI6U35gzjsJn7uRnCkW8NiZALHfN8AMxdbprS1uta2aT6jpf5wkXN0B7ZBRzZzKJ7XHnnV",
				"tenantId":"7a3e9f10-1c2d-4e5f-8a9b-0c1d2e3f4a5b","conversationType":"personal"},
			"channelId":"msteams","serviceUrl":"https://smba.trafficmanager.net/emea/7a3e9f10-1c2d-4e5f-8a9b-0c1d2e3f4a5b/","locale":"de-DE"},
		"learnedBy":"install",
		"person":{"timeZone":"Europe/Berlin"},
		"install":{"state":"installed","at":"2026-11-21T12:00:00.123Z"},
		"reach":{"sentAt":"2026-11-21T12:00:00.123Z"},
		"seenAt":"2026-11-21T12:00:00.123Z","createdAt":"2026-11-21T12:00:00Z","updatedAt":"2026-11-21T12:00:00Z"}`, string(data))
	// Databases of millions are made of it.
	require.Less(t, len(data), 1024)

	var again proactive.Record
	require.NoError(t, json.Unmarshal(data, &again))
	require.Equal(t, r, again)
}

func TestRecordJSONLeavesOutWhatIsAbsent(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(proactive.Record{})
	require.NoError(t, err)
	require.Equal(t, `{"v":1}`, string(data))
	data, err = json.Marshal(proactive.Record{
		Preferences: proactive.Preferences{Topics: []string{}, OptedOut: map[string]time.Time{}},
		Notices:     map[string]proactive.TopicState{}, Attributes: map[string]string{},
		Person: proactive.Person{Teams: []string{}}, Reach: proactive.Reach{Refused: []string{}},
	})
	require.NoError(t, err)
	require.Equal(t, `{"v":1}`, string(data))
}

func TestRecordJSONThatCannotBeRead(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ data, want string }{
		"of a later Convo": {`{"v":2}`, "update Convo"},
		"of no version":    {`{}`, "version 0"},
		"no object":        {`[]`, "an array does not fit"},
		"a wrong type":     {`{"v":1,"reach":{"failures":"secret"}}`, `a string does not fit at "/reach/failures"`},
		"cut short":        {`{"v":1,`, "not one JSON value"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := usual()
			err := r.UnmarshalJSON([]byte(tt.data))
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "secret")
			require.Equal(t, usual(), r, "it stays as it was")
		})
	}
	var r proactive.Record
	require.NoError(t, r.UnmarshalJSON([]byte(`{"v":1,"later":{"added":true},"teamId":"19:team"}`)), "a new member is passed over")
	require.Equal(t, "19:team", r.TeamID)
}

func TestRecordJSONThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]proactive.Record{
		"a body that is no JSON":  {Notices: map[string]proactive.TopicState{"x": {Waiting: []proactive.Notice{{Body: []byte("{")}}}}},
		"a text that is no UTF-8": {Attributes: map[string]string{"x": "\xff"}},
		"a name that is no UTF-8": {Reference: schema.ConversationReference{User: schema.ChannelAccount{Name: "\xff"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := r.MarshalJSON()
			require.ErrorContains(t, err, "cannot be written")
		})
	}
}

func TestReachable(t *testing.T) {
	t.Parallel()
	require.True(t, proactive.Record{}.Reachable(), "as far as is known")
	require.True(t, proactive.Record{Install: proactive.Install{State: proactive.Installed}}.Reachable())
	require.False(t, proactive.Record{Install: proactive.Install{State: proactive.Removed}}.Reachable())
	for _, state := range []proactive.ReachState{
		proactive.ReachBlocked, proactive.ReachDisabled, proactive.ReachNotInstalled, proactive.ReachNotFound, proactive.ReachSuspect,
	} {
		require.False(t, proactive.Record{Reach: proactive.Reach{State: state}}.Reachable(), state)
	}
}
