package sqlstore

import (
	"context"
	"database/sql"
	"log/slog"
	"time"
)

// Queries returns all that the package asks, as a dialect reads it.
func Queries(on Dialect) []string {
	var list []string
	for _, text := range queries() {
		list = append(list, on.open().text(text))
	}
	return list
}

// Files names the migrations of a dialect.
func Files(on Dialect) []string { return (&DB{dialect: on.open()}).files() }

// Statement is one for Write.
type Statement func(id string) error

// Write runs do in a transaction. Its statements add an owner and remove one.
func (d *DB) Write(ctx context.Context, do func(add, remove Statement) error) error {
	return d.write(ctx, "test", func(ctx context.Context, t *tx) error {
		return do(
			func(id string) error {
				_, err := t.exec(ctx, insertOwner, id, ownerLease.Microseconds())
				return err
			},
			func(id string) error {
				_, err := t.exec(ctx, deleteOwner, id)
				return err
			})
	})
}

// HasOwner reports whether there is an owner.
func (d *DB) HasOwner(ctx context.Context, id string) (bool, error) {
	removed, err := d.exec(ctx, "test", deleteOwner, id)
	return removed > 0, err
}

// Process returns one of several processes on PostgreSQL, without looking at the database. Beat has it say that it lives, until
// running ends.
func Process(running context.Context, pool *sql.DB) (*DB, error) {
	d := &DB{db: pool, dialect: Postgres.open(), logger: slog.New(slog.DiscardHandler), owner: "one", running: running.Done()}
	d.inbox = &inbox{d: d}
	d.alive.renewed(time.Now())
	return d, d.prepareAll(running)
}

// Beat is what else Open does in the background.
func (d *DB) Beat(running context.Context) { d.beat(running) }

// WasAway has the database come back a moment ago, or long ago, as this process sees it.
func (d *DB) WasAway(justNow bool) {
	d.alive.mu.Lock()
	defer d.alive.mu.Unlock()
	d.alive.last, d.alive.until = time.Now(), time.Time{}
	if justNow {
		d.alive.until = time.Now().Add(time.Hour)
	}
}

// Lease is how long a process is taken to live that says no more.
const Lease = ownerLease

// Ask runs a query that queries.go does not list.
func (d *DB) Ask(ctx context.Context) error {
	_, err := query(ctx, d, "test", "SELECT 1", scanInt)
	return err
}

// Queued is how many writes wait for the one under way.
func (d *DB) Queued() int { return len(d.writer.queue) }

// Queries that benchmarks run without the package.
const (
	LoadReference      = loadReference
	InsertReference    = insertReference
	ReferencesByName   = referencesByName
	ReferencesOfTenant = referencesOfTenant
)

// Text returns a query as the dialect reads it.
func (d Dialect) Text(query string) string { return d.open().text(query) }

// SealedColumns is how many columns Reseal goes through.
func SealedColumns() int { return len(sealedColumns()) }
