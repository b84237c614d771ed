package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
)

// Reseal seals all that is stored with the newest key of the Sealer, and returns how many values it has sealed: after
// that, older keys are not needed any more, and what was stored before there was a Sealer is sealed too.
//
// The bot may run meanwhile: a value that is written at the same time stays as it was written. Reseal works in portions;
// after an error, what is done is done, and it may be called again. Values that cannot be opened are left as they are, and
// the error says how many these were and why the first cannot.
//
// If the Sealer has a method IsNewest(sealed []byte) bool, as that of package seal, values for which it returns true are
// passed over; else they are sealed again.
//
// The database's files keep of what was not sealed before: see [DB.Vacuum].
func (d *DB) Reseal(ctx context.Context) (sealed int64, err error) {
	if d.sealer == nil {
		return 0, errors.New("sqlstore: reseal: the database is opened without a Sealer")
	}
	r := resealing{d: d, isNewest: func([]byte) bool { return false }}
	if knows, ok := d.sealer.(interface{ IsNewest(sealed []byte) bool }); ok {
		r.isNewest = knows.IsNewest
	}
	for _, column := range sealedColumns() {
		if err := r.column(ctx, column); err != nil {
			return r.sealed, err
		}
	}
	if r.unread > 0 {
		err = fmt.Errorf("sqlstore: reseal: %d values cannot be opened; the first: %w", r.unread, r.first)
	}
	return r.sealed, err
}

// Vacuum rewrites the database's files, which keep for some time what was deleted, erased or sealed anew. Backups, and
// PostgreSQL's archive of its log, keep it longer.
//
// It may take a minute for a gigabyte, and as much room again. Whoever writes waits meanwhile, with PostgreSQL also who
// reads, and those who wait for half a minute get [ErrBusy]: do it when little happens.
func (d *DB) Vacuum(ctx context.Context) error {
	for _, statement := range d.dialect.vacuum() {
		if _, err := d.db.ExecContext(ctx, statement); err != nil {
			return d.fail("vacuum", err)
		}
	}
	return nil
}

// resealing is one Reseal under way.
type resealing struct {
	d        *DB
	isNewest func(sealed []byte) bool
	sealed   int64
	unread   int
	first    error
}

// sealedRow is a row of a table with a sealed column.
type sealedRow struct {
	key   []any
	value []byte
}

func (r *resealing) column(ctx context.Context, c sealedColumn) error {
	from := c.from
	for first := true; ; first = false {
		page, err := query(ctx, r.d, "reseal", c.page, c.scan, from...)
		if err != nil {
			return err
		}
		rows := page
		if !first && len(rows) > 0 && reflect.DeepEqual(rows[0].key, from) {
			rows = rows[1:] // the last of the page before
		}
		if err := r.rows(ctx, c, rows); err != nil {
			return err
		}
		if len(page) < resealedAtOnce {
			return nil
		}
		from = page[len(page)-1].key
	}
}

// rows seals the values of some rows anew.
func (r *resealing) rows(ctx context.Context, c sealedColumn, rows []sealedRow) error {
	var updates [][]any
	for _, row := range rows {
		value, err := r.anew(row.value, c.place(row.key))
		if errors.Is(err, ErrSealed) {
			r.unread++
			if r.first == nil {
				r.first = err
			}
			continue
		}
		if err != nil {
			return err
		}
		if value != nil {
			updates = append(updates, append([]any{value, row.value}, row.key...))
		}
	}
	if len(updates) == 0 {
		return nil
	}
	var changed int64
	err := r.d.write(ctx, "reseal", func(ctx context.Context, t *tx) error {
		changed = 0
		for _, args := range updates {
			if err := adding(&changed)(t.exec(ctx, c.update, args...)); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		r.sealed += changed
	}
	return err
}

// anew returns a value sealed with the newest key, or nil if it is.
func (r *resealing) anew(value []byte, place string) ([]byte, error) {
	if len(value) == 0 || value[0] == sealedMark && r.isNewest(value[1:]) {
		return nil, nil
	}
	plain, err := r.d.unseal(value, place)
	if err != nil {
		return nil, err
	}
	return r.d.seal(plain, place)
}

func (c sealedColumn) scan(rows *sql.Rows) (row sealedRow, err error) {
	row.key = make([]any, len(c.from))
	into := []any{&row.value}
	for i := range row.key {
		into = append(into, &row.key[i])
	}
	err = rows.Scan(into...)
	return row, err
}
