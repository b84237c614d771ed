package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
)

// seedRequest is the body that Microsoft's tutorial "Starting a conversation" builds for a new thread in a channel.
//
// Source: Microsoft Learn, "Creating a channel conversation" (createConversationInChannel).
const seedRequest = `{
	"isGroup": true,
	"channelData": {"channel": {"id": "19:general@thread.tacv2"}},
	"activity": {"type": "message", "text": "This will be the first message in a new thread"}
}`

const asked = `{
	"type": "message", "id": "1700000000001", "timestamp": "2026-11-21T09:00:00Z", "channelId": "msteams", "serviceUrl": "SERVICE",
	"from": {"id": "29:ann", "name": "Ann"}, "recipient": {"id": "28:bot", "name": "ConvoBot"},
	"conversation": {"id": "19:general@thread.tacv2;messageid=1700000000001", "isGroup": true, "conversationType": "channel", "tenantId": "tenant"},
	"text": "<at>ConvoBot</at> newconversation",
	"entities": [{"type": "mention", "mentioned": {"id": "28:bot", "name": "ConvoBot"}, "text": "<at>ConvoBot</at>"}],
	"channelData": {"channel": {"id": "19:general@thread.tacv2"}, "team": {"id": "19:general@thread.tacv2"}, "tenant": {"id": "tenant"}}
}`

// TestNewConversationOnTheWire looks at what ConvoBot sends to the connector, over sockets.
func TestNewConversationOnTheWire(t *testing.T) {
	t.Parallel()
	requests := make(chan [2]string, 2)
	connector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		requests <- [2]string{r.Method + " " + r.URL.Path, string(body)}
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"id": "19:general@thread.tacv2;messageid=1700000000002", "activityId": "1700000000002"}`)
	}))
	defer connector.Close()
	adapter, err := cloud.New(cloud.Config{Local: true}, newBot(newStore()))
	require.NoError(t, err)
	bot := httptest.NewServer(adapter)
	defer bot.Close()

	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, bot.URL, strings.NewReader(strings.ReplaceAll(asked, "SERVICE", connector.URL)))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	res, err := bot.Client().Do(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusOK, res.StatusCode)

	created := <-requests
	require.Equal(t, "POST /v3/conversations", created[0])
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(created[1]), &got))
	// What Convo adds to the tutorial's body, and nothing else: who the bot is, and in which organization.
	require.Equal(t, map[string]any{"id": "28:bot", "name": "ConvoBot"}, take(t, got, "bot"))
	require.Equal(t, "tenant", take(t, got, "tenantId"))
	channelData, ok := got["channelData"].(map[string]any)
	require.True(t, ok)
	require.Equal(t, map[string]any{"id": "tenant"}, take(t, channelData, "tenant"))
	rest, err := json.Marshal(got)
	require.NoError(t, err)
	require.JSONEq(t, seedRequest, string(rest))

	answered := <-requests
	require.Equal(t, "POST /v3/conversations/19:general@thread.tacv2;messageid=1700000000001/activities/1700000000001", answered[0])
	require.Contains(t, answered[1], "19:general@thread.tacv2;messageid=1700000000002")
	require.Contains(t, answered[1], "first message 1700000000002")
}

// take removes a member of an object and returns it.
func take(t *testing.T, object map[string]any, name string) any {
	t.Helper()
	value, ok := object[name]
	require.True(t, ok, "there is no %s in %v", name, object)
	delete(object, name)
	return value
}
