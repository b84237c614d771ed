package sqlstore_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

func TestTranscripts(t *testing.T) {
	t.Parallel()
	onEachEmpty(t, func(t *testing.T, empty func(*testing.T) place) {
		t.Helper()
		storagetest.Transcripts(t, func(t *testing.T) transcript.Store {
			t.Helper()
			return empty(t).open(t, sqlstore.Options{}).Transcripts()
		})
	})
}

// BenchmarkLogTranscripts stores entries as a recorder does that has much to store; an op is one entry.
func BenchmarkLogTranscripts(b *testing.B) {
	run := func(b *testing.B, open func(b *testing.B) transcript.Store) {
		b.Helper()
		store := open(b)
		const batch = 128
		body := []byte(`{"type":"message","text":"` + strings.Repeat("a", 600) + `"}`)
		n := 0
		entries := make([]transcript.Entry, batch)
		for b.Loop() {
			entries[n%batch] = transcript.Entry{
				Conversation: transcript.Conversation{TenantID: "tenant", AppID: "app", ChannelID: "msteams", ConversationID: fmt.Sprint("19:", n%1000)},
				At:           time.UnixMicro(int64(n)), ID: "recorder", Role: transcript.RoleUser, Activity: body,
				People: []string{fmt.Sprint("29:", n%5000), fmt.Sprintf("00000000-0000-4000-8000-%012d", n%5000)},
			}
			if n++; n%batch == 0 {
				require.NoError(b, store.Log(b.Context(), entries))
			}
		}
	}
	b.Run("SQLite", func(b *testing.B) {
		run(b, func(b *testing.B) transcript.Store {
			b.Helper()
			return openAt(b, "sqlite", filepath.Join(b.TempDir(), "bot.db"), sqlstore.SQLite, sqlstore.Options{}).Transcripts()
		})
	})
	b.Run("Postgres", func(b *testing.B) {
		run(b, func(b *testing.B) transcript.Store {
			b.Helper()
			return openAt(b, "pgx", storagetest.Postgres(b), sqlstore.Postgres, sqlstore.Options{}).Transcripts()
		})
	})
}
