package auth_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

// outage is a client of a service that can be switched off.
type outage struct {
	service  *authtest.Service
	fail     atomic.Pointer[roundTrip] // nil while the service works
	attempts atomic.Int64
}

func (o *outage) client() *http.Client {
	return &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		o.attempts.Add(1)
		if fail := o.fail.Load(); fail != nil {
			return (*fail)(r)
		}
		return o.service.Client().Transport.RoundTrip(r)
	})}
}

// acceptance returns what tells whether a bot that fetches its keys through o accepts a token of now.
func (o *outage) acceptance(t *testing.T) func() error {
	t.Helper()
	validator := newValidator(t, o.service, o.client())
	return func() error {
		_, err := authenticate(t, validator, sign(t, o.service, nil))
		return err
	}
}

func (o *outage) start(fail roundTrip) { o.fail.Store(&fail) }
func (o *outage) end()                 { o.fail.Store(nil) }

func answer(status int, body string) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
	}
}

func hang(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestAttackRow9FloodOfUnknownKeys(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		validator := newValidator(t, service, service.Client())
		f := forgery{t, service}
		flood := func() {
			var wg sync.WaitGroup
			errs := make([]error, 50)
			for i := range errs {
				token := forge(t, fmt.Sprintf(`{"alg":"RS256","kid":"%d"}`, i), f.claims(f.exp()), attackerKey())
				wg.Go(func() { _, errs[i] = validator.Authenticate(context.Background(), []string{"Bearer " + token}) })
			}
			wg.Wait()
			for _, err := range errs {
				requireRule(t, err, auth.RuleKey, http.StatusUnauthorized)
			}
		}
		for hour := range 3 {
			flood()
			require.Equal(t, authtest.Counts{Metadata: hour + 1, Keys: hour + 1}, service.Counts(), "one fetch an hour")
			time.Sleep(time.Hour - 1)
			flood()
			require.Equal(t, authtest.Counts{Metadata: hour + 1, Keys: hour + 1}, service.Counts(), "one fetch an hour")
			time.Sleep(time.Nanosecond)
		}
	})
}

func TestNewKeyIsFoundAfterAnHour(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		validator := newValidator(t, service, service.Client())
		_, err := authenticate(t, validator, sign(t, service, nil))
		require.NoError(t, err)
		require.NoError(t, service.RotateKey(attackerKey()))
		time.Sleep(time.Hour)
		_, err = authenticate(t, validator, sign(t, service, nil))
		require.NoError(t, err)
	})
}

func TestKeysAreRefreshedDaily(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		validator := newValidator(t, service, service.Client())
		for day := range 3 {
			_, err := authenticate(t, validator, sign(t, service, nil))
			require.NoError(t, err)
			require.Equal(t, day+1, service.Counts().Keys)
			time.Sleep(24 * time.Hour)
		}
	})
}

// TestRotationDuringAnOutage rotates the key while the identity service fails once: the new key must not be called unknown,
// nor stay so for the hour that flooding with unknown ids has to wait.
func TestRotationDuringAnOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		o := &outage{service: service}
		accepted := o.acceptance(t)
		require.NoError(t, accepted())
		time.Sleep(2 * time.Hour)
		require.NoError(t, service.RotateKey(newKey()))
		o.start(answer(500, "oops"))
		requireRule(t, accepted(), auth.RuleKeysUnavailable, http.StatusServiceUnavailable)
		o.end()
		time.Sleep(10 * time.Second)
		require.NoError(t, accepted())
	})
}

func TestAttackRow74OutageWithKeys(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]roundTrip{
		"row 74: status 500": answer(500, "oops"),
		"row 74: timeout":    hang,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := newService(t)
				o := &outage{service: service}
				accepted := o.acceptance(t)
				require.NoError(t, accepted())
				o.start(fail)
				before := o.attempts.Load()
				time.Sleep(24 * time.Hour)
				for range 60 {
					require.NoError(t, accepted(), "the last good keys are used")
					time.Sleep(10 * time.Second)
				}
				require.LessOrEqual(t, o.attempts.Load()-before, int64(3), "one attempt in 5 minutes")

				time.Sleep(4 * 24 * time.Hour)
				requireRule(t, accepted(), auth.RuleKeysUnavailable, http.StatusServiceUnavailable)
				o.end()
				time.Sleep(10 * time.Second)
				require.NoError(t, accepted(), "and the bot recovers by itself")
			})
		})
	}
}

