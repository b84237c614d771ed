package sqlstore_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/seal"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// sealedWith returns a sealer whose keys have those ids, the newest first.
func sealedWith(t *testing.T, ids ...string) sqlstore.Options {
	t.Helper()
	keys := make([]seal.Key, len(ids))
	for i, id := range ids {
		var err error
		keys[i], err = seal.NewKey(id, bytes.Repeat([]byte(id[:1]), seal.KeySize))
		require.NoError(t, err)
	}
	sealer, err := seal.New(keys[0], keys[1:]...)
	require.NoError(t, err)
	return sqlstore.Options{Sealer: sealer}
}

// fillAll stores something in every column that may be sealed, with Ada's name in it, and returns how many values.
func fillAll(t *testing.T, db *sqlstore.DB) int64 {
	t.Helper()
	h := newHousehold(t, db)
	ada, _ := people()
	h.hears(t, 1, ada, private("a:ada"))
	require.NoError(t, h.Flush(t.Context()))
	inbox := db.Inbox()
	_, err := inbox.Claim(t.Context(), framework.Claim{Key: "\x00key\xff", ID: 7})
	require.NoError(t, err)
	require.NoError(t, inbox.Settle(t.Context(),
		framework.Settlement{Claim: framework.Claim{Key: "\x00key\xff", ID: 7}, Ending: framework.EndDone, Keep: time.Hour, Answer: []byte(`"Ada L."`)},
		framework.Settlement{Claim: framework.Claim{ID: 1}, Journaled: true, Ending: framework.EndSetAside, Error: "Ada L. is not here"}))
	return 2 + 3 + 5 // transcripts, state, and one of each of the others
}

// requireAll wants to read all that fillAll has stored.
func requireAll(t *testing.T, db *sqlstore.DB) {
	t.Helper()
	ctx, named := t.Context(), 0
	for r, err := range db.References().All(ctx, proactive.Filter{}) {
		require.NoError(t, err)
		require.Equal(t, "Ada L.", r.Reference.User.Name)
		named++
	}
	private := transcript.Conversation{TenantID: strings.ToLower(tenant), ChannelID: "msteams", ConversationID: "a:ada"}
	for e, err := range transcript.All(ctx, db.Transcripts(), private, transcript.Cursor{}) {
		require.NoError(t, err)
		require.Contains(t, string(e.Activity), "Ada L.")
		named++
	}
	key := state.Key{ChannelID: "msteams", UserID: strings.ToLower(adaInEntra)}.String()
	items, err := db.State().Read(ctx, key)
	require.NoError(t, err)
	require.JSONEq(t, `{"name":"Ada L."}`, string(items[key].Value))
	alarm, err := db.Alarms().Load(ctx, "1")
	require.NoError(t, err)
	require.Equal(t, "Get up, Ada L.", alarm.Activity.Text)
	for e, err := range db.Inbox().AllSetAside(ctx) {
		require.NoError(t, err)
		require.Equal(t, "Ada L. is not here", e.Error)
		require.Equal(t, "I am Ada L.", e.Activity.Text)
		named++
	}
	claimed, err := db.Inbox().Claim(ctx, framework.Claim{Key: "\x00key\xff", ID: 8})
	require.NoError(t, err)
	require.Equal(t, `"Ada L."`, string(claimed.Answer))
	require.Equal(t, 4, named)
}

// A database that began unsealed is sealed, then with another key, and needs neither of the former ones.
func TestReseal(t *testing.T) {
	t.Parallel()
	onEachDump(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB, dump func() string) {
		t.Helper()
		db := open(sqlstore.Options{})
		values := fillAll(t, db)
		_, err := db.Reseal(t.Context())
		require.ErrorContains(t, err, "without a Sealer")
		require.NoError(t, db.Close())
		require.Equal(t, 13, strings.Count(dump(), "Ada L."))

		for _, ids := range [][]string{{"a"}, {"b", "a"}} {
			db = open(sealedWith(t, ids...))
			requireAll(t, db)
			n, err := db.Reseal(t.Context())
			require.NoError(t, err)
			require.Equal(t, values, n)
			require.NotContains(t, dump(), "Ada L.")
			n, err = db.Reseal(t.Context())
			require.NoError(t, err)
			require.Zero(t, n, "all had the newest key")
			requireAll(t, db)
			require.NoError(t, db.Close())
		}
		db = open(sealedWith(t, "b"))
		requireAll(t, db)
		require.NoError(t, db.Close())

		db = open(sealedWith(t, "c"))
		_, err = db.Reseal(t.Context())
		require.ErrorIs(t, err, sqlstore.ErrSealed)
		require.ErrorContains(t, err, fmt.Sprintf("%d values cannot be opened", values))
		require.ErrorContains(t, err, "key b")
		require.NoError(t, db.Close())
		requireAll(t, open(sealedWith(t, "b"))) // they are left as they were
	})
}

