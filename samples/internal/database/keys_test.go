package database_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/samples/internal/database"
)

func keyOf(id string) string {
	return id + ":" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte(id), 32))
}

// A bot that is given keys encrypts what it has stored before, and then needs the newest one only.
func TestKeys(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bot.db")
	use := func(keys string, do func(db *sqlstore.DB, getenv func(string) string)) {
		t.Helper()
		getenv := func(name string) string { return map[string]string{database.Env: path, database.KeysEnv: keys}[name] }
		db, err := database.Open(t.Context(), getenv, silent())
		require.NoError(t, err)
		do(db, getenv)
		require.NoError(t, db.Close())
	}
	reseal := func(want string) func(db *sqlstore.DB, getenv func(string) string) {
		return func(db *sqlstore.DB, getenv func(string) string) {
			t.Helper()
			log := &waitedFor{text: "newest key", found: make(chan struct{})}
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error)
			go func() { ended <- database.Reseal(ctx, db, getenv, slog.New(slog.NewTextHandler(log, nil))) }()
			<-log.found
			cancel()
			require.NoError(t, <-ended)
			require.Contains(t, log.String(), want)
		}
	}
	read := func(db *sqlstore.DB, _ func(string) string) {
		t.Helper()
		items, err := db.State().Read(t.Context(), "key")
		require.NoError(t, err)
		require.JSONEq(t, `"value"`, string(items["key"].Value))
	}
	use("", func(db *sqlstore.DB, _ func(string) string) {
		_, err := db.State().Write(t.Context(), map[string]state.Item{"key": {Value: json.RawMessage(`"value"`)}})
		require.NoError(t, err)
	})
	use(keyOf("a"), reseal(`level=INFO msg="all that is stored is encrypted with the newest key; older ones may go" sealed=1`))
	use(keyOf("b")+","+keyOf("a"), reseal("sealed=1"))
	use(keyOf("b"), read)
	use(keyOf("c"), reseal(`level=ERROR msg="not all that is stored is encrypted with the newest key; keep the older ones" sealed=0`))
	use("", func(db *sqlstore.DB, _ func(string) string) {
		_, err := db.State().Read(t.Context(), "key")
		require.ErrorIs(t, err, sqlstore.ErrSealed)
	})
}

// A bot without the key of what is stored does not start: it could read nobody, and would store what is new unencrypted.
func TestOpenWithoutTheKey(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bot.db")
	open := func(keys string) error {
		db, err := database.Open(t.Context(), func(name string) string {
			return map[string]string{database.Env: path, database.KeysEnv: keys}[name]
		}, silent())
		if err != nil {
			return err
		}
		ref := schema.ConversationReference{
			ChannelID: "msteams", User: schema.ChannelAccount{ID: "29:ann"},
			Conversation: schema.ConversationAccount{ID: "a:ann", ConversationType: schema.ConversationPersonal},
		}
		err = proactive.Save(t.Context(), db.References(), "app", ref, func(*proactive.Record) error { return nil })
		return errors.Join(err, db.Close())
	}
	require.NoError(t, open(keyOf("a")))
	for _, keys := range []string{"", keyOf("b")} {
		err := open(keys)
		require.ErrorIs(t, err, sqlstore.ErrSealed)
		require.ErrorContains(t, err, "CONVOBOT_DB_KEYS: what is stored is encrypted with a key that is not in the list")
	}
	require.NoError(t, open(keyOf("b")+","+keyOf("a")))
}

// waitedFor is a log that says when a text is in it.
type waitedFor struct {
	mu    sync.Mutex
	buf   bytes.Buffer
	text  string
	found chan struct{}
}

func (w *waitedFor) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if bytes.Contains(line, []byte(w.text)) {
		close(w.found)
	}
	return w.buf.Write(line)
}

func (w *waitedFor) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.String()
}

// Without keys there is nothing to do, but to wait as others do that run beside the bot.
func TestResealWithoutKeys(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- database.Reseal(ctx, nil, func(string) string { return "" }, nil) }()
		synctest.Wait()
		require.Empty(t, ended)
		cancel()
		require.NoError(t, <-ended)
	})
}

// Keys that cannot be used are an error that names the variable and not the secret; the database is not touched.
func TestOpenWithBadKeys(t *testing.T) {
	t.Parallel()
	for _, keys := range []string{"s3cr3t", keyOf("a") + "," + keyOf("a"), "id:s3cr3t"} {
		path := filepath.Join(t.TempDir(), "bot.db")
		_, err := database.Open(t.Context(), func(name string) string {
			return map[string]string{database.Env: path, database.KeysEnv: keys}[name]
		}, silent())
		require.ErrorContains(t, err, "CONVOBOT_DB_KEYS: seal: ")
		require.NotContains(t, err.Error(), "s3cr3t")
		require.NoFileExists(t, path)
	}
}
