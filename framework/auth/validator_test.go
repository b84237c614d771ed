package auth_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

func TestGenuineTokenIsAccepted(t *testing.T) {
	t.Parallel()
	service := newService(t)
	validator := newValidator(t, service, service.Client())
	token := sign(t, service, nil)
	for _, header := range []string{"Bearer " + token, "bearer " + token, "BEARER   " + token} {
		id, err := validator.Authenticate(context.Background(), []string{header})
		require.NoError(t, err)
		require.Equal(t, appID, id.AppID)
		require.Equal(t, "https://api.botframework.com", id.Issuer)
		require.Equal(t, serviceURL, id.ServiceURL)
		require.NoError(t, id.CheckActivity("msteams", serviceURL))
	}
	require.Equal(t, authtest.Counts{Metadata: 1, Keys: 1}, service.Counts(), "keys are fetched once")
}

// Azure shows app ids in one letter case, and people copy them from anywhere.
func TestLettersOfTheAppID(t *testing.T) {
	t.Parallel()
	service := newService(t)
	validator, err := auth.NewValidator(auth.ValidatorConfig{
		Cloud: service.Cloud(baseURL), AppID: strings.ToUpper(appID), HTTPClient: service.Client(),
	})
	require.NoError(t, err)
	id, err := authenticate(t, validator, sign(t, service, nil))
	require.NoError(t, err)
	require.Equal(t, appID, id.AppID)
}

func TestStandInOverLoopbackHTTP(t *testing.T) {
	t.Parallel()
	service := newService(t)
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	validator, err := auth.NewValidator(auth.ValidatorConfig{
		Cloud: service.Cloud(server.URL), AppID: appID, HTTPClient: server.Client(),
	})
	require.NoError(t, err)
	_, err = authenticate(t, validator, sign(t, service, nil))
	require.NoError(t, err)
}

func TestNewValidatorRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*auth.ValidatorConfig)
		want   string
	}{
		"row 78: empty app id": {func(c *auth.ValidatorConfig) { c.AppID = "" }, "AppID is empty"},
		"zero cloud":           {func(c *auth.ValidatorConfig) { c.Cloud = auth.Cloud{} }, "auth.PublicCloud"},
		"http metadata": {func(c *auth.ValidatorConfig) {
			c.Cloud.OpenIDMetadataURL = "http://login.example/metadata"
		}, "must be https"},
		"no metadata": {func(c *auth.ValidatorConfig) { c.Cloud.OpenIDMetadataURL = "" }, "Cloud.OpenIDMetadataURL"},
		"user information": {func(c *auth.ValidatorConfig) {
			c.Cloud.OpenIDMetadataURL = "https://user:hunter2@login.example/"
		}, "user information"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := auth.ValidatorConfig{Cloud: auth.PublicCloud(), AppID: appID}
			tt.change(&cfg)
			_, err := auth.NewValidator(cfg)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "hunter2")
		})
	}
}

func TestClockSkewOfFiveMinutes(t *testing.T) {
	t.Parallel()
	const skew = 5 * time.Minute
	tests := map[string]struct {
		claim  string
		offset time.Duration
		rule   auth.Rule // empty: accepted
	}{
		"expired just within":           {"exp", -skew + time.Second, ""},
		"row 17: expired beyond":        {"exp", -skew, auth.RuleExpired},
		"not before just within":        {"nbf", skew, ""},
		"row 18: not before far beyond": {"nbf", skew + time.Second, auth.RuleNotYetValid},
		"issued just within":            {"iat", skew, ""},
		"issued beyond":                 {"iat", skew + time.Second, auth.RuleNotYetValid},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := newService(t)
				validator := newValidator(t, service, service.Client())
				token := sign(t, service, map[string]any{tt.claim: time.Now().Add(tt.offset).Unix()})
				_, err := authenticate(t, validator, token)
				if tt.rule == "" {
					require.NoError(t, err)
					return
				}
				requireRule(t, err, tt.rule, http.StatusUnauthorized)
			})
		})
	}
}

// A verified token must not outlive its expiry because it was remembered.
func TestRememberedTokenExpires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		validator := newValidator(t, service, service.Client())
		token := sign(t, service, map[string]any{"exp": time.Now().Add(30 * time.Minute).Unix()})
		_, err := authenticate(t, validator, token)
		require.NoError(t, err)
		time.Sleep(35*time.Minute - 1)
		_, err = authenticate(t, validator, token)
		require.NoError(t, err, "within the skew it is verified again")
		time.Sleep(time.Nanosecond)
		_, err = authenticate(t, validator, token)
		requireRule(t, err, auth.RuleExpired, http.StatusUnauthorized)
	})
}

// Nor may a long-lived one stay trusted because its key once was.
func TestWithdrawnKeyIsForgottenWithinADayAndAnHour(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		validator := newValidator(t, service, service.Client())
		token := sign(t, service, map[string]any{"exp": time.Now().Add(48 * time.Hour).Unix()})
		_, err := authenticate(t, validator, token)
		require.NoError(t, err)
		require.NoError(t, service.RotateKey(attackerKey()))
		time.Sleep(24*time.Hour - 1)
		_, err = authenticate(t, validator, token)
		require.NoError(t, err, "keys are used for a day")
		time.Sleep(time.Hour)
		_, err = authenticate(t, validator, token)
		requireRule(t, err, auth.RuleKey, http.StatusUnauthorized)
	})
}

func TestConcurrentCallersShareOneFetch(t *testing.T) {
	t.Parallel()
	service := newService(t)
	validator := newValidator(t, service, service.Client())
	token := sign(t, service, nil)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if _, err := validator.Authenticate(context.Background(), []string{"Bearer " + token}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, authtest.Counts{Metadata: 1, Keys: 1}, service.Counts())
}

func TestErrorsHoldNoToken(t *testing.T) {
	t.Parallel()
	service := newService(t)
	validator := newValidator(t, service, service.Client())
	for _, claims := range []map[string]any{{"iss": "x"}, {"aud": "x"}, {"exp": 1}, {"nbf": 9e9}, {"exp": "x"}} {
		token := sign(t, service, claims)
		_, err := authenticate(t, validator, token)
		require.Error(t, err)
		for part := range strings.SplitSeq(token, ".") {
			require.NotContains(t, err.Error(), part)
		}
	}
}
