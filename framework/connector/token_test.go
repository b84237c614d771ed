package connector_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

const (
	tokenURL  = "https://token.example/"
	userToken = "not-a-token-of-anyone"
	userQuery = "userId=29%3Auser&channelId=msteams"
)

func tokenRoutes() []route {
	state := func(t string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(t))) }
	// What TestSignInState reads as testdata/token-state.json.
	signIn := "state=" + state(`{"connectionName":"graph","conversation":{"activityId":"question","user":{"id":"29:user"},`+
		`"bot":{"id":"28:bot","name":"Bot"},"conversation":{"id":"19:c@thread.tacv2;messageid=1","name":"General",`+
		`"conversationType":"channel","isGroup":true},"channelId":"msteams","serviceUrl":"https://smba.example/amer/"},"msAppId":"app"}`)
	options := connector.SignInOptions{CodeChallenge: "c=1", EmulatorURL: "http://localhost:9000", FinalRedirect: "https://contoso.example/done?a=b"}
	asked := "&code_challenge=c%3D1&emulatorUrl=http%3A%2F%2Flocalhost%3A9000&finalRedirect=https%3A%2F%2Fcontoso.example%2Fdone%3Fa%3Db"
	link := "https://token.example/api/oauth/signin?signin=1"
	return []route{
		{
			"GetToken", func(ctx context.Context, c clients) (any, error) {
				got, err := c.tokens.GetToken(ctx, "graph", "123456")
				return []any{got.Token, got.Expiration}, err
			}, "GET", "/api/usertoken/GetToken?" + userQuery + "&connectionName=graph&code=123456", "", 200, "token.json",
			[]any{userToken, timeOf("2026-11-21T13:00:00Z")},
			false,
		},
		{"SignOut", func(ctx context.Context, c clients) (any, error) {
			return nothing(c.tokens.SignOut(ctx, "my graph&co"))
		}, "DELETE", "/api/usertoken/SignOut?" + userQuery + "&connectionName=my+graph%26co", "", 204, "", none{}, true},
		{"SignOut, everywhere", func(ctx context.Context, c clients) (any, error) {
			return nothing(c.tokens.SignOut(ctx, ""))
		}, "DELETE", "/api/usertoken/SignOut?" + userQuery, "", 200, `{"body": "done"}`, none{}, true},
		{"TokenStatus", func(ctx context.Context, c clients) (any, error) {
			return c.tokens.TokenStatus(ctx, "graph", "github")
		}, "GET", "/api/usertoken/GetTokenStatus?" + userQuery + "&include=graph%2Cgithub", "", 200, "token-status.json", []schema.TokenStatus{
			{ChannelID: "msteams", ConnectionName: "graph", HasToken: true, ServiceProviderDisplayName: "Microsoft Entra ID"},
			{ChannelID: "msteams", ConnectionName: "github", ServiceProviderDisplayName: "GitHub"},
		}, false},
		{
			"AADTokens", func(ctx context.Context, c clients) (any, error) {
				got, err := c.tokens.AADTokens(ctx, "aad", "https://graph.example/", "https://mail.example/")
				return []string{got["https://graph.example/"].Token, got["https://mail.example/"].Token}, err
			}, "POST", "/api/usertoken/GetAadTokens?" + userQuery + "&connectionName=aad", `{"resourceUrls": ["https://graph.example/", "https://mail.example/"]}`,
			200, "token-aad.json",
			[]string{"not-a-token-for-graph", "not-a-token-for-mail"},
			false,
		},
		{"Exchange", func(ctx context.Context, c clients) (any, error) {
			got, err := c.tokens.Exchange(ctx, "graph", schema.TokenExchangeRequest{Token: "offered"})
			return got.Token, err
		}, "POST", "/api/usertoken/exchange?" + userQuery + "&connectionName=graph", `{"token": "offered"}`, 200, "token.json", userToken, false},
		{
			"TokenOrSignInResource", func(ctx context.Context, c clients) (any, error) {
				got, err := c.tokens.TokenOrSignInResource(ctx, "graph", "123456", "https://contoso.example/")
				return got.SignInResource.SignInLink + " " + got.SignInResource.TokenExchangeResource.ID, err
			}, "GET", "/api/usertoken/GetTokenOrSignInResource?" + userQuery + "&connectionName=graph&code=123456&" + signIn + "&finalRedirect=https%3A%2F%2Fcontoso.example%2F",
			"", 200, "token-or-signin.json", link + " r1", false,
		},
		{"TokenOrSignInResource, signed in", func(ctx context.Context, c clients) (any, error) {
			got, err := c.tokens.TokenOrSignInResource(ctx, "graph", "", "")
			return got.TokenResponse.Token, err
		}, "GET", "/api/usertoken/GetTokenOrSignInResource?" + userQuery + "&connectionName=graph&" + signIn, "", 200, `{"tokenResponse": {"token": "` + userToken + `"}}`, userToken, false},
		{"SignInURL", func(ctx context.Context, c clients) (any, error) {
			return c.tokens.SignInURL(ctx, "graph", options)
		}, "GET", "/api/botsignin/GetSignInUrl?" + signIn + asked, "", 200, link + "\n", link, false},
		{"SignInURL, as JSON", func(ctx context.Context, c clients) (any, error) {
			return c.tokens.SignInURL(ctx, "graph", connector.SignInOptions{})
		}, "GET", "/api/botsignin/GetSignInUrl?" + signIn, "", 200, `"` + link + `"`, link, false},
		{
			"SignInResource", func(ctx context.Context, c clients) (any, error) {
				got, err := c.tokens.SignInResource(ctx, "graph", options)
				return []string{got.SignInLink, got.TokenExchangeResource.URI, got.TokenPostResource.SASURL}, err
			}, "GET", "/api/botsignin/GetSignInResource?" + signIn + asked, "", 200, "token-signin-resource.json",
			[]string{link, "api://botid-1/access", "https://token.example/api/sas/postToken?token=1"},
			false,
		},
	}
}

