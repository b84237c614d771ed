package auth_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

// TestEntraAttacks holds the rows of the attack matrix about tokens of Entra, and what is akin to them. All answer 401.
// Unless it says otherwise, the bot accepts everything that can be accepted.
func TestEntraAttacks(t *testing.T) {
	t.Parallel()
	type token = authtest.EntraToken
	type claims = map[string]any
	const connector = "https://api.botframework.com"
	multi := auth.EntraTokens{Emulator: true}
	tests := []struct {
		name    string
		accepts auth.EntraTokens // zero: everything
		token   token
		claims  claims
		rule    auth.Rule
	}{
		{"row 17: expired", auth.EntraTokens{}, token{}, claims{"exp": time.Now().Add(-6 * time.Minute).Unix()}, auth.RuleExpired},
		{"row 18: not yet valid", auth.EntraTokens{}, token{}, claims{"nbf": time.Now().Add(6 * time.Minute).Unix()}, auth.RuleNotYetValid},
		{"row 19: no exp", auth.EntraTokens{}, token{}, claims{"exp": nil}, auth.RuleExpired},
		{"row 21: another bot", auth.EntraTokens{}, token{Audience: callerID}, nil, auth.RuleAudience},
		{"row 21: another bot, by a caller", auth.EntraTokens{}, token{AppID: callerID, Audience: callerID}, nil, auth.RuleAudience},
		{"row 21: the app's URI", auth.EntraTokens{}, token{Audience: "api://" + appID}, nil, auth.RuleAudience},
		{"row 21: no aud", auth.EntraTokens{}, token{}, claims{"aud": nil}, auth.RuleAudience},
		{"row 23: emulator with the connector's audience", multi, token{Audience: connector}, nil, auth.RuleAudience},
		{"row 23: the same, of Microsoft's tenant", auth.EntraTokens{}, token{Audience: connector}, nil, auth.RuleAudience},
		{"row 23: connector's audience, another bot", auth.EntraTokens{}, token{AppID: otherTenant, TenantID: ownTenant, Audience: connector}, nil, auth.RuleCaller},
		{"row 23: connector's audience, a caller", auth.EntraTokens{}, token{AppID: callerID, TenantID: ownTenant, Audience: connector}, nil, auth.RuleAudience},
		{"row 23: own audience where the connector's is asked for", auth.EntraTokens{ConnectorAudience: true, Tenants: []string{ownTenant}}, token{TenantID: ownTenant}, nil, auth.RuleAudience},
		{"row 24: slash behind", auth.EntraTokens{}, token{V2: true}, claims{"iss": "https://login.microsoftonline.com/" + botTenant + "/v2.0/"}, auth.RuleIssuer},
		{"row 24: no slash behind", auth.EntraTokens{}, token{}, claims{"iss": "https://sts.windows.net/" + botTenant}, auth.RuleIssuer},
		{"row 24: tenant in upper case", auth.EntraTokens{}, token{}, claims{"iss": "https://sts.windows.net/" + strings.ToUpper(botTenant) + "/"}, auth.RuleIssuer},
		{"row 24: common", auth.EntraTokens{}, token{V2: true}, claims{"iss": "https://login.microsoftonline.com/common/v2.0"}, auth.RuleIssuer},
		{"row 24: placeholder", auth.EntraTokens{}, token{V2: true}, claims{"iss": "https://login.microsoftonline.com/{tenantid}/v2.0"}, auth.RuleIssuer},
		{"row 24: another cloud's issuer", auth.EntraTokens{}, token{V2: true}, claims{"iss": "https://login.microsoftonline.us/" + botTenant + "/v2.0"}, auth.RuleIssuer},
		{"row 25: another tenant", auth.EntraTokens{}, token{TenantID: otherTenant}, nil, auth.RuleIssuer},
		{"row 25: another tenant, version 2.0", auth.EntraTokens{}, token{TenantID: otherTenant, V2: true}, nil, auth.RuleIssuer},
		{"row 25: another tenant, allowed caller", auth.EntraTokens{}, token{TenantID: otherTenant, AppID: callerID}, nil, auth.RuleIssuer},
		{"row 25: the own tenant, not configured", multi, token{TenantID: ownTenant}, nil, auth.RuleIssuer},
		{"row 26: tid of another tenant", auth.EntraTokens{}, token{}, claims{"tid": otherTenant}, auth.RuleTenant},
		{"row 26: tid of another allowed tenant", auth.EntraTokens{}, token{}, claims{"tid": ownTenant}, auth.RuleTenant},
		{"row 26: no tid", auth.EntraTokens{}, token{}, claims{"tid": nil}, auth.RuleTenant},
		{"row 26: tid is an array", auth.EntraTokens{}, token{}, claims{"tid": []string{botTenant}}, auth.RuleToken},
		{"row 26: version 2.0 of a 1.0 issuer", auth.EntraTokens{}, token{}, claims{"ver": "2.0", "azp": appID, "azpacr": "1"}, auth.RuleTenant},
		{"row 26: unknown version", auth.EntraTokens{}, token{}, claims{"ver": "3.0"}, auth.RuleTenant},
		{"row 26: no version", auth.EntraTokens{}, token{}, claims{"ver": nil}, auth.RuleTenant},
		{"row 27: tid is a path", auth.EntraTokens{}, token{TenantID: "../x"}, nil, auth.RuleIssuer},
		{"row 29: user token of the own app", auth.EntraTokens{}, token{V2: true}, claims{"scp": "access_as_user", "oid": "user", "sub": "pairwise"}, auth.RuleAppOnly},
		{"row 29: scp alone", auth.EntraTokens{}, token{}, claims{"scp": ""}, auth.RuleAppOnly},
		{"row 29: sub is not oid", auth.EntraTokens{}, token{}, claims{"oid": "user", "sub": "pairwise"}, auth.RuleAppOnly},
		{"row 29: sub without oid", auth.EntraTokens{}, token{}, claims{"sub": "pairwise"}, auth.RuleAppOnly},
		{"row 29: idtyp user", auth.EntraTokens{}, token{}, claims{"idtyp": "user"}, auth.RuleAppOnly},
		{"row 29: public client", auth.EntraTokens{}, token{}, claims{"appidacr": "0"}, auth.RuleAppOnly},
		{"row 29: client of the other version proved itself", auth.EntraTokens{}, token{V2: true}, claims{"azpacr": nil, "appidacr": "1"}, auth.RuleAppOnly},
		{"row 29: id token", auth.EntraTokens{}, token{V2: true}, claims{"azp": nil, "azpacr": nil, "oid": "user", "sub": "pairwise", "nonce": "n"}, auth.RuleAppOnly},
		{"row 29: user token of a caller", auth.EntraTokens{}, token{AppID: callerID}, claims{"scp": "access_as_user"}, auth.RuleAppOnly},
		{"row 30: emulator is off", auth.EntraTokens{Callers: []string{callerID}}, token{}, nil, auth.RuleCaller},
		{"row 30: emulator is off, connector's audience is on", auth.EntraTokens{ConnectorAudience: true, Tenants: []string{ownTenant}}, token{}, nil, auth.RuleCaller},
		{"caller: not named", auth.EntraTokens{}, token{AppID: otherTenant}, nil, auth.RuleCaller},
		{"caller: nobody is", multi, token{AppID: callerID}, nil, auth.RuleCaller},
		{"caller: no app id", auth.EntraTokens{}, token{}, claims{"appid": nil}, auth.RuleCaller},
		{"caller: app id in the other version's claim", auth.EntraTokens{}, token{}, claims{"appid": nil, "azp": appID}, auth.RuleCaller},
		{"caller: AnonymousSkill", auth.EntraTokens{}, token{AppID: "AnonymousSkill"}, nil, auth.RuleCaller},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			accepts := tt.accepts
			if !accepts.Emulator && !accepts.ConnectorAudience && accepts.Callers == nil {
				accepts = everything()
			}
			service := newService(t)
			validator := newEntraValidator(t, service, service.Client(), accepts)
			token := signEntra(t, service, tt.token, tt.claims)
			for range 2 {
				_, err := authenticate(t, validator, token)
				requireRule(t, err, tt.rule, http.StatusUnauthorized)
			}
			if tt.rule == auth.RuleIssuer || tt.rule == auth.RuleToken {
				require.Zero(t, service.Counts(), "nothing is fetched")
			}
		})
	}
}

