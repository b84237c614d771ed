package auth_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
)

const tokenURL = "https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token"

// certificate returns a self-signed certificate that is valid for a day.
func certificate(tb testing.TB, key crypto.Signer, from time.Time) tls.Certificate {
	tb.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: from.Add(24 * time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(tb, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func loading(c tls.Certificate) func() (tls.Certificate, error) {
	return func() (tls.Certificate, error) { return c, nil }
}

// endpoint is a token endpoint that remembers the forms it was sent.
type endpoint struct{ forms []url.Values }

func (e *endpoint) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	form.Set("POST", r.URL.String())
	e.forms = append(e.forms, form)
	return answer(http.StatusOK, `{"token_type":"Bearer","expires_in":3600,"access_token":"bot-token"}`)(r)
}

func TestCertificateSignsTheAssertion(t *testing.T) {
	t.Parallel()
	for _, sendChain := range []bool{false, true} {
		leaf := certificate(t, channelKey(), time.Now().Add(-time.Hour))
		leaf.Certificate = append(leaf.Certificate, []byte("issuer"))
		var service endpoint
		credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
			Cloud: auth.PublicCloud(), AppID: appID, Certificate: loading(leaf), SendCertificateChain: sendChain,
			HTTPClient: &http.Client{Transport: &service},
		})
		require.NoError(t, err)
		token, err := credentials.Token(context.Background())
		require.NoError(t, err)
		require.Equal(t, "bot-token", token)

		form := service.forms[0]
		assertion := form.Get("client_assertion")
		require.Equal(t, url.Values{
			"POST":                  {tokenURL},
			"grant_type":            {"client_credentials"},
			"client_id":             {appID},
			"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
			"client_assertion":      {assertion},
			"scope":                 {"https://api.botframework.com/.default"},
		}, form)
		var claims jwt.RegisteredClaims
		parsed, err := jwt.ParseWithClaims(assertion, &claims, func(*jwt.Token) (any, error) { return channelKey().Public(), nil },
			jwt.WithValidMethods([]string{"PS256"}), jwt.WithAudience(tokenURL), jwt.WithIssuer(appID), jwt.WithSubject(appID))
		require.NoError(t, err)
		require.Equal(t, 10*time.Minute, claims.ExpiresAt.Sub(claims.NotBefore.Time))
		require.NotEmpty(t, claims.ID)
		thumbprint := sha256.Sum256(leaf.Certificate[0])
		want := map[string]any{"alg": "PS256", "typ": "JWT", "x5t#S256": base64.RawURLEncoding.EncodeToString(thumbprint[:])}
		if sendChain {
			want["x5c"] = []any{base64.StdEncoding.EncodeToString(leaf.Certificate[0]), base64.StdEncoding.EncodeToString([]byte("issuer"))}
		}
		require.Equal(t, want, parsed.Header)
	}
}

// A renewed certificate is used without a restart, and an assertion is used once.
func TestCertificateIsLoadedForEveryExchange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		first, second := certificate(t, channelKey(), time.Now()), certificate(t, attackerKey(), time.Now())
		var service endpoint
		current := first
		credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
			Cloud: auth.PublicCloud(), AppID: appID, HTTPClient: &http.Client{Transport: &service},
			Logger: slog.New(slog.DiscardHandler), Certificate: func() (tls.Certificate, error) { return current, nil },
		})
		require.NoError(t, err)
		for _, current = range []tls.Certificate{first, first, second} {
			_, err := credentials.Token(context.Background())
			require.NoError(t, err)
			time.Sleep(time.Hour)
		}
		require.Len(t, service.forms, 3)
		require.NotEqual(t, service.forms[0].Get("client_assertion"), service.forms[1].Get("client_assertion"))
		_, err = jwt.Parse(service.forms[2].Get("client_assertion"), func(*jwt.Token) (any, error) { return attackerKey().Public(), nil },
			jwt.WithoutClaimsValidation())
		require.NoError(t, err)

		time.Sleep(24 * time.Hour)
		_, err = credentials.Token(context.Background())
		var failed *auth.TokenError
		require.ErrorAs(t, err, &failed)
		require.ErrorContains(t, err, "the certificate expired at 2000-01-0")
		require.Len(t, service.forms, 3, "Entra would refuse it")
	})
}