func TestSignInState(t *testing.T) {
	t.Parallel()
	out := &connector.Outbound{AppID: "app", TokenServiceURL: tokenURL}
	tokens, err := out.TokenClient(reference())
	require.NoError(t, err)
	state, err := tokens.SignInState("graph")
	require.NoError(t, err)
	raw, err := base64.StdEncoding.DecodeString(state)
	require.NoError(t, err)
	require.JSONEq(t, golden(t, "token-state.json"), string(raw))
}

// TestTokensFromTurn: tokens are those of who spoke, on the channel itself, and a sign-in leads back to the conversation.
func TestTokensFromTurn(t *testing.T) {
	t.Parallel()
	service := answering(answer(404, ""))
	out := service.outbound()
	out.AppID, out.TokenServiceURL = "app", tokenURL
	a := &schema.Activity{
		ID: "1", ChannelID: "msteams:COPILOT", From: schema.ChannelAccount{ID: "29:ann"}, ServiceURL: serviceURL,
		Conversation: schema.ConversationAccount{ID: "c"}, RelatesTo: schema.ConversationReference{ActivityID: "earlier"},
	}
	tokens, err := connector.TokensFromTurn(framework.NewTurnContext(adapter{out}, a))
	require.NoError(t, err)
	_, err = tokens.GetToken(t.Context(), "graph", "")
	require.ErrorIs(t, err, connector.ErrNoToken)
	require.Equal(t, tokenURL+"api/usertoken/GetToken?userId=29%3Aann&channelId=msteams&connectionName=graph", service.seen[0].url)
	state, err := tokens.SignInState("graph")
	require.NoError(t, err)
	raw, err := base64.StdEncoding.DecodeString(state)
	require.NoError(t, err)
	require.Contains(t, string(raw), `"relatesTo":{"activityId":"earlier"}`)

	a.From.ID = ""
	_, err = connector.TokensFromTurn(framework.NewTurnContext(adapter{out}, a))
	require.ErrorContains(t, err, "a user of a channel")
	_, err = connector.TokensFromTurn(framework.NewTurnContext(bare{}, a))
	require.ErrorContains(t, err, "adapter connector_test.bare has no token service")
}

// bare is an adapter that can do nothing.
type bare struct{ framework.Adapter }

// TestTokenServiceOfTheConversation: without a base URL of its own, the token service is where the conversation is.
func TestTokenServiceOfTheConversation(t *testing.T) {
	t.Parallel()
	service := answering(answer(200, `[]`))
	tokens, err := service.outbound().TokenClient(reference())
	require.NoError(t, err)
	_, err = tokens.TokenStatus(t.Context())
	require.NoError(t, err)
	require.Equal(t, serviceURL+"api/usertoken/GetTokenStatus?"+userQuery, service.seen[0].url)

	ref := reference()
	ref.ServiceURL = ""
	_, err = service.outbound().TokenClient(ref)
	require.ErrorContains(t, err, "the service URL is empty")
}

// TestNoUserToken: which answers mean that the user has to sign in.
func TestNoUserToken(t *testing.T) {
	t.Parallel()
	const consent = `{"error": {"code": "ConsentRequired", "message": "The user has not consented"}}`
	tests := []struct {
		name       string
		answer     reply
		get, other bool // whether GetToken and Exchange say so
	}{
		{"not found", answer(404, ""), true, true},
		{"not found, with words", answer(404, `{"error": {"code": "NotFound"}}`), true, true},
		{"no token in it", answer(200, `{"connectionName": "graph"}`), true, true},
		{"consent", answer(400, consent), false, true},
		{"precondition", answer(412, consent), false, true},
		{"not allowed", answer(403, consent), false, false},
		{"failure", answer(500, consent), false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out := answering(tt.answer).outbound()
			out.MaxWait = -1
			tokens := clientsOf(t, out, serviceURL).tokens
			got, err := tokens.GetToken(t.Context(), "graph", "")
			require.Error(t, err)
			require.Empty(t, got)
			requireNoToken(t, tt.get, err)
			got, err = tokens.Exchange(t.Context(), "graph", schema.TokenExchangeRequest{Token: "offered"})
			require.Error(t, err)
			require.Empty(t, got)
			requireNoToken(t, tt.other, err)
			if strings.HasPrefix(tt.name, "consent") {
				require.Equal(t, "ConsentRequired", channelError(t, err).Code, "what the service said is kept")
			}
			several, err := tokens.AADTokens(t.Context(), "aad", "https://mail.example/")
			requireNoToken(t, strings.HasPrefix(tt.name, "not found"), err)
			require.Empty(t, several["https://mail.example/"].Token)
		})
	}
}

