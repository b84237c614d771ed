package auth_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

// forgery makes the tokens of an attacker who knows everything but the channel's private key, and of a careless
// service that signs anything with it.
type forgery struct {
	testing.TB
	service *authtest.Service
}

// header returns a token header with members added.
func (f forgery) header(members string) string {
	return fmt.Sprintf(`{"alg":"RS256","kid":%q%s}`, f.service.KeyID(), members)
}

// claims returns good claims with members added.
func (f forgery) claims(members string) string {
	return fmt.Sprintf(`{"iss":"https://api.botframework.com","aud":%q,"serviceurl":%q%s}`, appID, serviceURL, members)
}

func (f forgery) exp() string {
	return `,"exp":` + strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10)
}

// genuine signs header and claims with the channel's key.
func (f forgery) genuine(header, claims string) string { return forge(f, header, claims, channelKey()) }

// with signs good claims with another algorithm and key.
func (f forgery) with(method jwt.SigningMethod, key any) string {
	token := jwt.NewWithClaims(method, jwt.MapClaims{
		"iss": "https://api.botframework.com", "aud": appID, "exp": time.Now().Add(time.Hour).Unix(),
	})
	token.Header["kid"] = f.service.KeyID()
	signed, err := token.SignedString(key)
	require.NoError(f, err)
	return signed
}

func (f forgery) signed(claims map[string]any) string { return sign(f, f.service, claims) }

