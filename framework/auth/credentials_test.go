package auth_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

func newCredentials(tb testing.TB, service *authtest.Service, client *http.Client) *auth.ClientCredentials {
	tb.Helper()
	credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
		Cloud:      service.Cloud(baseURL),
		AppID:      appID,
		Password:   password,
		HTTPClient: client,
		Logger:     slog.New(slog.DiscardHandler),
	})
	require.NoError(tb, err)
	return credentials
}

func TestClientCredentialsRequest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ tenant, path string }{
		"multi-tenant":     {"", "/botframework.com/oauth2/v2.0/token"},
		"single-tenant":    {"11111111-2222-3333-4444-555555555555", "/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token"},
		"tenant as domain": {"contoso.onmicrosoft.com", "/contoso.onmicrosoft.com/oauth2/v2.0/token"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var requests []string
			client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				body, err := io.ReadAll(r.Body)
				require.NoError(t, err)
				form, err := url.ParseQuery(string(body))
				require.NoError(t, err)
				require.Equal(t, url.Values{
					"grant_type":    {"client_credentials"},
					"client_id":     {appID},
					"client_secret": {password},
					"scope":         {"https://api.botframework.com/.default"},
				}, form)
				require.Empty(t, r.Header.Values("Authorization"))
				requests = append(requests, r.Method+" "+r.URL.String())
				return answer(http.StatusOK, `{"token_type":"Bearer","expires_in":3600,"access_token":"abc"}`)(r)
			})}
			credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
				Cloud: auth.PublicCloud(), AppID: appID, Password: password, TenantID: tt.tenant, HTTPClient: client,
			})
			require.NoError(t, err)
			token, err := credentials.Token(context.Background())
			require.NoError(t, err)
			require.Equal(t, "abc", token)
			require.Equal(t, []string{"POST https://login.microsoftonline.com" + tt.path}, requests)
		})
	}
}

func TestNewClientCredentialsRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*auth.ClientCredentialsConfig)
		want   string
	}{
		"no app id":            {func(c *auth.ClientCredentialsConfig) { c.AppID = "" }, "AppID"},
		"no password":          {func(c *auth.ClientCredentialsConfig) { c.Password = "" }, "Password"},
		"zero cloud":           {func(c *auth.ClientCredentialsConfig) { c.Cloud = auth.Cloud{} }, "auth.PublicCloud"},
		"tenant is a path":     {func(c *auth.ClientCredentialsConfig) { c.TenantID = "../x" }, "tenant"},
		"tenant is a query":    {func(c *auth.ClientCredentialsConfig) { c.TenantID = "x?y" }, "tenant"},
		"login without TLS":    {func(c *auth.ClientCredentialsConfig) { c.Cloud.LoginURL = "http://login.example" }, "https"},
		"login URL is missing": {func(c *auth.ClientCredentialsConfig) { c.Cloud.LoginURL = "" }, "Cloud.LoginURL"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := auth.ClientCredentialsConfig{Cloud: auth.PublicCloud(), AppID: appID, Password: password}
			tt.change(&cfg)
			_, err := auth.NewClientCredentials(cfg)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), password)
		})
	}
}

func TestTokenIsRefreshedFiveMinutesEarly(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ lifetime, refreshAfter time.Duration }{
		"an hour":     {time.Hour, 55 * time.Minute},
		"two minutes": {2 * time.Minute, time.Minute},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service, err := authtest.New(authtest.Config{
					AppID: appID, Password: password, SigningKey: channelKey(), TokenLifetime: tt.lifetime,
				})
				require.NoError(t, err)
				credentials := newCredentials(t, service, service.Client())
				first, err := credentials.Token(context.Background())
				require.NoError(t, err)
				require.NoError(t, service.VerifyBotToken(first))

				time.Sleep(tt.refreshAfter - 1)
				again, err := credentials.Token(context.Background())
				require.NoError(t, err)
				require.Equal(t, first, again)
				synctest.Wait()
				require.Equal(t, 1, service.Counts().Tokens)

				time.Sleep(time.Nanosecond)
				again, err = credentials.Token(context.Background())
				require.NoError(t, err)
				require.Equal(t, first, again, "nobody waits while the old token lives")
				synctest.Wait()
				second, err := credentials.Token(context.Background())
				require.NoError(t, err)
				require.NotEqual(t, first, second)
				require.Equal(t, 2, service.Counts().Tokens)
			})
		})
	}
}

func TestOldTokenServesWhileRefreshFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		o := &outage{service: service}
		credentials := newCredentials(t, service, o.client())
		first, err := credentials.Token(context.Background())
		require.NoError(t, err)

		o.start(answer(http.StatusServiceUnavailable, ""))
		time.Sleep(55 * time.Minute)
		for range 5 * 60 {
			token, err := credentials.Token(context.Background())
			require.NoError(t, err)
			require.Equal(t, first, token)
			time.Sleep(time.Second)
		}
		require.EqualValues(t, 1+5*60/5, o.attempts.Load(), "one attempt in 5 seconds")
		_, err = credentials.Token(context.Background())
		var failed *auth.TokenError
		require.ErrorAs(t, err, &failed, "an expired token is not used")
		require.Equal(t, http.StatusServiceUnavailable, failed.Status)

		o.end()
		time.Sleep(5 * time.Second)
		second, err := credentials.Token(context.Background())
		require.NoError(t, err)
		require.NotEqual(t, first, second)
	})
}

func TestOneTokenRequestInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		inner := service.Client().Transport
		client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			if err := r.Context().Err(); err != nil {
				return nil, err
			}
			return inner.RoundTrip(r)
		})}
		credentials := newCredentials(t, service, client)

		impatient, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		results := make(chan error, 50)
		go func() { _, err := credentials.Token(impatient); results <- err }()
		synctest.Wait()
		for range 49 {
			go func() { _, err := credentials.Token(context.Background()); results <- err }()
		}
		require.ErrorIs(t, <-results, context.DeadlineExceeded, "a caller waits no longer than its context")
		for range 49 {
			require.NoError(t, <-results, "which takes nothing from the others")
		}
		require.Equal(t, 1, service.Counts().Tokens)
	})
}

func TestHangingTokenServiceIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &outage{service: newService(t)}
		o.start(hang)
		credentials := newCredentials(t, o.service, o.client())
		start := time.Now()
		_, err := credentials.Token(context.Background())
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 10*time.Second, time.Since(start))

		_, err = credentials.Token(context.Background())
		var failed *auth.TokenError
		require.ErrorAs(t, err, &failed)
		require.EqualValues(t, 1, o.attempts.Load(), "no second request at once")
	})
}