func requireNoToken(t *testing.T, want bool, err error) {
	t.Helper()
	if want {
		require.ErrorIs(t, err, connector.ErrNoToken)
		return
	}
	require.NotErrorIs(t, err, connector.ErrNoToken)
}

// TestTokenErrorsHoldNoSecret: neither the token that came nor what was sent in its place.
func TestTokenErrorsHoldNoSecret(t *testing.T) {
	t.Parallel()
	const offered, code = "offered.user.token", "code-123456"
	echo := `{"error": {"message": "` + offered + " " + code + " " + botToken + `"}}`
	for name, answers := range map[string]reply{
		"wrong type":       answer(200, `{"token": ["`+userToken+`"]}`),
		"wrong expiration": answer(200, `{"token": "`+userToken+`", "isExchangeable": "`+userToken+`"}`),
		"twice":            answer(200, `{"`+userToken+`": 1, "`+userToken+`": 2}`),
		"two values":       answer(200, `{"token": "x"} `+userToken),
		"cut off":          cutOff(200, `{"token": "`+userToken),
		"refused":          answer(400, echo, "Ms-Cv", offered),
		"failed":           answer(500, echo),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := answering(answers).outbound()
			out.Tokens, out.MaxWait, out.TokenServiceURL = token(botToken), -1, tokenURL
			tokens := clientsOf(t, out, serviceURL).tokens
			_, got := tokens.GetToken(t.Context(), "graph", code)
			_, exchanged := tokens.Exchange(t.Context(), "graph", schema.TokenExchangeRequest{Token: offered})
			_, either := tokens.TokenOrSignInResource(t.Context(), "graph", code, "")
			_, several := tokens.AADTokens(t.Context(), "graph")
			for what, err := range map[string]error{"get": got, "exchange": exchanged, "either": either, "several": several} {
				require.Error(t, err, what)
				secrets := []string{userToken, botToken}
				switch what {
				case "get", "either":
					secrets = append(secrets, code)
				case "exchange":
					secrets = append(secrets, offered)
				}
				for _, secret := range secrets {
					require.NotContains(t, fmt.Sprintf("%v %+v", err, err), secret, what)
				}
			}
		})
	}
}

// TestTokensAreReadAgain: an exchange leaves nothing behind, so it is repeated as a GET is, and is never ambiguous.
func TestTokensAreReadAgain(t *testing.T) {
	t.Parallel()
	service := answering(answer(503, ""), failing(errReset), answer(200, golden(t, "token.json")))
	tokens := clientsOf(t, service.outbound(), serviceURL).tokens
	got, err := tokens.Exchange(t.Context(), "graph", schema.TokenExchangeRequest{Token: "offered"})
	require.NoError(t, err)
	require.Equal(t, userToken, got.Token)
	require.Len(t, service.seen, 3)

	tokens = clientsOf(t, answering(answer(200, "<html>")).outbound(), serviceURL).tokens
	_, err = tokens.AADTokens(t.Context(), "graph")
	require.Equal(t, framework.Failed, framework.ClassOf(err))
}

// Row 69: a user is sent to no address to which a sign-in cannot lead.
func TestAttackRow69SignInLinks(t *testing.T) {
	t.Parallel()
	for link, fine := range map[string]bool{
		"https://token.example/signin":             true,
		"http://localhost:9000/signin":             true,
		"http://127.0.0.1/signin":                  true,
		"http://token.example/signin":              false,
		"javascript:alert(1)":                      false,
		"https://token.example@evil.test/":         false,
		"//evil.test/":                             false,
		"https://":                                 false,
		"https://token.example/\u0085 two words\n": true, // escaped by who shows it; the host is what counts
		"": false,
	} {
		raw := strings.ReplaceAll(link, "\n", "")
		plain := answering(answer(http.StatusOK, raw))
		_, err := clientsOf(t, plain.outbound(), serviceURL).tokens.SignInURL(t.Context(), "graph", connector.SignInOptions{})
		require.Equal(t, fine, err == nil, "%q: %v", link, err)
		object := answering(answer(http.StatusOK, `{"signInLink": "`+raw+`"}`), answer(http.StatusOK, `{"signInResource": {"signInLink": "`+raw+`"}}`))
		tokens := clientsOf(t, object.outbound(), serviceURL).tokens
		_, err = tokens.SignInResource(t.Context(), "graph", connector.SignInOptions{})
		require.Equal(t, fine, err == nil, "%q: %v", link, err)
		_, err = tokens.TokenOrSignInResource(t.Context(), "graph", "", "")
		require.Equal(t, fine, err == nil, "%q: %v", link, err)
	}
}