func TestNewClientCredentialsRefusesProofs(t *testing.T) {
	t.Parallel()
	elliptic, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	now := time.Now()
	mismatched := certificate(t, channelKey(), now)
	mismatched.PrivateKey = attackerKey()
	certified := func(c tls.Certificate) func(*auth.ClientCredentialsConfig) {
		return func(cfg *auth.ClientCredentialsConfig) { cfg.Certificate = loading(c) }
	}
	tests := map[string]struct {
		change func(*auth.ClientCredentialsConfig)
		want   string
	}{
		"none":               {func(*auth.ClientCredentialsConfig) {}, "0 of Password, Certificate and Assertion"},
		"two":                {func(c *auth.ClientCredentialsConfig) { c.Password, c.Assertion = password, auth.TokenFile("x") }, "2 of Password"},
		"no certificate":     {certified(tls.Certificate{}), "RSA key"},
		"elliptic":           {certified(certificate(t, elliptic, now)), "RSA key"},
		"small key":          {certified(certificate(t, small, now)), "1024 bits"},
		"another's key":      {certified(mismatched), "not that of the certificate"},
		"expired":            {certified(certificate(t, channelKey(), now.AddDate(-1, 0, 0))), "expired"},
		"not yet valid":      {certified(certificate(t, channelKey(), now.AddDate(1, 0, 0))), "clock"},
		"broken certificate": {certified(tls.Certificate{Certificate: [][]byte{{1}}, PrivateKey: channelKey()}), "x509"},
		"missing file": {func(c *auth.ClientCredentialsConfig) {
			c.Certificate = func() (tls.Certificate, error) { return tls.LoadX509KeyPair("no.pem", "no.key") }
		}, "no.pem"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := auth.ClientCredentialsConfig{Cloud: auth.PublicCloud(), AppID: appID}
			tt.change(&cfg)
			_, err := auth.NewClientCredentials(cfg)
			require.ErrorContains(t, err, "auth: ClientCredentialsConfig")
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), password)
		})
	}
}

// What the platform projects into the file is read again for every exchange, as it is replaced there.
func TestFederatedTokenFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	synctest.Test(t, func(t *testing.T) {
		var service endpoint
		credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
			Cloud: auth.PublicCloud(), AppID: appID, TenantID: "contoso.example", Assertion: auth.TokenFile(file),
			HTTPClient: &http.Client{Transport: &service},
		})
		require.NoError(t, err)
		for _, projected := range []string{"first.assertion", "second.assertion"} {
			require.NoError(t, os.WriteFile(file, []byte(projected+"\n"), 0o600))
			_, err = credentials.Token(context.Background())
			require.NoError(t, err)
			form := service.forms[len(service.forms)-1]
			require.Equal(t, projected, form.Get("client_assertion"))
			require.Equal(t, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form.Get("client_assertion_type"))
			require.Equal(t, strings.Replace(tokenURL, "botframework.com", "contoso.example", 1), form.Get("POST"))
			require.NotContains(t, form, "client_secret")
			time.Sleep(time.Hour)
		}
	})
}

func TestTokenFileRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ content, want string }{
		"missing":   {"", "no such file"},
		"empty":     {" \n", "does not hold one token"},
		"two words": {"hush hush", "does not hold one token"},
		"control":   {"hush\x00", "does not hold one token"},
		"endless":   {strings.Repeat("x", 16<<10+1), "does not hold one token"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "token")
			if name != "missing" {
				require.NoError(t, os.WriteFile(file, []byte(tt.content), 0o600))
			}
			_, err := auth.TokenFile(file).Token(context.Background())
			require.ErrorContains(t, err, tt.want)
			require.ErrorContains(t, err, file)
			require.NotContains(t, err.Error(), "hush")
		})
	}
}

// A token that was given in place of its file's name does not end in the log.
func TestTokenInPlaceOfAFile(t *testing.T) {
	t.Parallel()
	_, err := auth.TokenFile("eyJhush.hush.hush").Token(t.Context())
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NotContains(t, err.Error(), "hush")
}

// failingSource is a token source without tokens.
type failingSource struct{}

var errNoIdentity = errors.New("no identity here")

func (failingSource) Token(context.Context) (string, error) { return "", errNoIdentity }

func TestWithoutAssertionNothingIsAsked(t *testing.T) {
	t.Parallel()
	var service endpoint
	credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
		Cloud: auth.PublicCloud(), AppID: appID, Assertion: failingSource{}, HTTPClient: &http.Client{Transport: &service},
		Logger: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	_, err = credentials.Token(context.Background())
	var failed *auth.TokenError
	require.ErrorAs(t, err, &failed)
	require.ErrorIs(t, err, errNoIdentity)
	require.Empty(t, service.forms)
}

// panickingSource says in its panic what nobody may read.
type panickingSource struct{}

func (panickingSource) Token(context.Context) (string, error) { panic("the vault said " + password) }

// The program's own part of an exchange runs where nothing else would catch its panic.
func TestSourceThatPanics(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*auth.ClientCredentialsConfig){
		"assertion": func(cfg *auth.ClientCredentialsConfig) { cfg.Assertion = panickingSource{} },
		"certificate": func(cfg *auth.ClientCredentialsConfig) {
			good, loaded := certificate(t, channelKey(), time.Now()), false
			cfg.Certificate = func() (tls.Certificate, error) {
				if loaded {
					panic("the vault said " + password)
				}
				loaded = true
				return good, nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var logs strings.Builder
			cfg := auth.ClientCredentialsConfig{
				Cloud: auth.PublicCloud(), AppID: appID, Logger: slog.New(slog.NewTextHandler(&logs, nil)),
			}
			change(&cfg)
			credentials, err := auth.NewClientCredentials(cfg)
			require.NoError(t, err)
			_, err = credentials.Token(t.Context())
			var failed *auth.TokenError
			require.ErrorAs(t, err, &failed)
			require.ErrorContains(t, err, "panicked")
			require.Contains(t, logs.String(), "assertion_test.go", "the stack")
			require.NotContains(t, logs.String()+err.Error(), password)
		})
	}
}
