// Package databasetest has databases for the tests of samples.
package databasetest

import (
	"path/filepath"
	"testing"

	"github.com/convobot/convo/framework/storage/storagetest"
)

// Each runs a test with a new database of each kind, which is at place, as database.Env says it. [storagetest.Postgres]
// says which PostgreSQL, and when there is none.
func Each(t *testing.T, test func(t *testing.T, place string)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, filepath.Join(t.TempDir(), "convobot.db"))
	})
	t.Run("Postgres", func(t *testing.T) {
		t.Parallel()
		test(t, storagetest.Postgres(t))
	})
}
