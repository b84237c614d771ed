package auth_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

const (
	appID      = "00000000-0000-0000-0000-00000000b07a"
	password   = "s3cret+/=password"
	baseURL    = "https://identity.test"
	serviceURL = "https://smba.trafficmanager.net/amer/"

	botTenant   = "d6d49420-f39b-4df7-a1dc-d59a935871db" // Microsoft's, for multi-tenant bots
	ownTenant   = "11111111-2222-3333-4444-555555555555"
	otherTenant = "99999999-2222-3333-4444-555555555555"
	callerID    = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee" // another bot
	emulatorURL = "http://localhost:56150/_connector"
	parentURL   = "https://parent.example/api/skills"
)

// Making keys is slow, so the tests share them.
var (
	channelKey  = sync.OnceValue(newKey)
	entraKey    = sync.OnceValue(newKey)
	attackerKey = sync.OnceValue(newKey)
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

func newService(tb testing.TB) *authtest.Service {
	tb.Helper()
	service, err := authtest.New(authtest.Config{AppID: appID, Password: password, SigningKey: channelKey(), EntraKey: entraKey()})
	require.NoError(tb, err)
	return service
}

func newValidator(tb testing.TB, service *authtest.Service, client *http.Client) *auth.Validator {
	tb.Helper()
	validator, err := auth.NewValidator(auth.ValidatorConfig{
		Cloud:      service.Cloud(baseURL),
		AppID:      appID,
		HTTPClient: client,
		Logger:     slog.New(slog.DiscardHandler),
	})
	require.NoError(tb, err)
	return validator
}

// newEntraValidator accepts tokens of Entra too.
func newEntraValidator(tb testing.TB, service *authtest.Service, client *http.Client, entra auth.EntraTokens) *auth.Validator {
	tb.Helper()
	cloud := service.Cloud(baseURL)
	urls, err := auth.NewServiceURLs(cloud, "http://localhost:56150")
	require.NoError(tb, err)
	validator, err := auth.NewValidator(auth.ValidatorConfig{
		Cloud: cloud, AppID: appID, Entra: entra, ServiceURLs: urls, HTTPClient: client, Logger: slog.New(slog.DiscardHandler),
	})
	require.NoError(tb, err)
	return validator
}

// everything accepts all that can be accepted.
func everything() auth.EntraTokens {
	return auth.EntraTokens{Emulator: true, Callers: []string{callerID}, ConnectorAudience: true, Tenants: []string{ownTenant}}
}

// signEntra returns a genuine token of Entra, with some claims replaced.
func signEntra(tb testing.TB, service *authtest.Service, t authtest.EntraToken, claims map[string]any) string {
	tb.Helper()
	token, err := service.SignEntraToken(t, claims)
	require.NoError(tb, err)
	return token
}

// sign returns a genuine channel token, with some claims replaced.
func sign(tb testing.TB, service *authtest.Service, claims map[string]any) string {
	tb.Helper()
	token, err := service.SignChannelToken(serviceURL, claims)
	require.NoError(tb, err)
	return token
}

// forge signs any header and claims, well-formed or not, with RS256.
func forge(tb testing.TB, header, claims string, key *rsa.PrivateKey) string {
	tb.Helper()
	text := encode(header) + "." + encode(claims)
	hash := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, hash[:])
	require.NoError(tb, err)
	return text + "." + encode(string(signature))
}

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func authenticate(tb testing.TB, v *auth.Validator, token string) (auth.Identity, error) {
	tb.Helper()
	return v.Authenticate(context.Background(), []string{"Bearer " + token})
}

// requireRule asserts which rule refused, the status that follows from it, and that the text can be logged.
func requireRule(tb testing.TB, err error, rule auth.Rule, status int) {
	tb.Helper()
	var refused *auth.Error
	require.ErrorAs(tb, err, &refused)
	require.Equal(tb, rule, refused.Rule, "%v", err)
	require.Equal(tb, status, refused.HTTPStatus())
	require.LessOrEqual(tb, len(err.Error()), 1024)
	require.NotContains(tb, err.Error(), "\n")
}

// roundTrip is a transport made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
