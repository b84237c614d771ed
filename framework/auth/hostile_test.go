package auth_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
)

const federated = "federated+/=assertion"

// source makes a token source of one kind, whose secret is not to be seen.
type source struct {
	secret string
	open   func(tb testing.TB, client *http.Client, logger *slog.Logger) (config any, tokens auth.TokenDropper)
}

func sources() map[string]source {
	app := func(prove func(testing.TB, *auth.ClientCredentialsConfig)) func(testing.TB, *http.Client, *slog.Logger) (any, auth.TokenDropper) {
		return func(tb testing.TB, client *http.Client, logger *slog.Logger) (any, auth.TokenDropper) {
			tb.Helper()
			cfg := auth.ClientCredentialsConfig{Cloud: auth.PublicCloud(), AppID: appID, HTTPClient: client, Logger: logger}
			prove(tb, &cfg)
			tokens, err := auth.NewClientCredentials(cfg)
			require.NoError(tb, err)
			return cfg, tokens
		}
	}
	machine := func(endpoint, header string) func(testing.TB, *http.Client, *slog.Logger) (any, auth.TokenDropper) {
		return func(tb testing.TB, client *http.Client, logger *slog.Logger) (any, auth.TokenDropper) {
			tb.Helper()
			cfg := auth.ManagedIdentityConfig{Scope: scope, ClientID: appID, Endpoint: endpoint, Header: header, HTTPClient: client, Logger: logger}
			tokens, err := auth.NewManagedIdentity(cfg)
			require.NoError(tb, err)
			return cfg, tokens
		}
	}
	return map[string]source{
		"password": {password, app(func(_ testing.TB, c *auth.ClientCredentialsConfig) { c.Password = password })},
		"certificate": {"eyJ", app(func(tb testing.TB, c *auth.ClientCredentialsConfig) { // every signed assertion starts like that
			tb.Helper()
			c.Certificate = loading(certificate(tb, channelKey(), time.Now()))
		})},
		"federated": {federated, app(func(tb testing.TB, c *auth.ClientCredentialsConfig) {
			tb.Helper()
			file := filepath.Join(tb.TempDir(), "token")
			require.NoError(tb, os.WriteFile(file, []byte(federated), 0o600))
			c.Assertion = auth.TokenFile(file)
		})},
		"metadata service": {"no secret", machine("", "")},
		"App Service":      {identityHeader, machine("http://localhost:42356/msi/token", identityHeader)},
	}
}

// repeating answers with what it was sent.
func repeating(status int) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		sent := r.Header.Get("X-Identity-Header")
		if r.Method == http.MethodPost {
			if err := r.ParseForm(); err != nil {
				return nil, err
			}
			sent = r.PostForm.Get("client_secret") + r.PostForm.Get("client_assertion")
		}
		return answer(status, `{"error":"x","error_description":"you sent `+sent+`"}`)(r)
	}
}

// Whatever stands in for the identity service, the bot gets an error of one line, soon, and no secret in it.
func TestHostileIdentityService(t *testing.T) {
	t.Parallel()
	token := func(members string) roundTrip {
		return answer(200, `{"token_type":"Bearer","access_token":"abc",`+members+`}`)
	}
	tests := map[string]struct {
		service roundTrip
		status  int // that the error names
	}{
		"a page":                {answer(200, "<html><form action=login>"), 0},
		"a page, not found":     {answer(404, "<html>not here"), 404},
		"nothing":               {answer(200, ""), 0},
		"null":                  {answer(200, "null"), 0},
		"an array":              {answer(200, `["abc"]`), 0},
		"cut off":               {answer(200, `{"access_token":"ab`), 0},
		"no token":              {answer(200, `{"token_type":"Bearer","expires_in":3600}`), 0},
		"empty token":           {answer(200, `{"token_type":"Bearer","access_token":"","expires_in":3600}`), 0},
		"token of another type": {answer(200, `{"token_type":"Bearer","access_token":5,"expires_in":3600}`), 0},
		"pop":                   {answer(200, `{"token_type":"pop","access_token":"abc","expires_in":3600}`), 0},
		"two headers":           {answer(200, `{"token_type":"Bearer","access_token":"a\r\nX: b","expires_in":3600}`), 0},
		"not ASCII":             {answer(200, `{"token_type":"Bearer","access_token":"é","expires_in":3600}`), 0},
		"long token":            {answer(200, `{"token_type":"Bearer","access_token":"`+strings.Repeat("x", 16<<10+1)+`","expires_in":3600}`), 0},
		"endless":               {answer(200, `{"token_type":"Bearer","access_token":"`+strings.Repeat("x", 2<<20)), 0},
		"no lifetime":           {token(`"x":1`), 0},
		"lifetime 0":            {token(`"expires_in":0`), 0},
		"negative":              {token(`"expires_in":-3600`), 0},
		"very negative":         {token(`"expires_in":-9223372036854775808,"expires_on":-9223372036854775808`), 0},
		"lifetime is an object": {token(`"expires_in":{}`), 0},
		"redirect":              {redirect(302), 302},
		"redirect, kept method": {redirect(307), 307},
		"repeats the secret":    {repeating(400), 400},
		"throttles":             {answer(429, ""), 429},
		"fails":                 {answer(500, `{"error":{"code":"x"}}`), 500},
		"unreachable":           {func(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") }, 0},
	}
	for name, tt := range tests {
		for kind, source := range sources() {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				requests := 0
				_, tokens := source.open(t, &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					requests++
					return tt.service(r)
				})}, slog.New(slog.DiscardHandler))
				_, err := tokens.Token(context.Background())
				var failed *auth.TokenError
				require.ErrorAs(t, err, &failed)
				require.Equal(t, tt.status, failed.Status)
				require.NotContains(t, err.Error(), source.secret)
				require.NotContains(t, err.Error(), "\n")
				require.Less(t, len(err.Error()), 1024)
				require.Equal(t, 1, requests)
			})
		}
	}
}

