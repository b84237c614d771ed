package auth_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

// TestEveryTokenMeetsEveryConfiguration asserts that no configuration accepts a token of a kind that it does not name. Every
// token comes twice, so that one that was refused is not accepted from what is remembered.
func TestEveryTokenMeetsEveryConfiguration(t *testing.T) {
	t.Parallel()
	service := newService(t)
	connector := service.Cloud(baseURL).Issuer
	entra := func(token authtest.EntraToken, claims map[string]any) string {
		return signEntra(t, service, token, claims)
	}
	tokens := map[string]string{
		"channel":               sign(t, service, nil),
		"own":                   entra(authtest.EntraToken{}, nil),
		"own v2":                entra(authtest.EntraToken{V2: true}, nil),
		"own, tenant":           entra(authtest.EntraToken{TenantID: ownTenant}, nil),
		"connector":             entra(authtest.EntraToken{Audience: connector}, nil),
		"connector, tenant":     entra(authtest.EntraToken{TenantID: ownTenant, Audience: connector}, nil),
		"caller":                entra(authtest.EntraToken{AppID: callerID}, nil),
		"caller, tenant":        entra(authtest.EntraToken{AppID: callerID, TenantID: ownTenant}, nil),
		"caller, other tenant":  entra(authtest.EntraToken{AppID: callerID, TenantID: otherTenant}, nil),
		"caller, for connector": entra(authtest.EntraToken{AppID: callerID, TenantID: ownTenant, Audience: connector}, nil),
		"user":                  entra(authtest.EntraToken{TenantID: ownTenant}, map[string]any{"scp": "access_as_user", "sub": "a", "oid": "b"}),
		"user without scp":      entra(authtest.EntraToken{TenantID: ownTenant}, map[string]any{"sub": "a", "oid": "b"}),
		"other bot":             entra(authtest.EntraToken{AppID: otherTenant}, nil),
		"other bot, two apps":   entra(authtest.EntraToken{AppID: otherTenant}, map[string]any{"azp": appID, "azpacr": "1"}),
		"Entra's as a channel's": entra(authtest.EntraToken{}, map[string]any{
			"iss": connector, "serviceurl": serviceURL,
		}),
		"a channel's as Entra's": sign(t, service, map[string]any{
			"iss": "https://sts.windows.net/" + ownTenant + "/", "tid": ownTenant, "ver": "1.0", "appid": appID, "appidacr": "1",
		}),
	}
	tests := map[string]struct {
		entra    auth.EntraTokens
		accepted []string // besides the channel's
	}{
		"nothing":               {},
		"emulator":              {auth.EntraTokens{Emulator: true}, []string{"own", "own v2"}},
		"emulator, tenant":      {auth.EntraTokens{Emulator: true, Tenants: []string{ownTenant}}, []string{"own", "own v2", "own, tenant"}},
		"connector's audience":  {auth.EntraTokens{ConnectorAudience: true, Tenants: []string{ownTenant}}, []string{"connector, tenant"}},
		"another bot":           {auth.EntraTokens{Callers: []string{callerID}}, []string{"caller"}},
		"another bot, a tenant": {auth.EntraTokens{Callers: []string{callerID}, Tenants: []string{ownTenant}}, []string{"caller", "caller, tenant"}},
		"everything":            {everything(), []string{"own", "own v2", "own, tenant", "connector, tenant", "caller", "caller, tenant"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			validator := newEntraValidator(t, service, service.Client(), tt.entra)
			for range 2 {
				for kind, token := range tokens {
					_, err := authenticate(t, validator, token)
					accepted := kind == "channel" || slices.Contains(tt.accepted, kind)
					require.Equal(t, accepted, err == nil, "%s: %v", kind, err)
				}
			}
		})
	}
}
