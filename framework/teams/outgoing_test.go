package teams_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func TestOutgoingChannelData(t *testing.T) {
	t.Parallel()
	ada := schema.ChannelAccount{ID: "29:ada", Name: "Ada"}
	tests := map[string]struct {
		before schema.Any
		change func(*schema.Activity)
		want   string
	}{
		"notify": {nil, func(a *schema.Activity) { teams.NotifyUser(a, false, "") }, `{"notification":{"alert":true,"alertInMeeting":false}}`},
		"notify in meeting": {
			nil, func(a *schema.Activity) { teams.NotifyUser(a, true, "https://teams.microsoft.com/l/bubble/app") },
			`{"notification":{"alert":false,"alertInMeeting":true,"externalResourceUrl":"https://teams.microsoft.com/l/bubble/app"}}`,
		},
		"feedback":        {nil, func(a *schema.Activity) { teams.EnableFeedback(a, teams.FeedbackDefault) }, `{"feedbackLoop":{"type":"default"}}`},
		"custom feedback": {nil, func(a *schema.Activity) { teams.EnableFeedback(a, teams.FeedbackCustom) }, `{"feedbackLoop":{"type":"custom"}}`},
		"feedback, older form goes": {
			json.RawMessage(`{"feedbackLoopEnabled":true,"x":9007199254740993}`),
			func(a *schema.Activity) { teams.EnableFeedback(a, teams.FeedbackCustom) },
			`{"feedbackLoop":{"type":"custom"},"x":9007199254740993}`,
		},
		"on behalf of": {
			nil, func(a *schema.Activity) { teams.SetOnBehalfOf(a, ada) },
			`{"onBehalfOf":[{"itemid":0,"mentionType":"person","mri":"29:ada","displayName":"Ada"}]}`,
		},
		"one after the other": {
			teams.ChannelData{Channel: teams.ChannelInfo{ID: "c"}},
			func(a *schema.Activity) {
				teams.NotifyUser(a, false, "")
				teams.EnableFeedback(a, teams.FeedbackDefault)
				teams.SetOnBehalfOf(a, ada)
				teams.NotifyUser(a, true, "")
			},
			`{"channel":{"id":"c"},"notification":{"alert":false,"alertInMeeting":true},"feedbackLoop":{"type":"default"},
				"onBehalfOf":[{"itemid":0,"mentionType":"person","mri":"29:ada","displayName":"Ada"}]}`,
		},
		"not Teams' shape": {
			json.RawMessage(`{"team":5}`), func(a *schema.Activity) { teams.EnableFeedback(a, teams.FeedbackDefault) },
			`{"team":5,"feedbackLoop":{"type":"default"}}`,
		},
		"null":          {json.RawMessage(`null`), func(a *schema.Activity) { teams.EnableFeedback(a, "default") }, `{"feedbackLoop":{"type":"default"}}`},
		"a text":        {json.RawMessage(`"x"`), func(a *schema.Activity) { teams.EnableFeedback(a, "default") }, `{"feedbackLoop":{"type":"default"}}`},
		"not JSON":      {json.RawMessage(`{`), func(a *schema.Activity) { teams.EnableFeedback(a, "default") }, `{"feedbackLoop":{"type":"default"}}`},
		"no JSON form":  {func() {}, func(a *schema.Activity) { teams.EnableFeedback(a, "default") }, `{"feedbackLoop":{"type":"default"}}`},
		"a nil pointer": {(*teams.ChannelData)(nil), func(a *schema.Activity) { teams.EnableFeedback(a, "default") }, `{"feedbackLoop":{"type":"default"}}`},
		"another Go map": {
			map[string]any{"x": []int{1}},
			func(a *schema.Activity) { teams.EnableFeedback(a, "default") },
			`{"x":[1],"feedbackLoop":{"type":"default"}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &schema.Activity{ChannelData: test.before}
			test.change(a)
			require.Equal(t, exactly(t, []byte(`{"channelData":`+test.want+`}`)), exactly(t, []byte(write(t, a))))
		})
	}
}

func TestOutgoingLeavesWhatOthersShare(t *testing.T) {
	t.Parallel()
	data := map[string]json.RawMessage{"x": json.RawMessage(`1`)}
	a := &schema.Activity{ChannelData: data}
	shared := *a
	teams.EnableFeedback(a, teams.FeedbackDefault)
	require.JSONEq(t, `{"channelData":{"x":1}}`, write(t, shared))
	require.Len(t, data, 1)
}

// What cannot be sent is refused when it is sent, not lost.
func TestOutgoingTextMustBeUTF8(t *testing.T) {
	t.Parallel()
	a := schema.TextMessage("hi")
	teams.NotifyUser(a, true, "https://caf\xe9.example")
	_, err := a.MarshalJSON()
	require.ErrorContains(t, err, "UTF-8")
}

func TestSentOnBehalfOf(t *testing.T) {
	t.Parallel()
	a := schema.TextMessage("hi")
	require.Empty(t, teams.SentOnBehalfOf(a))
	teams.SetOnBehalfOf(a, schema.ChannelAccount{ID: "29:ada", Name: "Ada"})
	require.Equal(t, []teams.OnBehalfOf{{MentionType: "person", MRI: "29:ada", DisplayName: "Ada"}}, teams.SentOnBehalfOf(a))
	require.Empty(t, teams.SentOnBehalfOf(received(t, `{"onBehalfOf":"x"}`)))
}

func TestTargeted(t *testing.T) {
	t.Parallel()
	ada := schema.ChannelAccount{ID: "29:ada", Name: "Ada"}
	a := schema.TextMessage("for you alone")
	require.False(t, teams.IsTargeted(a))
	teams.SetTarget(a, ada)
	require.True(t, teams.IsTargeted(a))
	require.JSONEq(t, `{"type":"message","text":"for you alone","recipient":{"id":"29:ada","name":"Ada","isTargeted":true}}`, write(t, a))
	require.False(t, ada.IsTargeted)

	require.True(t, teams.IsTargeted(&schema.Activity{Entities: []schema.Entity{schema.ActivityTreatment{Treatment: schema.TreatmentTargeted}}}))
	require.False(t, teams.IsTargeted(&schema.Activity{Entities: []schema.Entity{schema.ActivityTreatment{Treatment: "x"}}}))
}
