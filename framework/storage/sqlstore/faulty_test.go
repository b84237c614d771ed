package sqlstore_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	sqlite "modernc.org/sqlite"

	"github.com/convobot/convo/framework/storage/sqlstore"
)

// faulty is an SQLite driver whose statements, and whose connections, fail when before says so.
type faulty struct {
	path   string
	before atomic.Pointer[func(query string) error] // of "" it says whether there may be a new connection
}

// openFaulty opens a new database through a driver that can be made to fail.
func openFaulty(t *testing.T) (*sqlstore.DB, *faulty) {
	t.Helper()
	f := &faulty{path: filepath.Join(t.TempDir(), "bot.db")}
	db, err := sqlstore.Open(t.Context(), sql.OpenDB(f), sqlstore.SQLite, sqlstore.Options{Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db, f
}

// fail sets what is asked before each statement.
func (f *faulty) fail(before func(query string) error) { f.before.Store(&before) }

func (f *faulty) ask(query string) error {
	if before := f.before.Load(); before != nil {
		return (*before)(query)
	}
	return nil
}

func (f *faulty) Driver() driver.Driver { return &sqlite.Driver{} }

func (f *faulty) Connect(context.Context) (driver.Conn, error) {
	if err := f.ask(""); err != nil {
		return nil, err
	}
	conn, err := f.Driver().Open(f.path)
	if err != nil {
		return nil, err
	}
	return faultyConn{conn, f}, nil
}

type faultyConn struct {
	driver.Conn

	f *faulty
}

func (c faultyConn) Prepare(query string) (driver.Stmt, error) {
	stmt, err := c.Conn.Prepare(query)
	if err != nil {
		return nil, err
	}
	return faultyStmt{stmt, query, c.f}, nil
}

type faultyStmt struct {
	driver.Stmt

	query string
	f     *faulty
}

func (s faultyStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if err := s.f.ask(s.query); err != nil {
		return nil, err
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args) //nolint:errcheck,forcetypeassert // the driver has it
}

func (s faultyStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	if err := s.f.ask(s.query); err != nil {
		return nil, err
	}
	return s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args) //nolint:errcheck,forcetypeassert // the driver has it
}

// coded is an error of SQLite.
type coded int

func (c coded) Error() string { return "injected" }
func (c coded) Code() int     { return int(c) }
