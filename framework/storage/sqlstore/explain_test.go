package sqlstore_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// small are the tables that may be read from end to end, and why.
func small() map[string]string {
	return map[string]string{
		"convo_schema": "one row",
		"convo_owners": "a row for each process of the last day",
	}
}

// TestQueriesUseIndexes asks the databases how they run each query.
func TestQueriesUseIndexes(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "bot.db")
		require.NoError(t, openAt(t, "sqlite", path, sqlstore.SQLite, sqlstore.Options{}).Close())
		conn := connect(t, "sqlite", path)
		for _, text := range sqlstore.Queries(sqlstore.SQLite) {
			for _, problem := range scansOfSQLite(explain(t, conn, "EXPLAIN QUERY PLAN "+text, parameters(text)...)) {
				t.Errorf("this query reads a whole table (%s):\n%s", problem, text)
			}
		}
	})
	t.Run("Postgres", func(t *testing.T) {
		t.Parallel()
		dsn := storagetest.Postgres(t)
		require.NoError(t, openAt(t, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{}).Close())
		conn := connect(t, "pgx", dsn+"&enable_seqscan=off&plan_cache_mode=force_generic_plan")
		for i, text := range sqlstore.Queries(sqlstore.Postgres) {
			name := fmt.Sprintf("q%d", i)
			_, err := conn.ExecContext(t.Context(), "PREPARE "+name+" AS "+text)
			require.NoError(t, err, text)
			for _, problem := range scansOfPostgres(explain(t, conn, "EXPLAIN EXECUTE "+name+nulls(len(parameters(text))))) {
				t.Errorf("this query reads a whole table (%s):\n%s", problem, text)
			}
		}
	})
}

// scansOfSQLite returns the lines of a plan that read a whole table. A scan by an index in the order of a key ends early.
func scansOfSQLite(plan []string) (problems []string) {
	whole := regexp.MustCompile(`^SCAN (\w+)(?: AS \w+)?$`)
	for _, line := range plan {
		found := whole.FindStringSubmatch(line)
		if found != nil && strings.HasPrefix(found[1], "convo_") && small()[found[1]] == "" {
			problems = append(problems, line)
		}
	}
	return problems
}

func scansOfPostgres(plan []string) (problems []string) {
	whole := regexp.MustCompile(`Seq Scan on (\w+)`)
	for _, line := range plan {
		found := whole.FindStringSubmatch(line)
		if found != nil && small()[found[1]] == "" {
			problems = append(problems, strings.TrimSpace(line))
		}
	}
	return problems
}

// TestScansAreFound holds that the test above would notice.
func TestScansAreFound(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bot.db")
	require.NoError(t, openAt(t, "sqlite", path, sqlstore.SQLite, sqlstore.Options{}).Close())
	const bad = ` SELECT body FROM convo_references WHERE seen_at = 1`
	require.NotEmpty(t, scansOfSQLite(explain(t, connect(t, "sqlite", path), "EXPLAIN QUERY PLAN"+bad)))

	dsn := storagetest.Postgres(t)
	require.NoError(t, openAt(t, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{}).Close())
	require.NotEmpty(t, scansOfPostgres(explain(t, connect(t, "pgx", dsn+"&enable_seqscan=off"), "EXPLAIN"+bad)))
}

// connect returns a pool of one connection.
func connect(t *testing.T, driver, dsn string) *sql.DB {
	t.Helper()
	conn, err := sql.Open(driver, dsn)
	require.NoError(t, err)
	conn.SetMaxOpenConns(1)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	return conn
}

// parameters returns a NULL for each parameter of a query.
func parameters(text string) []any {
	highest := 0
	for _, found := range regexp.MustCompile(`[?$](\d+)`).FindAllStringSubmatch(text, -1) {
		var n int
		_, _ = fmt.Sscan(found[1], &n)
		highest = max(highest, n)
	}
	return make([]any, highest)
}

func nulls(n int) string {
	if n == 0 {
		return ""
	}
	return "(" + strings.TrimSuffix(strings.Repeat("NULL, ", n), ", ") + ")"
}

// explain returns the last column of each line of a plan.
func explain(t *testing.T, conn *sql.DB, text string, args ...any) (plan []string) {
	t.Helper()
	rows, err := conn.QueryContext(t.Context(), text, args...)
	require.NoError(t, err, text)
	defer func() { require.NoError(t, rows.Close()) }()
	columns, err := rows.Columns()
	require.NoError(t, err)
	line := ""
	into := make([]any, len(columns))
	for i := range into {
		into[i] = new(any)
	}
	into[len(into)-1] = &line
	for rows.Next() {
		require.NoError(t, rows.Scan(into...))
		plan = append(plan, line)
	}
	require.NoError(t, rows.Err())
	if testing.Verbose() {
		t.Logf("%s\n\t%s", text, strings.Join(plan, "\n\t"))
	}
	return plan
}