// A key of one class is none of the other, even under its id; nor is one key of Entra good for every issuer.
func TestEntraKeysAreApart(t *testing.T) {
	t.Parallel()
	service := newService(t)
	validator := newEntraValidator(t, service, service.Client(), everything())
	entraKeyID, err := service.EntraKeyID()
	require.NoError(t, err)
	f := forgery{t, service}
	entraClaims := fmt.Sprintf(`{"iss":"https://sts.windows.net/%s/","tid":%q,"aud":%q,"appid":%q,"appidacr":"1","ver":"1.0"%s}`,
		botTenant, botTenant, appID, appID, f.exp())
	entraHeader := fmt.Sprintf(`{"alg":"RS256","kid":%q}`, entraKeyID)
	_, err = authenticate(t, validator, forge(t, entraHeader, entraClaims, entraKey()))
	require.NoError(t, err)

	tests := map[string]struct {
		token string
		rule  auth.Rule
	}{
		"row 3: Entra's token by the channel's key":     {f.genuine(f.header(""), entraClaims), auth.RuleKey},
		"row 3: the same under the id of Entra's":       {f.genuine(entraHeader, entraClaims), auth.RuleSignature},
		"row 3: the channel's token by Entra's key":     {forge(t, entraHeader, f.claims(f.exp()), entraKey()), auth.RuleKey},
		"row 3: the same under the id of the channel's": {forge(t, f.header(""), f.claims(f.exp()), entraKey()), auth.RuleSignature},
		"row 3: Entra's token by an attacker's key":     {forge(t, entraHeader, entraClaims, attackerKey()), auth.RuleSignature},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := authenticate(t, validator, tt.token)
			requireRule(t, err, tt.rule, http.StatusUnauthorized)
		})
	}
}

