package cloud_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// From end to end over sockets: the channel's token is verified with the identity service's keys, and the reply goes to
// the channel's connector with a token that the identity service gave the bot.
func TestReply(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		tenant  string // where the token comes from
		appType cloud.AppType
		id      string // TenantID
	}{
		"multi-tenant":                {},
		"multi-tenant with tenant id": {appType: cloud.MultiTenant, id: "contoso.example"},
		"single-tenant":               {tenant: "contoso.example", appType: cloud.SingleTenant, id: "contoso.example"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := newIdentity(t, authtest.Config{TenantID: tt.tenant})
			identityServer := serve(t, service)
			connectorService := &channel{}
			channelServer := serve(t, connectorService)
			var logs logs
			transport := &http.Transport{}
			t.Cleanup(transport.CloseIdleConnections)
			adapter := newAdapter(t, cloud.Config{
				AppID: appID, AppPassword: password, AppType: tt.appType, TenantID: tt.id,
				AllowedServiceURLs: []string{channelServer.URL},
				Cloud:              service.Cloud(identityServer.URL),
				HTTPClient:         &http.Client{Transport: transport},
				Logger:             logs.logger(),
			}, framework.HandlerFunc(echo))
			bot := serve(t, adapter)

			token, err := service.SignChannelToken(channelServer.URL+"/emea/", nil)
			require.NoError(t, err)
			for i := range 3 {
				body := activity(t, map[string]any{
					"id": strconv.Itoa(i), "serviceUrl": channelServer.URL + "/emea/",
					"conversation": map[string]any{"id": "19:a/b@thread.tacv2;messageid=1", "tenantId": "t"},
				})
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, bot.URL, strings.NewReader(body))
				require.NoError(t, err)
				req.Header.Set("Content-Type", "application/json")
				req.Header.Set("Authorization", "Bearer "+token)
				resp, err := transport.RoundTrip(req)
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())
				require.Equal(t, http.StatusOK, resp.StatusCode, &logs)
			}

			sent := connectorService.requests()
			require.Len(t, sent, 3)
			require.Equal(t, "POST /emea/v3/conversations/19%3Aa%2Fb%40thread.tacv2%3Bmessageid%3D1/activities/0", sent[0].route)
			require.JSONEq(t, `{
				"type": "message", "channelId": "msteams", "text": "Echo: hi", "replyToId": "0",
				"from": {"id": "28:`+appID+`"}, "conversation": {"id": "19:a/b@thread.tacv2;messageid=1"}
			}`, sent[0].body)
			require.NoError(t, service.VerifyBotToken(strings.TrimPrefix(sent[0].authorization, "Bearer ")))
			require.Equal(t, sent[0].authorization, sent[2].authorization)
			require.Equal(t, authtest.Counts{Metadata: 1, Keys: 1, Tokens: 1}, service.Counts(), "each is fetched once")
			requireNoSecrets(t, &logs, token, sent[0].authorization)
		})
	}
}

// Turns at once fetch one token; it is replaced before it expires.
func TestBotTokenIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, echo)
		burst := func(name string) {
			var wg sync.WaitGroup
			for i := range 20 {
				id := name + strconv.Itoa(i)
				r := b.request(t, activity(t, map[string]any{"id": id, "conversation": map[string]any{"id": id}}))
				wg.Go(func() { b.do(r) })
			}
			wg.Wait()
			synctest.Wait()
		}
		burst("a")
		require.Len(t, b.connector.requests(), 20)
		require.Equal(t, 1, b.identity.Counts().Tokens)

		time.Sleep(56 * time.Minute)
		burst("b")
		burst("c")
		require.Len(t, b.connector.requests(), 60)
		require.Equal(t, 2, b.identity.Counts().Tokens)
		last := b.connector.requests()[59].authorization
		require.NotEqual(t, b.connector.requests()[0].authorization, last)
		require.NoError(t, b.identity.VerifyBotToken(strings.TrimPrefix(last, "Bearer ")))
	})
}

