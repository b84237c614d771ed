package sqlstore_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// benchDatabases runs a benchmark on each database.
func benchDatabases(b *testing.B, bench func(b *testing.B, driver, dsn string, on sqlstore.Dialect)) {
	b.Helper()
	b.Run("SQLite", func(b *testing.B) {
		bench(b, "sqlite", filepath.Join(b.TempDir(), "bot.db"), sqlstore.SQLite)
	})
	b.Run("Postgres", func(b *testing.B) { bench(b, "pgx", storagetest.Postgres(b), sqlstore.Postgres) })
}

const (
	benchKey   = "0a1b2c3d-0000-4000-8000-00000000000a/msteams/conversations/19:abcdefghijklmnopqrstuvwxyz@thread.tacv2"
	benchValue = `{"count":12345,"profile":{"name":"Ann","city":"Bern","tags":["one","two"]}}`
)

// BenchmarkState reads an item and writes it back, through the storage and with the same statements on database/sql by
// turns. It reports the time of each, and how much of the latter's speed the storage has.
func BenchmarkState(b *testing.B) {
	benchDatabases(b, func(b *testing.B, driver, dsn string, on sqlstore.Dialect) {
		b.Helper()
		storage := openAt(b, driver, dsn, on, sqlstore.Options{}).State()
		plain := openBareState(b, driver, dsn, on)
		_, err := storage.Write(b.Context(), map[string]state.Item{benchKey: {Value: json.RawMessage(benchValue)}})
		require.NoError(b, err)
		const each = 100 // at a time, so that neither pays for what the other left in the caches
		var through, direct time.Duration
		for b.Loop() {
			start := time.Now()
			for range each {
				items, err := storage.Read(b.Context(), benchKey)
				require.NoError(b, err)
				_, err = storage.Write(b.Context(), items)
				require.NoError(b, err)
			}
			through += time.Since(start)

			start = time.Now()
			for range each {
				require.NoError(b, plain.readAndWrite(b.Context()))
			}
			direct += time.Since(start)
		}
		changes := float64(b.N * each)
		b.ReportMetric(0, "ns/op") // it is of both
		b.ReportMetric(float64(through.Microseconds())/changes, "us/change")
		b.ReportMetric(float64(direct.Microseconds())/changes, "us/bare")
		b.ReportMetric(float64(direct)/float64(through), "of-bare")
	})
}

// bareState is database/sql with the storage's statements, prepared.
type bareState struct {
	read, update *sql.Stmt
	around       []*sql.Stmt
}

func openBareState(b *testing.B, driver, dsn string, on sqlstore.Dialect) *bareState {
	b.Helper()
	db, err := sql.Open(driver, dsn)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, db.Close()) })
	db.SetMaxOpenConns(1)
	if on == sqlstore.SQLite {
		_, err := db.ExecContext(b.Context(), `PRAGMA synchronous = NORMAL`)
		require.NoError(b, err)
	}
	prepare := func(text string) *sql.Stmt {
		stmt, err := db.PrepareContext(b.Context(), text)
		require.NoError(b, err)
		b.Cleanup(func() { require.NoError(b, stmt.Close()) })
		return stmt
	}
	read, update, around := sqlstore.StateStatements(on)
	plain := &bareState{read: prepare(read), update: prepare(update)}
	for _, text := range around {
		if text != "" {
			plain.around = append(plain.around, prepare(text))
		}
	}
	return plain
}

func (p *bareState) readAndWrite(ctx context.Context) error {
	var key, etag string
	var body []byte
	if err := p.read.QueryRowContext(ctx, benchKey, benchKey, benchKey, benchKey).Scan(&key, &etag, &body); err != nil {
		return err
	}
	if len(p.around) > 0 {
		if _, err := p.around[0].ExecContext(ctx); err != nil {
			return err
		}
	}
	if _, err := p.update.ExecContext(ctx, key, rand.Text(), body, etag); err != nil {
		return err
	}
	if len(p.around) > 0 {
		_, err := p.around[1].ExecContext(ctx)
		return err
	}
	return nil
}

// BenchmarkStateTurn is a turn that counts: what state adds to it.
func BenchmarkStateTurn(b *testing.B) {
	benchDatabases(b, func(b *testing.B, driver, dsn string, on sqlstore.Dialect) {
		b.Helper()
		s := state.New(openAt(b, driver, dsn, on, sqlstore.Options{}).State())
		count := state.NewProperty[int](s.Conversation(), "count")
		bot := s.AutoSave(framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			n, err := count.Get(ctx, turn)
			if err != nil {
				return err
			}
			return count.Set(ctx, turn, n+1)
		}))
		message := schema.TextMessage("hi")
		message.ChannelID, message.Conversation.ID = schema.ChannelTeams, "19:abc@thread.v2"
		b.ReportAllocs()
		for b.Loop() {
			require.NoError(b, bot.OnTurn(b.Context(), framework.NewTurnContext(nil, message)))
		}
	})
}
