package framework_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// foreignData is channel data in a type of the user's own.
type foreignData struct {
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Vendor string `json:"vendor"`
}

func TestCreateConversationFillsInChannelData(t *testing.T) {
	t.Parallel()
	var foreign foreignData
	foreign.Channel.ID, foreign.Vendor = "19:c", "v"
	tests := map[string]struct {
		given schema.Any
		want  string // JSON
	}{
		"none":           {nil, `{"tenant":{"id":"tenant"}}`},
		"null":           {json.RawMessage(`null`), `{"tenant":{"id":"tenant"}}`},
		"nil pointer":    {(*teams.ChannelData)(nil), `{"tenant":{"id":"tenant"}}`},
		"Go struct":      {teams.ChannelData{Channel: teams.ChannelInfo{ID: "19:c"}}, `{"channel":{"id":"19:c"},"tenant":{"id":"tenant"}}`},
		"pointer":        {&teams.ChannelData{Channel: teams.ChannelInfo{ID: "19:c"}}, `{"channel":{"id":"19:c"},"tenant":{"id":"tenant"}}`},
		"map":            {map[string]any{"channel": map[string]any{"id": "19:c"}}, `{"channel":{"id":"19:c"},"tenant":{"id":"tenant"}}`},
		"foreign type":   {foreign, `{"channel":{"id":"19:c"},"vendor":"v","tenant":{"id":"tenant"}}`},
		"raw JSON":       {json.RawMessage(`{"n":1,"channel":{"id":"19:c","x":1}}`), `{"n":1,"channel":{"id":"19:c","x":1},"tenant":{"id":"tenant"}}`},
		"tenant is set":  {json.RawMessage(`{"tenant":{"id":"mine","x":1}}`), `{"tenant":{"id":"mine","x":1}}`},
		"not an object":  {json.RawMessage(`"text"`), `"text"`},
		"not Teams' way": {json.RawMessage(`{"tenant":"mine"}`), `{"tenant":"mine"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := asJSON(t, tt.given)
			turn, adapter := newTurn(message("7"))
			_, err := turn.CreateConversation(context.Background(), schema.ConversationParameters{ChannelData: tt.given})
			require.NoError(t, err)
			require.JSONEq(t, tt.want, asJSON(t, adapter.created[0].params.ChannelData))
			require.JSONEq(t, before, asJSON(t, tt.given), "what the caller gave")
		})
	}
}

func TestCreateConversationKeepsWhatItDoesNotKnowExactly(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	given := schema.ConversationParameters{ChannelData: json.RawMessage(`{"n":12345678901234567890}`)}
	_, err := turn.CreateConversation(context.Background(), given)
	require.NoError(t, err)
	require.Contains(t, asJSON(t, adapter.created[0].params.ChannelData), "12345678901234567890")
}

func asJSON(tb testing.TB, v any) string {
	tb.Helper()
	raw, err := json.Marshal(v)
	require.NoError(tb, err)
	return string(raw)
}

func TestCreateConversationFillsInWhatIsAbsent(t *testing.T) {
	t.Parallel()
	received := message("7")
	turn, adapter := newTurn(received)
	first := schema.TextMessage("hello")
	first.Type = ""
	given := schema.ConversationParameters{
		IsGroup: true, Members: []schema.ChannelAccount{{ID: "29:a"}}, TopicName: "topic", Activity: first,
	}
	before := asJSON(t, given)

	created, err := turn.CreateConversation(context.Background(), given)
	require.NoError(t, err)
	require.Equal(t, framework.Created{
		Reference: schema.ConversationReference{
			ChannelID: received.ChannelID, ServiceURL: received.ServiceURL, Conversation: schema.ConversationAccount{ID: "new"},
		},
		ActivityID: "first",
	}, created)
	got := adapter.created[0]
	require.Equal(t, received.ChannelID, got.channelID)
	require.Equal(t, received.ServiceURL, got.serviceURL)
	require.Equal(t, received.Recipient, got.params.Bot)
	require.Equal(t, "tenant", got.params.TenantID)
	require.Equal(t, schema.TypeMessage, got.params.Activity.Type)
	require.Equal(t, "hello", got.params.Activity.Text)
	require.True(t, got.params.IsGroup)
	require.Equal(t, given.Members, got.params.Members)
	require.Equal(t, "topic", got.params.TopicName)
	require.JSONEq(t, before, asJSON(t, given))
	require.Empty(t, first.Type, "the caller's first message")
}

func TestCreateConversationOverwritesNothing(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	given := schema.ConversationParameters{
		Bot:         schema.ChannelAccount{ID: "28:other"},
		TenantID:    "other",
		Activity:    &schema.Activity{Type: schema.TypeEvent},
		ChannelData: teams.ChannelData{Tenant: teams.TenantInfo{ID: "third"}},
	}
	_, err := turn.CreateConversation(context.Background(), given)
	require.NoError(t, err)
	require.Equal(t, given, adapter.created[0].params)
}

func TestCreateConversationOutsideTeamsHasNoChannelData(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7", onChannel(schema.ChannelDirectLine)))
	_, err := turn.CreateConversation(context.Background(), schema.ConversationParameters{})
	require.NoError(t, err)
	require.Nil(t, adapter.created[0].params.ChannelData)
	require.Nil(t, adapter.created[0].params.Activity)
}

func TestCreateConversationWithoutTenant(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7", func(a *schema.Activity) { a.Conversation.TenantID = "" }))
	_, err := turn.CreateConversation(context.Background(), schema.ConversationParameters{})
	require.NoError(t, err)
	require.Nil(t, adapter.created[0].params.ChannelData)
	require.Empty(t, adapter.created[0].params.TenantID)
}
