package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/gofrs/flock"
)

type sqlite struct{}

func (sqlite) folder() string { return "migrations/sqlite" }
func (sqlite) begin() string  { return "BEGIN IMMEDIATE" }
func (sqlite) hasTable() string {
	return `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1`
}

func (sqlite) text(query string) string {
	return strings.NewReplacer(
		"{now}", "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
		"{skip locked}", "",
		"{each ?1}", "json_each(?1)",
	).Replace(query)
}

// limit leaves room for the writer and some readers, and keeps their connections: each has read the schema and prepared its
// statements.
func (sqlite) limit(pool *sql.DB) {
	open := 1 + max(4, runtime.GOMAXPROCS(0))
	pool.SetMaxOpenConns(open)
	pool.SetMaxIdleConns(open)
	pool.SetConnMaxIdleTime(0)
	pool.SetConnMaxLifetime(0)
}

func (s sqlite) notOpened(err error) error {
	if s.kindOf(err) != ErrUnavailable { //nolint:errorlint // it is that variable, and nothing around it
		return err
	}
	return fmt.Errorf("the file's folder has to exist, and this program has to be allowed to write there: %w", err)
}

// lock is a file of its own, so that people can look into the database while the bot runs.
func (sqlite) lock(ctx context.Context, conn *sql.Conn) (io.Closer, error) {
	var path string
	if _, err := conn.ExecContext(ctx, busyTimeout); err != nil {
		return nil, err
	}
	err := conn.QueryRowContext(ctx, `SELECT file FROM pragma_database_list WHERE name = 'main'`).Scan(&path)
	if err != nil {
		return nil, err
	}
	if path == "" {
		return nil, &Error{Op: "open", Err: errors.New("an SQLite database in memory is another one for every connection; use package memory")}
	}
	held := flock.New(path + ".lock")
	locked, err := held.TryLock()
	if err != nil {
		return nil, &Error{Op: "lock " + path, Kind: ErrReadOnly, Err: err}
	}
	if !locked {
		return nil, &Error{Op: "open " + path, Kind: ErrInUse}
	}
	return held, nil
}

func (sqlite) hasOneWriter() bool { return true }

// busyTimeout is how long a statement waits for others to end their writing, such as people who look into the file.
const busyTimeout = `PRAGMA busy_timeout = 1000`

func (sqlite) prepare(ctx context.Context, conn *sql.Conn) error {
	var mode string
	if err := conn.QueryRowContext(ctx, `PRAGMA journal_mode = WAL`).Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("the journal mode is %q: put the file on a disk of this machine, where WAL works", mode)
	}
	for _, pragma := range []string{
		`PRAGMA synchronous = NORMAL`,
		`PRAGMA cache_size = -16384`,       // KiB: much of what writes touch, which is all over the file
		`PRAGMA wal_autocheckpoint = 8000`, // pages, 32 MB: large batches are not copied into the file one by one
		busyTimeout,
	} {
		if _, err := conn.ExecContext(ctx, pragma); err != nil {
			return err
		}
	}
	return nil
}

func (sqlite) vacuum() []string { return []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} }

func (sqlite) lockSchema(context.Context, *sql.Conn) error { return nil } // begin did

// kindOf reads SQLite's result codes. Source: https://www.sqlite.org/rescode.html
func (sqlite) kindOf(err error) error {
	var coded interface{ Code() int }
	if !errors.As(err, &coded) {
		return nil
	}
	switch coded.Code() & 0xff { // the rest tells variants apart
	case 5, 6, 15: // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL
		return ErrBusy
	case 13: // SQLITE_FULL
		return ErrFull
	case 3, 8: // SQLITE_PERM, SQLITE_READONLY
		return ErrReadOnly
	case 11, 26: // SQLITE_CORRUPT, SQLITE_NOTADB
		return ErrCorrupt
	case 10, 14: // SQLITE_IOERR, SQLITE_CANTOPEN
		return ErrUnavailable
	case 18, 20: // SQLITE_TOOBIG, SQLITE_MISMATCH
		return ErrBadValue
	}
	return nil
}