// TestAttacks holds the rows of the attack matrix that end at the token, whoever else may call. All answer 401. Those
// about Entra's tokens are in TestEntraAttacks.
func TestAttacks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		token func(f forgery) string
		rule  auth.Rule
	}{
		{"row 1: alg none", func(f forgery) string {
			return f.with(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType)
		}, auth.RuleAlgorithm},
		{"row 1: RS256 without a signature", func(f forgery) string {
			return encode(f.header("")) + "." + encode(f.claims(f.exp())) + "."
		}, auth.RuleSignature},
		{"row 2: HS256 with the public key", func(f forgery) string {
			der, err := x509.MarshalPKIXPublicKey(&channelKey().PublicKey)
			require.NoError(f, err)
			return f.with(jwt.SigningMethodHS256, der)
		}, auth.RuleAlgorithm},
		{"row 3: attacker's key under the real kid", func(f forgery) string {
			return f.with(jwt.SigningMethodRS256, attackerKey())
		}, auth.RuleSignature},
		{"row 4: ES256", func(f forgery) string {
			key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			require.NoError(f, err)
			return f.with(jwt.SigningMethodES256, key)
		}, auth.RuleAlgorithm},
		{"row 4: PS256", func(f forgery) string { return f.with(jwt.SigningMethodPS256, channelKey()) }, auth.RuleAlgorithm},
		{"row 4: RS512", func(f forgery) string { return f.with(jwt.SigningMethodRS512, channelKey()) }, auth.RuleAlgorithm},
		{"row 4: EdDSA", func(f forgery) string {
			_, key, err := ed25519.GenerateKey(rand.Reader)
			require.NoError(f, err)
			return f.with(jwt.SigningMethodEdDSA, key)
		}, auth.RuleAlgorithm},
		{"row 5: alg is an array", func(f forgery) string {
			return f.genuine(`{"alg":["RS256"],"kid":"k"}`, f.claims(f.exp()))
		}, auth.RuleToken},
		{"row 5: alg in lower case", func(f forgery) string {
			return f.genuine(`{"alg":"rs256","kid":"k"}`, f.claims(f.exp()))
		}, auth.RuleAlgorithm},
		{"row 5: Alg member in another case", func(f forgery) string {
			return f.genuine(`{"Alg":"RS256","kid":"k"}`, f.claims(f.exp()))
		}, auth.RuleAlgorithm},
		{"row 6: two alg", func(f forgery) string {
			return f.genuine(f.header(`,"alg":"RS256"`), f.claims(f.exp()))
		}, auth.RuleToken},
		{"row 6: two iss", func(f forgery) string {
			return f.genuine(f.header(""), f.claims(`,"iss":"https://api.botframework.com"`+f.exp()))
		}, auth.RuleToken},
		{"row 6: two of an unknown claim", func(f forgery) string {
			return f.genuine(f.header(""), f.claims(`,"x":1,"x":2`+f.exp()))
		}, auth.RuleToken},
		{"row 7: no kid", func(f forgery) string { return f.genuine(`{"alg":"RS256"}`, f.claims(f.exp())) }, auth.RuleKey},
		{"row 7: null kid", func(f forgery) string {
			return f.genuine(`{"alg":"RS256","kid":null}`, f.claims(f.exp()))
		}, auth.RuleKey},
		{"row 8: kid is a path", func(f forgery) string {
			return f.genuine(`{"alg":"RS256","kid":"../../x"}`, f.claims(f.exp()))
		}, auth.RuleKey},
		{"row 8: kid is SQL with a line break", func(f forgery) string {
			return f.genuine(`{"alg":"RS256","kid":"' OR 1=1\n--"}`, f.claims(f.exp()))
		}, auth.RuleKey},
		{"row 8: kid of 8 KB", func(f forgery) string {
			return f.genuine(`{"alg":"RS256","kid":"`+strings.Repeat("k", 8<<10)+`"}`, f.claims(f.exp()))
		}, auth.RuleKey},
		{"row 8: kid of 1 MB", func(f forgery) string {
			return f.genuine(`{"alg":"RS256","kid":"`+strings.Repeat("k", 1<<20)+`"}`, f.claims(f.exp()))
		}, auth.RuleToken},
		{"row 10: key material in the header, real kid", func(f forgery) string {
			return forge(f, f.header(keyMaterial()), f.claims(f.exp()), attackerKey())
		}, auth.RuleSignature},
		{"row 10: key material in the header, own kid", func(f forgery) string {
			return forge(f, `{"alg":"RS256","kid":"mine"`+keyMaterial()+`}`, f.claims(f.exp()), attackerKey())
		}, auth.RuleKey},
		{"row 11: crit", func(f forgery) string {
			return f.genuine(f.header(`,"crit":["b64"],"b64":false`), f.claims(f.exp()))
		}, auth.RuleToken},
		{"row 11: crit is null", func(f forgery) string {
			return f.genuine(f.header(`,"crit":null`), f.claims(f.exp()))
		}, auth.RuleToken},
		{"row 12: JWE", func(forgery) string { return encode(`{"alg":"RSA-OAEP","enc":"A256GCM"}`) + ".a.b.c.d" }, auth.RuleToken},
		{"row 13: garbage", func(forgery) string { return "a.b.c" }, auth.RuleToken},
		{"row 13: no dot", func(forgery) string { return "abc" }, auth.RuleToken},
		{"row 13: only dots", func(forgery) string { return ".." }, auth.RuleToken},
		{"row 13: header is not an object", func(f forgery) string { return f.genuine(`[]`, f.claims("")) }, auth.RuleToken},
		{"row 13: claims are not an object", func(f forgery) string { return f.genuine(f.header(""), `"x"`) }, auth.RuleToken},
		{"row 13: claims are null", func(f forgery) string { return f.genuine(f.header(""), `null`) }, auth.RuleIssuer},
		{"row 13: deep nesting", func(f forgery) string {
			return f.genuine(f.header(""), strings.Repeat("[", 8<<10))
		}, auth.RuleToken},
		{"row 14: a changed claim", func(f forgery) string {
			parts := strings.Split(f.signed(nil), ".")
			return parts[0] + "." + encode(f.claims(f.exp()+`,"x":1`)) + "." + parts[2]
		}, auth.RuleSignature},
		{"row 14: a cut signature", func(f forgery) string { token := f.signed(nil); return token[:len(token)-6] }, auth.RuleSignature},
		{"row 15: a million dots", func(forgery) string { return strings.Repeat(".", 1_000_000) }, auth.RuleToken},
		{"row 16: oversized but genuine", func(f forgery) string {
			return f.signed(map[string]any{"x": strings.Repeat("x", 16<<10)})
		}, auth.RuleToken},
		{"row 17: expired", func(f forgery) string {
			return f.signed(map[string]any{"exp": time.Now().Add(-6 * time.Minute).Unix()})
		}, auth.RuleExpired},
		{"row 18: not yet valid", func(f forgery) string {
			return f.signed(map[string]any{"nbf": time.Now().Add(6 * time.Minute).Unix()})
		}, auth.RuleNotYetValid},
		{"row 19: no exp", func(f forgery) string { return f.signed(map[string]any{"exp": nil}) }, auth.RuleExpired},
		{"row 20: exp is a string", func(f forgery) string { return f.signed(map[string]any{"exp": "9999999999"}) }, auth.RuleToken},
		{"row 20: exp is a fraction", func(f forgery) string { return f.signed(map[string]any{"exp": 9999999999.5}) }, auth.RuleToken},
		{"row 20: exp is 1e400", func(f forgery) string {
			return f.genuine(f.header(""), f.claims(`,"exp":1e400`))
		}, auth.RuleToken},
		{"row 20: exp is null", func(f forgery) string { return f.genuine(f.header(""), f.claims(`,"exp":null`)) }, auth.RuleToken},
		{"row 20: exp is negative", func(f forgery) string { return f.signed(map[string]any{"exp": -1}) }, auth.RuleToken},
		{"row 20: nbf wraps around", func(f forgery) string {
			return f.signed(map[string]any{"nbf": int64(9223372036854775807)})
		}, auth.RuleToken},
		{"row 21: another bot", func(f forgery) string { return f.signed(map[string]any{"aud": "other"}) }, auth.RuleAudience},
		{"row 21: no aud", func(f forgery) string { return f.signed(map[string]any{"aud": nil}) }, auth.RuleAudience},
		{"row 21: aud in upper case", func(f forgery) string {
			return f.signed(map[string]any{"aud": strings.ToUpper(appID)})
		}, auth.RuleAudience},
		{"row 22: aud array without own id", func(f forgery) string {
			return f.signed(map[string]any{"aud": []string{"other", appID + " "}})
		}, auth.RuleAudience},
		{"row 22: aud array of numbers", func(f forgery) string { return f.signed(map[string]any{"aud": []int{1}}) }, auth.RuleToken},
		{"row 22: aud is an object", func(f forgery) string {
			return f.signed(map[string]any{"aud": map[string]any{appID: 1}})
		}, auth.RuleToken},
		{"row 22: aud array is empty", func(f forgery) string { return f.signed(map[string]any{"aud": []string{}}) }, auth.RuleAudience},
		{"row 23: aud is the connector", func(f forgery) string {
			return f.signed(map[string]any{"aud": "https://api.botframework.com"})
		}, auth.RuleAudience},
		{"row 24: another issuer", func(f forgery) string { return f.signed(map[string]any{"iss": "https://evil.test"}) }, auth.RuleIssuer},
		{"row 24: look-alike issuer", func(f forgery) string {
			return f.signed(map[string]any{"iss": "https://api.botframework.com.evil.test"})
		}, auth.RuleIssuer},
		{"row 24: trailing slash", func(f forgery) string {
			return f.signed(map[string]any{"iss": "https://api.botframework.com/"})
		}, auth.RuleIssuer},
		{"row 24: upper case", func(f forgery) string {
			return f.signed(map[string]any{"iss": "https://API.botframework.com"})
		}, auth.RuleIssuer},
		{"row 24: no issuer", func(f forgery) string { return f.signed(map[string]any{"iss": nil}) }, auth.RuleIssuer},
	}
	for accepts, entra := range map[string]auth.EntraTokens{"channels": {}, "everything": everything()} {
		for _, tt := range tests {
			t.Run(tt.name+"/"+accepts, func(t *testing.T) {
				t.Parallel()
				service := newService(t)
				validator := newEntraValidator(t, service, service.Client(), entra)
				token := tt.token(forgery{t, service})
				for range 2 { // a refused token is not remembered as a good one
					_, err := authenticate(t, validator, token)
					requireRule(t, err, tt.rule, http.StatusUnauthorized)
				}
				counts := service.Counts()
				require.LessOrEqual(t, counts.Metadata, 1)
				if tt.rule == auth.RuleToken || tt.rule == auth.RuleAlgorithm || tt.rule == auth.RuleIssuer {
					require.Zero(t, counts, "what is malformed, or of an unknown issuer, costs no request")
				}
				_, err := authenticate(t, validator, sign(t, service, nil))
				require.NoError(t, err, "the attack must not keep out the genuine")
			})
		}
	}
}

