package sqlstore_test

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// silence is an adapter to a channel that takes everything at once.
type silence struct {
	framework.Adapter // what these benchmarks do not need

	engine framework.Engine
	heard  atomic.Int64
	rung   func(n int64)
}

func (s *silence) SendActivities(context.Context, schema.ConversationReference, []*schema.Activity) ([]schema.ResourceResponse, error) {
	s.rung(s.heard.Add(1))
	return []schema.ResourceResponse{{ID: "1"}}, nil
}

func (s *silence) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return s.engine.Continue(ctx, s, ref, h)
}

func benchEach(b *testing.B, run func(b *testing.B, db *sqlstore.DB)) {
	b.Helper()
	b.Run("SQLite", func(b *testing.B) {
		run(b, openAt(b, "sqlite", b.TempDir()+"/bot.db", sqlstore.SQLite, sqlstore.Options{}))
	})
	b.Run("Postgres", func(b *testing.B) {
		run(b, openAt(b, "pgx", storagetest.Postgres(b), sqlstore.Postgres, sqlstore.Options{}))
	})
}

func conversationOf(n int) schema.ConversationReference {
	return schema.ConversationReference{
		User: schema.ChannelAccount{ID: fmt.Sprint(n)}, Bot: schema.ChannelAccount{ID: "bot"},
		Conversation: schema.ConversationAccount{ID: fmt.Sprintf("a:%d", n), ConversationType: schema.ConversationPersonal},
		ChannelID:    schema.ChannelTeams, ServiceURL: "https://smba.example/",
	}
}

func BenchmarkSetAlarm(b *testing.B) {
	benchEach(b, func(b *testing.B, db *sqlstore.DB) {
		b.Helper()
		alarms := &proactive.Alarms{Store: db.Alarms()}
		n := 0
		for b.Loop() {
			n++
			_, err := alarms.At(b.Context(), time.Now().Add(time.Hour), conversationOf(n), schema.TextMessage("stretch"))
			require.NoError(b, err)
		}
	})
}

// BenchmarkRingAlarms rings 10,000 that are due at the same time. It reports what they take of memory at most.
func BenchmarkRingAlarms(b *testing.B) {
	many := fewer(10_000)
	benchEach(b, func(b *testing.B, db *sqlstore.DB) {
		b.Helper()
		quiet := slog.New(slog.DiscardHandler)
		var before, now runtime.MemStats
		var most uint64
		for b.Loop() {
			b.StopTimer()
			ctx, cancel := context.WithCancel(b.Context())
			channel := &silence{rung: func(n int64) {
				if n%1000 == 0 {
					runtime.ReadMemStats(&now)
					most = max(most, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
				}
				if n == int64(many) {
					cancel()
				}
			}}
			channel.engine.Logger = quiet
			alarms := &proactive.Alarms{Adapter: channel, Store: db.Alarms(), Logger: quiet}
			for n := range many {
				_, err := alarms.At(ctx, time.Now(), conversationOf(n), schema.TextMessage("stretch"))
				require.NoError(b, err)
			}
			runtime.GC()
			runtime.ReadMemStats(&before)
			b.StartTimer()
			alarms.Run(ctx)
			require.EqualValues(b, many, channel.heard.Load())
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*many), "ns/alarm")
		b.ReportMetric(float64(most)/(1<<20), "MB-heap")
	})
}
