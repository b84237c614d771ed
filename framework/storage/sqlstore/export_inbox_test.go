package sqlstore

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

// PurgeInbox does what is else done every minute.
func (d *DB) PurgeInbox(ctx context.Context) error { return d.inbox.purge(ctx) }

// PurgeSetAside is part of it.
func (d *DB) PurgeSetAside(ctx context.Context, retention time.Duration, limit int) error {
	return d.inbox.purgeSetAside(ctx, retention, limit)
}

// Stored counts the rows of a table, and those with a text in a column of it.
func (d *DB) Stored(ctx context.Context, table, column, text string) (all, with int, err error) {
	rows, err := d.db.QueryContext(ctx, "SELECT "+column+" FROM "+table)
	if err != nil {
		return 0, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		value, err := scanBytes(rows)
		if err != nil {
			return 0, 0, err
		}
		all++
		if len(text) > 0 && bytes.Contains(value, []byte(text)) {
			with++
		}
	}
	return all, with, rows.Err()
}

// KnowMany has the inbox hear of more keys than it remembers.
func (d *DB) KnowMany() {
	for n := range maxStored + 1 {
		d.inbox.held.store(fmt.Sprint("of others ", n), time.Now().Add(time.Hour))
	}
}