func redirect(status int) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		resp, err := answer(status, "")(r)
		resp.Header.Set("Location", "https://evil.test/")
		return resp, err
	}
}

func TestHugeLifetimeIsNotBelieved(t *testing.T) {
	t.Parallel()
	for kind, source := range sources() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				count := 0
				_, tokens := source.open(t, &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					count++
					return answer(200, `{"token_type":"Bearer","access_token":"abc","expires_in":2147483647}`)(r)
				})}, slog.New(slog.DiscardHandler))
				for _, want := range []int{1, 1, 2} {
					_, err := tokens.Token(context.Background())
					require.NoError(t, err)
					synctest.Wait()
					require.Equal(t, want, count)
					time.Sleep(12 * time.Hour)
					if kind == "certificate" {
						return // the test's own is valid for a day
					}
				}
			})
		})
	}
}

// No secret gets into a log because somebody prints a value, or because a refresh fails.
func TestSecretsOfAllSourcesAreNeverPrinted(t *testing.T) {
	t.Parallel()
	for kind, source := range sources() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var logged bytes.Buffer
				logger := slog.New(slog.NewTextHandler(&logged, nil))
				service := answer(200, `{"token_type":"Bearer","access_token":"bot-token","expires_in":3600}`)
				config, tokens := source.open(t, &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) { return service(r) })}, logger)
				_, err := tokens.Token(context.Background())
				require.NoError(t, err)
				service = repeating(400)
				time.Sleep(55 * time.Minute)
				_, err = tokens.Token(context.Background())
				require.NoError(t, err)
				synctest.Wait()
				logger.Info("values", "config", config, "tokens", tokens)
				text := logged.String() + fmt.Sprintf("%v %+v %#v %v %+v %#v", config, config, config, tokens, tokens, tokens)
				require.Contains(t, text, "could not be fetched")
				require.Contains(t, text, appID)
				require.NotContains(t, text, source.secret)
				require.NotContains(t, text, "bot-token")
			})
		})
	}
}

// numbered answers every request with another token.
func numbered(count *int) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		*count++
		return answer(200, `{"token_type":"Bearer","access_token":"t`+strconv.Itoa(*count)+`","expires_in":3600}`)(r)
	}
}

func TestDroppedTokenIsReplaced(t *testing.T) {
	t.Parallel()
	for kind, source := range sources() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				count := 0
				_, tokens := source.open(t, &http.Client{Transport: numbered(&count)}, nil)
				is := func(want string) {
					t.Helper()
					token, err := tokens.Token(context.Background())
					require.NoError(t, err)
					require.Equal(t, want, token)
				}
				is("t1")
				tokens.DropToken("another") // of before
				is("t1")
				tokens.DropToken("t1")
				is("t2")
				tokens.DropToken("t1") // by a request that took longer
				is("t2")
				tokens.DropToken("t2")
				is("t2") // a channel that accepts none must not cause a request for every message
				time.Sleep(time.Minute)
				tokens.DropToken("t2")
				is("t3")
			})
		})
	}
}

// A token that cannot be replaced serves on: another connector may take it.
func TestDroppedTokenServesThroughAnOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		o := &outage{service: service}
		credentials := newCredentials(t, service, o.client())
		first, err := credentials.Token(context.Background())
		require.NoError(t, err)
		o.start(answer(http.StatusServiceUnavailable, ""))
		credentials.DropToken(first)
		again, err := credentials.Token(context.Background())
		require.NoError(t, err)
		require.Equal(t, first, again)
		require.EqualValues(t, 2, o.attempts.Load())
		credentials.DropToken(first)
		_, err = credentials.Token(context.Background())
		require.NoError(t, err)
		require.EqualValues(t, 2, o.attempts.Load(), "no second request at once")
	})
}
