package database_test

import (
	"bytes"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
	"github.com/convobot/convo/samples/internal/database"
)

func at(place string) func(string) string {
	return func(name string) string { return map[string]string{database.Env: place}[name] }
}

func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestOpen(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	path := filepath.Join(t.TempDir(), "what? 100%.db")
	db, err := database.Open(t.Context(), at(path), slog.New(slog.NewTextHandler(&log, nil)))
	require.NoError(t, err)
	require.NoError(t, db.Ready(t.Context()))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Zero(t, info.Mode().Perm()&0o077, "it is for nobody else")
	require.Contains(t, log.String(), path, "people are told where everything is kept")

	_, err = database.Open(t.Context(), at(path), silent())
	require.ErrorIs(t, err, sqlstore.ErrInUse)
	require.ErrorContains(t, err, path)
	require.NoError(t, db.Close())
}

func TestOpenDefault(t *testing.T) {
	t.Chdir(t.TempDir())
	db, err := database.Open(t.Context(), at(""), silent())
	require.NoError(t, err)
	require.NoError(t, db.Ready(t.Context()))
	require.NoError(t, db.Close())
	require.FileExists(t, "convobot.db")
}

// TestOpenPaths holds that a path opens that very file, whatever characters it has.
func TestOpenPaths(t *testing.T) {
	t.Parallel()
	names := []string{
		"bot.db", "my bot.db", "what?.db", "a?mode=memory", "100%.db", "%41.db", "#1.db", "a&b=c;d", "'\"`", "ä😀.db",
		":memory:", "file:x.db", "a:b@c", "-x", "+", "bot",
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			path := filepath.Join(folder, name)
			db, err := database.Open(t.Context(), at(path), silent())
			require.NoError(t, err)
			require.NoError(t, db.Ready(t.Context()))
			require.NoError(t, db.Close())
			require.FileExists(t, path)
			entries, err := os.ReadDir(folder)
			require.NoError(t, err)
			for _, entry := range entries {
				require.True(t, strings.HasPrefix(entry.Name(), name), entry.Name())
			}
		})
	}
}

func TestOpenRelative(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("data", 0o700))
	db, err := database.Open(t.Context(), at("data/bot?.db"), silent())
	require.NoError(t, err)
	require.NoError(t, db.Close())
	require.FileExists(t, "data/bot?.db")
}

func TestOpenPostgres(t *testing.T) {
	t.Parallel()
	address, err := url.Parse(storagetest.Postgres(t))
	require.NoError(t, err)
	for _, scheme := range []string{"postgres", "postgresql"} {
		address.Scheme = scheme
		db, err := database.Open(t.Context(), at(address.String()), silent())
		require.NoError(t, err)
		require.NoError(t, db.Ready(t.Context()))
		require.NoError(t, db.Close())
	}
}

// A database that cannot be opened is an error that says why, and what to do.
func TestOpenWhatIsNone(t *testing.T) {
	t.Parallel()
	text := filepath.Join(t.TempDir(), "bot.db")
	require.NoError(t, os.WriteFile(text, bytes.Repeat([]byte("Dear diary. "), 1000), 0o600))
	for name, test := range map[string]struct{ place, want string }{
		"a folder that is not there": {filepath.Join(t.TempDir(), "none", "bot.db"), "its folder must be there"},
		"a file of another kind":     {text, "restore a copy"},
		"a folder":                   {t.TempDir(), "the file cannot be used"},
		"another database":           {"mysql://bot:secret@localhost/bot", "no support for mysql:// databases"},
		"keywords":                   {"host=localhost user=bot password=secret", "is named by a URL"},
		"a URL without slashes":      {"postgres:bot:secret@localhost/bot", "is named by a URL"},
		"a server that is not there": {"postgres://bot:secret@127.0.0.1:1/bot", "cannot be reached"},
		"an unknown setting":         {"postgres://bot:secret@127.0.0.1:1/bot?sslmode=no", "sslmode"},
		"no such port":               {"postgres://bot:secret@127.0.0.1:port/bot", "cannot be read"},
		"a password that ends a URL": {"postgres://bot:sec%ret@localhost/bot", "escape what is special in its password"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := database.Open(t.Context(), at(test.place), silent())
			require.ErrorContains(t, err, test.want)
			require.NotContains(t, err.Error(), "secret")
			require.NotContains(t, err.Error(), "sec%ret")
			t.Log(err)
		})
	}
	raw, err := os.ReadFile(text)
	require.NoError(t, err)
	require.Equal(t, "Dear diary.", string(raw[:11]), "nothing was changed")
}
