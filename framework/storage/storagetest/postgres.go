package storagetest

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"
)

// Postgres makes an empty schema for one test, and returns the URL that opens it; it is removed after the test. The server
// is the one that the environment variable CONVO_POSTGRES names by a postgres:// URL, of a database in which schemas may be
// made. Without it the test is skipped, except in CI, where CONVO_CI is set: there the test fails.
//
// The test's program imports the driver, github.com/jackc/pgx/v5/stdlib.
func Postgres(tb testing.TB) (dsn string) {
	tb.Helper()
	server := os.Getenv("CONVO_POSTGRES")
	if server == "" {
		if os.Getenv("CONVO_CI") != "" {
			tb.Fatal("CI must set CONVO_POSTGRES")
		}
		tb.Skip("CONVO_POSTGRES is not set; CONTRIBUTING.md says how to run this test")
	}
	address, err := url.Parse(server)
	if err != nil {
		tb.Fatal("CONVO_POSTGRES is no URL") // err may show its password
	}
	schema := "convo_test_" + strings.ToLower(rand.Text())
	runOn(tb, server, "CREATE SCHEMA "+schema)
	tb.Cleanup(func() { runOn(tb, server, "DROP SCHEMA "+schema+" CASCADE") })
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	return address.String()
}

// runOn runs a statement on a server. The test's context may have ended.
func runOn(tb testing.TB, server, statement string) {
	tb.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := db.Exec(statement); err != nil { //nolint:noctx // see above
		tb.Error(err)
	}
	if err := db.Close(); err != nil {
		tb.Error(err)
	}
}
