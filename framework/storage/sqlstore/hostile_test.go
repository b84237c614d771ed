package sqlstore_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// TestWritePanics has what runs in a transaction panic, more often than there are connections: it is the caller's error.
func TestWritePanics(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{})
		for i := range 20 {
			before, after := fmt.Sprint("before", i), fmt.Sprint("after", i)
			err := db.Write(t.Context(), func(add, _ sqlstore.Statement) error {
				require.NoError(t, add(before))
				panic("oops")
			})
			require.ErrorContains(t, err, "oops")
			require.NoError(t, add(db, t.Context(), after))
			requireOwner(t, db, false, before)
			requireOwner(t, db, true, after)
		}
	})
}

// setAside has an activity of a person set aside.
func setAside(ctx context.Context, t *testing.T, inbox framework.Inbox, id int64, person, reason string) {
	t.Helper()
	claim := framework.Claim{ID: id}
	require.NoError(t, inbox.Journal(ctx, framework.Entry{
		Claim: claim, Identity: framework.Identity{AppID: "app"}, Received: time.Now(),
		Activity: &schema.Activity{ID: "1", From: schema.ChannelAccount{ID: person}},
	}))
	require.NoError(t, inbox.Settle(ctx, framework.Settlement{Claim: claim, Ending: framework.EndSetAside, Journaled: true, Error: reason}))
}

// TestErrorOfAnActivity writes what somebody has written into an error, with the mark of what is sealed in front.
func TestErrorOfAnActivity(t *testing.T) {
	t.Parallel()
	for name, sealer := range map[string]sqlstore.Sealer{"plain": nil, "sealed": reversing{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
				t.Helper()
				db := open(sqlstore.Options{Sealer: sealer})
				setAside(t.Context(), t, db.Inbox(), 1, "ann", "\x01\x01x is no number")
				for entry, err := range db.Inbox().AllSetAside(t.Context()) {
					require.NoError(t, err)
					require.Equal(t, "x is no number", entry.Error)
				}
			})
		})
	}
}

// TestEraseBesideUnreadable holds that an activity which nobody can read keeps nothing else from being erased.
func TestEraseBesideUnreadable(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/bot.db"
	db := openAt(t, "sqlite", path, sqlstore.SQLite, sqlstore.Options{})
	ctx := t.Context()
	for id := range int64(3) {
		setAside(ctx, t, db.Inbox(), 1+id, person(1, 1).Key.UserID, "failed")
	}
	require.NoError(t, remember(ctx, db.References(), person(1, 1)))
	_, err := connect(t, "sqlite", path).ExecContext(ctx, `UPDATE convo_journal SET body = '{}' WHERE id = 2`)
	require.NoError(t, err)

	erased, err := db.ErasePerson(ctx, person(1, 1).Key.UserID)
	require.ErrorIs(t, err, sqlstore.ErrCorrupt)
	require.ErrorContains(t, err, "1 journalled activities cannot be read, and may be theirs")
	require.EqualValues(t, 2, erased.Inbox)
	require.EqualValues(t, 1, erased.References)
	require.Empty(t, keysOf(t, db.References(), proactive.Filter{}))
}
