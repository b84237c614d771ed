package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
)

// tx is a transaction under way, used by one goroutine.
type tx struct {
	d      *DB
	on     statements
	failed error // of a statement: the database may have ended the transaction already
}

// statements are run by the connection that has a transaction.
type statements interface {
	exec(ctx context.Context, q *prepared, args []any) (sql.Result, error)
	rows(ctx context.Context, q *prepared, args []any) (*sql.Rows, error)
}

// write runs do in a transaction, which is committed if do returns nil; else write returns do's error. Do may be called
// again, and must do nothing but run statements: with SQLite, all that write wait for it. A statement that fails ends the
// transaction, whatever do returns.
//
// With SQLite, an error of ctx says that nothing was written.
func (d *DB) write(ctx context.Context, op string, do func(context.Context, *tx) error) error {
	err := d.retry(ctx, op, func() error {
		if d.writer != nil {
			return d.writer.submit(ctx, do)
		}
		return d.transact(ctx, do)
	})
	if own, ok := errors.AsType[*ownError](err); ok {
		return own.error
	}
	return err
}

// ownError is an error of a transaction's author, not of the database.
type ownError struct{ error }

// transact runs a transaction on a connection of the pool.
func (d *DB) transact(ctx context.Context, do func(context.Context, *tx) error) error {
	begun, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	t := &tx{d: d, on: pooled{begun}}
	if err := t.run(ctx, do); err != nil {
		_ = begun.Rollback() // err is what matters
		return err
	}
	return begun.Commit()
}

// run runs do, and returns what speaks against committing. A panic, of a Sealer say, is one of it: with SQLite, nobody else
// could recover it.
func (t *tx) run(ctx context.Context, do func(context.Context, *tx) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &ownError{fmt.Errorf("sqlstore: a transaction panicked: %v\n%s", v, debug.Stack())}
		}
	}()
	err = do(ctx, t)
	if t.failed != nil {
		return t.failed
	}
	if err != nil {
		return &ownError{err}
	}
	return nil
}

// exec returns how many rows a statement changed.
func (t *tx) exec(ctx context.Context, text string, args ...any) (changed int64, err error) {
	if t.failed != nil {
		return 0, t.failed
	}
	q, err := t.d.prepared(text)
	if err != nil {
		return 0, err
	}
	result, err := t.on.exec(ctx, q, args)
	if err == nil {
		changed, err = result.RowsAffected()
	}
	return changed, t.note(err)
}

func (t *tx) rows(ctx context.Context, q *prepared, args []any) (*sql.Rows, error) {
	if t.failed != nil {
		return nil, t.failed
	}
	return t.on.rows(ctx, q, args)
}

// note remembers the failure of a statement, and returns it.
func (t *tx) note(err error) error {
	if t.failed == nil {
		t.failed = err
	}
	return err
}

func (t *tx) database() *DB { return t.d }

// pooled is a transaction of database/sql.
type pooled struct{ tx *sql.Tx }

func (p pooled) exec(ctx context.Context, q *prepared, args []any) (sql.Result, error) {
	return p.tx.ExecContext(ctx, q.text, args...)
}

func (p pooled) rows(ctx context.Context, q *prepared, args []any) (*sql.Rows, error) {
	return p.tx.QueryContext(ctx, q.text, args...)
}
