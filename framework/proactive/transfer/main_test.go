package transfer_test

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
)

func newStore() *memory.References { return memory.NewReferences(slog.New(slog.DiscardHandler)) }

// noon is when the n-th record was heard of, and more.
func noon(n int) time.Time { return time.Date(2025, 11, 21, 12, n, 0, 0, time.UTC) }

// person is the n-th record.
func person(n int) proactive.Record {
	id := fmt.Sprintf("aad-%04d", n)
	return proactive.Record{
		Key: proactive.Key{AppID: "app", ChannelID: schema.ChannelTeams, TenantID: "t1", UserID: id},
		Reference: schema.ConversationReference{
			User: schema.ChannelAccount{ID: "29:" + id, Name: "Ann", AADObjectID: id}, Bot: schema.ChannelAccount{ID: "28:app"},
			Conversation: schema.ConversationAccount{ID: "a:" + id, TenantID: "t1", ConversationType: schema.ConversationPersonal},
			ChannelID:    schema.ChannelTeams, ServiceURL: "https://smba.example/",
		},
		SeenAt: noon(0), CreatedAt: noon(0), UpdatedAt: noon(0),
	}
}

func put(t *testing.T, store proactive.Store, records ...proactive.Record) {
	t.Helper()
	for _, r := range records {
		require.NoError(t, store.Update(t.Context(), r.Key, func(stored *proactive.Record) error {
			*stored = r
			return nil
		}))
	}
}

func all(t *testing.T, store proactive.Store) []proactive.Record {
	t.Helper()
	var out []proactive.Record
	for r, err := range store.All(t.Context(), proactive.Filter{}) {
		require.NoError(t, err)
		out = append(out, r)
	}
	return out
}
