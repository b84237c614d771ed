package sqlstore_test

import (
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// TestLoadIsNeverStale holds that what is kept of a record is never older than what was written before it is asked for.
func TestLoadIsNeverStale(t *testing.T) {
	t.Parallel()
	store := openAt(t, "sqlite", filepath.Join(t.TempDir(), "bot.db"), sqlstore.SQLite, sqlstore.Options{}).References()
	ann, ben := proactive.Key{UserID: "ann"}, proactive.Key{UserID: "ben"}
	const writes = 300
	var written atomic.Int64
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for written.Load() < writes {
				before := written.Load()
				r, err := store.Load(t.Context(), ann)
				if before == 0 {
					continue // it may not be there yet
				}
				require.NoError(t, err)
				n, err := strconv.ParseInt(r.TeamID, 10, 64)
				require.NoError(t, err)
				require.GreaterOrEqual(t, n, before)
			}
		})
	}
	for n := range int64(writes) {
		change := func(r *proactive.Record) error {
			r.TeamID = fmt.Sprint(n + 1)
			return nil
		}
		if n%2 == 0 {
			require.NoError(t, store.Update(t.Context(), ann, change))
		} else {
			require.NoError(t, store.UpdateAll(t.Context(), []proactive.Key{ann, ben}, change))
		}
		written.Store(n + 1)
	}
	readers.Wait()
	require.NoError(t, store.Delete(t.Context(), ann))
	_, err := store.Load(t.Context(), ann)
	require.ErrorIs(t, err, proactive.ErrNotFound)
}

// TestClaimsAreKnown holds that what was taken before a start, and what is more than is remembered, is asked for.
func TestClaimsAreKnown(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bot.db")
	claim := func(db *sqlstore.DB, key string) framework.ClaimState {
		got, err := db.Inbox().Claim(t.Context(), framework.Claim{Key: key, ID: time.Now().UnixNano()})
		require.NoError(t, err)
		return got.State
	}
	settle := func(db *sqlstore.DB, key string) {
		c := framework.Claim{Key: key, ID: time.Now().UnixNano()}
		got, err := db.Inbox().Claim(t.Context(), c)
		require.NoError(t, err)
		require.Equal(t, framework.Mine, got.State)
		require.NoError(t, db.Inbox().Settle(t.Context(), framework.Settlement{Claim: c, Keep: time.Hour}))
	}
	db := openAt(t, "sqlite", path, sqlstore.SQLite, sqlstore.Options{})
	for n := range 2500 { // more than a page
		settle(db, fmt.Sprint(n))
	}
	require.NoError(t, db.Close())

	db = openAt(t, "sqlite", path, sqlstore.SQLite, sqlstore.Options{})
	for n := range 2500 {
		require.Equal(t, framework.Done, claim(db, fmt.Sprint(n)), n)
	}
	settle(db, "early")
	db.KnowMany()
	settle(db, "late")
	for _, key := range []string{"0", "2499", "early", "late"} {
		require.Equal(t, framework.Done, claim(db, key), key)
	}
	require.Equal(t, framework.Mine, claim(db, "never"))
}
