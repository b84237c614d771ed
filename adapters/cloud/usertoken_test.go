package cloud_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
)

// tokenReader looks for the user's token.
func tokenReader(ctx context.Context, turn *framework.TurnContext) error {
	tokens, err := connector.TokensFromTurn(turn)
	if err != nil {
		return err
	}
	token, err := tokens.GetToken(ctx, "graph", "")
	if errors.Is(err, connector.ErrNoToken) {
		return turn.SendText(ctx, "Sign in, please.")
	}
	if err != nil {
		return err
	}
	return turn.SendText(ctx, "You have a token: "+token.ConnectionName)
}

// TestUserTokens: the bot's own token goes to the token service of its cloud, and the user's does not go anywhere.
func TestUserTokens(t *testing.T) {
	t.Parallel()
	const userToken = "the-token-of-the-user"
	service := &channel{answer: func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"connectionName": "graph", "token": "` + userToken + `"}`))
	}}
	b := newBot(t, tokenReader)
	b.network["token.botframework.com"] = service
	require.Equal(t, http.StatusOK, b.post(t, activity(t, nil)).Code, b.logs)

	asked := service.requests()
	require.Len(t, asked, 1)
	require.Equal(t, "GET /api/usertoken/GetToken", asked[0].route)
	require.NoError(t, b.identity.VerifyBotToken(strings.TrimPrefix(asked[0].authorization, "Bearer ")))
	said := b.connector.requests()
	require.Len(t, said, 1)
	require.Contains(t, said[0].body, "You have a token: graph")
	require.NotContains(t, said[0].body+b.logs.String(), userToken)

	service.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }
	require.Equal(t, http.StatusOK, b.post(t, activity(t, map[string]any{"id": "2"})).Code, b.logs)
	require.Contains(t, b.connector.requests()[1].body, "Sign in, please.")
}

// TestTokenServiceURL: a token service elsewhere is refused when the bot starts.
func TestTokenServiceURL(t *testing.T) {
	t.Parallel()
	identity := newBot(t, nil).identity
	for url, fine := range map[string]bool{
		"https://token.botframework.com": true, "https://api.botframework.com/": true, "": true,
		"https://token.botframework.com.evil.test": false, "http://token.botframework.com": false, "https://evil.test/api": false,
	} {
		cfg := cloud.Config{AppID: appID, AppPassword: password, Cloud: identity.Cloud("https://identity.test")}
		cfg.Cloud.TokenServiceURL = url
		_, err := cloud.New(cfg, framework.HandlerFunc(tokenReader))
		if fine {
			require.NoError(t, err, url)
			continue
		}
		require.ErrorContains(t, err, "Cloud.TokenServiceURL", url)
	}
}

// TestUserTokensLocally: the Emulator, whose service URL is the conversation's, keeps the tokens itself.
func TestUserTokensLocally(t *testing.T) {
	t.Parallel()
	emulator := &channel{answer: func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = w.Write([]byte(`{"connectionName": "graph", "token": "t"}`))
		}
	}}
	server := serve(t, emulator)
	b := newLocalBot(t, tokenReader)
	require.Equal(t, http.StatusOK, b.do(localRequest(t, activity(t, map[string]any{"serviceUrl": server.URL}))).Code, b.logs)
	asked := emulator.requests()
	require.Equal(t, "GET /api/usertoken/GetToken", asked[0].route)
	require.Empty(t, asked[0].authorization)
	require.Contains(t, asked[1].body, "You have a token: graph")
}
