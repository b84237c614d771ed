package playground_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/adapters/playground"
)

// A Convo bot that is told so by its environment trusts the playground, whatever else it is told for Teams.
func TestEnviron(t *testing.T) {
	t.Parallel()
	for name, more := range map[string][]string{
		"by themselves": nil,
		"multi-tenant":  {"MicrosoftAppType=MultiTenant"},
		"single-tenant": {"MicrosoftAppType=SingleTenant", "MicrosoftAppTenantId=11111111-2222-3333-4444-555555555555"},
		"another cloud": {"BOT_CLOUD=Public"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var adapter http.Handler
			endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { adapter.ServeHTTP(w, r) }))
			t.Cleanup(endpoint.Close)
			p := serveFor(t, playground.Config{Bot: endpoint.URL, AppPassword: "hush"})
			environ := p.play.Environ()
			require.Contains(t, environ, "MicrosoftAppPassword=hush")
			cfg, err := cloud.ConfigFromEnv(slices.Concat(environ, more))
			require.NoError(t, err)
			bot, err := cloud.New(cfg, echo())
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, bot.Shutdown(context.Background())) })
			adapter = bot
			w := p.play.World()
			ann := w.People()[0]
			chat := w.PersonalChat(ann)
			p.act(m{"do": "send", "person": ann.ID, "conversation": chat, "activity": m{"type": "message", "text": "hi"}}, nil)
			p.eventually("echo", []string{"hi", "Echo: hi"}, func() []string { return textsOf(w.Messages(chat)) })
		})
	}
}

// A bot whose password is wrong is told of, with what to check; so is one that has none.
func TestWrongCredentialsAreTold(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*cloud.Config)
		want   string
	}{
		"wrong password": {func(c *cloud.Config) { c.AppPassword = "wrong" }, "the bot got no token. Check in the bot that its app id is"},
		"no credentials": {func(c *cloud.Config) { *c = cloud.Config{Local: true} }, "start the playground as anonymous"},
		"another app id": {func(c *cloud.Config) { c.AppID = "66666666-2222-3333-4444-555555555555" }, "it does not trust this playground"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var adapter http.Handler
			endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { adapter.ServeHTTP(w, r) }))
			t.Cleanup(endpoint.Close)
			p := serveFor(t, playground.Config{Bot: endpoint.URL})
			cfg := p.play.BotConfig(cloud.Config{})
			tt.change(&cfg)
			bot, err := cloud.New(cfg, echo())
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, bot.Shutdown(context.Background())) })
			adapter = bot
			ann := p.play.World().People()[0]
			p.act(m{"do": "send", "person": ann.ID, "conversation": p.play.World().PersonalChat(ann), "activity": m{"type": "message", "text": "hi"}}, nil)
			p.eventually("the problem", []string{"told"}, func() []string { return toldOf(trafficOf(t, p.play, p.token), tt.want) })
		})
	}
}
