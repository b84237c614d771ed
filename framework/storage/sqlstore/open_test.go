package sqlstore_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

func TestOpenTwice(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{})
		require.NoError(t, db.Ready(t.Context()))
		require.NoError(t, db.Close())
		require.NoError(t, db.Close())
		require.ErrorIs(t, db.Ready(t.Context()), sqlstore.ErrClosed)
		_, err := db.HasOwner(t.Context(), "x")
		require.ErrorIs(t, err, sqlstore.ErrClosed)
		require.NoError(t, open(sqlstore.Options{}).Ready(t.Context()))
	})
}

func TestOpenInUse(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bot.db")
	openAt(t, "sqlite", path, sqlstore.SQLite, sqlstore.Options{})
	other := filepath.Join(t.TempDir(), "link.db")
	require.NoError(t, os.Symlink(path, other))
	for _, name := range []string{path, other} {
		err := openFails(t, "sqlite", name, sqlstore.SQLite)
		require.ErrorIs(t, err, sqlstore.ErrInUse)
		require.ErrorContains(t, err, "PostgreSQL")
	}
}

// TestOpenMisfit holds that a database that does not fit is refused by kind, and left as it was.
func TestOpenMisfit(t *testing.T) {
	t.Parallel()
	newest := len(sqlstore.Files(sqlstore.SQLite))
	tests := map[string]struct {
		change string // what is done to a database
		kind   error
		says   string
	}{
		"newer schema": {
			`UPDATE convo_schema SET version = version + 1`, sqlstore.ErrNewerSchema,
			fmt.Sprintf("version %d, this program knows %d", newest+1, newest),
		},
		"version below 0":        {`UPDATE convo_schema SET version = -1`, sqlstore.ErrCorrupt, "version -1"},
		"version missing":        {`DELETE FROM convo_schema`, sqlstore.ErrCorrupt, "convo_schema is empty"},
		"another's convo_schema": {`ALTER TABLE convo_schema RENAME COLUMN version TO v`, sqlstore.ErrCorrupt, "convo_schema"},
		"table missing":          {`DROP TABLE convo_references`, sqlstore.ErrCorrupt, "convo_references"},
		"column missing":         {`ALTER TABLE convo_references DROP COLUMN seen_at`, sqlstore.ErrCorrupt, "seen_at"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			t.Run("SQLite", func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(t.TempDir(), "bot.db")
				alter(t, "sqlite", path, sqlstore.SQLite, tt.change, "PRAGMA journal_mode = DELETE")
				before := readFile(t, path)
				err := openFails(t, "sqlite", path, sqlstore.SQLite)
				require.ErrorIs(t, err, tt.kind)
				require.ErrorContains(t, err, tt.says)
				require.True(t, bytes.Equal(before, readFile(t, path)), "the file was changed")
			})
			t.Run("Postgres", func(t *testing.T) {
				t.Parallel()
				dsn := storagetest.Postgres(t)
				alter(t, "pgx", dsn, sqlstore.Postgres, tt.change)
				err := openFails(t, "pgx", dsn, sqlstore.Postgres)
				require.ErrorIs(t, err, tt.kind)
				require.ErrorContains(t, err, tt.says)
			})
		})
	}
}

// alter makes a database, and runs statements on it.
func alter(t *testing.T, driver, dsn string, on sqlstore.Dialect, statements ...string) {
	t.Helper()
	require.NoError(t, openAt(t, driver, dsn, on, sqlstore.Options{}).Close())
	conn, err := sql.Open(driver, dsn)
	require.NoError(t, err)
	for _, text := range statements {
		_, err := conn.ExecContext(t.Context(), text)
		require.NoError(t, err)
	}
	require.NoError(t, conn.Close())
}

func TestOpenNoDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "letter.txt")
	letter := bytes.Repeat([]byte("Dear Ann, this is no database.\n"), 100)
	require.NoError(t, os.WriteFile(path, letter, 0o600))
	require.ErrorIs(t, openFails(t, "sqlite", path, sqlstore.SQLite), sqlstore.ErrCorrupt)
	require.Equal(t, letter, readFile(t, path))
}

