package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/convobot/convo/framework/proactive"
)

const (
	loadReference = `SELECT rev, body FROM convo_references WHERE app_id = ?1 AND channel_id = ?2 AND tenant_id = ?3
		AND user_id = ?4 AND conversation_id = ?5 AND thread_id = ?6`
	loadReferences = `SELECT r.app_id, r.channel_id, r.tenant_id, r.user_id, r.conversation_id, r.thread_id, r.rev, r.body
		FROM {each ?1} AS k JOIN convo_references AS r ON r.app_id = k.value ->> 0 AND r.channel_id = k.value ->> 1
		AND r.tenant_id = k.value ->> 2 AND r.user_id = k.value ->> 3 AND r.conversation_id = k.value ->> 4
		AND r.thread_id = k.value ->> 5`
	insertReference = `INSERT INTO convo_references (app_id, channel_id, tenant_id, user_id, conversation_id, thread_id,
		name1, name2, name3, team_id, waiting, seen_at, body, rev)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT DO NOTHING`
	updateReference = `UPDATE convo_references
		SET name1 = ?7, name2 = ?8, name3 = ?9, team_id = ?10, waiting = ?11, seen_at = ?12, body = ?13, rev = ?14
		WHERE app_id = ?1 AND channel_id = ?2 AND tenant_id = ?3
		AND user_id = ?4 AND conversation_id = ?5 AND thread_id = ?6 AND rev = ?15`
	deleteReference = `DELETE FROM convo_references WHERE app_id = ?1 AND channel_id = ?2 AND tenant_id = ?3
		AND user_id = ?4 AND conversation_id = ?5 AND thread_id = ?6`
)

func referenceQueries() []string {
	return slices.Concat([]string{loadReference, loadReferences, insertReference, updateReference, deleteReference}, referencePageQueries())
}

// References returns the store of what is remembered of people and conversations.
//
// A record that Update leaves as it was is not written. Others than this process may write to it meanwhile: change is
// then called again with what they made of it.
func (d *DB) References() proactive.Store { return references{d} }

type references struct{ d *DB }

// stored is a record as it was read, to be written back if nobody else has written it since.
type stored struct {
	key  proactive.Key
	rev  int64
	body []byte // nil of one that is not there
}

// Load implements [proactive.Store].
func (s references) Load(ctx context.Context, key proactive.Key) (proactive.Record, error) {
	read := func() (r proactive.Record, size int, err error) {
		found, err := s.read(ctx, "load reference", key)
		if err != nil {
			return r, 0, err
		}
		if found.body == nil {
			return r, 0, proactive.ErrNotFound
		}
		r, err = s.decode(found)
		return r, len(found.body), err
	}
	if s.d.recent != nil && !s.d.isClosed() && checkKey("load reference", key) == nil {
		return s.d.recent.load(key, read)
	}
	r, _, err := read()
	return r, err
}

// Delete implements [proactive.Store].
func (s references) Delete(ctx context.Context, key proactive.Key) error {
	defer s.d.recent.writing(key)()
	_, err := s.d.exec(ctx, "delete reference", deleteReference, keyArgs(key)...)
	return err
}

// Update implements [proactive.Store].
func (s references) Update(ctx context.Context, key proactive.Key, change func(*proactive.Record) error) error {
	const op = "update reference"
	if err := checkKey(op, key); err != nil {
		return err
	}
	return s.d.compete(ctx, op, func() error {
		found, err := s.read(ctx, op, key)
		if err != nil {
			return err
		}
		w, err := s.change(found, change)
		if err != nil || w.query == "" {
			return err
		}
		defer s.d.recent.writing(key)()
		changed, err := s.d.exec(ctx, op, w.query, w.args...)
		if err == nil && changed == 0 {
			err = errOvertaken
		}
		return err
	})
}

