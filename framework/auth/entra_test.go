package auth_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

// Each switch opens one class of tokens, and the identity says which app was let in.
func TestEntraTokensAreAccepted(t *testing.T) {
	t.Parallel()
	const ownURN, callerURN = "urn:botframework:aadappid:" + appID, "urn:botframework:aadappid:" + callerID
	emulator := auth.EntraTokens{Emulator: true}
	emulatorAtHome := auth.EntraTokens{Emulator: true, Tenants: []string{ownTenant}}
	callers := auth.EntraTokens{Callers: []string{callerID}}
	callersAtHome := auth.EntraTokens{Callers: []string{"AAAAAAAA-bbbb-cccc-dddd-eeeeeeeeeeee"}, Tenants: []string{ownTenant}}
	connector := auth.EntraTokens{ConnectorAudience: true, Tenants: []string{ownTenant}}
	const secondTenant = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
	tests := map[string]struct {
		accepts    auth.EntraTokens
		token      authtest.EntraToken
		claims     map[string]any
		issuer     string
		caller     string
		serviceURL string // that it may name
	}{
		"emulator, version 1.0": {
			emulator, authtest.EntraToken{}, nil, "https://sts.windows.net/" + botTenant + "/", ownURN, emulatorURL,
		},
		"emulator, version 2.0": {
			emulator, authtest.EntraToken{V2: true}, nil, "https://login.microsoftonline.com/" + botTenant + "/v2.0", ownURN, emulatorURL,
		},
		"emulator, Microsoft's other tenant": {
			emulator, authtest.EntraToken{TenantID: secondTenant}, nil, "https://sts.windows.net/" + secondTenant + "/", ownURN, emulatorURL,
		},
		"emulator of a single-tenant bot": {
			emulatorAtHome, authtest.EntraToken{TenantID: ownTenant}, nil, "https://sts.windows.net/" + ownTenant + "/", ownURN, emulatorURL,
		},
		"app with an object in the tenant": {
			emulator, authtest.EntraToken{}, map[string]any{"oid": "o", "sub": "o", "idtyp": "app"}, "https://sts.windows.net/" + botTenant + "/", ownURN, emulatorURL,
		},
		"app with a certificate": {
			emulator, authtest.EntraToken{}, map[string]any{"appidacr": "2"}, "https://sts.windows.net/" + botTenant + "/", ownURN, emulatorURL,
		},
		"own app speaks for a channel": {
			emulator, authtest.EntraToken{}, nil, "https://sts.windows.net/" + botTenant + "/", ownURN, serviceURL,
		},
		"another bot": {
			callers, authtest.EntraToken{AppID: callerID}, nil, "https://sts.windows.net/" + botTenant + "/", callerURN, parentURL,
		},
		"another bot of the own tenant": {
			callersAtHome,
			authtest.EntraToken{AppID: callerID, TenantID: ownTenant, V2: true},
			nil,
			"https://login.microsoftonline.com/" + ownTenant + "/v2.0", callerURN, parentURL,
		},
		"for the connector": {
			connector,
			authtest.EntraToken{TenantID: ownTenant, Audience: "https://api.botframework.com"},
			nil,
			"https://sts.windows.net/" + ownTenant + "/", ownURN, serviceURL,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := newService(t)
			token := signEntra(t, service, tt.token, tt.claims)
			for accepts, entra := range map[string]auth.EntraTokens{"only this": tt.accepts, "everything": everything()} {
				validator := newEntraValidator(t, service, service.Client(), entra)
				for range 2 {
					id, err := authenticate(t, validator, token)
					require.NoError(t, err, accepts)
					require.Equal(t, appID, id.AppID)
					require.Equal(t, tt.issuer, id.Issuer)
					require.Equal(t, tt.caller, id.CallerID)
					require.NoError(t, id.CheckActivity("emulator", tt.serviceURL))
				}
			}
			_, err := authenticate(t, newValidator(t, service, service.Client()), token)
			requireRule(t, err, auth.RuleIssuer, http.StatusUnauthorized)
		})
	}
}

