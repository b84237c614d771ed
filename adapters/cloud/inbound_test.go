package cloud_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

const (
	ownTenant   = "11111111-2222-3333-4444-555555555555"
	callerID    = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee" // another bot
	emulatorURL = "http://localhost:56150/_connector"
)

// elsewhere is a cloud with another identity service.
func elsewhere(c auth.Cloud, metadataURL, loginURL, tenant string) auth.Cloud {
	c.OpenIDMetadataURL, c.LoginURL, c.BotTenant = metadataURL, loginURL, tenant
	return c
}

func TestInboundFromEnv(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		environ []string
		want    cloud.Config
		err     string
	}{
		"nothing":           {nil, cloud.Config{}, ""},
		"empty settings":    {[]string{"ChannelService=", "BOT_CLOUD=", "ALLOW_EMULATOR=", "ALLOWED_TENANTS="}, cloud.Config{}, ""},
		"public":            {[]string{"BOT_CLOUD=Public"}, cloud.Config{Cloud: auth.PublicCloud()}, ""},
		"GCC High":          {[]string{"BOT_CLOUD=USGov"}, cloud.Config{Cloud: auth.USGovCloud()}, ""},
		"DoD":               {[]string{"BOT_CLOUD=USGovDoD"}, cloud.Config{Cloud: auth.USGovDoDCloud()}, ""},
		"China":             {[]string{"BOT_CLOUD=China"}, cloud.Config{Cloud: auth.ChinaCloud()}, ""},
		"BotBuilder, Gov":   {[]string{"ChannelService=https://botframework.azure.us"}, cloud.Config{Cloud: auth.USGovCloud()}, ""},
		"BotBuilder, China": {[]string{"ChannelService=https://botframework.azure.cn"}, cloud.Config{Cloud: auth.ChinaCloud()}, ""},
		"BotBuilder, DoD":   {[]string{"ChannelService=https://botframework.azure.us", "BOT_CLOUD=USGovDoD"}, cloud.Config{Cloud: auth.USGovDoDCloud()}, ""},
		"another identity service": {
			[]string{"ToBotFromChannelOpenIdMetadataUrl=http://localhost:3979/v1/x", "ToChannelFromBotLoginUrl=http://localhost:3979/botframework.com"},
			cloud.Config{Cloud: elsewhere(auth.PublicCloud(), "http://localhost:3979/v1/x", "http://localhost:3979", "botframework.com")},
			"",
		},
		"another identity service of China, with a tenant": {
			[]string{"BOT_CLOUD=China", "ToChannelFromBotLoginUrl=https://login.test/tenant/"},
			cloud.Config{Cloud: elsewhere(auth.ChinaCloud(), auth.ChinaCloud().OpenIDMetadataURL, "https://login.test", "tenant")},
			"",
		},
		"another metadata URL alone": {
			[]string{"ToBotFromChannelOpenIdMetadataUrl=https://login.test/x"},
			cloud.Config{Cloud: elsewhere(auth.PublicCloud(), "https://login.test/x", auth.PublicCloud().LoginURL, auth.PublicCloud().BotTenant)},
			"",
		},
		"emulator":     {[]string{"ALLOW_EMULATOR=true"}, cloud.Config{Entra: auth.EntraTokens{Emulator: true}}, ""},
		"emulator off": {[]string{"ALLOW_EMULATOR=false"}, cloud.Config{}, ""},
		"callers": {
			[]string{"ALLOWED_CALLERS= a, b ,", "ALLOWED_TENANTS=t"},
			cloud.Config{Entra: auth.EntraTokens{Callers: []string{"a", "b"}, Tenants: []string{"t"}}},
			"",
		},
		"connector's audience": {
			[]string{"ALLOW_CONNECTOR_AUDIENCE=1", "ALLOWED_TENANTS=t"},
			cloud.Config{Entra: auth.EntraTokens{ConnectorAudience: true, Tenants: []string{"t"}}},
			"",
		},

		"no login URL":       {[]string{"ToChannelFromBotLoginUrl=login.test"}, cloud.Config{}, "ToChannelFromBotLoginUrl is not a URL"},
		"unknown cloud":      {[]string{"BOT_CLOUD=usgov"}, cloud.Config{}, "Public, USGov, USGovDoD or China"},
		"unknown service":    {[]string{"ChannelService=https://botframework.com"}, cloud.Config{}, "ChannelService"},
		"contradiction":      {[]string{"ChannelService=https://botframework.azure.us", "BOT_CLOUD=Public"}, cloud.Config{}, "BOT_CLOUD"},
		"other way round":    {[]string{"ChannelService=https://botframework.azure.cn", "BOT_CLOUD=USGovDoD"}, cloud.Config{}, "ChannelService"},
		"emulator, perhaps":  {[]string{"ALLOW_EMULATOR=yes"}, cloud.Config{}, "ALLOW_EMULATOR"},
		"row 30: no callers": {[]string{"ALLOWED_CALLERS="}, cloud.Config{}, "ALLOWED_CALLERS"},
		"only commas":        {[]string{"ALLOWED_CALLERS= , "}, cloud.Config{}, "ALLOWED_CALLERS"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, err := cloud.ConfigFromEnv(append(tt.environ, "MicrosoftAppId=id", "MicrosoftAppPassword=hush"))
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				require.NotContains(t, err.Error(), "hush")
				return
			}
			require.NoError(t, err)
			tt.want.AppID, tt.want.AppPassword = "id", "hush"
			require.Equal(t, tt.want, cfg)
		})
	}
	_, err := cloud.ConfigFromEnv([]string{"ALLOW_EMULATOR=true"})
	require.ErrorContains(t, err, "ALLOW_EMULATOR", "a bot without credentials looks at no token")
}

