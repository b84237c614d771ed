package world_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// token asks the token service; the answer is checked for its status and returned.
func (b town) token(method, path string, query url.Values, body string, status int) string {
	b.t.Helper()
	req := httptest.NewRequestWithContext(b.t.Context(), method, b.TokenServiceURL()+"/api/"+path+"?"+query.Encode(), strings.NewReader(body))
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, req)
	require.Equal(b.t, status, rec.Code, rec.Body.String())
	return rec.Body.String()
}

func of(p world.Person, more ...string) url.Values {
	q := url.Values{"userId": {p.ID}, "connectionName": {"graph"}, "channelId": {schema.ChannelTeams}}
	for i := 0; i < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return q
}

func TestTokens(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.AddConnection(world.Connection{Name: "github", Provider: "GitHub"})
	const get = "usertoken/GetToken"
	b.token(http.MethodGet, get, of(b.ann), "", http.StatusNotFound)
	b.SignIn(b.ann, "graph", "t-1")
	token := `{"channelId":"msteams","connectionName":"graph","token":"t-1"}`
	require.JSONEq(t, token, b.token(http.MethodGet, get, of(b.ann), "", http.StatusOK))
	require.JSONEq(t, token, b.token(http.MethodGet, get, of(b.ann, "userId", b.ann.AADObjectID), "", http.StatusOK))
	b.token(http.MethodGet, get, of(b.bob), "", http.StatusNotFound)
	b.token(http.MethodGet, get, of(b.ann, "channelId", "webchat"), "", http.StatusNotFound)
	b.token(http.MethodGet, get, of(b.ann, "userId", "29:nobody"), "", http.StatusNotFound)
	b.token(http.MethodGet, get, of(b.ann, "connectionName", ""), "", http.StatusBadRequest)

	const status = "usertoken/GetTokenStatus"
	require.JSONEq(t, `[{"channelId":"msteams","connectionName":"github","serviceProviderDisplayName":"GitHub"},
		{"channelId":"msteams","connectionName":"graph","hasToken":true,"serviceProviderDisplayName":"graph"}]`,
		b.token(http.MethodGet, status, of(b.ann), "", http.StatusOK))
	require.JSONEq(t, `[]`, b.token(http.MethodGet, status, of(b.ann, "include", "none"), "", http.StatusOK))

	b.token(http.MethodDelete, "usertoken/SignOut", of(b.ann, "connectionName", ""), "", http.StatusOK)
	b.token(http.MethodGet, get, of(b.ann), "", http.StatusNotFound)
	b.SignIn(b.ann, "graph", "t-2")
	b.SignOut(b.ann, "graph")
	b.token(http.MethodGet, get, of(b.ann), "", http.StatusNotFound)
}

func TestCodes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const get = "usertoken/GetToken"
	code := b.SignInWithCode(b.ann, "graph", "t-1")
	b.token(http.MethodGet, get, of(b.ann), "", http.StatusNotFound)
	b.token(http.MethodGet, get, of(b.ann, "code", "000000"), "", http.StatusNotFound)
	b.token(http.MethodGet, get, of(b.bob, "code", code), "", http.StatusNotFound)
	require.Contains(t, b.token(http.MethodGet, get, of(b.ann, "code", code), "", http.StatusOK), "t-1")
	require.Contains(t, b.token(http.MethodGet, get, of(b.ann), "", http.StatusOK), "t-1")
}

func TestExchange(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const exchange = "usertoken/exchange"
	b.token(http.MethodPost, exchange, of(b.ann), `{"token":"sso"}`, http.StatusNotFound)
	b.AllowExchange(b.ann, "graph", "sso", "t-1")
	b.AllowExchange(b.ann, "graph", "https://graph.example", "t-graph")
	b.token(http.MethodPost, exchange, of(b.ann), `{"token":"other"}`, http.StatusBadRequest)
	b.token(http.MethodPost, exchange, of(b.bob), `{"token":"sso"}`, http.StatusBadRequest)
	for _, bad := range []string{`{}`, `{"token":"sso","uri":"u"}`, `[`} {
		b.token(http.MethodPost, exchange, of(b.ann), bad, http.StatusBadRequest)
	}
	require.Contains(t, b.token(http.MethodPost, exchange, of(b.ann), `{"token":"sso"}`, http.StatusOK), "t-1")
	require.Contains(t, b.token(http.MethodGet, "usertoken/GetToken", of(b.ann), "", http.StatusOK), "t-1")

	const aad = "usertoken/GetAadTokens"
	require.JSONEq(t, `{"https://graph.example":{"channelId":"msteams","connectionName":"graph","token":"t-graph"}}`,
		b.token(http.MethodPost, aad, of(b.ann), `{"resourceUrls":["https://graph.example","https://other.example"]}`, http.StatusOK))
	b.token(http.MethodPost, aad, of(b.ann), `{}`, http.StatusBadRequest)
	b.token(http.MethodPost, aad, of(b.bob), `{"resourceUrls":["https://graph.example"]}`, http.StatusNotFound)
}

func TestSignInResource(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.AddConnection(world.Connection{Name: "graph", Resource: "api://bot"})
	state := base64.StdEncoding.EncodeToString([]byte(`{"connectionName":"graph"}`))
	link := b.token(http.MethodGet, "botsignin/GetSignInUrl", url.Values{"state": {state}}, "", http.StatusOK)
	require.True(t, strings.HasPrefix(link, b.TokenServiceURL()+"/signin/graph?"), link)
	require.Contains(t, b.token(http.MethodGet, "botsignin/GetSignInResource", url.Values{"state": {state}}, "", http.StatusOK),
		`"tokenExchangeResource":{"id":`)
	for _, bad := range []string{"", "%", base64.StdEncoding.EncodeToString([]byte(`{}`))} {
		b.token(http.MethodGet, "botsignin/GetSignInResource", url.Values{"state": {bad}}, "", http.StatusBadRequest)
	}
	const either = "usertoken/GetTokenOrSignInResource"
	require.Contains(t, b.token(http.MethodGet, either, of(b.ann, "state", state), "", http.StatusOK), `"signInLink"`)
	b.SignIn(b.ann, "graph", "t-1")
	require.NotContains(t, b.token(http.MethodGet, either, of(b.ann, "state", state), "", http.StatusOK), `"signInLink"`)

	b.Inject(world.Fault{Path: "/api/usertoken/exchange", Status: http.StatusTooManyRequests})
	b.token(http.MethodPost, "usertoken/exchange", of(b.ann), `{"token":"sso"}`, http.StatusTooManyRequests)
}