// keyMaterial returns header members by which a token offers a key of its own.
func keyMaterial() string {
	n := encode(string(attackerKey().N.Bytes()))
	return `,"jwk":{"kty":"RSA","e":"AQAB","n":"` + n + `"},"jku":"https://identity.test/evil","x5u":"https://identity.test/evil","x5c":["x"]`
}

func TestAttackRow22OwnIDAmongAudiences(t *testing.T) {
	t.Parallel()
	service := newService(t)
	validator := newValidator(t, service, service.Client())
	_, err := authenticate(t, validator, sign(t, service, map[string]any{"aud": []string{"other", appID}}))
	require.NoError(t, err)
}

func TestAttackRow42AuthorizationHeaders(t *testing.T) {
	t.Parallel()
	service := newService(t)
	validator := newValidator(t, service, service.Client())
	token := sign(t, service, nil)
	tests := map[string][]string{
		"row 42: none":                 nil,
		"row 42: two":                  {"Bearer " + token, "Bearer " + token},
		"row 42: empty":                {""},
		"row 42: scheme alone":         {"Bearer"},
		"row 42: scheme and space":     {"Bearer "},
		"row 42: no scheme":            {token},
		"row 42: other scheme":         {"Basic " + token},
		"row 42: tab":                  {"Bearer\t" + token},
		"row 42: space before":         {" Bearer " + token},
		"row 42: two tokens":           {"Bearer " + token + " " + token},
		"row 42: comma":                {"Bearer, " + token},
		"row 42: line break in token":  {"Bearer " + token + "\n"},
		"row 42: carriage return":      {"Bearer " + token[:9] + "\r" + token[9:]},
		"row 42: no space":             {"Bearer" + token},
		"row 42: scheme as look-alike": {"Bearer\u00a0" + token},
	}
	for name, values := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := validator.Authenticate(context.Background(), values)
			requireRule(t, err, auth.RuleHeader, http.StatusUnauthorized)
		})
	}
}
