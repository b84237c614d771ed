package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"regexp"
	"strings"
)

type postgres struct{}

func (postgres) folder() string { return "migrations/postgres" }

// begin wants to see what others have done when the schema is locked, not when it began to wait for that.
func (postgres) begin() string { return "BEGIN ISOLATION LEVEL READ COMMITTED" }

// hasTable does not ask to_regclass, which may remember what was so before the schema was locked.
func (postgres) hasTable() string {
	return `SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = ANY (current_schemas(false)) AND tablename = $1`
}

func (postgres) text(query string) string {
	query = strings.NewReplacer(
		"{now}", "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
		"{skip locked}", "FOR UPDATE SKIP LOCKED",
		"{each ?1}", "json_array_elements(?1::json)",
	).Replace(query)
	return regexp.MustCompile(`\?(\d)`).ReplaceAllString(query, `$$$1`)
}

// limit keeps connections: making one takes longer than most queries. Where the program has set no limit of its own, what
// others need of the server's connections, 100 by default, is left to them.
func (postgres) limit(pool *sql.DB) {
	open := pool.Stats().MaxOpenConnections
	if open == 0 {
		open = 16
	}
	pool.SetMaxOpenConns(open)
	pool.SetMaxIdleConns(open)
}

func (postgres) notOpened(err error) error { return err }

// lock takes nothing: several processes share the database.
func (postgres) lock(context.Context, *sql.Conn) (io.Closer, error) { return io.NopCloser(nil), nil }

func (postgres) hasOneWriter() bool { return false }

func (postgres) prepare(context.Context, *sql.Conn) error { return nil }

// schemaLock is a number that nobody else is likely to lock.
const schemaLock = 0x636f6e766f // convo

func (postgres) vacuum() []string {
	return []string{`VACUUM FULL convo_references, convo_state, convo_claims, convo_journal, convo_transcripts, convo_transcript_people, convo_alarms`}
}

func (postgres) lockSchema(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(schemaLock))
	return err
}

// kindOf reads SQLSTATE. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
//
// That a statement could not even be sent, because its connection had ended in the midst of a transaction, pgx says
// in its own way. Source: https://pkg.go.dev/github.com/jackc/pgx/v5/pgconn#SafeToRetry
func (postgres) kindOf(err error) error {
	var unsent interface{ SafeToRetry() bool }
	if errors.As(err, &unsent) && unsent.SafeToRetry() {
		return ErrUnavailable
	}
	var coded interface{ SQLState() string }
	if !errors.As(err, &coded) {
		return nil
	}
	state := coded.SQLState()
	switch {
	case state == "40001", state == "40P01", state == "55P03": // serialization failure, deadlock, lock not available
		return ErrBusy
	case state == "25006", state == "42501": // read-only transaction, insufficient privilege
		return ErrReadOnly
	case state == "53100": // disk full
		return ErrFull
	case state == "57014", state == "25P03": // the server's limits of time
		return ErrUnavailable
	case strings.HasPrefix(state, "08"), strings.HasPrefix(state, "57P"), strings.HasPrefix(state, "53"):
		return ErrUnavailable // connection lost, server shutting down or starting, too many connections
	case state == "XX001", state == "XX002", state == "42P01", state == "42703": // damaged data or index, no such table or column
		return ErrCorrupt
	case strings.HasPrefix(state, "22"), state == "54000": // what a column or an index cannot hold, such as U+0000 in a text
		return ErrBadValue
	}
	return nil
}