// A key that Entra publishes for one tenant does not sign for another. Keys without a word about it sign for all.
func TestEntraKeyOfAnotherIssuer(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		issuer string
		good   bool
	}{
		"every tenant":    {"https://login.microsoftonline.com/{tenantid}/v2.0", true},
		"this tenant":     {"https://login.microsoftonline.com/" + botTenant + "/v2.0", true},
		"unsaid":          {"", true},
		"another tenant":  {"https://login.microsoftonline.com/" + otherTenant + "/v2.0", false},
		"another cloud":   {"https://login.microsoftonline.us/{tenantid}/v2.0", false},
		"another service": {"https://evil.test/{tenantid}/v2.0", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := newService(t)
			client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				resp, err := service.Client().Transport.RoundTrip(r)
				if err != nil || !strings.HasSuffix(r.URL.Path, "/keys") {
					return resp, err
				}
				data, err := io.ReadAll(resp.Body)
				require.NoError(t, err)
				const published = `"https://login.microsoftonline.com/{tenantid}/v2.0"`
				require.Contains(t, string(data), published)
				return answer(http.StatusOK, strings.Replace(string(data), published, `"`+tt.issuer+`"`, 1))(r)
			})}
			validator := newEntraValidator(t, service, client, everything())
			for _, v2 := range []bool{false, true} {
				_, err := authenticate(t, validator, signEntra(t, service, authtest.EntraToken{V2: v2}, nil))
				if tt.good {
					require.NoError(t, err)
					continue
				}
				requireRule(t, err, auth.RuleKey, http.StatusUnauthorized)
			}
		})
	}
}

func TestAttackRow28UnverifiedTokensChangeNothing(t *testing.T) {
	t.Parallel()
	service := newService(t)
	validator := newEntraValidator(t, service, service.Client(), everything())
	f := forgery{t, service}
	_, err := authenticate(t, validator, sign(t, service, nil))
	require.NoError(t, err)
	before := service.Counts()
	for i := range 20 {
		claims := fmt.Sprintf(`{"iss":"https://sts.windows.net/%d/","tid":"%d","aud":%q%s}`, i, i, appID, f.exp())
		_, err := authenticate(t, validator, forge(t, f.header(""), claims, attackerKey()))
		requireRule(t, err, auth.RuleIssuer, http.StatusUnauthorized)
	}
	require.Equal(t, before, service.Counts())
}

// The two sets of keys are apart in trouble too: an outage or a flood of one leaves the other alone.
func TestEntraKeysFailApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := newService(t)
		client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if strings.HasPrefix(r.URL.Path, "/common/") {
				return answer(http.StatusBadGateway, "")(r)
			}
			return service.Client().Transport.RoundTrip(r)
		})}
		validator := newEntraValidator(t, service, client, everything())
		_, err := authenticate(t, validator, signEntra(t, service, authtest.EntraToken{}, nil))
		requireRule(t, err, auth.RuleKeysUnavailable, http.StatusServiceUnavailable)
		_, err = authenticate(t, validator, sign(t, service, nil))
		require.NoError(t, err)

		validator = newEntraValidator(t, service, service.Client(), everything())
		claims := fmt.Sprintf(`{"iss":"https://sts.windows.net/%s/","exp":%d}`, botTenant, time.Now().Add(24*time.Hour).Unix())
		for hour := range 3 {
			for i := range 50 {
				_, err := authenticate(t, validator, forge(t, fmt.Sprintf(`{"alg":"RS256","kid":"%d"}`, i), claims, attackerKey()))
				requireRule(t, err, auth.RuleKey, http.StatusUnauthorized)
			}
			require.Equal(t, hour+1, service.Counts().EntraKeys, "one fetch an hour")
			time.Sleep(time.Hour)
		}
		require.Equal(t, 1, service.Counts().Keys)
	})
}
