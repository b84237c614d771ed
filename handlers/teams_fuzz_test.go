package handlers_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func FuzzTeamsInvoke(f *testing.F) {
	for file := range goldenInvokes() {
		a := golden(f, file)
		value, err := json.Marshal(a.Value)
		require.NoError(f, err)
		f.Add(a.Name, value)
		f.Add(a.Name, []byte(`{}`))
	}
	f.Add("vendor/unknown", []byte(`[1e400]`))
	f.Fuzz(func(t *testing.T, name string, value []byte) {
		// The value arrives as the wire's JSON, or the activity is refused before a handler is asked.
		body, err := json.Marshal(map[string]string{
			"type": schema.TypeInvoke, "name": name, "channelId": schema.ChannelTeams, "serviceUrl": "https://channel.example",
		})
		require.NoError(t, err)
		body = slices.Concat(body[:len(body)-1], []byte(`,"value":`), value, []byte(`}`))
		var a schema.Activity
		if a.UnmarshalJSON(body) != nil {
			return
		}
		var r runs
		got := answerOf(t, completeBot(&r), &a)
		switch got.Status {
		case http.StatusOK, http.StatusPreconditionFailed:
			require.Len(t, r.names, 1)
		case http.StatusBadRequest:
			require.Empty(t, r.names)
			if name == schema.InvokeAdaptiveCardAction || name == schema.InvokeSearch {
				refusal, err := schema.As[cardAnswer](got.Body)
				require.NoError(t, err)
				require.Equal(t, schema.ContentTypeError, refusal.Type)
			} else {
				requireRefusedValue(t, got)
			}
		default:
			require.Equal(t, http.StatusNotImplemented, got.Status)
			require.Empty(t, r.names)
			require.Nil(t, got.Body)
		}
	})
}

func FuzzTeamsChannelData(f *testing.F) {
	for file := range goldenNotifications() {
		a := golden(f, file)
		data, err := json.Marshal(a.ChannelData)
		require.NoError(f, err)
		f.Add(a.Type, data)
	}
	f.Add(schema.TypeMessageUpdate, []byte(`null`))
	f.Add(schema.TypeConversationUpdate, []byte(`{"eventType":7,"team":[]}`))
	f.Fuzz(func(t *testing.T, activityType string, channelData []byte) {
		a := &schema.Activity{Type: activityType, ChannelID: schema.ChannelTeams, ChannelData: json.RawMessage(channelData)}
		if _, err := teams.Data(a); err != nil && a.Type != schema.TypeInvoke && a.Type != schema.TypeEvent {
			require.LessOrEqual(t, len(ran(t, a)), 1, "the generic handler alone gets what cannot be read")
			return
		}
		c := newChannel()
		_, _ = c.deliver(t, completeBot(new(runs)), a) // an event without a value is refused
	})
}
