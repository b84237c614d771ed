package connector_test

import (
	"encoding/json"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// wired sends an activity that says all it can, and returns the members that went out.
func wired(t *testing.T, a *schema.Activity) map[string]any {
	t.Helper()
	service := answering(answer(200, ""))
	full := reference().Address(a)
	full.ID, full.CallerID, full.Timestamp = "own", "urn:caller", schema.NewTime(time.Now())
	full.Conversation = schema.ConversationAccount{ID: "c", Name: "General", IsGroup: true, ConversationType: "channel", Role: "user"}
	_, err := service.outbound().SendActivities(t.Context(), reference(), []*schema.Activity{full})
	require.NoError(t, err)
	var sent map[string]any
	require.NoError(t, json.Unmarshal([]byte(service.seen[0].body), &sent))
	return sent
}

// Requirements of protocol-activity.md about what a bot sends; the name of a subtest is the requirement's.
func TestRequirementsOfWhatIsSent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		requirement, typ, absent, present string
	}{
		{"A2031", "message", "id", ""},
		{"A2041", "message", "timestamp", ""},
		{"A2061", "message", "", "from"},
		{"A2071", "message", "recipient", ""},
		{"A2071", "suggestion", "", "recipient"},
		{"A2080", "message", "", "conversation"},
		{"A2090", "message", "", "replyToId"},
		{"A2250", "message", "callerId", ""},
		{"A2302", "message", "serviceUrl", ""},
		{"A6101", "suggestion", "", "textHighlights"},
		{"A6101", "suggestion", "", "replyToId"},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			sent := wired(t, &schema.Activity{Type: tt.typ, Text: "hi", TextHighlights: []schema.TextHighlight{{Text: "a"}}})
			require.NotContains(t, sent, tt.absent)
			if tt.present != "" {
				require.Contains(t, sent, tt.present)
			}
		})
	}
	for _, requirement := range []string{"A2082", "A2083", "A7512"} { // name; isGroup and conversationType; role
		t.Run(requirement, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, map[string]any{"id": "c"}, wired(t, schema.TextMessage("hi"))["conversation"])
		})
	}
	t.Run("A2063", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, map[string]any{"id": "28:bot"}, wired(t, schema.TextMessage("hi"))["from"])
	})
	t.Run("A7560", func(t *testing.T) {
		t.Parallel()
		errStranger := errors.New("a stranger's host")
		service := answering(answer(200, ""))
		out := service.outbound()
		out.CheckURL = func(serviceURL string) error {
			if serviceURL == "https://evil.example/" {
				return errStranger
			}
			return nil
		}
		stored := reference()
		stored.ServiceURL = "https://evil.example/"
		_, err := out.SendActivities(t.Context(), stored, []*schema.Activity{stored.Address(hello())})
		require.ErrorIs(t, err, errStranger)
		require.Empty(t, service.seen)
	})
	t.Run("A9244", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			service, out := limited(func(o *connector.Outbound) { o.MaxWait = time.Hour })
			ref := reference()
			ref.ServiceURL = "https://smba.trafficmanager.net/amer/"
			for sequence := range 20 {
				part := ref.Address(&schema.Activity{Type: schema.TypeTyping, Text: "so far"})
				part.Entities = []schema.Entity{schema.StreamInfo{StreamSequence: sequence + 1, StreamType: schema.StreamStreaming}}
				_, err := out.SendActivities(t.Context(), ref, []*schema.Activity{part})
				require.NoError(t, err)
			}
			requireWithin(t, service.sentAt(), connector.TeamsLimits().Conversation...)
		})
	})
}