// What the validator would refuse, the adapter refuses to start with.
func TestNewRefusesEntraTokens(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]cloud.Config{
		"anybody may call":     {Entra: auth.EntraTokens{Callers: []string{"*"}}},
		"an empty list":        {Entra: auth.EntraTokens{Callers: []string{}}},
		"no tenant":            {Entra: auth.EntraTokens{ConnectorAudience: true}},
		"own tenant by domain": {Entra: auth.EntraTokens{Emulator: true}, AppType: cloud.SingleTenant, TenantID: "contoso.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg.AppID, cfg.AppPassword = "id", "pw"
			_, err := cloud.New(cfg, framework.HandlerFunc(echo))
			require.ErrorContains(t, err, "EntraTokens")
		})
	}
}

// entra returns a request with a token of Entra.
func (b *bot) entra(t *testing.T, body string, token authtest.EntraToken) *http.Request {
	t.Helper()
	r := b.request(t, body)
	withEntraToken(token, nil)(t, b, r)
	return r
}

// withEntraToken gives a request a token of Entra, with some claims replaced.
func withEntraToken(token authtest.EntraToken, claims map[string]any) func(*testing.T, *bot, *http.Request) {
	return func(t *testing.T, b *bot, r *http.Request) {
		t.Helper()
		signed, err := b.identity.SignEntraToken(token, claims)
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer "+signed)
	}
}

// accepting returns a bot's configuration with these tokens, and the emulator among its service URLs.
func accepting(entra auth.EntraTokens) func(*cloud.Config) {
	return func(cfg *cloud.Config) {
		cfg.Entra = entra
		cfg.AllowedServiceURLs = []string{"http://localhost:56150"}
	}
}

// The emulator talks with a bot that lets it, and is seen as what it is.
func TestEmulator(t *testing.T) {
	t.Parallel()
	singleTenant := func(cfg *cloud.Config) { cfg.AppType, cfg.TenantID = cloud.SingleTenant, ownTenant }
	tests := map[string]struct {
		change func(*cloud.Config)
		token  authtest.EntraToken
	}{
		"multi-tenant":  {func(*cloud.Config) {}, authtest.EntraToken{}},
		"single-tenant": {singleTenant, authtest.EntraToken{TenantID: ownTenant, V2: true}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var caller string
			b := newBot(t, func(_ context.Context, turn *framework.TurnContext) error {
				caller = turn.Activity.CallerID
				return nil
			}, accepting(auth.EntraTokens{Emulator: true}), tt.change)
			body := map[string]any{"channelId": "emulator", "serviceUrl": emulatorURL, "callerId": "urn:botframework:azure"}
			require.Equal(t, http.StatusOK, b.do(b.entra(t, activity(t, body), tt.token)).Code, b.logs)
			require.Equal(t, "urn:botframework:aadappid:"+appID, caller)

			body["serviceUrl"] = "http://localhost:1/"
			b.requireRefusedAfter(t, b.entra(t, activity(t, body), tt.token), http.StatusForbidden, "service-url", 1)
		})
	}
}

