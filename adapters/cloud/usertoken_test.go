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
	"github.com/convobot/convo/framework/schema"
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

// TestTokenServiceURL: a token service elsewhere is refused when the bot starts; one in the user's region is not.
func TestTokenServiceURL(t *testing.T) {
	t.Parallel()
	identity := newBot(t, nil).identity
	const public = "https://token.botframework.com"
	tests := map[string]struct{ of, cloud, asked string }{
		"the cloud's":                {"", public, public},
		"data residency":             {"https://europe.token.botframework.com", public, "https://europe.token.botframework.com"},
		"none":                       {"", "", "https://smba.trafficmanager.net"},
		"looks like it":              {"https://token.botframework.com.evil.test", public, ""},
		"http":                       {"http://token.botframework.com", public, ""},
		"elsewhere":                  {"https://evil.test/api", public, ""},
		"the cloud's, but elsewhere": {"", "https://evil.test", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			cfg := cloud.Config{
				AppID: appID, Tokens: fixedToken{}, Cloud: identity.Cloud("https://identity.test"), TokenServiceURL: tt.of,
				HTTPClient: &http.Client{Transport: spy(func(r *http.Request) { asked = append(asked, "https://"+r.URL.Host) })},
			}
			cfg.Cloud.TokenServiceURL = tt.cloud
			adapter, err := cloud.New(cfg, framework.HandlerFunc(tokenReader))
			if tt.asked == "" {
				require.ErrorContains(t, err, "TokenServiceURL (OAuthUrl)")
				return
			}
			require.NoError(t, err)
			tokens, err := adapter.TokenClient(schema.ConversationReference{
				ChannelID: "msteams", User: schema.ChannelAccount{ID: "29:ann"}, ServiceURL: "https://smba.trafficmanager.net/amer",
			})
			require.NoError(t, err)
			_, err = tokens.GetToken(t.Context(), "graph", "")
			require.ErrorIs(t, err, connector.ErrNoToken)
			require.Equal(t, []string{tt.asked}, asked)
		})
	}
}

type fixedToken struct{}

func (fixedToken) Token(context.Context) (string, error) { return "the-bots-token", nil }

// spy is a network in which nothing is found.
type spy func(*http.Request)

func (s spy) RoundTrip(r *http.Request) (*http.Response, error) {
	s(r)
	return &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody, Request: r}, nil
}

func TestTokenServiceURLFromEnv(t *testing.T) {
	t.Parallel()
	cfg, err := cloud.ConfigFromEnv([]string{"OAuthUrl=https://europe.token.botframework.com", "MicrosoftAppId=" + appID, "MicrosoftAppPassword=" + password})
	require.NoError(t, err)
	require.Equal(t, "https://europe.token.botframework.com", cfg.TokenServiceURL)
	_, err = cloud.ConfigFromEnv([]string{"OAuthUrl=https://europe.token.botframework.com"})
	require.ErrorContains(t, err, "TokenServiceURL (OAuthUrl) of a bot without credentials")
	cfg, err = cloud.ConfigFromEnv([]string{"OAuthUrl=http://localhost:9000"})
	require.NoError(t, err)
	require.True(t, cfg.Local)
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
