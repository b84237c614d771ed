package cloud_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// database is where a bot keeps what it remembers, for the bot and for who starts it.
type database struct {
	Driver string           `json:"driver"`
	DSN    string           `json:"dsn"`
	On     sqlstore.Dialect `json:"on"`
}

func sqliteFile(tb testing.TB) database {
	tb.Helper()
	return database{Driver: "sqlite", DSN: filepath.Join(tb.TempDir(), "bot.db"), On: sqlstore.SQLite}
}

// postgresSchema is an empty schema on PostgreSQL.
func postgresSchema(tb testing.TB) database {
	tb.Helper()
	return database{Driver: "pgx", DSN: storagetest.Postgres(tb), On: sqlstore.Postgres}
}

// connect opens the database beside the bot that uses it.
func (d database) connect(tb testing.TB) *sql.DB {
	tb.Helper()
	conn, err := sql.Open(d.Driver, d.DSN)
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = conn.Close() }) // sqlstore may have closed it
	return conn
}

// open opens it as the bot.
func (d database) open(tb testing.TB) *sqlstore.DB {
	tb.Helper()
	db, err := sqlstore.Open(tb.Context(), d.connect(tb), d.On, sqlstore.Options{})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	return db
}
