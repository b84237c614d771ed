package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"maps"
	"slices"

	"github.com/convobot/convo/framework/state"
)

const (
	readState   = `SELECT key, etag, body FROM convo_state WHERE key IN (?1, ?2, ?3, ?4)`
	createState = `INSERT INTO convo_state (key, etag, person, conversation, body) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (key) DO NOTHING`
	putState = `INSERT INTO convo_state (key, etag, person, conversation, body) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (key) DO UPDATE SET etag = excluded.etag, body = excluded.body`
	updateState = `UPDATE convo_state SET etag = ?2, body = ?3 WHERE key = ?1 AND etag = ?4`
	touchState  = `UPDATE convo_state SET etag = etag WHERE key = ?1`
	removeState = `DELETE FROM convo_state WHERE key = ?1 AND etag = ?2`
	deleteState = `DELETE FROM convo_state WHERE key = ?1`
)

func stateQueries() []string {
	return append(eraseStateQueries(), readState, createState, putState, updateState, touchState, removeState, deleteState)
}

// stateStore is a [state.Storage].
type stateStore struct{ d *DB }

// State returns the storage of state, for [state.New]. Every DB of the same database gives the same; writers of several
// processes see each other's conflicts.
func (d *DB) State() state.Storage { return stateStore{d} }

// Read implements [state.Storage].
func (s stateStore) Read(ctx context.Context, keys ...string) (map[string]state.Item, error) {
	const together = 4 // that many keys the query has
	keys = slices.DeleteFunc(slices.Clone(keys), isNoKey)
	found := make(map[string]state.Item, len(keys))
	for part := range slices.Chunk(keys, together) {
		args := make([]any, together)
		for i := range args {
			args[i] = part[min(i, len(part)-1)]
		}
		rows, err := query(ctx, s.d, "read state", readState, scanState, args...)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if row.item.Value, err = s.d.unseal(row.item.Value, statePlace(row.key)); err != nil {
				return nil, err
			}
			found[row.key] = row.item
		}
	}
	return found, context.Cause(ctx)
}

// isNoKey reports whether nothing can be stored under a key, which a database may not even take as a parameter.
func isNoKey(key string) bool { return state.Check(key, state.Item{}) != nil }

type stateRow struct {
	key  string
	item state.Item // its value may be sealed
}

func scanState(rows *sql.Rows) (row stateRow, err error) {
	err = rows.Scan(&row.key, &row.item.ETag, &row.item.Value)
	return row, err
}

// statePlace is where an item stands, for its sealer.
func statePlace(key string) string { return "convo_state/" + key }

// Write implements [state.Storage].
func (s stateStore) Write(ctx context.Context, items map[string]state.Item) (map[string]string, error) {
	changes := make([]stateChange, 0, len(items))
	etags := make(map[string]string, len(items))
	for _, key := range slices.Sorted(maps.Keys(items)) { // in one order, so that writers do not wait for each other in a circle
		item := items[key]
		if err := state.Check(key, item); err != nil {
			return nil, err
		}
		if len(item.Value) == 0 {
			changes = append(changes, removal(key, item.ETag))
			continue
		}
		body, err := s.d.seal(item.Value, statePlace(key))
		if err != nil {
			return nil, err
		}
		etags[key] = rand.Text()
		changes = append(changes, storing(key, item.ETag, etags[key], body))
	}
	if err := s.apply(ctx, "write state", changes); err != nil {
		return nil, err
	}
	return etags, nil
}

// Delete implements [state.Storage].
func (s stateStore) Delete(ctx context.Context, keys ...string) error {
	var changes []stateChange
	for _, key := range slices.Sorted(slices.Values(keys)) {
		if !isNoKey(key) {
			changes = append(changes, removal(key, state.AnyETag))
		}
	}
	return s.apply(ctx, "delete state", changes)
}

// stateChange is a statement that changes one item.
type stateChange struct {
	key, query string
	args       []any
	rows       int64 // how many it must change, or else it conflicts; -1 is any number
}

// removal returns the change after which there is no item, if etag was its ETag.
func removal(key, etag string) stateChange {
	switch etag {
	case "":
		return stateChange{key, touchState, []any{key}, 0}
	case state.AnyETag:
		return stateChange{key, deleteState, []any{key}, -1}
	}
	return stateChange{key, removeState, []any{key, etag}, 1}
}

// storing returns the change after which the item has a new ETag and body, if etag was its ETag.
func storing(key, etag, newETag string, body []byte) stateChange {
	person, conversation := belongsTo(key)
	switch etag {
	case "":
		return stateChange{key, createState, []any{key, newETag, person, conversation, body}, 1}
	case state.AnyETag:
		return stateChange{key, putState, []any{key, newETag, person, conversation, body}, -1}
	}
	return stateChange{key, updateState, []any{key, newETag, body, etag}, 1}
}

// apply makes all of the changes, or none.
func (s stateStore) apply(ctx context.Context, op string, changes []stateChange) error {
	switch len(changes) {
	case 0:
		return context.Cause(ctx)
	case 1: // needs no transaction of its own
		changed, err := s.d.exec(ctx, op, changes[0].query, changes[0].args...)
		if err != nil {
			return err
		}
		return changes[0].check(changed)
	}
	var conflict error
	err := s.d.write(ctx, op, func(ctx context.Context, t *tx) error {
		for _, change := range changes {
			changed, err := t.exec(ctx, change.query, change.args...)
			if err != nil {
				return err
			}
			if conflict = change.check(changed); conflict != nil {
				return conflict
			}
		}
		return nil
	})
	if conflict != nil {
		return conflict // as it is, without the database's words around it
	}
	return err
}

func (c stateChange) check(changed int64) error {
	if c.rows >= 0 && changed != c.rows {
		return &state.ConflictError{Key: c.key}
	}
	return nil
}
