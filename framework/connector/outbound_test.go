package connector_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// adapter is what an adapter adds to Outbound.
type adapter struct{ *connector.Outbound }

var _ framework.Adapter = adapter{}

func (adapter) ContinueConversation(context.Context, schema.ConversationReference, framework.Handler) error {
	return nil
}

func (a adapter) ConnectorClient(serviceURL string) (*connector.Client, error) {
	return a.Client(serviceURL)
}

func reference() schema.ConversationReference {
	return schema.ConversationReference{
		ActivityID:   "question",
		User:         schema.ChannelAccount{ID: "29:user"},
		Bot:          schema.ChannelAccount{ID: "28:bot", Name: "Bot"},
		Conversation: schema.ConversationAccount{ID: "19:c@thread.tacv2;messageid=1", IsGroup: true, ConversationType: "channel", Name: "General"},
		ChannelID:    schema.ChannelTeams,
		ServiceURL:   serviceURL,
	}
}

type token string

func (t token) Token(context.Context) (string, error) { return string(t), nil }

// TestStartingAConversation plays the page "Starting a Conversation"; see testdata/SOURCES.md.
func TestStartingAConversation(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("testdata/create-conversation.json")
	require.NoError(t, err)
	service := answering(answer(200, `{"id": "abcd1234"}`), answer(201, `{"id": "m1"}`))
	out := service.outbound()
	out.Tokens = token("eyJhbGciOiJIUzI1Ni")

	created, err := out.CreateConversation(t.Context(), "test", "https://api.botframework.com", schema.ConversationParameters{
		Bot:       schema.ChannelAccount{ID: "12345678", Name: "bot's name"},
		Members:   []schema.ChannelAccount{{ID: "1234abcd", Name: "recipient's name"}},
		TopicName: "News Alert",
	})
	require.NoError(t, err)
	require.Equal(t, framework.Created{Reference: schema.ConversationReference{
		User:         schema.ChannelAccount{ID: "1234abcd", Name: "recipient's name"},
		Bot:          schema.ChannelAccount{ID: "12345678", Name: "bot's name"},
		Conversation: schema.ConversationAccount{ID: "abcd1234"},
		ChannelID:    "test",
		ServiceURL:   "https://api.botframework.com",
	}}, created)
	responses, err := out.SendActivities(t.Context(), created.Reference, []*schema.Activity{created.Reference.Address(hello())})
	require.NoError(t, err)
	require.Equal(t, "m1", responses[0].ID)

	require.Len(t, service.seen, 2)
	post := service.seen[0]
	require.Equal(t, "POST https://api.botframework.com/v3/conversations", post.method+" "+post.url)
	require.Equal(t, "Bearer eyJhbGciOiJIUzI1Ni", post.header.Get("Authorization"))
	require.Equal(t, "application/json", post.header.Get("Content-Type"))
	require.JSONEq(t, string(want), post.body)
	message := service.seen[1]
	require.Equal(t, "POST https://api.botframework.com/v3/conversations/abcd1234/activities", message.method+" "+message.url)
	require.JSONEq(t, `{"type": "message", "text": "hello", "channelId": "test", "conversation": {"id": "abcd1234"},
		"from": {"id": "12345678", "name": "bot's name"}}`, message.body)
}

