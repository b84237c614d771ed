package connector_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// routes returns every route of the connector and of the token service.
func routes() []route {
	return slices.Concat(conversationRoutes(), memberRoutes(), teamRoutes(), batchRoutes(), attachmentRoutes(), tokenRoutes())
}

// The bot's own token, which must be nowhere but in the header of requests.
const botToken = "bot.token.secret"

// TestRoutes makes each request of a real server: what it must look like on the wire, and what becomes of the answer.
func TestRoutes(t *testing.T) {
	t.Parallel()
	for _, r := range routes() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			server, seen := serve(t, r.status, golden(t, r.answer))
			out := &connector.Outbound{Tokens: token(botToken), CheckURL: anywhere, TokenServiceURL: server + "/amer", AppID: "app"}
			got, err := r.do(t.Context(), clientsOf(t, out, server+"/amer/"))
			require.NoError(t, err)
			require.Equal(t, r.want, got)
			r.check(t, "/amer", <-seen)
		})
	}
}

func (r route) check(t *testing.T, base string, got *http.Request) {
	t.Helper()
	require.Equal(t, r.method+" "+base+r.uri, got.Method+" "+got.RequestURI)
	require.Equal(t, "Bearer "+botToken, got.Header.Get("Authorization"))
	body, err := io.ReadAll(got.Body)
	require.NoError(t, err)
	if r.body == "" {
		require.Empty(t, body)
		return
	}
	require.Equal(t, "application/json", got.Header.Get("Content-Type"))
	require.JSONEq(t, golden(t, r.body), string(body))
}

// serve answers requests, and hands them over.
func serve(t *testing.T, status int, body string) (url string, seen <-chan *http.Request) {
	t.Helper()
	requests := make(chan *http.Request, 8)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		r.Body = io.NopCloser(strings.NewReader(string(sent)))
		requests <- r
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL, requests
}

// TestEveryMethodIsARouteOfTheTables: what is added to a client is added to the tests.
func TestEveryMethodIsARouteOfTheTables(t *testing.T) {
	t.Parallel()
	tested := []string{"AllConversations", "AllMembers", "AllBatchFailed", "SignInState"} // no routes of their own
	for _, r := range routes() {
		method, _, _ := strings.Cut(r.name, ",")
		tested = append(tested, method)
	}
	for _, client := range []reflect.Type{reflect.TypeFor[*connector.Client](), reflect.TypeFor[*connector.TokenClient]()} {
		for method := range client.Methods() {
			if method.IsExported() && method.Name != "Hold" { // of export_test.go
				require.Contains(t, tested, method.Name)
			}
		}
	}
}

// TestRoutesAgainstHostileAnswers: whatever a service answers, no call panics, hangs, takes it for what it is not, goes
// elsewhere, or repeats the bot's token.
func TestRoutesAgainstHostileAnswers(t *testing.T) {
	t.Parallel()
	const echo = `{"error": {"code": "BadSyntax", "message": "Bearer ` + botToken + `"}}`
	tests := []struct {
		name   string
		answer reply
		fine   bool // where the body says nothing
	}{
		{"a page", answer(200, "<html>please log in</html>"), true},
		{"another type", answer(200, `[["`+botToken+`"]]`), true},
		{"endless", answer(200, `"`+strings.Repeat("x", 17<<20)+`"`), false},
		{"cut off", cutOff(200, `{"id": "1`), false},
		{"the token in an error", answer(400, echo, "Ms-Cv", botToken), false},
		{"a redirect", answer(307, "", "Location", "https://evil.test/"+botToken), false},
		{"a permanent redirect to http", answer(301, "", "Location", "http://evil.test/"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, r := range routes() {
				service := answering(tt.answer)
				out := service.outbound()
				out.Tokens, out.MaxWait, out.TokenServiceURL = token(botToken), -1, tokenURL
				_, err := r.do(t.Context(), clientsOf(t, out, serviceURL))
				require.Len(t, service.seen, 1, r.name)
				if r.ignores && tt.fine {
					require.NoError(t, err, r.name)
					continue
				}
				require.Error(t, err, r.name)
				require.NotContains(t, err.Error(), botToken, r.name)
				require.Less(t, len(err.Error()), 2000, r.name)
				isToken := strings.HasPrefix(r.uri, "/api/") // asking for one twice does no harm
				if r.method == http.MethodPost && !isToken && channelError(t, err).Status < 300 {
					require.Equal(t, framework.Ambiguous, framework.ClassOf(err), r.name)
				}
			}
		})
	}
}

// TestRoutesGoOnlyWhereTheyMay: every route asks the host rule at every request, before it has a token.
func TestRoutesGoOnlyWhereTheyMay(t *testing.T) {
	t.Parallel()
	errForbidden := errors.New("forbidden host")
	for _, r := range routes() {
		service := answering(answer(200, "{}"))
		out := service.outbound()
		out.Tokens, out.TokenServiceURL = token(botToken), tokenURL
		var asked []string
		out.CheckURL = func(u string) error {
			asked = append(asked, u)
			return errForbidden
		}
		_, err := r.do(t.Context(), clientsOf(t, out, serviceURL))
		require.ErrorIs(t, err, errForbidden, r.name)
		require.Empty(t, service.seen, r.name)
		want := serviceURL
		if strings.HasPrefix(r.uri, "/api/") {
			want = tokenURL
		}
		require.Equal(t, []string{want}, asked, r.name)
	}
}

