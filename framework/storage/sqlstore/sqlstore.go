package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"sync"
)

// Options of [Open]. The zero value is ready.
type Options struct {
	// Sealer encrypts the bodies of what is stored; nil stores them as they are. What was stored before there was a
	// Sealer stays readable, and is sealed when it is written again, or by [DB.Reseal].
	Sealer Sealer
	Logger *slog.Logger // default slog.Default()
}

// Sealer encrypts values before they are stored, and opens them again. Package seal is one, with keys that can be
// changed. Columns that queries need, such as the ids of people and conversations, are not sealed.
//
// Implementations are safe for concurrent use.
type Sealer interface {
	// Seal encrypts value; where it is stored, which Open gets too, must not be changeable without Open noticing.
	Seal(value []byte, where string) ([]byte, error)
	// Open returns what Seal was given.
	Open(sealed []byte, where string) ([]byte, error)
}

// DB is a database that a bot keeps what it remembers in. It is safe for concurrent use. Create it with [Open].
type DB struct {
	db      *sql.DB
	dialect dialect
	sealer  Sealer
	logger  *slog.Logger
	owner   string // names this process in what it has claimed
	alive   alive

	lock    io.Closer
	writer  *writer // of SQLite; nil where writers go beside each other
	queries map[string]*prepared
	inbox   *inbox

	unsureAlarms unsure[string]
	recent       *recent // of SQLite

	closing   context.CancelFunc
	running   <-chan struct{} // until closing
	ended     sync.WaitGroup  // what runs until then
	closeOnce sync.Once
	closed    error
}

// Open takes the database over, brings its schema up to date, and returns it. Closing the DB closes db as well; if Open
// fails, it has closed db.
//
// Open sets how many connections db may have; with PostgreSQL, only if it has no limit yet.
//
// The kinds of its error are [ErrInUse], [ErrNewerSchema], [ErrCorrupt], [ErrUnavailable], [ErrReadOnly] and [ErrBusy].
func Open(ctx context.Context, db *sql.DB, on Dialect, opts Options) (*DB, error) {
	kind := on.open()
	if kind == nil {
		return nil, errors.Join(errors.New("sqlstore: no such dialect; use SQLite or Postgres"), db.Close())
	}
	if opts.Logger == nil {
		opts.Logger = slog.Default()
	}
	d := &DB{
		db: db, dialect: kind, sealer: opts.Sealer, logger: opts.Logger, owner: rand.Text(),
		lock: io.NopCloser(nil),
	}
	d.inbox = &inbox{d: d}
	running, closing := context.WithCancel(context.WithoutCancel(ctx))
	d.closing, d.running = closing, running.Done()
	if err := d.start(ctx, running); err != nil {
		return nil, errors.Join(d.fail("open", err), d.Close())
	}
	return d, nil
}

func (d *DB) start(ctx, running context.Context) error {
	d.dialect.limit(d.db)
	conn, err := d.db.Conn(ctx)
	if err != nil {
		return d.dialect.notOpened(err)
	}
	defer func() {
		if d.writer == nil {
			_ = conn.Close() // it goes back to the pool
		}
	}()
	lock, err := d.dialect.lock(ctx, conn)
	if err != nil {
		return err
	}
	d.lock = lock
	if err := d.retry(ctx, "open", func() error { return d.migrate(ctx, conn) }); err != nil {
		return err
	}
	if err := d.dialect.prepare(ctx, conn); err != nil {
		return err
	}
	if d.dialect.hasOneWriter() {
		d.writer, d.recent = newWriter(d, conn), newRecent()
		d.ended.Go(func() { d.writer.run(context.WithoutCancel(ctx)) }) // what is begun is ended
	}
	if err := d.prepareAll(ctx); err != nil {
		return err
	}
	if err := d.own(ctx, running); err != nil {
		return err
	}
	if d.writer != nil {
		if err := d.inbox.know(ctx); err != nil {
			return err
		}
	}
	d.ended.Go(func() { d.inbox.purgeNowAndThen(running) })
	return nil
}

// Close ends what the database does in the background, waits for what is being written to an SQLite file, and closes the
// database. What is asked of it later fails with [ErrClosed].
func (d *DB) Close() error {
	d.closeOnce.Do(func() {
		d.closing()
		d.ended.Wait()
		d.closed = errors.Join(d.db.Close(), d.lock.Close())
	})
	return d.closed
}

// Ready reports whether the database answers: a check for cloud.Adapter.Ready.
func (d *DB) Ready(ctx context.Context) error {
	_, err := one(ctx, d, "ready", schemaVersion, scanInt)
	return err
}

const schemaVersion = `SELECT version FROM convo_schema`

// seal encrypts a body, if there is a sealer. Where is its table and key.
func (d *DB) seal(body []byte, where string) ([]byte, error) {
	if d.sealer == nil {
		return body, nil
	}
	sealed, err := d.sealer.Seal(body, where)
	if err != nil {
		return nil, &Error{Op: "seal " + table(where), Err: err}
	}
	return append([]byte{sealedMark}, sealed...), nil
}

// sealedMark is the first byte of a sealed body. No JSON text begins with it.
const sealedMark = 1

// unseal opens a body that is sealed.
func (d *DB) unseal(body []byte, where string) ([]byte, error) {
	if len(body) == 0 || body[0] != sealedMark {
		return body, nil
	}
	if d.sealer == nil {
		return nil, &Error{Op: "open " + table(where), Kind: ErrSealed, Err: errors.New("the database is opened without a Sealer")}
	}
	plain, err := d.sealer.Open(body[1:], where)
	if err != nil {
		return nil, &Error{Op: "open " + table(where), Kind: ErrSealed, Err: err}
	}
	return plain, nil
}