// What no claim of the token binds is held to what the sender may name.
func TestEntraCheckActivity(t *testing.T) {
	t.Parallel()
	service := newService(t)
	validator := newEntraValidator(t, service, service.Client(), everything())
	identify := func(token authtest.EntraToken, claims map[string]any) auth.Identity {
		id, err := authenticate(t, validator, signEntra(t, service, token, claims))
		require.NoError(t, err)
		return id
	}
	own, bot := identify(authtest.EntraToken{}, nil), identify(authtest.EntraToken{AppID: callerID}, nil)
	bound := identify(authtest.EntraToken{}, map[string]any{"serviceurl": emulatorURL})
	tests := []struct {
		name                  string
		id                    auth.Identity
		channelID, serviceURL string
		rule                  auth.Rule
	}{
		{"row 33: own app, no channel", own, "", emulatorURL, auth.RuleEndorsement},
		{"row 33: bot, no channel", bot, "", parentURL, auth.RuleEndorsement},
		{"row 34: own app, not the claim", bound, "emulator", serviceURL, auth.RuleServiceURL},
		{"row 35: own app, no service URL", own, "emulator", "", auth.RuleServiceURL},
		{"row 35: bot, no service URL", bot, "msteams", "", auth.RuleServiceURL},
		{"row 36: own app, attacker's host", own, "emulator", "https://evil.test/", auth.RuleServiceURL},
		{"row 36: own app, another port", own, "emulator", "http://localhost:1/", auth.RuleServiceURL},
		{"row 36: bot in a channel's name", bot, "msteams", serviceURL, auth.RuleServiceURL},
		{"row 36: bot in a channel's name, upper case", bot, "msteams", "https://SMBA.trafficmanager.net./x", auth.RuleServiceURL},
		{"row 36: bot in a channel's name, by http", bot, "msteams", "http://webchat.botframework.com:8080", auth.RuleServiceURL},
		{"row 37: bot, user information", bot, "msteams", "https://parent.example@evil.test/", auth.RuleServiceURL},
		{"row 37: bot, no URL", bot, "msteams", "parent", auth.RuleServiceURL},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			requireRule(t, tt.id.CheckActivity(tt.channelID, tt.serviceURL), tt.rule, http.StatusForbidden)
		})
	}
	require.NoError(t, bound.CheckActivity("emulator", emulatorURL))
}

func TestNewValidatorRefusesEntraTokens(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*auth.ValidatorConfig)
		want   string
	}{
		"callers without one":  {func(c *auth.ValidatorConfig) { c.Entra.Callers = []string{} }, "names nobody"},
		"anybody":              {func(c *auth.ValidatorConfig) { c.Entra.Callers = []string{"*"} }, `"*" is not an app id`},
		"an empty caller":      {func(c *auth.ValidatorConfig) { c.Entra.Callers = []string{callerID, ""} }, "not an app id"},
		"a caller by name":     {func(c *auth.ValidatorConfig) { c.Entra.Callers = []string{"AnonymousSkill"} }, "not an app id"},
		"no GUID":              {func(c *auth.ValidatorConfig) { c.Entra.Callers = []string{"aaaaaaaa+bbbb-cccc-dddd-eeeeeeeeeeee"} }, "not an app id"},
		"no hexadecimal":       {func(c *auth.ValidatorConfig) { c.Entra.Callers = []string{"\x10aaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"} }, "not an app id"},
		"itself":               {func(c *auth.ValidatorConfig) { c.Entra.Callers = []string{"00000000-0000-0000-0000-00000000B07A"} }, "own app id"},
		"tenants for nothing":  {func(c *auth.ValidatorConfig) { c.Entra.Tenants = []string{ownTenant} }, "alone accepts no tokens"},
		"connector, no tenant": {func(c *auth.ValidatorConfig) { c.Entra.ConnectorAudience = true }, "Tenants"},
		"tenant is a domain": {func(c *auth.ValidatorConfig) {
			c.Entra = auth.EntraTokens{Emulator: true, Tenants: []string{"contoso.com"}}
		}, "not a tenant's id"},
		"tenant is common":     {func(c *auth.ValidatorConfig) { c.Entra = auth.EntraTokens{Emulator: true, Tenants: []string{"common"}} }, "not a tenant's id"},
		"emulator to anywhere": {func(c *auth.ValidatorConfig) { c.Entra.Emulator, c.ServiceURLs = true, nil }, "ServiceURLs"},
		"no metadata":          {func(c *auth.ValidatorConfig) { c.Entra.Emulator, c.Cloud.EntraMetadataURL = true, "" }, "Cloud.EntraMetadataURL"},
		"metadata over http": {func(c *auth.ValidatorConfig) {
			c.Entra.Emulator, c.Cloud.EntraMetadataURL = true, "http://login.example"
		}, "https"},
		"issuer without a tenant": {func(c *auth.ValidatorConfig) {
			c.Entra.Emulator, c.Cloud.EntraIssuerV2 = true, "https://login.example/v2.0"
		}, "makes no issuer"},
		"no issuer":      {func(c *auth.ValidatorConfig) { c.Entra.Emulator, c.Cloud.EntraIssuerV1 = true, "" }, "makes no issuer"},
		"cloud's tenant": {func(c *auth.ValidatorConfig) { c.Entra.Emulator, c.Cloud.BotTenants = true, []string{"x"} }, "makes no issuer"},
		"service host":   {func(c *auth.ValidatorConfig) { c.Cloud.ServiceHosts = []string{"*.example"} }, "host name"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := auth.ValidatorConfig{Cloud: auth.PublicCloud(), AppID: appID, ServiceURLs: auth.LocalServiceURLs()}
			tt.change(&cfg)
			_, err := auth.NewValidator(cfg)
			require.ErrorContains(t, err, tt.want)
		})
	}
}