// UpdateAll implements [proactive.Store].
func (s references) UpdateAll(ctx context.Context, keys []proactive.Key, change func(*proactive.Record) error) error {
	const op = "update references"
	keys = slices.SortedFunc(slices.Values(keys), proactive.Key.Compare) // who lock rows in one order do not lock each other out
	for i, key := range keys {
		if err := checkKey(op, key); err != nil {
			return err
		}
		if i > 0 && key == keys[i-1] {
			return errors.New("sqlstore: " + op + ": a key is there twice")
		}
	}
	return s.d.compete(ctx, op, func() error {
		writes, err := s.changeAll(ctx, op, keys, change)
		if err != nil || len(writes) == 0 {
			return err
		}
		defer s.d.recent.writing(keys...)()
		return s.d.write(ctx, op, func(ctx context.Context, t *tx) error {
			for _, w := range writes {
				changed, err := t.exec(ctx, w.query, w.args...)
				if err == nil && changed == 0 {
					err = errOvertaken
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func (s references) changeAll(ctx context.Context, op string, keys []proactive.Key, change func(*proactive.Record) error) ([]referenceWrite, error) {
	known, err := s.readAll(ctx, op, keys)
	if err != nil {
		return nil, err
	}
	var writes []referenceWrite
	for _, key := range keys {
		found := known[key]
		found.key = key
		w, err := s.change(found, change)
		if err != nil {
			return nil, err
		}
		if w.query != "" {
			writes = append(writes, w)
		}
	}
	return writes, nil
}

// referenceWrite is the statement that stores a changed record; the zero value is none.
type referenceWrite struct {
	query string
	args  []any
}

// change has a record changed, and returns how to write it.
func (s references) change(found stored, change func(*proactive.Record) error) (referenceWrite, error) {
	record := proactive.Record{Key: found.key}
	if found.body != nil {
		var err error
		if record, err = s.decode(found); err != nil {
			return referenceWrite{}, err
		}
	}
	if err := change(&record); errors.Is(err, proactive.ErrSkip) {
		return referenceWrite{}, nil
	} else if err != nil {
		return referenceWrite{}, err
	}
	record.Key = found.key
	body, err := encodeReference(record)
	if err != nil || bytes.Equal(body, found.body) {
		return referenceWrite{}, err
	}
	sealed, err := s.d.seal(body, referencePlace(found.key))
	if err != nil {
		return referenceWrite{}, err
	}
	args := append(keyArgs(found.key), columns(record)...)
	args = append(args, sealed, rand.Int64()) //nolint:gosec // it has to be another one, not a secret
	if found.body == nil {
		return referenceWrite{insertReference, args}, nil
	}
	return referenceWrite{updateReference, append(args, found.rev)}, nil
}

func (s references) read(ctx context.Context, op string, key proactive.Key) (stored, error) {
	found, err := one(ctx, s.d, op, loadReference, scanStored, keyArgs(key)...)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return stored{}, err
	}
	found.key = key
	return s.unseal(found)
}

// readAll returns those of the records that are there.
func (s references) readAll(ctx context.Context, op string, keys []proactive.Key) (map[proactive.Key]stored, error) {
	names := make([][]any, len(keys))
	for i, key := range keys {
		names[i] = keyArgs(key)
	}
	each, err := json.Marshal(names)
	if err != nil {
		return nil, err
	}
	list, err := query(ctx, s.d, op, loadReferences, scanStoredAt, string(each))
	if err != nil {
		return nil, err
	}
	known := make(map[proactive.Key]stored, len(list))
	for _, found := range list {
		if known[found.key], err = s.unseal(found); err != nil {
			return nil, err
		}
	}
	return known, nil
}

func scanStored(rows *sql.Rows) (found stored, err error) {
	err = rows.Scan(&found.rev, &found.body)
	return found, err
}

func scanStoredAt(rows *sql.Rows) (found stored, err error) {
	k := &found.key
	err = rows.Scan(&k.AppID, &k.ChannelID, &k.TenantID, &k.UserID, &k.ConversationID, &k.ThreadID, &found.rev, &found.body)
	return found, err
}

func (s references) unseal(found stored) (_ stored, err error) {
	found.body, err = s.d.unseal(found.body, referencePlace(found.key))
	return found, err
}

// referencePlace is where a record's body stands; no other record has the same.
func referencePlace(key proactive.Key) string {
	var place strings.Builder
	place.WriteString("convo_references/")
	for _, id := range parts(key) {
		place.WriteString(strconv.Itoa(len(id)) + ":" + id)
	}
	return place.String()
}

func parts(key proactive.Key) [6]string {
	return [...]string{key.AppID, key.ChannelID, key.TenantID, key.UserID, key.ConversationID, key.ThreadID}
}

// checkKey refuses on every database what one of them cannot hold, so that a bot can move from one to another.
func checkKey(op string, key proactive.Key) error {
	for _, id := range parts(key) {
		if !utf8.ValidString(id) || strings.IndexByte(id, 0) >= 0 {
			return &Error{Op: op, Kind: ErrBadValue, Err: errors.New("an id in the key has U+0000 or is not UTF-8")}
		}
	}
	return nil
}

func keyArgs(key proactive.Key) []any {
	return []any{key.AppID, key.ChannelID, key.TenantID, key.UserID, key.ConversationID, key.ThreadID}
}

// columns returns what a record is looked up by.
func columns(r proactive.Record) []any {
	var names [3]any
	for i, name := range r.Names() {
		names[i] = name
	}
	var team, seen any
	if r.TeamID != "" {
		team = r.TeamID
	}
	if !r.SeenAt.IsZero() {
		seen = r.SeenAt.UnixMicro()
	}
	waiting := 0
	if r.IsWaitedFor() {
		waiting = 1
	}
	return []any{names[0], names[1], names[2], team, waiting, seen}
}

// encodeReference returns a record's JSON. The key is left to the columns.
func encodeReference(r proactive.Record) ([]byte, error) {
	r.Key = proactive.Key{}
	body, err := r.MarshalJSON()
	if err != nil {
		return nil, &Error{Op: "encode reference", Kind: ErrBadValue, Err: err}
	}
	return body, nil
}

func (s references) decode(found stored) (r proactive.Record, err error) {
	if err := r.UnmarshalJSON(found.body); err != nil {
		return proactive.Record{}, &Error{Op: "decode reference", Kind: ErrCorrupt, Err: err}
	}
	r.Key = found.key
	return r, nil
}
