package sqlstore

import (
	"context"
	"database/sql"
	"io"
)

// Dialect is a kind of SQL database.
type Dialect int

// The dialects.
const (
	SQLite   Dialect = 1 + iota // https://www.sqlite.org, 3.42 or newer
	Postgres                    // https://www.postgresql.org, 13 or newer
)

// dialect is what differs between the databases.
type dialect interface {
	// folder of its migrations.
	folder() string
	// text returns a query as the database reads it. Queries have parameters ?1, ?2, ... and these words in braces:
	// {now}, the database's clock in microseconds, {skip locked}, which ends a query that locks rows, and {each ?1}, a
	// table of the elements of a JSON array, each in its column value.
	text(query string) string
	// limit sets how many connections the pool may have.
	limit(pool *sql.DB)
	// notOpened explains why there is no connection.
	notOpened(err error) error
	// lock takes the database for this process, if it can have one process only.
	lock(ctx context.Context, conn *sql.Conn) (io.Closer, error)
	// hasOneWriter says that one connection at a time can write.
	hasOneWriter() bool
	// prepare sets up the connection that is to be written through.
	prepare(ctx context.Context, conn *sql.Conn) error
	// begin, a statement, starts a transaction that is going to write.
	begin() string
	// lockSchema keeps others from changing the schema until the transaction ends.
	lockSchema(ctx context.Context, conn *sql.Conn) error
	// hasTable is a query that counts the tables called ?1.
	hasTable() string
	// vacuum are statements that rewrite the files of all tables.
	vacuum() []string
	// kindOf returns the kind of a driver's error, or nil.
	kindOf(err error) error
}

func (d Dialect) open() dialect {
	switch d {
	case SQLite:
		return sqlite{}
	case Postgres:
		return postgres{}
	}
	return nil
}