func TestCreateThreadInTeams(t *testing.T) {
	t.Parallel()
	const moved = "https://smba.example/emea/"
	p := schema.ConversationParameters{
		IsGroup:     true,
		TenantID:    "tenant",
		Bot:         schema.ChannelAccount{ID: "28:bot"},
		Members:     []schema.ChannelAccount{{ID: "29:a"}, {ID: "29:b"}},
		ChannelData: map[string]any{"channel": map[string]any{"id": "19:c@thread.tacv2"}},
		Activity:    hello(),
	}
	want := framework.Created{ActivityID: "1", Reference: schema.ConversationReference{
		Bot: p.Bot, ChannelID: schema.ChannelTeams, ServiceURL: moved,
		Conversation: schema.ConversationAccount{
			ID: "19:c@thread.tacv2;messageid=1", IsGroup: true, TenantID: "tenant", ConversationType: "channel",
		},
	}}
	service := answering(answer(201, `{"id": "19:c@thread.tacv2;messageid=1", "activityId": "1", "serviceUrl": "`+moved+`"}`))
	out := service.outbound()

	created, err := out.CreateConversation(t.Context(), schema.ChannelTeams, serviceURL, p)
	require.NoError(t, err)
	require.Equal(t, want, created)
	require.JSONEq(t, `{"isGroup": true, "tenantId": "tenant", "bot": {"id": "28:bot"}, "members": [{"id": "29:a"}, {"id": "29:b"}],
		"channelData": {"channel": {"id": "19:c@thread.tacv2"}}, "activity": {"type": "message", "text": "hello"}}`,
		service.seen[0].body)

	// A service URL that the bot may not speak to is not taken from an answer.
	out.CheckURL = func(u string) error {
		if u != serviceURL {
			return errors.New("not allowed")
		}
		return nil
	}
	created, err = out.CreateConversation(t.Context(), schema.ChannelTeams, serviceURL, p)
	require.NoError(t, err)
	require.Equal(t, serviceURL, created.Reference.ServiceURL)
}

func TestCreateConversationWithoutID(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", " \n", "{}", "null", `{"activityId": "1"}`} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			service := answering(answer(201, body, "MS-CV", "cv.1"))
			_, err := service.outbound().CreateConversation(t.Context(), "test", serviceURL, schema.ConversationParameters{})
			e := channelError(t, err)
			require.Equal(t, framework.Ambiguous, e.Class)
			require.Equal(t, 201, e.Status)
			require.Equal(t, "cv.1", e.CorrelationID)
			require.ErrorContains(t, err, "no conversation id")
			require.Len(t, service.seen, 1, "it is not repeated")
		})
	}
}

func TestSendActivities(t *testing.T) {
	t.Parallel()
	service := answering(answer(201, `{"id": "1"}`), answer(202, ""), answer(400, ""))
	reply, plain := hello(), hello()
	reply.ReplyToID = "19:x/1"
	plain.Conversation.ID = "other"

	responses, err := service.outbound().SendActivities(t.Context(), reference(), []*schema.Activity{reply, plain, hello(), hello()})
	require.Equal(t, framework.Rejected, framework.ClassOf(err))
	require.Equal(t, []schema.ResourceResponse{{ID: "1"}, {}}, responses)

	require.Len(t, service.seen, 3, "nothing is sent after a failure")
	const base = "https://smba.example/amer/v3/conversations/"
	require.Equal(t, base+"19%3Ac%40thread.tacv2%3Bmessageid%3D1/activities/19%3Ax%2F1", service.seen[0].url)
	require.Equal(t, base+"other/activities", service.seen[1].url)
	require.Equal(t, base+"19%3Ac%40thread.tacv2%3Bmessageid%3D1/activities", service.seen[2].url)
}