func TestTokenErrors(t *testing.T) {
	t.Parallel()
	refused := errors.New("connection refused")
	tests := map[string]struct {
		service roundTrip
		want    auth.TokenError
	}{
		"wrong secret": {
			answer(401, `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}`),
			auth.TokenError{Status: 401, Code: "invalid_client", Description: "AADSTS7000215: Invalid client secret provided."},
		},
		"secret repeated": {
			answer(400, `{"error":"x","error_description":"got s3cret+/=password and s3cret%2B%2F%3Dpassword"}`),
			auth.TokenError{Status: 400, Code: "x", Description: "got [secret] and [secret]"},
		},
		"line breaks": {
			answer(400, `{"error":"x","error_description":"a\r\nb"}`),
			auth.TokenError{Status: 400, Code: "x", Description: "a\ufffd\ufffdb"},
		},
		"no JSON": {
			answer(502, "<html>"+password), auth.TokenError{Status: 502},
		},
		"error with status 200": {
			answer(200, `{"error":"x"}`), auth.TokenError{Status: 200, Code: "x"},
		},
		"unreachable": {
			func(*http.Request) (*http.Response, error) { return nil, refused }, auth.TokenError{Err: refused},
		},
		"no token":            {answer(200, `{"expires_in":3600}`), auth.TokenError{Err: errors.ErrUnsupported}},
		"no lifetime":         {answer(200, `{"access_token":"abc"}`), auth.TokenError{Err: errors.ErrUnsupported}},
		"negative lifetime":   {answer(200, `{"access_token":"abc","expires_in":-1}`), auth.TokenError{Err: errors.ErrUnsupported}},
		"not a bearer token":  {answer(200, `{"access_token":"abc","expires_in":9,"token_type":"pop"}`), auth.TokenError{Err: errors.ErrUnsupported}},
		"token breaks header": {answer(200, `{"access_token":"a\nb","expires_in":9}`), auth.TokenError{Err: errors.ErrUnsupported}},
		"endless answer":      {answer(200, `{"x":"`+strings.Repeat("x", 2<<20)), auth.TokenError{Err: errors.ErrUnsupported}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			credentials := newCredentials(t, newService(t), &http.Client{Transport: tt.service})
			_, err := credentials.Token(context.Background())
			var failed *auth.TokenError
			require.ErrorAs(t, err, &failed)
			require.Equal(t, tt.want.Status, failed.Status)
			require.Equal(t, tt.want.Code, failed.Code)
			require.Equal(t, tt.want.Description, failed.Description)
			require.Equal(t, tt.want.Err != nil, failed.Err != nil, "%v", err)
			if errors.Is(tt.want.Err, refused) {
				require.ErrorIs(t, err, refused)
			}
			require.ErrorContains(t, err, "auth: no access token: ")
			require.NotContains(t, err.Error(), password)
			require.NotContains(t, err.Error(), "\n")
			require.Less(t, len(err.Error()), 1024)
		})
	}
}

func TestAttackRow38SecretDoesNotFollowARedirect(t *testing.T) {
	t.Parallel()
	for _, status := range []int{302, 307, 308} {
		t.Run(fmt.Sprintf("row 38: status %d", status), func(t *testing.T) {
			t.Parallel()
			var hosts []string
			credentials := newCredentials(t, newService(t), &http.Client{
				Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					hosts = append(hosts, r.URL.Host)
					resp, err := answer(status, "")(r)
					resp.Header.Set("Location", "https://evil.test/")
					return resp, err
				}),
			})
			_, err := credentials.Token(context.Background())
			var failed *auth.TokenError
			require.ErrorAs(t, err, &failed)
			require.Equal(t, status, failed.Status)
			require.Equal(t, []string{"identity.test"}, hosts)
		})
	}
}

// The secret must not get into a log because somebody logs the value or because a refresh fails.
func TestSecretIsNeverPrinted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		var logged bytes.Buffer
		o := &outage{service: service}
		credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
			Cloud: service.Cloud(baseURL), AppID: appID, Password: password,
			HTTPClient: o.client(), Logger: slog.New(slog.NewTextHandler(&logged, nil)),
		})
		require.NoError(t, err)
		token, err := credentials.Token(context.Background())
		require.NoError(t, err)
		o.start(answer(http.StatusBadRequest, `{"error":"x","error_description":"`+password+`"}`))
		time.Sleep(55 * time.Minute)
		_, err = credentials.Token(context.Background())
		require.NoError(t, err)
		synctest.Wait()
		require.Contains(t, logged.String(), "could not be fetched")
		text := logged.String() + fmt.Sprintf("%v %+v %#v %+v", credentials, credentials, credentials, *credentials)
		require.NotContains(t, text, password)
		require.NotContains(t, text, token)
	})
}

// A configuration is printed without its secret, however it is printed.
func TestCredentialsConfigHidesItsSecret(t *testing.T) {
	t.Parallel()
	cfg := auth.ClientCredentialsConfig{AppID: "the-app", Password: "S3CRET"}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "config", cfg)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "inside", []auth.ClientCredentialsConfig{cfg})
	for _, printed := range []string{fmt.Sprint(cfg), fmt.Sprintf("%+v %#v", cfg, &cfg), log.String()} {
		require.Contains(t, printed, "the-app")
		require.NotContains(t, printed, "S3CRET")
	}
}