func TestAttackRow74OutageWithoutKeys(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		o := &outage{service: service}
		o.start(hang)
		validator := newValidator(t, service, o.client())
		token := sign(t, service, nil)

		start := time.Now()
		var wg sync.WaitGroup
		errs := make([]error, 10)
		for i := range errs {
			wg.Go(func() { _, errs[i] = validator.Authenticate(context.Background(), []string{"Bearer " + token}) })
		}
		wg.Wait()
		for _, err := range errs {
			requireRule(t, err, auth.RuleKeysUnavailable, http.StatusServiceUnavailable)
		}
		require.Equal(t, 10*time.Second, time.Since(start), "a fetch is bounded")
		require.EqualValues(t, 1, o.attempts.Load(), "one in flight")

		o.end()
		time.Sleep(10*time.Second - 1)
		_, err := authenticate(t, validator, token)
		requireRule(t, err, auth.RuleKeysUnavailable, http.StatusServiceUnavailable)
		require.EqualValues(t, 1, o.attempts.Load(), "no hammering")
		time.Sleep(time.Nanosecond)
		_, err = authenticate(t, validator, token)
		require.NoError(t, err)
	})
}

// The request that starts a fetch may be cancelled; those that wait with it must not suffer.
func TestSharedFetchOutlivesItsFirstCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		inner := service.Client().Transport
		client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			select {
			case <-time.After(time.Second):
				return inner.RoundTrip(r)
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		})}
		validator := newValidator(t, service, client)
		token := sign(t, service, nil)
		first, cancel := context.WithCancel(context.Background())
		var wg sync.WaitGroup
		var firstErr, secondErr error
		wg.Go(func() { _, firstErr = validator.Authenticate(first, []string{"Bearer " + token}) })
		synctest.Wait()
		wg.Go(func() { _, secondErr = validator.Authenticate(context.Background(), []string{"Bearer " + token}) })
		synctest.Wait()
		cancel()
		wg.Wait()
		requireRule(t, firstErr, auth.RuleKeysUnavailable, http.StatusServiceUnavailable)
		require.ErrorIs(t, firstErr, context.Canceled)
		require.NoError(t, secondErr)
		require.Equal(t, 1, service.Counts().Keys)
	})
}

