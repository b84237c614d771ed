package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync/atomic"
)

// writer is the one connection that writes to an SQLite file. What comes while it writes shares the next transaction,
// each in a savepoint of its own: that is three times as fast as a transaction for each.
type writer struct {
	d     *DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt // on conn
	queue chan *writing
	ended chan struct{} // what is not taken by now never will be
}

// writing is what one caller wants to write.
type writing struct {
	do    func(context.Context, *tx) error
	taken atomic.Bool // by the writer, or by the caller, who has given up
	err   error
	done  chan struct{}
}

// maxShared is how many may share a transaction.
const maxShared = 256

func newWriter(d *DB, conn *sql.Conn) *writer {
	return &writer{d: d, conn: conn, stmts: make(map[string]*sql.Stmt), queue: make(chan *writing, maxShared), ended: make(chan struct{})}
}

// submit has do run in a transaction, and returns when it is committed or has failed. Once it has begun, it is waited
// for, even if ctx ends: an error of ctx says that nothing was written.
func (w *writer) submit(ctx context.Context, do func(context.Context, *tx) error) error {
	op := &writing{do: do, done: make(chan struct{})}
	if err := w.enqueue(ctx, op); err != nil {
		return err
	}
	select {
	case <-op.done:
		return op.err
	case <-ctx.Done():
	case <-w.ended:
	}
	if !op.taken.CompareAndSwap(false, true) {
		<-op.done
		return op.err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return ErrClosed
}

func (w *writer) enqueue(ctx context.Context, op *writing) error {
	select {
	case <-w.d.running: // even if there is room
		return ErrClosed
	default:
	}
	select {
	case w.queue <- op:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-w.d.running:
		return ErrClosed
	}
}

// run writes until the database is closed and nothing waits.
func (w *writer) run(ctx context.Context) {
	defer close(w.ended)
	defer w.disconnect()
	for {
		select {
		case op := <-w.queue:
			w.serve(ctx, op)
			continue
		default:
		}
		select {
		case op := <-w.queue:
			w.serve(ctx, op)
		case <-w.d.running:
			return
		}
	}
}

// serve writes what first and those that wait behind it want.
func (w *writer) serve(ctx context.Context, first *writing) {
	var batch []*writing
	for op := first; op != nil; op = w.next(len(batch)) {
		if op.taken.CompareAndSwap(false, true) {
			batch = append(batch, op)
		}
	}
	if len(batch) == 0 {
		return
	}
	err := w.commit(ctx, batch)
	for _, op := range batch {
		if err != nil {
			op.err = err
		}
		close(op.done)
	}
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		w.reconnect(ctx)
	}
}

// next returns one more for a batch of that size, or nil.
func (w *writer) next(size int) *writing {
	if size == maxShared {
		return nil
	}
	select {
	case op := <-w.queue:
		return op
	default:
		return nil
	}
}

// commit runs the batch in one transaction. With an error, nothing was written.
func (w *writer) commit(ctx context.Context, batch []*writing) error {
	if err := w.command(ctx, w.d.dialect.begin()); err != nil {
		return err
	}
	for _, op := range batch {
		if err := w.apply(ctx, op, len(batch) == 1); err != nil {
			return w.rollback(ctx, err)
		}
	}
	if err := w.command(ctx, "COMMIT"); err != nil {
		return w.rollback(ctx, err)
	}
	return nil
}

// apply runs one of a batch. An error is of the whole transaction; op's own is in op.
func (w *writer) apply(ctx context.Context, op *writing, alone bool) error {
	t := &tx{d: w.d, on: w}
	if alone {
		return t.run(ctx, op.do)
	}
	if err := w.command(ctx, "SAVEPOINT one"); err != nil {
		return err
	}
	if op.err = t.run(ctx, op.do); op.err != nil {
		if err := w.command(ctx, "ROLLBACK TO one"); err != nil {
			return errors.Join(t.failed, err) // the database has given up the transaction, as it does when it is full
		}
	}
	return w.command(ctx, "RELEASE one")
}

func (w *writer) rollback(ctx context.Context, cause error) error {
	_ = w.command(ctx, "ROLLBACK") // an error says that the database has done so itself
	return cause
}

// reconnect replaces a connection that is dead. If that fails, the next write does, and tries again.
func (w *writer) reconnect(ctx context.Context) {
	clear(w.stmts) // they are dead too; database/sql has closed the connection
	conn, err := w.d.db.Conn(ctx)
	if err == nil {
		if err = w.d.dialect.prepare(ctx, conn); err == nil {
			w.conn = conn
			return
		}
		_ = conn.Close() // err is what matters
	}
	w.d.logger.ErrorContext(ctx, "the database's connection for writing is lost", "error", err)
}

// disconnect gives the connection back to the pool, which is closed next. Statements that are left would keep the file
// open.
func (w *writer) disconnect() {
	for _, stmt := range w.stmts {
		_ = stmt.Close() // the connection is given up anyway
	}
	_ = w.conn.Close()
}

// command runs what is not about data.
func (w *writer) command(ctx context.Context, text string) error {
	if err := w.prepare(ctx, text); err != nil {
		return err
	}
	_, err := w.stmts[text].ExecContext(ctx)
	return err
}

func (w *writer) exec(ctx context.Context, q *prepared, args []any) (sql.Result, error) {
	if err := w.prepare(ctx, q.text); err != nil {
		return nil, err
	}
	return w.stmts[q.text].ExecContext(ctx, args...)
}

func (w *writer) rows(ctx context.Context, q *prepared, args []any) (*sql.Rows, error) {
	if err := w.prepare(ctx, q.text); err != nil {
		return nil, err
	}
	return w.stmts[q.text].QueryContext(ctx, args...)
}

// prepare puts a statement into stmts. They are the queries and the commands, and end with the connection.
func (w *writer) prepare(ctx context.Context, text string) error {
	if w.stmts[text] != nil {
		return nil
	}
	stmt, err := w.conn.PrepareContext(ctx, text) //nolint:sqlclosecheck // disconnect does
	if err == nil {
		w.stmts[text] = stmt
	}
	return err
}
