package schema_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestOutbound(t *testing.T) {
	t.Parallel()
	full := func(typ string) *schema.Activity {
		return &schema.Activity{
			Type: typ, ID: "own", Timestamp: schema.NewTime(time.Now()), ServiceURL: "https://service.example/", CallerID: "urn:caller",
			ChannelID: "msteams", Text: "hi", ReplyToID: "1", Locale: "de", Value: map[string]any{"a": 1},
			From: schema.ChannelAccount{ID: "28:bot", Name: "Convo"}, Recipient: schema.ChannelAccount{ID: "29:ada", Name: "Ada"},
			Conversation: schema.ConversationAccount{ID: "c", Name: "General", IsGroup: true, ConversationType: "channel", TenantID: "t", Role: "user"},
		}
	}
	const kept = `"channelId":"msteams","conversation":{"id":"c"},"text":"hi","replyToId":"1","locale":"de","value":{"a":1}`
	const ada = `"recipient":{"id":"29:ada","name":"Ada"}`
	tests := map[string]struct {
		typ    string
		change func(a *schema.Activity)
		want   string
	}{
		"message":      {"message", nil, `{"type":"message","from":{"id":"28:bot"},` + kept + `}`},
		"suggestion":   {"suggestion", nil, `{"type":"suggestion","from":{"id":"28:bot"},` + ada + `,` + kept + `}`},
		"elsewhere":    {"message", func(a *schema.Activity) { a.ChannelID = "webchat" }, `{"type":"message","from":{"id":"28:bot","name":"Convo"},"channelId":"webchat",` + kept[len(`"channelId":"msteams",`):] + `}`},
		"for a person": {"message", func(a *schema.Activity) { a.Recipient = schema.ChannelAccount{ID: "29:ada", IsTargeted: true} }, `{"type":"message","from":{"id":"28:bot"},"recipient":{"id":"29:ada","isTargeted":true},` + kept + `}`},
		"of a stream": {
			"message", func(a *schema.Activity) { a.Entities = []schema.Entity{schema.StreamInfo{StreamType: "final"}} },
			`{"type":"message","from":{"id":"28:bot"},"channelId":"msteams","conversation":{"id":"c","conversationType":"channel"},"text":"hi",` +
				`"replyToId":"1","locale":"de","value":{"a":1},"entities":[{"type":"streaminfo","streamType":"final"}]}`,
		},
		"nothing to leave": {"message", func(a *schema.Activity) { *a = schema.Activity{Text: "hi"} }, `{"text":"hi"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, same := full(tt.typ), full(tt.typ)
			same.Timestamp = a.Timestamp
			if tt.change != nil {
				tt.change(a)
				tt.change(same)
			}
			require.JSONEq(t, tt.want, write(t, a.Outbound()))
			require.Equal(t, same, a, "the activity does not change")
		})
	}
}
