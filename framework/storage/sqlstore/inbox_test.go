package sqlstore_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// TestInbox closes a database where a process is to die: what it has claimed is free then, as when it is killed, which a
// test of package cloud does.
func TestInbox(t *testing.T) {
	t.Parallel()
	for name, sealer := range map[string]sqlstore.Sealer{"plain": nil, "sealed": reversing{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onEachEmpty(t, func(t *testing.T, empty func(*testing.T) place) {
				t.Helper()
				storagetest.Inbox(t, func(t *testing.T) storagetest.InboxDatabase {
					t.Helper()
					return inboxAt(t, empty(t), sqlstore.Options{Sealer: sealer})
				})
			})
		})
	}
}

func inboxAt(t *testing.T, at place, opts sqlstore.Options) storagetest.InboxDatabase {
	t.Helper()
	open := make(map[framework.Inbox]*sqlstore.DB)
	return storagetest.InboxDatabase{
		Open: func() framework.Inbox {
			db := at.open(t, opts)
			open[db.Inbox()] = db
			return db.Inbox()
		},
		Kill:   func(s framework.Inbox) { require.NoError(t, open[s].Close()) },
		Shared: at.on == sqlstore.Postgres,
	}
}

// TestInboxForgets looks at more claims than are purged at once.
func TestInboxForgets(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{})
		claim := func(db *sqlstore.DB, id int64) framework.Claim {
			c := framework.Claim{Key: fmt.Sprintf("%032d", id), ID: id}
			got, err := db.Inbox().Claim(t.Context(), c)
			require.NoError(t, err)
			require.Equal(t, framework.Mine, got.State)
			return c
		}
		const over = 1500
		var list []framework.Settlement
		for id := range int64(over) {
			list = append(list, framework.Settlement{Claim: claim(db, id+1)}) // kept for no time
		}
		list = append(list, framework.Settlement{Claim: claim(db, over+1), Keep: time.Hour})
		require.NoError(t, db.Inbox().Settle(t.Context(), list...))
		claim(db, over+2) // of a process that dies
		require.NoError(t, db.Close())

		db = open(sqlstore.Options{})
		claim(db, over+3)
		running := 0 // the one process that has an SQLite file stores nothing of what runs
		if strings.HasSuffix(t.Name(), "/Postgres") {
			running = 1
		}
		requireStored(t, db, over+1+2*running)
		require.NoError(t, db.PurgeInbox(t.Context()))
		requireStored(t, db, 1+running)
	})
}

func requireStored(t *testing.T, db *sqlstore.DB, claims int) {
	t.Helper()
	all, _, err := db.Stored(t.Context(), "convo_claims", "key", "")
	require.NoError(t, err)
	require.Equal(t, claims, all)
}

func TestInboxForgetsWhatWasSetAside(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{})
		s := db.Inbox()
		for id := range int64(5) {
			c := framework.Claim{ID: id + 1}
			require.NoError(t, s.Journal(t.Context(), framework.Entry{Claim: c, Activity: schema.TextMessage("hi")}))
			if id == 0 {
				continue // it only waits
			}
			require.NoError(t, s.Settle(t.Context(), framework.Settlement{Claim: c, Ending: framework.EndSetAside, Journaled: true}))
		}
		left := func(want ...int64) {
			t.Helper()
			var got []int64
			for e, err := range s.AllSetAside(t.Context()) {
				require.NoError(t, err)
				got = append(got, e.ID)
			}
			require.Equal(t, want, got)
		}
		require.NoError(t, db.PurgeSetAside(t.Context(), time.Hour, 10))
		left(2, 3, 4, 5)
		require.NoError(t, db.PurgeSetAside(t.Context(), time.Hour, 3))
		left(3, 4, 5)
		require.NoError(t, db.PurgeSetAside(t.Context(), 0, 10))
		left()
		all, _, err := db.Stored(t.Context(), "convo_journal", "body", "")
		require.NoError(t, err)
		require.Equal(t, 1, all)
	})
}

// TestInboxIsSealed is about what people wrote and what the bot answered.
func TestInboxIsSealed(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{Sealer: reversing{}})
		s, c := db.Inbox(), framework.Claim{Key: "key", ID: 1}
		_, err := s.Claim(t.Context(), c)
		require.NoError(t, err)
		require.NoError(t, s.Journal(t.Context(), framework.Entry{Claim: c, Activity: schema.TextMessage("secret")}))
		require.NoError(t, s.Settle(t.Context(), framework.Settlement{
			Claim: c, Ending: framework.EndSetAside, Journaled: true, Error: "secret", Answer: []byte("secret"), Keep: time.Hour,
		}))
		for column, table := range map[string]string{"body": "convo_journal", "error": "convo_journal", "answer": "convo_claims"} {
			all, with, err := db.Stored(t.Context(), table, column, "secret")
			require.NoError(t, err)
			require.Equal(t, 1, all)
			require.Zero(t, with, "%s.%s", table, column)
		}
		for e, err := range s.AllSetAside(t.Context()) {
			require.NoError(t, err)
			require.Equal(t, "secret", e.Error)
		}
		require.NoError(t, db.Close())
		for e, err := range open(sqlstore.Options{}).Inbox().AllSetAside(t.Context()) {
			require.ErrorIs(t, err, sqlstore.ErrSealed)
			require.EqualValues(t, 1, e.ID, "it can be deleted")
		}
	})
}
