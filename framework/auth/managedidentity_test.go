package auth_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
)

const identityHeader = "853b9a84-5bfa-4b22-a3f3-0b9a43d9ad8a"

const scope = "https://api.botframework.com/.default"

// The JSON handler of slog encodes what is inside another value by itself.
func TestManagedIdentityConfigHidesItsSecret(t *testing.T) {
	t.Parallel()
	cfg := auth.ManagedIdentityConfig{ClientID: "the-app", Header: "S3CRET"}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "config", cfg, "inside", []auth.ManagedIdentityConfig{cfg})
	for _, printed := range []string{fmt.Sprint(cfg), fmt.Sprintf("%+v %#v", cfg, &cfg), log.String()} {
		require.Contains(t, printed, "the-app")
		require.NotContains(t, printed, "S3CRET")
	}
}

func TestManagedIdentityRequest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cfg    auth.ManagedIdentityConfig
		url    string
		header http.Header
	}{
		"metadata service": {
			auth.ManagedIdentityConfig{ClientID: appID},
			"http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&client_id=" + appID + "&resource=https%3A%2F%2Fapi.botframework.com",
			http.Header{"Metadata": {"true"}},
		},
		"the machine's own": {
			auth.ManagedIdentityConfig{},
			"http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fapi.botframework.com",
			http.Header{"Metadata": {"true"}},
		},
		"App Service": {
			auth.ManagedIdentityConfig{ClientID: appID, Endpoint: "http://169.254.129.2:8081/msi/token/", Header: identityHeader},
			"http://169.254.129.2:8081/msi/token/?api-version=2019-08-01&client_id=" + appID + "&resource=https%3A%2F%2Fapi.botframework.com",
			http.Header{"X-Identity-Header": {identityHeader}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.cfg.Scope = scope
			tt.cfg.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				require.Equal(t, http.MethodGet, r.Method)
				require.Equal(t, tt.url, r.URL.String())
				require.Equal(t, tt.header, r.Header)
				return answer(http.StatusOK, `{"access_token":"abc","expires_in":"3599","expires_on":"1","token_type":"Bearer","resource":"x"}`)(r)
			})}
			identity, err := auth.NewManagedIdentity(tt.cfg)
			require.NoError(t, err)
			token, err := identity.Token(context.Background())
			require.NoError(t, err)
			require.Equal(t, "abc", token)
		})
	}
}

func TestManagedIdentityLifetime(t *testing.T) {
	t.Parallel()
	unix := func(d time.Duration) string { return strconv.FormatInt(time.Now().Add(d).Unix(), 10) }
	tests := map[string]struct {
		times func() string
		fresh time.Duration // how long the first token is served
	}{
		"text":                 {func() string { return `"expires_in":"3600"` }, 55 * time.Minute},
		"number":               {func() string { return `"expires_in":3600` }, 55 * time.Minute},
		"until, text":          {func() string { return `"expires_on":"` + unix(time.Hour) + `"` }, 55 * time.Minute},
		"until, number":        {func() string { return `"expires_on":` + unix(time.Hour) }, 55 * time.Minute},
		"in a form of its own": {func() string { return `"expires_in":"3600","expires_on":"01/02/2026 03:04:05 +00:00"` }, 55 * time.Minute},
		"huge":                 {func() string { return `"expires_in":9223372036854775807` }, 24*time.Hour - 5*time.Minute},
		"huge, until":          {func() string { return `"expires_on":9223372036854775807` }, 24*time.Hour - 5*time.Minute},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				count := 0
				identity, err := auth.NewManagedIdentity(auth.ManagedIdentityConfig{
					Scope: scope, HTTPClient: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
						count++
						return answer(200, `{"access_token":"t`+strconv.Itoa(count)+`","token_type":"Bearer",`+tt.times()+`}`)(r)
					})},
				})
				require.NoError(t, err)
				_, err = identity.Token(context.Background())
				require.NoError(t, err)
				time.Sleep(tt.fresh - time.Second)
				_, err = identity.Token(context.Background())
				require.NoError(t, err)
				synctest.Wait()
				require.Equal(t, 1, count)
				time.Sleep(2 * time.Second)
				_, err = identity.Token(context.Background())
				require.NoError(t, err)
				synctest.Wait()
				require.Equal(t, 2, count)
			})
		})
	}
}

func TestNewManagedIdentityRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cfg  auth.ManagedIdentityConfig
		want string
	}{
		"no scope":         {auth.ManagedIdentityConfig{}, "Scope"},
		"no header":        {auth.ManagedIdentityConfig{Scope: scope, Endpoint: "http://127.0.0.1/x"}, "both or neither"},
		"no endpoint":      {auth.ManagedIdentityConfig{Scope: scope, Header: identityHeader}, "both or neither"},
		"header breaks":    {auth.ManagedIdentityConfig{Scope: scope, Endpoint: "http://127.0.0.1/x", Header: "hush\r\nX: y"}, "Header"},
		"http elsewhere":   {auth.ManagedIdentityConfig{Scope: scope, Endpoint: "http://10.0.0.1/x", Header: identityHeader}, "must be https"},
		"http by name":     {auth.ManagedIdentityConfig{Scope: scope, Endpoint: "http://identity.example/x", Header: identityHeader}, "must be https"},
		"has a query":      {auth.ManagedIdentityConfig{Scope: scope, Endpoint: "http://127.0.0.1/x?resource=y", Header: identityHeader}, "query"},
		"user information": {auth.ManagedIdentityConfig{Scope: scope, Endpoint: "http://127.0.0.1@evil.example/", Header: identityHeader}, "user information"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := auth.NewManagedIdentity(tt.cfg)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), identityHeader)
			require.NotContains(t, err.Error(), "hush")
		})
	}
}

// A proxy would ask for the identity of its own machine, and could see the answer.
func TestManagedIdentityUsesNoProxy(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"access_token":"abc","expires_in":"3599","token_type":"Bearer"}`))
	}))
	defer server.Close()
	proxied := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) { return url.Parse("http://proxy.test:1") }}
	identity, err := auth.NewManagedIdentity(auth.ManagedIdentityConfig{
		Scope: scope, Endpoint: server.URL, Header: identityHeader, HTTPClient: &http.Client{Transport: proxied},
	})
	require.NoError(t, err)
	token, err := identity.Token(context.Background())
	require.NoError(t, err)
	require.Equal(t, "abc", token)
	require.NotNil(t, proxied.Proxy, "the caller's transport does not change")
}

// The identity of the machine may vouch for the app: a bot without a secret whose registration is not the identity's.
func TestManagedIdentityAsAssertion(t *testing.T) {
	t.Parallel()
	vouching, err := auth.NewManagedIdentity(auth.ManagedIdentityConfig{
		Scope: "api://AzureADTokenExchange/.default",
		HTTPClient: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			require.Equal(t, "api://AzureADTokenExchange", r.URL.Query().Get("resource"))
			return answer(200, `{"access_token":"vouched","expires_in":"3599","token_type":"Bearer"}`)(r)
		})},
	})
	require.NoError(t, err)
	var service endpoint
	credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
		Cloud: auth.PublicCloud(), AppID: appID, Assertion: vouching, HTTPClient: &http.Client{Transport: &service},
	})
	require.NoError(t, err)
	_, err = credentials.Token(context.Background())
	require.NoError(t, err)
	require.Equal(t, "vouched", service.forms[0].Get("client_assertion"))
}