// What is stored, and statements that are prepared, survive a Vacuum.
func TestVacuum(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{})
		fillAll(t, db)
		require.NoError(t, db.Vacuum(t.Context()))
		requireAll(t, db)
		_, err := db.ErasePerson(t.Context(), "29:ada")
		require.NoError(t, err)
	})
}

// Nothing that is stored can be read in the files, neither what was stored sealed nor what was not at first.
func TestSealedFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "bot.db")
	open := func(opts sqlstore.Options) *sqlstore.DB { return openAt(t, "sqlite", path, sqlstore.SQLite, opts) }
	db := open(sqlstore.Options{})
	fillAll(t, db)
	require.NoError(t, db.Close())
	require.True(t, strings.Contains(contents(t, dir), "Ada L."), "else the test finds nothing") //nolint:testifylint // the files are no text to print

	db = open(sealedWith(t, "a"))
	_, err := db.Reseal(t.Context())
	require.NoError(t, err)
	require.NoError(t, db.Vacuum(t.Context()))
	_, err = db.State().Write(t.Context(), map[string]state.Item{"key": {Value: json.RawMessage(`"Ada L."`)}})
	require.NoError(t, err)
	require.NoError(t, db.Close())
	require.False(t, strings.Contains(contents(t, dir), "Ada L.")) //nolint:testifylint // see above
}

func contents(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(dir, file.Name()))
		require.NoError(t, err)
		all.Write(content)
	}
	return all.String()
}

// What is written while Reseal runs stays as it was written, whatever was faster.
func TestResealWhileTheBotRuns(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		const keys, rounds = 50, 5
		write := func(db *sqlstore.DB, round int) {
			for n := range keys {
				value := json.RawMessage(fmt.Sprint(round))
				_, err := db.State().Write(t.Context(), map[string]state.Item{fmt.Sprint("key", n): {ETag: state.AnyETag, Value: value}})
				require.NoError(t, err)
			}
		}
		db := open(sqlstore.Options{})
		write(db, 0)
		require.NoError(t, db.Close())

		db = open(sealedWith(t, "a"))
		var wg sync.WaitGroup
		wg.Go(func() {
			for round := range rounds {
				write(db, round+1)
			}
		})
		for range rounds {
			_, err := db.Reseal(t.Context())
			require.NoError(t, err)
		}
		wg.Wait()
		for n := range keys {
			key := fmt.Sprint("key", n)
			items, err := db.State().Read(t.Context(), key)
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint(rounds), string(items[key].Value))
		}
		n, err := db.Reseal(t.Context())
		require.NoError(t, err)
		require.Zero(t, n)
	})
}

// meddling writes between the moment in which a value is read and that in which it is sealed anew.
type meddling struct {
	sqlstore.Sealer

	once   sync.Once
	meddle func()
}

func (m *meddling) Open(sealed []byte, where string) ([]byte, error) {
	m.once.Do(m.meddle)
	return m.Sealer.Open(sealed, where)
}

// A value that is written after Reseal has read it is not replaced by the one that Reseal has read.
func TestResealIsOvertaken(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		write := func(db *sqlstore.DB, value string) {
			_, err := db.State().Write(t.Context(), map[string]state.Item{"key": {ETag: state.AnyETag, Value: json.RawMessage(value)}})
			require.NoError(t, err)
		}
		db := open(sealedWith(t, "a"))
		write(db, `"old"`)
		require.NoError(t, db.Close())

		sealer := &meddling{Sealer: sealedWith(t, "b", "a").Sealer}
		db = open(sqlstore.Options{Sealer: sealer})
		sealer.meddle = func() { write(db, `"new"`) }
		n, err := db.Reseal(t.Context())
		require.NoError(t, err)
		require.Zero(t, n)
		items, err := db.State().Read(t.Context(), "key")
		require.NoError(t, err)
		require.JSONEq(t, `"new"`, string(items["key"].Value))
	})
}

// Reseal goes through more rows than it reads at once, each once.
func TestResealManyRows(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{})
		const rows = 61
		var entries []transcript.Entry
		for n := range rows {
			entries = append(entries, transcript.Entry{At: time.UnixMicro(int64(n / 2)), ID: fmt.Sprint(n), Activity: []byte(`{}`)})
		}
		require.NoError(t, db.Transcripts().Log(t.Context(), entries))
		require.NoError(t, db.Close())
		n, err := open(sealedWith(t, "a")).Reseal(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, rows, n)
	})
}

// Reseal knows every column that may be sealed: the migrations mark them.
func TestSealedColumns(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"sqlite", "postgres"} {
		files, err := filepath.Glob(filepath.Join("migrations", folder, "*.sql"))
		require.NoError(t, err)
		marked := 0
		for _, file := range files {
			script, err := os.ReadFile(file)
			require.NoError(t, err)
			marked += strings.Count(string(script), "may be sealed")
		}
		require.Equal(t, marked, sqlstore.SealedColumns(), folder)
	}
}