// TestRoutesRefuseBadIDs: an id that would change the route, or none, is refused before anything is sent.
func TestRoutesRefuseBadIDs(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", "..", "a/../b", "a\r\nb", strings.Repeat("x", 2049)} {
		service := answering(answer(200, "{}"))
		c, ctx := clientsOf(t, service.outbound(), serviceURL), t.Context()
		refused := func(name string, err error) {
			t.Helper()
			var e *connector.InvalidIDError
			require.ErrorAs(t, err, &e)
			require.Equal(t, name, e.Name)
			require.Equal(t, id, e.ID)
		}
		_, err := c.TeamDetails(ctx, id)
		refused("team", err)
		_, err = c.TeamChannels(ctx, id)
		refused("team", err)
		_, err = c.Meeting(ctx, id)
		refused("meeting", err)
		_, err = c.MeetingParticipant(ctx, "m", id, "t")
		refused("participant", err)
		_, err = c.SendMeetingNotification(ctx, id, vote())
		refused("meeting", err)
		refused("reaction", c.AddReaction(ctx, "c", "a", id))
		refused("activity", c.DeleteReaction(ctx, "c", id, "like"))
		refused("activity", c.DeleteTargetedActivity(ctx, "c", id))
		_, err = c.AttachmentInfo(ctx, id)
		refused("attachment", err)
		_, err = c.AttachmentView(ctx, "a", id)
		refused("view", err)
		_, err = c.UploadAttachment(ctx, id, schema.AttachmentData{})
		refused("conversation", err)
		_, err = c.SendToUsers(ctx, "t", []string{"29:ann", id}, hello())
		refused("member", err)
		_, err = c.SendToTenant(ctx, id, hello())
		refused("tenant", err)
		_, err = c.SendToTeam(ctx, "t", id, hello())
		refused("team", err)
		_, err = c.BatchState(ctx, id)
		refused("operation", err)
		_, err = c.BatchFailed(ctx, id, "")
		refused("operation", err)
		refused("operation", c.CancelBatch(ctx, id))
		_, err = c.tokens.GetToken(ctx, id, "")
		refused("connection", err)
		_, err = c.tokens.Exchange(ctx, id, schema.TokenExchangeRequest{})
		refused("connection", err)
		_, err = c.tokens.AADTokens(ctx, id)
		refused("connection", err)
		_, err = c.tokens.TokenOrSignInResource(ctx, id, "", "")
		refused("connection", err)
		_, err = c.tokens.SignInURL(ctx, id, connector.SignInOptions{})
		refused("connection", err)
		_, err = c.tokens.SignInResource(ctx, id, connector.SignInOptions{})
		refused("connection", err)
		require.Empty(t, service.seen)
	}
}

// TestTargetedThroughAnAdapter: what an adapter sends for one recipient takes that route too.
func TestTargetedThroughAnAdapter(t *testing.T) {
	t.Parallel()
	service := answering(answer(201, `{"id": "1"}`))
	turn := framework.NewTurnContext(adapter{service.outbound()}, &schema.Activity{
		ID: "question", From: schema.ChannelAccount{ID: "29:ann"}, Recipient: schema.ChannelAccount{ID: "28:bot"},
		Conversation: schema.ConversationAccount{ID: "c"}, ServiceURL: serviceURL,
	})
	a := schema.TextMessage("psst")
	a.Recipient.IsTargeted = true // without an id: who spoke
	_, err := turn.SendActivity(t.Context(), a)
	require.NoError(t, err)
	a.ID = "1"
	_, err = turn.UpdateActivity(t.Context(), a)
	require.NoError(t, err)
	_, err = turn.SendActivity(t.Context(), hello())
	require.NoError(t, err)

	var got []string
	for _, r := range service.seen {
		got = append(got, r.method+" "+strings.TrimPrefix(r.url, serviceURL))
	}
	require.Equal(t, []string{
		"POST v3/conversations/c/activities/question?isTargetedActivity=true",
		"PUT v3/conversations/c/activities/1?isTargetedActivity=true",
		"POST v3/conversations/c/activities/question",
	}, got)
	require.Contains(t, service.seen[0].body, `"recipient":{"id":"29:ann","isTargeted":true}`)
	require.NotContains(t, service.seen[1].body, "recipient", "Teams refuses it in an update")
	require.NotContains(t, service.seen[2].body, "recipient")
}

// TestFromTurnNamesTheBot: what a turn's client sends has the bot as its sender (A2061), unless it has one.
func TestFromTurnNamesTheBot(t *testing.T) {
	t.Parallel()
	service := answering(answer(201, `{"id": "1", "operationId": "op"}`))
	turn := framework.NewTurnContext(adapter{service.outbound()}, &schema.Activity{
		Recipient: schema.ChannelAccount{ID: "28:bot", Name: "Bot"}, ServiceURL: serviceURL,
	})
	client, err := connector.FromTurn(turn)
	require.NoError(t, err)
	require.NoError(t, post(t.Context(), client))
	require.NoError(t, first(client.SendToTenant(t.Context(), tenantID, hello())))
	other := hello()
	other.From.ID = "28:other"
	require.NoError(t, first(client.SendToConversation(t.Context(), "c", other)))
	for i, want := range []string{`"from":{"id":"28:bot"}`, `"from":{"id":"28:bot"}`, `"from":{"id":"28:other"}`} {
		require.Contains(t, service.seen[i].body, want)
	}
}