// The bot's token goes nowhere but to the connectors that may have it, whoever says otherwise: here a genuine token of
// the channel does, and a stored reference.
func TestServiceURLNotAllowed(t *testing.T) {
	t.Parallel()
	for _, to := range []string{
		"https://evil.test/", "https://smba.trafficmanager.net.evil.test/", "https://evil.trafficmanager.net/",
		"http://smba.trafficmanager.net/", "https://smba.trafficmanager.net:8443/", "https://u:p@smba.trafficmanager.net/",
		"https://169.254.169.254/", "http://localhost:1/",
	} {
		t.Run(to, func(t *testing.T) {
			t.Parallel()
			var failure error
			b := newBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
				failure = echo(ctx, turn)
				return nil
			})
			u, err := url.Parse(to)
			require.NoError(t, err)
			b.network[u.Host] = b.connector

			r := b.request(t, activity(t, map[string]any{"serviceUrl": to}))
			r.Header.Set("Authorization", "Bearer "+b.token(t, map[string]any{"serviceurl": to}))
			require.Equal(t, http.StatusOK, b.do(r).Code)
			require.Error(t, failure)

			ref := schema.ConversationReference{ServiceURL: to, ChannelID: "msteams", Conversation: schema.ConversationAccount{ID: "a:chat"}}
			require.Error(t, b.ContinueConversation(t.Context(), ref, framework.HandlerFunc(echo)))
			_, err = b.CreateConversation(t.Context(), "msteams", to, schema.ConversationParameters{})
			require.Error(t, err)
			if client, err := b.ConnectorClient(to); err == nil {
				require.Error(t, client.DeleteActivity(t.Context(), "a:chat", "1"))
			}
			require.Empty(t, b.connector.requests())
			require.Zero(t, b.identity.Counts().Tokens, "no token was even fetched")
		})
	}
}

// A connector that redirects does not take the message, or the token, elsewhere.
func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			b := newBot(t, echo)
			var strayed atomic.Int64
			b.network["evil.test"] = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strayed.Add(1) })
			b.connector.answer = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "https://evil.test/", status) }
			require.Equal(t, http.StatusInternalServerError, b.post(t, activity(t, nil)).Code)
			require.Len(t, b.connector.requests(), 1)
			require.Zero(t, strayed.Load())
		})
	}
}

// Without a token for itself a bot says nothing, and nobody but the log hears why.
func TestBotTokenRefused(t *testing.T) {
	t.Parallel()
	var failure error
	b := newBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
		failure = echo(ctx, turn)
		return failure
	}, func(cfg *cloud.Config) { cfg.AppPassword = "wr0ng+password" })
	w := b.post(t, activity(t, nil))
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.NotContains(t, w.Body.String(), "AADSTS")
	require.Equal(t, framework.Unauthorized, framework.ClassOf(failure))
	var refused *auth.TokenError
	require.ErrorAs(t, failure, &refused)
	require.Equal(t, "invalid_client", refused.Code)
	require.Empty(t, b.connector.requests())
	requireNoSecrets(t, b.logs, "wr0ng+password")
}

// An id from the wire cannot change the route of a request.
func TestIDsCannotChangeTheRoute(t *testing.T) {
	t.Parallel()
	for id, route := range map[string]string{
		"a/../../b": "", "..": "", ".": "", "a\r\nb": "", `a\..\b`: "",
		"a/b":     "a%2Fb",
		"a?b#c%d": "a%3Fb%23c%25d",
		"a%2f..":  "a%252f..",
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, echo)
			w := b.post(t, activity(t, map[string]any{"conversation": map[string]any{"id": id}}))
			if route == "" {
				require.Equal(t, http.StatusInternalServerError, w.Code)
				require.Empty(t, b.connector.requests())
				return
			}
			require.Equal(t, http.StatusOK, w.Code, b.logs)
			require.Equal(t, "POST /amer/v3/conversations/"+route+"/activities/1700000000001", b.connector.requests()[0].route)
		})
	}
}

// Everything beyond sending goes through the connector's client, with the same credentials.
func TestConnectorFromTurn(t *testing.T) {
	t.Parallel()
	b := newBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
		client, err := connector.FromTurn(turn)
		if err != nil {
			return err
		}
		return client.DeleteActivity(ctx, turn.Activity.Conversation.ID, "7")
	})
	require.Equal(t, http.StatusOK, b.post(t, activity(t, nil)).Code, b.logs)
	sent := b.connector.requests()
	require.Equal(t, "DELETE /amer/v3/conversations/a%3Achat/activities/7", sent[0].route)
	require.NoError(t, b.identity.VerifyBotToken(strings.TrimPrefix(sent[0].authorization, "Bearer ")))
}

// serve returns a server on a loopback socket.
func serve(t *testing.T, handler http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func requireNoSecrets(t *testing.T, logs *logs, more ...string) {
	t.Helper()
	for _, secret := range append(more, password) {
		require.NotContains(t, logs.String(), strings.TrimPrefix(secret, "Bearer "))
	}
}