// TestAttackRow73Documents serves broken documents after a good one: the good keys stay in use.
func TestAttackRow73Documents(t *testing.T) {
	t.Parallel()
	metadata := func(keysURL string) string { return fmt.Sprintf(`{"jwks_uri":%q}`, keysURL) }
	const keysURL = baseURL + "/v1/.well-known/keys"
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	good := base64.RawURLEncoding.EncodeToString(attackerKey().N.Bytes())
	key := func(members string) string {
		return `{"keys":[{"kid":"evil",` + members + `,"endorsements":["msteams"]}]}`
	}

	tests := map[string]struct{ metadata, keys string }{
		"row 73: metadata is HTML":       {metadata: "<html>"},
		"row 73: metadata is huge":       {metadata: `{"x":"` + strings.Repeat("x", 1<<20) + `"}`},
		"row 73: jwks_uri elsewhere":     {metadata: metadata("https://evil.test/keys")},
		"row 73: jwks_uri look-alike":    {metadata: metadata(baseURL + ".evil.test/keys")},
		"row 73: jwks_uri without TLS":   {metadata: metadata("http://identity.test/keys")},
		"row 73: jwks_uri on a port":     {metadata: metadata(baseURL + ":8443/keys")},
		"row 73: jwks_uri with a user":   {metadata: metadata("https://u@identity.test/keys")},
		"row 73: jwks_uri relative":      {metadata: metadata("/keys")},
		"row 73: jwks_uri missing":       {metadata: `{}`},
		"row 73: jwks_uri twice":         {metadata: `{"jwks_uri":"` + keysURL + `","jwks_uri":"` + keysURL + `"}`},
		"row 73: keys are HTML":          {keys: "<html>"},
		"row 73: keys are huge":          {keys: `{"x":"` + strings.Repeat("x", 1<<20) + `"}`},
		"row 73: no keys":                {keys: `{"keys":[]}`},
		"row 73: keys of another type":   {keys: `{"keys":{"kid":"evil"}}`},
		"row 73: key is not RSA":         {keys: key(`"kty":"EC","crv":"P-256","x":"AA","y":"AA"`)},
		"row 73: key is symmetric":       {keys: key(`"kty":"oct","k":"AA"`)},
		"row 73: key has 1024 bits":      {keys: key(`"kty":"RSA","e":"AQAB","n":"` + encode(string(weak.N.Bytes())) + `"`)},
		"row 73: key has 16384 bits":     {keys: key(`"kty":"RSA","e":"AQAB","n":"` + encode(strings.Repeat("\xff", 2048)) + `"`)},
		"row 73: even modulus":           {keys: key(`"kty":"RSA","e":"AQAB","n":"` + encode(strings.Repeat("\xfe", 256)) + `"`)},
		"row 73: exponent 1":             {keys: key(`"kty":"RSA","e":"AQ","n":"` + good + `"`)},
		"row 73: even exponent":          {keys: key(`"kty":"RSA","e":"AQAA","n":"` + good + `"`)},
		"row 73: huge exponent":          {keys: key(`"kty":"RSA","e":"` + encode(strings.Repeat("\xff", 64)) + `","n":"` + good + `"`)},
		"row 73: exponent is not base64": {keys: key(`"kty":"RSA","e":"!","n":"` + good + `"`)},
		"row 73: modulus is not base64":  {keys: key(`"kty":"RSA","e":"AQAB","n":"!"`)},
		"row 73: key for encryption":     {keys: key(`"kty":"RSA","use":"enc","e":"AQAB","n":"` + good + `"`)},
		"row 73: key for PS256":          {keys: key(`"kty":"RSA","alg":"PS256","e":"AQAB","n":"` + good + `"`)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := newService(t)
				o := &outage{service: service}
				validator := newValidator(t, service, o.client())
				_, err := authenticate(t, validator, sign(t, service, nil))
				require.NoError(t, err)
				if tt.metadata == "" {
					tt.metadata = metadata(keysURL)
				}
				o.start(func(r *http.Request) (*http.Response, error) {
					require.Equal(t, "identity.test", r.URL.Host, "nothing is fetched from elsewhere")
					require.Equal(t, "https", r.URL.Scheme)
					body := tt.metadata
					if r.URL.String() == keysURL {
						body = tt.keys
					}
					return answer(http.StatusOK, body)(r)
				})
				time.Sleep(24 * time.Hour)
				f := forgery{t, service}
				_, err = authenticate(t, validator, forge(t, `{"alg":"RS256","kid":"evil"}`, f.claims(f.exp()), attackerKey()))
				var refused *auth.Error
				require.ErrorAs(t, err, &refused)
				require.Contains(t, []auth.Rule{auth.RuleKey, auth.RuleKeysUnavailable}, refused.Rule)
				_, err = authenticate(t, validator, sign(t, service, nil))
				require.NoError(t, err, "the old keys stay in use")
			})
		})
	}
}

// A key that cannot be used does not spoil the others.
func TestUnusableKeysAreSkipped(t *testing.T) {
	t.Parallel()
	service := newService(t)
	o := &outage{service: service}
	o.start(func(r *http.Request) (*http.Response, error) {
		resp, err := service.Client().Transport.RoundTrip(r)
		if err != nil || !strings.HasSuffix(r.URL.Path, "/keys") {
			return resp, err
		}
		data, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		return answer(http.StatusOK, strings.Replace(string(data), `[`, `[{"kty":"EC","kid":"x"},{"kty":"RSA"},`, 1))(r)
	})
	_, err := authenticate(t, newValidator(t, service, o.client()), sign(t, service, nil))
	require.NoError(t, err)
}

func TestAttackRow38MetadataRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	service := newService(t)
	var hosts []string
	client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		hosts = append(hosts, r.URL.Host)
		resp, err := answer(http.StatusFound, "")(r)
		resp.Header.Set("Location", "https://evil.test/")
		return resp, err
	})}
	_, err := authenticate(t, newValidator(t, service, client), sign(t, service, nil))
	requireRule(t, err, auth.RuleKeysUnavailable, http.StatusServiceUnavailable)
	require.Equal(t, []string{"identity.test"}, hosts)
}
