package auth_test

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

// FuzzAuthenticate looks for a header that is accepted though neither the channel nor Entra signed its token, that
// panics, or that is refused without a rule.
func FuzzAuthenticate(f *testing.F) {
	service := newService(f)
	validator := newEntraValidator(f, service, service.Client(), everything())
	forgery := forgery{f, service}
	genuine := map[string]bool{}
	for _, claims := range []map[string]any{nil, {"aud": []string{"x", appID}}, {"nbf": nil, "iat": nil}} {
		claims := mergeExp(claims)
		token := sign(f, service, claims)
		genuine[token] = true
		f.Add("Bearer " + token)
		f.Add("bearer  " + token + ".")
	}
	for _, app := range []string{appID, callerID} {
		token := signEntra(f, service, authtest.EntraToken{AppID: app}, mergeExp(nil))
		genuine[token] = true
		f.Add("Bearer " + token)
		f.Add("Bearer " + signEntra(f, service, authtest.EntraToken{AppID: app, V2: true}, mergeExp(map[string]any{"scp": "x"})))
	}
	f.Add("Bearer " + forge(f, forgery.header(`,"crit":["b64"]`), forgery.claims(forgery.exp()), attackerKey()))
	f.Add("Bearer " + forge(f, forgery.header(""), forgery.claims(`,"exp":1e400`), attackerKey()))
	f.Add("Bearer " + encode(`{"alg":"none"}`) + "." + encode("{}") + ".")
	f.Add("Bearer a.b.c")
	f.Add("Basic eA==")
	f.Add("")
	f.Fuzz(func(t *testing.T, header string) {
		_, err := validator.Authenticate(context.Background(), []string{header})
		if err == nil {
			require.True(t, genuine[header[strings.LastIndex(header, " ")+1:]], "forged: %s", header)
			return
		}
		var refused *auth.Error
		require.ErrorAs(t, err, &refused)
		require.Equal(t, 401, refused.HTTPStatus())
		require.Less(t, len(err.Error()), 1024)
	})
}

// mergeExp gives seeds a lifetime that no fuzzing run outlasts.
func mergeExp(claims map[string]any) map[string]any {
	all := map[string]any{"exp": time.Now().Add(1000 * time.Hour).Unix()}
	maps.Copy(all, claims)
	return all
}