func TestWireForm(t *testing.T) {
	t.Parallel()
	full := func(typ string) *schema.Activity {
		a := reference().Address(&schema.Activity{Type: typ, Text: "hi", ID: "a1", CallerID: "urn:caller", ReplyToID: "q"})
		require.NoError(t, a.Timestamp.UnmarshalJSON([]byte(`"2026-01-02T03:04:05Z"`)))
		return a
	}
	const rest = `"text": "hi", "channelId": "msteams", "replyToId": "q", "from": {"id": "28:bot"},
		"conversation": {"id": "19:c@thread.tacv2;messageid=1"}`
	tests := []struct {
		name, typ string
		update    bool
		want      string
	}{
		{"message", "message", false, `{"type": "message", ` + rest + `}`},
		{"suggestion", "suggestion", false, `{"type": "suggestion", "recipient": {"id": "29:user"}, ` + rest + `}`},
		{"update", "message", true, `{"type": "message", "id": "a1", ` + rest + `}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := answering(answer(200, ""))
			a := full(tt.typ)
			var err error
			if tt.update {
				_, err = service.outbound().UpdateActivity(t.Context(), reference(), a)
			} else {
				_, err = service.outbound().SendActivities(t.Context(), reference(), []*schema.Activity{a})
			}
			require.NoError(t, err)
			require.JSONEq(t, tt.want, service.seen[0].body)
			require.Equal(t, full(tt.typ), a, "the caller's activity does not change")
		})
	}
}

func TestUpdateAndDelete(t *testing.T) {
	t.Parallel()
	service := answering(answer(200, `{"id": "a1"}`), answer(204, ""))
	a := hello()
	a.ID = "a1"

	response, err := service.outbound().UpdateActivity(t.Context(), reference(), a)
	require.NoError(t, err)
	require.Equal(t, "a1", response.ID)
	require.NoError(t, service.outbound().DeleteActivity(t.Context(), reference(), "a1"))

	const url = "https://smba.example/amer/v3/conversations/19%3Ac%40thread.tacv2%3Bmessageid%3D1/activities/a1"
	require.Equal(t, "PUT "+url, service.seen[0].method+" "+service.seen[0].url)
	require.Equal(t, "DELETE "+url, service.seen[1].method+" "+service.seen[1].url)
	require.Empty(t, service.seen[1].body)
	require.Empty(t, service.seen[1].header.Get("Content-Type"))
}

func TestUnencodableBody(t *testing.T) {
	t.Parallel()
	service := answering(answer(200, ""))
	a := hello()
	a.ChannelData = func() {}
	_, err := service.outbound().SendActivities(t.Context(), reference(), []*schema.Activity{a})
	require.ErrorContains(t, err, "connector: send activity: the body has no JSON form")
	_, err = service.outbound().CreateConversation(t.Context(), "test", serviceURL, schema.ConversationParameters{Activity: a})
	require.ErrorContains(t, err, "connector: create conversation: the body has no JSON form")
	_, err = service.client(t).SendHistory(t.Context(), "c", []*schema.Activity{a})
	require.ErrorContains(t, err, "connector: send history: the body has no JSON form")
	require.Empty(t, service.seen)
}

func TestFromTurn(t *testing.T) {
	t.Parallel()
	service := answering(answer(200, `[]`))
	from := &schema.Activity{ServiceURL: serviceURL}

	client, err := connector.FromTurn(framework.NewTurnContext(adapter{service.outbound()}, from))
	require.NoError(t, err)
	_, err = client.Members(t.Context(), "c")
	require.NoError(t, err)
	require.Equal(t, serviceURL+"v3/conversations/c/members", service.seen[0].url)

	_, err = connector.FromTurn(framework.NewTurnContext(nil, from))
	require.ErrorContains(t, err, "has no connector")
	_, err = connector.FromTurn(framework.NewTurnContext(adapter{service.outbound()}, &schema.Activity{}))
	require.ErrorContains(t, err, "the service URL is empty")
}

// The bot's token is not sent just anywhere because nobody said where it may go.
func TestTokensNeedARule(t *testing.T) {
	t.Parallel()
	service := answering(answer(201, `{"id": "1"}`))
	out := service.outbound()
	out.CheckURL, out.Tokens = nil, token("t")
	_, err := clientOf(t, out, serviceURL).SendToConversation(t.Context(), "c", hello())
	require.ErrorContains(t, err, "CheckURL")
	require.Empty(t, service.seen)
}

// Whoever sends through a client of a turn, or to a reference, need not say who the bot is (A2061).
func TestSenderIsTheBot(t *testing.T) {
	t.Parallel()
	service := answering(answer(201, `{"id":"1"}`))
	from := &schema.Activity{ServiceURL: serviceURL, Recipient: schema.ChannelAccount{ID: "28:turn", Name: "Bot"}}
	client, err := connector.FromTurn(framework.NewTurnContext(adapter{service.outbound()}, from))
	require.NoError(t, err)
	_, err = client.SendToConversation(t.Context(), "c", hello())
	require.NoError(t, err)
	require.JSONEq(t, `{"type":"message","text":"hello","from":{"id":"28:turn"},"conversation":{"id":"c"}}`, service.seen[0].body)

	ref := reference()
	ref.Bot.ID = "28:reference"
	_, err = service.outbound().SendActivities(t.Context(), ref, []*schema.Activity{hello()})
	require.NoError(t, err)
	require.Contains(t, service.seen[1].body, `"from":{"id":"28:reference"}`)
}
