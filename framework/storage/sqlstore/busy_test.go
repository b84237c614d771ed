package sqlstore_test

import (
	"context"
	"database/sql"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// TestPostgresBusy has somebody else keep a row locked.
func TestPostgresBusy(t *testing.T) {
	t.Parallel()
	dsn := storagetest.Postgres(t)
	config, err := pgx.ParseConfig(dsn)
	require.NoError(t, err)
	var opened atomic.Bool // before that it waits for other tests, whose schemas are made one after the other
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		if !opened.Load() {
			return nil
		}
		_, err := conn.Exec(ctx, "SET lock_timeout = '100ms'")
		return err
	}))
	db, err := sqlstore.Open(t.Context(), pool, sqlstore.Postgres, sqlstore.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	opened.Store(true)
	pool.SetMaxIdleConns(0) // it connects anew
	store := db.References()
	require.NoError(t, remember(t.Context(), store, person(1, 1)))
	other, err := connect(t, "pgx", dsn).BeginTx(t.Context(), &sql.TxOptions{})
	require.NoError(t, err)
	_, err = other.ExecContext(t.Context(), "UPDATE convo_references SET seen_at = 0")
	require.NoError(t, err)
	changed := person(1, 1)
	changed.TeamID = "changed"
	require.ErrorIs(t, remember(t.Context(), store, changed), sqlstore.ErrBusy)
	require.NoError(t, other.Rollback())
	require.NoError(t, remember(t.Context(), store, changed))
}

// TestPostgresContextEnds has a write wait for a lock until its context ends.
func TestPostgresContextEnds(t *testing.T) {
	t.Parallel()
	dsn := storagetest.Postgres(t)
	db := openAt(t, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{})
	require.NoError(t, add(db, t.Context(), "a"))
	other, err := connect(t, "pgx", dsn).BeginTx(t.Context(), nil)
	require.NoError(t, err)
	_, err = other.ExecContext(t.Context(), "UPDATE convo_owners SET alive_until = alive_until")
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, add(db, ctx, "new", "a"), context.DeadlineExceeded)
	require.NoError(t, other.Rollback())
	requireOwner(t, db, false, "new")
}
