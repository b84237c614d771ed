package cloud_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
)

// knownPlaces is in how many conversations messages are that are not the first there.
const knownPlaces = 50

// BenchmarkStoredTurn compares whole turns of an echo bot that keeps what it remembers in a database with those of one that
// keeps it in memory: x-memory is how many turns the first ends in the time of one of the second. They answer the same
// requests in the same run, in turns. The first has an inbox, and may remember conversations too; messages come in a few
// conversations, or each is the first of its own.
func BenchmarkStoredTurn(b *testing.B) {
	for _, mode := range []storedMode{
		{name: "inbox"},
		{name: "inbox and references", references: true},
		{name: "inbox and new references", references: true, new: true},
	} {
		b.Run("SQLite/"+mode.name, func(b *testing.B) { benchmarkStoredTurn(b, mode, sqliteFile(b)) })
		b.Run("Postgres/"+mode.name, func(b *testing.B) { benchmarkStoredTurn(b, mode, postgresSchema(b)) })
	}
}

type storedMode struct {
	name       string
	references bool
	new        bool // conversations
}

func benchmarkStoredTurn(b *testing.B, mode storedMode, kept database) {
	b.Helper()
	services := startServices(b)
	serve := func(engine *framework.Engine, middleware ...framework.Middleware) *httptest.Server {
		echo := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
		})
		adapter, err := cloud.New(cloud.Config{
			AppID: "app", AppPassword: "password", Cloud: services.identity.Cloud(services.identityURL), Engine: engine,
			AllowedServiceURLs: []string{services.connectorURL}, Logger: slog.New(slog.DiscardHandler),
		}, framework.Chain(echo, middleware...))
		require.NoError(b, err)
		server := httptest.NewServer(adapter)
		b.Cleanup(func() {
			server.Close()
			require.NoError(b, adapter.Shutdown(context.Background()))
		})
		return server
	}
	db := kept.open(b)
	var remembers []framework.Middleware
	if mode.references {
		remembers = append(remembers, proactive.Remember(db.References()))
	}
	stored := serve(&framework.Engine{Inbox: db.Inbox()}, remembers...)
	memory := serve(&framework.Engine{})

	template := message(b, services.connectorURL)
	if !mode.new {
		template = strings.ReplaceAll(template, "messageid=@ID", "messageid=@PLACE")
	}
	load := &load{token: services.token, mode: benchMode{verify: true}, template: template}
	load.run(b, stored.URL)
	load.run(b, memory.URL)
	var storedTime, memoryTime time.Duration
	for b.Loop() {
		storedTime += load.run(b, stored.URL)
		memoryTime += load.run(b, memory.URL)
	}
	turns := float64(b.N * batch)
	b.ReportMetric(memoryTime.Seconds()/storedTime.Seconds(), "x-memory")
	b.ReportMetric(float64(storedTime.Microseconds())/turns, "µs/turn")
	b.ReportMetric(float64(memoryTime.Microseconds())/turns, "µs/memory-turn")
}
