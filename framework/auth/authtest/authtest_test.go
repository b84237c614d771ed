package authtest_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newService(t *testing.T, cfg authtest.Config) *authtest.Service {
	t.Helper()
	cfg.AppID, cfg.Password = "app", "secret"
	service, err := authtest.New(cfg)
	require.NoError(t, err)
	return service
}

func TestNewRefusesABotWithoutCredentials(t *testing.T) {
	t.Parallel()
	for _, cfg := range []authtest.Config{{}, {AppID: "app"}, {Password: "secret"}} {
		_, err := authtest.New(cfg)
		require.Error(t, err)
	}
}

// Whichever way the service is reached, a validator that is pointed at it accepts its tokens.
func TestValidatorReachesTheService(t *testing.T) {
	t.Parallel()
	service := newService(t, authtest.Config{})
	plain := httptest.NewServer(service)
	t.Cleanup(plain.Close)
	secure := httptest.NewTLSServer(service)
	t.Cleanup(secure.Close)

	tests := map[string]struct {
		url    string
		client *http.Client
	}{
		"in memory": {"https://identity.test", service.Client()},
		"http":      {plain.URL, plain.Client()},
		"https":     {secure.URL, secure.Client()},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			validator, err := auth.NewValidator(auth.ValidatorConfig{
				Cloud: service.Cloud(tt.url), AppID: "app", HTTPClient: tt.client,
				Entra: auth.EntraTokens{Emulator: true}, ServiceURLs: auth.LocalServiceURLs(),
			})
			require.NoError(t, err)
			token, err := service.SignChannelToken("https://service.test/", nil)
			require.NoError(t, err)
			id, err := validator.Authenticate(context.Background(), []string{"Bearer " + token})
			require.NoError(t, err)
			require.NoError(t, id.CheckActivity("msteams", "https://service.test/"))
			token, err = service.SignEntraToken(authtest.EntraToken{}, nil)
			require.NoError(t, err)
			id, err = validator.Authenticate(context.Background(), []string{"Bearer " + token})
			require.NoError(t, err)
			require.NoError(t, id.CheckActivity("emulator", "http://localhost:1/"))
		})
	}
}

// A token of Entra says what was asked for, and what was not is as the emulator gets it.
func TestSignEntraToken(t *testing.T) {
	t.Parallel()
	service := newService(t, authtest.Config{Cloud: auth.USGovCloud()})
	const tenant = "11111111-2222-3333-4444-555555555555"
	const botTenant = "cab8a31a-1906-4287-a0d8-4eef66b95f6e"
	tests := map[string]struct {
		token  authtest.EntraToken
		change map[string]any
		want   map[string]any
	}{
		"emulator": {authtest.EntraToken{}, nil, map[string]any{
			"iss": "https://sts.windows.net/" + botTenant + "/", "idp": "https://sts.windows.net/" + botTenant + "/",
			"tid": botTenant, "ver": "1.0", "appid": "app", "appidacr": "1", "aud": "app",
		}},
		"another bot": {
			authtest.EntraToken{TenantID: tenant, AppID: "other", Audience: "x", V2: true},
			map[string]any{"azpacr": "2", "scp": "a", "ver": nil},
			map[string]any{
				"iss": "https://login.microsoftonline.us/" + tenant + "/v2.0",
				"tid": tenant, "azp": "other", "azpacr": "2", "aud": "x", "scp": "a",
			},
		},
	}
	kid, err := service.EntraKeyID()
	require.NoError(t, err)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			signed, err := service.SignEntraToken(tt.token, tt.change)
			require.NoError(t, err)
			claims := jwt.MapClaims{}
			token, _, err := jwt.NewParser().ParseUnverified(signed, claims)
			require.NoError(t, err)
			require.Equal(t, kid, token.Header["kid"])
			for _, when := range []string{"iat", "nbf", "exp"} {
				require.NotZero(t, claims[when])
				delete(claims, when)
			}
			require.EqualValues(t, tt.want, claims)
		})
	}
}

func TestTokenEndpointRefuses(t *testing.T) {
	t.Parallel()
	good := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"app"}, "client_secret": {"secret"},
		"scope": {"https://api.botframework.com/.default"},
	}
	tests := map[string]struct {
		tenant, field, value string
		status               int
	}{
		"nothing":      {"my-tenant", "x", "y", http.StatusOK},
		"tenant":       {"other", "x", "y", http.StatusBadRequest},
		"grant type":   {"my-tenant", "grant_type", "password", http.StatusBadRequest},
		"scope":        {"my-tenant", "scope", "x", http.StatusBadRequest},
		"client id":    {"my-tenant", "client_id", "x", http.StatusBadRequest},
		"wrong secret": {"my-tenant", "client_secret", "Secret", http.StatusUnauthorized},
		"no secret":    {"my-tenant", "client_secret", "", http.StatusUnauthorized},
	}
	service := newService(t, authtest.Config{TenantID: "my-tenant"})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			form := url.Values{tt.field: {tt.value}}
			for k, v := range good {
				if k != tt.field {
					form[k] = v
				}
			}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
				"https://identity.test/"+tt.tenant+"/oauth2/v2.0/token", strings.NewReader(form.Encode()))
			require.NoError(t, err)
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			resp, err := service.Client().Do(req)
			require.NoError(t, err)
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.Equal(t, tt.status, resp.StatusCode, string(body))
			require.NotContains(t, string(body), "secret\"")
		})
	}
}

func TestVerifyBotToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t, authtest.Config{TokenLifetime: time.Minute})
		credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
			Cloud: service.Cloud("https://identity.test"), AppID: "app", Password: "secret", HTTPClient: service.Client(),
		})
		require.NoError(t, err)
		token, err := credentials.Token(context.Background())
		require.NoError(t, err)
		require.NoError(t, service.VerifyBotToken(token))
		require.NoError(t, service.RotateKey(nil))
		require.NoError(t, service.VerifyBotToken(token), "the channel's key has nothing to do with it")

		channel, err := service.SignChannelToken("https://service.test/", nil)
		require.NoError(t, err)
		require.Error(t, service.VerifyBotToken(channel), "a channel's token is not the bot's")
		require.Error(t, service.VerifyBotToken(""))
		require.Error(t, newService(t, authtest.Config{}).VerifyBotToken(token), "another service")
		time.Sleep(time.Minute)
		require.Error(t, service.VerifyBotToken(token), "expired")
	})
}

func TestRotateKeyChangesTheKeyID(t *testing.T) {
	t.Parallel()
	service := newService(t, authtest.Config{})
	before := service.KeyID()
	require.NoError(t, service.RotateKey(nil))
	require.NotEqual(t, before, service.KeyID())
}

func TestUnknownPath(t *testing.T) {
	t.Parallel()
	service := newService(t, authtest.Config{})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://identity.test/", http.NoBody)
	require.NoError(t, err)
	resp, err := service.Client().Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusNotFound, resp.StatusCode)
	require.Zero(t, service.Counts())
}