// TestOpenDamaged cuts and scribbles over a database.
func TestOpenDamaged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bot.db")
	require.NoError(t, openAt(t, "sqlite", path, sqlstore.SQLite, sqlstore.Options{}).Close())
	whole := readFile(t, path)
	damaged := bytes.Clone(whole)
	for i := 100; i < 4096; i++ {
		damaged[i] ^= 0x5a // the first page has the schema
	}
	require.NoError(t, os.WriteFile(path, damaged, 0o600))
	require.ErrorIs(t, openFails(t, "sqlite", path, sqlstore.SQLite), sqlstore.ErrCorrupt)
	require.Equal(t, damaged, readFile(t, path))
}

func TestOpenNoPlace(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	err := openFails(t, "sqlite", filepath.Join(folder, "missing", "bot.db"), sqlstore.SQLite)
	require.ErrorIs(t, err, sqlstore.ErrUnavailable)
	require.ErrorContains(t, err, "folder has to exist")

	path := filepath.Join(folder, "bot.db")
	require.NoError(t, openAt(t, "sqlite", path, sqlstore.SQLite, sqlstore.Options{}).Close())
	err = openFails(t, "sqlite", "file:"+path+"?mode=ro", sqlstore.SQLite)
	require.ErrorIs(t, err, sqlstore.ErrReadOnly)

	err = openFails(t, "sqlite", ":memory:", sqlstore.SQLite)
	require.ErrorContains(t, err, "use package memory")

	err = openFails(t, "pgx", "postgres://nobody:s3cret@127.0.0.1:1/none", sqlstore.Postgres)
	require.ErrorIs(t, err, sqlstore.ErrUnavailable)
	require.NotContains(t, err.Error(), "s3cret")

	require.ErrorContains(t, openFails(t, "sqlite", path, 0), "use SQLite or Postgres")
}

func TestOpenReadOnlyPostgres(t *testing.T) {
	t.Parallel()
	dsn := storagetest.Postgres(t)
	require.NoError(t, openAt(t, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{}).Close())
	err := openFails(t, "pgx", dsn+"&default_transaction_read_only=on", sqlstore.Postgres)
	require.ErrorIs(t, err, sqlstore.ErrReadOnly)
}

func TestOpenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	conn, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "bot.db"))
	require.NoError(t, err)
	_, err = sqlstore.Open(ctx, conn, sqlstore.SQLite, sqlstore.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// TestPool holds that the pool has room for readers beside the writer, whatever its limit was.
func TestPool(t *testing.T) {
	t.Parallel()
	conn, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "bot.db"))
	require.NoError(t, err)
	conn.SetMaxOpenConns(1)
	db, err := sqlstore.Open(t.Context(), conn, sqlstore.SQLite, sqlstore.Options{})
	require.NoError(t, err)
	require.NoError(t, db.Ready(t.Context()))
	require.NoError(t, db.Close())
}

// TestMigrations holds that their numbers have no gap: a database's version is how many have run.
func TestMigrations(t *testing.T) {
	t.Parallel()
	for i, name := range sqlstore.Files(sqlstore.SQLite) {
		require.Equal(t, fmt.Sprintf("%04d_", i+1), name[:5])
	}
	require.Equal(t, sqlstore.Files(sqlstore.SQLite), sqlstore.Files(sqlstore.Postgres))
}

func openFails(t *testing.T, driver, dsn string, on sqlstore.Dialect) error {
	t.Helper()
	conn, err := sql.Open(driver, dsn)
	require.NoError(t, err)
	db, err := sqlstore.Open(t.Context(), conn, on, sqlstore.Options{})
	if err == nil {
		require.NoError(t, db.Close())
	}
	require.Error(t, err)
	if failure, ok := errors.AsType[*sqlstore.Error](err); ok {
		require.NotEmpty(t, failure.Op)
	}
	return err
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return data
}
