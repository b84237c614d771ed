package sqlstore_test

import (
	"database/sql"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// onEach runs a test on each database. Open opens the same one every time that it is called; on SQLite, what it opened
// before has to be closed.
//
// [storagetest.Postgres] says which PostgreSQL, and when there is none.
func onEach(t *testing.T, test func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "bot.db")
		test(t, func(opts sqlstore.Options) *sqlstore.DB { return openAt(t, "sqlite", path, sqlstore.SQLite, opts) })
	})
	t.Run("Postgres", func(t *testing.T) {
		t.Parallel()
		dsn := storagetest.Postgres(t)
		test(t, func(opts sqlstore.Options) *sqlstore.DB { return openAt(t, "pgx", dsn, sqlstore.Postgres, opts) })
	})
}

func openAt(tb testing.TB, driver, dsn string, on sqlstore.Dialect, opts sqlstore.Options) *sqlstore.DB {
	tb.Helper()
	conn, err := sql.Open(driver, dsn)
	require.NoError(tb, err)
	conn.SetMaxOpenConns(8) // tests run beside each other
	db, err := sqlstore.Open(tb.Context(), conn, on, opts)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	return db
}

// place is where a database is.
type place struct {
	driver, dsn string
	on          sqlstore.Dialect
}

func (p place) open(tb testing.TB, opts sqlstore.Options) *sqlstore.DB {
	tb.Helper()
	return openAt(tb, p.driver, p.dsn, p.on, opts)
}

// onEachEmpty is onEach for suites, of which every test wants an empty database.
func onEachEmpty(t *testing.T, suite func(t *testing.T, empty func(*testing.T) place)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		suite(t, func(t *testing.T) place {
			t.Helper()
			return place{"sqlite", filepath.Join(t.TempDir(), "bot.db"), sqlstore.SQLite}
		})
	})
	t.Run("Postgres", func(t *testing.T) {
		t.Parallel()
		schemas := schemas{suite: t, empty: []string{storagetest.Postgres(t)}}
		suite(t, func(t *testing.T) place {
			t.Helper()
			return place{"pgx", schemas.take(t), sqlstore.Postgres}
		})
	})
}

// schemas are PostgreSQL's for the tests of a suite, one test after the other: to make one takes longer than most tests.
type schemas struct {
	suite *testing.T

	mu    sync.Mutex
	empty []string
}

// take returns an empty one, which is given back after the test.
func (s *schemas) take(t *testing.T) (dsn string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(s.empty) - 1; last >= 0 {
		dsn, s.empty = s.empty[last], s.empty[:last]
	} else {
		dsn = storagetest.Postgres(s.suite)
	}
	t.Cleanup(func() {
		conn, err := sql.Open("pgx", dsn)
		require.NoError(t, err)
		_, err = conn.Exec(emptyTables) //nolint:noctx // the test's context has ended
		require.NoError(t, err)
		require.NoError(t, conn.Close())
		s.mu.Lock()
		defer s.mu.Unlock()
		s.empty = append(s.empty, dsn)
	})
	return dsn
}

// emptyTables deletes what bots remember.
const emptyTables = `DO $$ DECLARE name text; BEGIN
	FOR name IN SELECT table_name FROM information_schema.tables
		WHERE table_schema = current_schema() AND table_name NOT IN ('convo_schema', 'convo_journal_lock')
	LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
END $$`