// Another bot that may call gets its replies in the answer; it cannot speak for a channel.
func TestAnotherBot(t *testing.T) {
	t.Parallel()
	var caller string
	b := newBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
		caller = turn.Activity.CallerID
		return echo(ctx, turn)
	}, accepting(auth.EntraTokens{Callers: []string{callerID}}))
	body := map[string]any{"serviceUrl": "https://parent.example/api/skills", "deliveryMode": "expectReplies"}
	w := b.do(b.entra(t, activity(t, body), authtest.EntraToken{AppID: callerID}))
	require.Equal(t, http.StatusOK, w.Code, b.logs)
	require.Contains(t, w.Body.String(), "Echo: hi")
	require.Equal(t, "urn:botframework:aadappid:"+callerID, caller)
	require.Empty(t, b.connector.requests())

	b.requireRefusedAfter(t, b.entra(t, activity(t, nil), authtest.EntraToken{AppID: callerID}), http.StatusForbidden, "service-url", 1)
}

// Another bot that repeats a channel's ids gets an answer of its own, not the one that the channel got, and takes none away.
func TestAnotherBotWithAChannelsIDs(t *testing.T) {
	t.Parallel()
	b := newBot(t, func(_ context.Context, turn *framework.TurnContext) error {
		turn.SetInvokeResponse(http.StatusOK, "for "+turn.Activity.CallerID)
		return nil
	}, accepting(auth.EntraTokens{Callers: []string{callerID}}))
	ask := func(id string) string {
		w := b.post(t, invoke(t, map[string]any{"id": id}))
		require.Equal(t, http.StatusOK, w.Code)
		return w.Body.String()
	}
	repeat := func(id string) string {
		body := invoke(t, map[string]any{"id": id, "serviceUrl": "https://parent.example/api/skills"})
		w := b.do(b.entra(t, body, authtest.EntraToken{AppID: callerID}))
		require.Equal(t, http.StatusOK, w.Code, b.logs)
		return w.Body.String()
	}
	channel, bot := `"for urn:botframework:azure"`, `"for urn:botframework:aadappid:`+callerID+`"`
	require.Equal(t, channel, ask("1"))
	require.Equal(t, bot, repeat("1"))
	require.Equal(t, bot, repeat("2"))
	require.Equal(t, channel, ask("2"))
	require.Equal(t, channel, ask("2"), "the channel's own redelivery")
	require.EqualValues(t, 4, b.turns.Load())
}

// Each cloud says in the caller id that its channel called.
func TestCallerIDOfEachCloud(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		cloud                        auth.Cloud
		serviceURL, callerID, issuer string
	}{
		"public":   {auth.PublicCloud(), serviceURL, "urn:botframework:azure", "https://api.botframework.com"},
		"GCC High": {auth.USGovCloud(), "https://smba.infra.gov.teams.microsoft.us/gcch/", "urn:botframework:azureusgov", "https://api.botframework.us"},
		"DoD":      {auth.USGovDoDCloud(), "https://smba.infra.dod.teams.microsoft.us/dod/", "urn:botframework:azureusgov", "https://api.botframework.us"},
		"China":    {auth.ChinaCloud(), "https://webchat.botframework.azure.cn/", "", "https://api.botframework.azure.cn"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := newIdentity(t, authtest.Config{Cloud: tt.cloud})
			var caller string
			var seen framework.Identity
			b := newBot(t, func(_ context.Context, turn *framework.TurnContext) error {
				caller, seen = turn.Activity.CallerID, turn.Identity()
				return nil
			}, func(cfg *cloud.Config) {
				cfg.Cloud = service.Cloud("https://" + identity)
				cfg.HTTPClient = &http.Client{Transport: network{identity: service}}
			})
			b.identity = service
			body := map[string]any{"serviceUrl": tt.serviceURL, "callerId": "urn:botframework:aadappid:forged"}
			r := b.request(t, activity(t, body))
			r.Header.Set("Authorization", "Bearer "+b.token(t, map[string]any{"serviceurl": tt.serviceURL}))
			require.Equal(t, http.StatusOK, b.do(r).Code, b.logs)
			require.Equal(t, tt.callerID, caller)
			require.Equal(t, framework.Identity{AppID: appID, Issuer: tt.issuer}, seen)
		})
	}
}

func TestOpenDoorsAreLogged(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		entra auth.EntraTokens
		warns bool
	}{
		"channels only":        {auth.EntraTokens{}, false},
		"another bot":          {auth.EntraTokens{Callers: []string{callerID}}, false},
		"emulator":             {auth.EntraTokens{Emulator: true}, true},
		"connector's audience": {auth.EntraTokens{ConnectorAudience: true, Tenants: []string{ownTenant}}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log logs
			_, err := cloud.New(cloud.Config{
				AppID: appID, AppPassword: "s", AppType: cloud.SingleTenant, TenantID: ownTenant, Entra: test.entra, Logger: log.logger(),
			}, framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return nil }))
			require.NoError(t, err)
			require.Equal(t, test.warns, strings.Contains(log.String(), `"level":"WARN"`), log.String())
		})
	}
}
