package handlers_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// Requirements of protocol-activity.md about which handlers run; the name of a subtest is the requirement's.
func TestRequirementsOfHandlers(t *testing.T) {
	t.Parallel()
	bot := newBot(func(bot *handlers.ActivityHandler) {
		bot.OnMessage(say("message", nil))
		bot.OnConversationUpdate(say("update", nil))
		bot.OnUnrecognizedActivityType(say("unrecognized", nil))
		handlers.OnEvent(bot, "vendor/known", whatever[*order](say("event", nil)))
		handlers.OnInvoke(bot, "vendor/known", func(context.Context, *framework.TurnContext, *order) (string, error) { return "answer", nil })
	})
	reads := func(text string) *schema.Activity {
		a := new(schema.Activity)
		require.NoError(t, a.UnmarshalJSON([]byte(text)))
		return a
	}
	tests := []struct {
		requirement, activity string
		want                  []string
	}{
		{"A2006", `{"type":"event","name":"vendor/unknown","value":{"a":1}}`, nil},
		{"A2006", `{"type":"eventOfTomorrow"}`, []string{"unrecognized"}},
		{"A2011", `{"type":"Message"}`, []string{"unrecognized"}},
		{"A2011", `{"type":"message"}`, []string{"message"}},
		{"A2012", `{"type":"vendor/thing"}`, []string{"unrecognized"}},
		{"A2104", `{"type":"message","entities":[{"type":"vendor/x"}]}`, []string{"message"}},
		{"A2105", `{"type":"message","entities":[{"type":"mention","mentioned":5}]}`, []string{"message"}},
		{"A3133", `{"type":"message","semanticAction":5}`, []string{"message"}},
		{"A4100", `{"type":"conversationUpdate"}`, []string{"update"}},
		{"A5002", `{"type":"event","name":"vendor/unknown"}`, nil},
		{"A5002", `{"type":"event","name":"Vendor/known"}`, nil},
		{"A5100", `{"type":"event","name":"vendor/known"}`, []string{"event"}},
		{"A6152", `{"type":"trace","name":"vendor/unknown","value":5}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, answers(t, bot, reads(tt.activity)))
		})
	}
	t.Run("A2014", func(t *testing.T) {
		t.Parallel()
		require.Empty(t, answers(t, new(handlers.ActivityHandler), reads(`{"type":"vendor/thing"}`)))
		require.Empty(t, answers(t, new(handlers.TeamsActivityHandler), reads(`{"type":"vendor/thing","value":5}`)))
	})
	t.Run("A5402", func(t *testing.T) {
		t.Parallel()
		for _, name := range []string{"vendor/unknown", "Vendor/known"} {
			require.Equal(t, framework.InvokeResponse{Status: 501}, invoke(t, bot, name, nil), "nothing runs, and the sender hears so")
		}
	})
	t.Run("A5500", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, framework.InvokeResponse{Status: 200, Body: json.RawMessage(`"answer"`)}, invoke(t, bot, "vendor/known", nil))
	})
}
