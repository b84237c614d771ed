package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/convobot/convo/framework/internal/wait"
)

// prepared is one of the queries, as the database reads it.
type prepared struct {
	text string
	stmt *sql.Stmt // of SQLite, on the pool; other drivers remember statements themselves
}

// prepareAll makes the queries ready to be used. There are no others: what is remembered of them does not grow.
func (d *DB) prepareAll(ctx context.Context) error {
	d.queries = make(map[string]*prepared)
	for _, text := range queries() {
		q := &prepared{text: d.dialect.text(text)}
		if d.writer != nil {
			stmt, err := d.db.PrepareContext(ctx, q.text)
			if err != nil {
				return err
			}
			q.stmt = stmt // closing the pool closes it
		}
		d.queries[text] = q
	}
	return nil
}

func (d *DB) prepared(text string) (*prepared, error) {
	if q, ok := d.queries[text]; ok {
		return q, nil
	}
	return nil, fmt.Errorf("queries.go does not list %s", text)
}

// source is what a query runs on: the database, or a transaction of it.
type source interface {
	rows(ctx context.Context, q *prepared, args []any) (*sql.Rows, error)
	database() *DB
}

// query returns what scan makes of every row. There must be few.
func query[T any](ctx context.Context, on source, op, text string, scan func(*sql.Rows) (T, error), args ...any) (list []T, err error) {
	d := on.database()
	q, err := d.prepared(text)
	if err != nil {
		return nil, err
	}
	if t, inside := on.(*tx); inside { // the whole transaction is tried again
		list, err = collect(ctx, on, q, scan, args)
		return list, t.note(d.fail(op, err))
	}
	err = d.retry(ctx, op, func() error {
		list, err = collect(ctx, on, q, scan, args)
		return err
	})
	return list, err
}

func collect[T any](ctx context.Context, on source, q *prepared, scan func(*sql.Rows) (T, error), args []any) ([]T, error) {
	rows, err := on.rows(ctx, q, args)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // what it would say, Err says
	var list []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}

// one is query for a single row; without one, it returns [sql.ErrNoRows].
func one[T any](ctx context.Context, on source, op, text string, scan func(*sql.Rows) (T, error), args ...any) (T, error) {
	var none T
	list, err := query(ctx, on, op, text, scan, args...)
	if err != nil {
		return none, err
	}
	if len(list) == 0 {
		return none, sql.ErrNoRows
	}
	return list[0], nil
}

func scanInt(rows *sql.Rows) (n int64, err error) {
	err = rows.Scan(&n)
	return n, err
}

// exec runs one statement by itself, and returns how many rows it changed. It may be tried again.
func (d *DB) exec(ctx context.Context, op, text string, args ...any) (changed int64, err error) {
	if d.writer != nil {
		err = d.write(ctx, op, func(ctx context.Context, t *tx) (err error) {
			changed, err = t.exec(ctx, text, args...)
			return err
		})
		return changed, err
	}
	q, err := d.prepared(text)
	if err != nil {
		return 0, err
	}
	err = d.retry(ctx, op, func() error {
		result, err := d.db.ExecContext(ctx, q.text, args...)
		if err != nil {
			return err
		}
		changed, err = result.RowsAffected()
		return err
	})
	return changed, err
}

// rows reads from the pool.
func (d *DB) rows(ctx context.Context, q *prepared, args []any) (*sql.Rows, error) {
	if q.stmt != nil {
		return q.stmt.QueryContext(ctx, args...)
	}
	return d.db.QueryContext(ctx, q.text, args...)
}

func (d *DB) database() *DB { return d }

// maxTries is how often is tried what the database asks to try again.
const maxTries = 6

// retry tries again what the database was too busy for: a few times, with pauses of a third of a second in all.
func (d *DB) retry(ctx context.Context, op string, try func() error) error {
	for n := 1; ; n++ {
		err := d.fail(op, try())
		if err == nil || ctx.Err() != nil {
			return ended(ctx, err)
		}
		if n == maxTries || !errors.Is(err, ErrBusy) {
			return err
		}
		if paused := wait.Upto(ctx, 10*time.Millisecond<<n); paused != nil {
			return errors.Join(paused, err)
		}
	}
}

// ended makes what a driver says of a context that has ended the context's own error.
func ended(ctx context.Context, err error) error {
	if errors.Is(err, sql.ErrTxDone) || errors.Is(err, ErrUnavailable) {
		return errors.Join(context.Cause(ctx), err)
	}
	return err
}

// table is the table of where a body stands, for errors: a key may name a person.
func table(where string) string {
	name, _, _ := strings.Cut(where, "/")
	return name
}
