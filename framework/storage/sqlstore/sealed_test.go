package sqlstore_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// wrapper is a Sealer that hides nothing from people, but everything from a search for plain text.
type wrapper struct{}

func (wrapper) Seal(value []byte, where string) ([]byte, error) {
	return append([]byte(where+"\n"), flip(value)...), nil
}

func (wrapper) Open(sealed []byte, where string) ([]byte, error) {
	value, ok := bytes.CutPrefix(sealed, []byte(where+"\n"))
	if !ok {
		return nil, errors.New("it was sealed for another place")
	}
	return flip(value), nil
}

func flip(value []byte) []byte {
	out := bytes.Clone(value)
	for i := range out {
		out[i] ^= 0xff
	}
	return out
}

// TestReferencesSealed holds that bodies are sealed for their row, that an unchanged one is not written, and that what was
// stored before there was a Sealer stays readable.
func TestReferencesSealed(t *testing.T) {
	t.Parallel()
	path, ctx := t.TempDir()+"/bot.db", t.Context()
	open := func(opts sqlstore.Options) *sqlstore.DB { return openAt(t, "sqlite", path, sqlstore.SQLite, opts) }
	db := open(sqlstore.Options{})
	require.NoError(t, remember(ctx, db.References(), person(1, 1)))
	require.NoError(t, db.Close())

	db = open(sqlstore.Options{Sealer: wrapper{}})
	require.NoError(t, rememberAll(ctx, db.References(), []proactive.Record{person(1, 2), person(1, 3)}))
	for range 2 {
		require.NoError(t, remember(ctx, db.References(), person(1, 2)))
	}
	require.Len(t, keysOf(t, db.References(), proactive.Filter{}), 3)

	other := connect(t, "sqlite", path)
	plain := 0
	require.NoError(t, other.QueryRowContext(ctx, "SELECT count(*) FROM convo_references WHERE instr(body, 'Ann Example') > 0").Scan(&plain))
	require.Equal(t, 1, plain)
	_, err := other.ExecContext(ctx, "UPDATE convo_references SET body = (SELECT body FROM convo_references WHERE user_id = ?1) WHERE user_id = ?2",
		person(1, 2).Key.UserID, person(1, 3).Key.UserID)
	require.NoError(t, err)
	_, err = db.References().Load(ctx, person(1, 3).Key)
	require.ErrorIs(t, err, sqlstore.ErrSealed)
	require.NotContains(t, err.Error(), person(1, 3).Key.UserID)
	require.NoError(t, db.Close())

	_, err = open(sqlstore.Options{}).References().Load(ctx, person(1, 2).Key)
	require.ErrorIs(t, err, sqlstore.ErrSealed)
}

// TestReferencesUnchanged holds that what does not change is not written, whoever asks.
func TestReferencesUnchanged(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t)
	store, ctx := db.References(), t.Context()
	r := person(1, 1)
	require.NoError(t, remember(ctx, store, r))
	f.fail(func(query string) error {
		if bytes.HasPrefix([]byte(query), []byte("BEGIN")) {
			return errors.New("there is something to write")
		}
		return nil
	})
	require.NoError(t, remember(ctx, store, r))
	require.NoError(t, rememberAll(ctx, store, []proactive.Record{r}))
	require.NoError(t, store.Update(ctx, person(1, 2).Key, func(*proactive.Record) error { return proactive.ErrSkip }))
	r.TeamID = "changed"
	require.ErrorContains(t, remember(ctx, store, r), "something to write")
}
