package sqlstore_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// Each benchmark says how fast the store is as a share of database/sql with the same statements and the same JSON, in the
// same run: "of-bare".

// bare is the database without the store: the same statements, prepared, on one connection.
type bare struct {
	pool                           *sql.DB
	load, insert, byName, ofTenant *sql.Stmt
}

// onEachBench runs a benchmark on each database.
func onEachBench(b *testing.B, bench func(*testing.B, proactive.Store, bare)) {
	b.Helper()
	b.Run("SQLite", func(b *testing.B) { onSQLite(b, bench) })
	b.Run("Postgres", func(b *testing.B) { onPostgres(b, bench) })
}

func onSQLite(b *testing.B, bench func(*testing.B, proactive.Store, bare)) {
	b.Helper()
	store := openAt(b, "sqlite", filepath.Join(b.TempDir(), "bot.db"), sqlstore.SQLite, sqlstore.Options{}).References()
	path := filepath.Join(b.TempDir(), "bare.db")
	require.NoError(b, openAt(b, "sqlite", path, sqlstore.SQLite, sqlstore.Options{}).Close())
	bench(b, store, newBare(b, "sqlite", "file:"+path+"?_pragma=synchronous(NORMAL)", sqlstore.SQLite))
}

func onPostgres(b *testing.B, bench func(*testing.B, proactive.Store, bare)) {
	b.Helper()
	store := openAt(b, "pgx", storagetest.Postgres(b), sqlstore.Postgres, sqlstore.Options{}).References()
	dsn := storagetest.Postgres(b)
	require.NoError(b, openAt(b, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{}).Close())
	bench(b, store, newBare(b, "pgx", dsn, sqlstore.Postgres))
}

func newBare(b *testing.B, driver, dsn string, on sqlstore.Dialect) bare {
	b.Helper()
	pool, err := sql.Open(driver, dsn)
	require.NoError(b, err)
	pool.SetMaxOpenConns(1)
	b.Cleanup(func() { require.NoError(b, pool.Close()) })
	prepare := func(text string) *sql.Stmt {
		stmt, err := pool.PrepareContext(b.Context(), on.Text(text))
		require.NoError(b, err)
		b.Cleanup(func() { require.NoError(b, stmt.Close()) })
		return stmt
	}
	return bare{pool, prepare(sqlstore.LoadReference), prepare(sqlstore.InsertReference), prepare(sqlstore.ReferencesByName), prepare(sqlstore.ReferencesOfTenant)}
}

func keyArgs(k proactive.Key) []any {
	return []any{k.AppID, k.ChannelID, k.TenantID, k.UserID, k.ConversationID, k.ThreadID}
}

// read is what Load does.
func (d bare) read(ctx context.Context, k proactive.Key) error {
	var rev int64
	var body []byte
	if err := d.load.QueryRowContext(ctx, keyArgs(k)...).Scan(&rev, &body); err != nil {
		return err
	}
	var r proactive.Record
	return r.UnmarshalJSON(body)
}

// add is what Update does with a record that is new, on a transaction or on none.
func (d bare) add(ctx context.Context, r proactive.Record, load, insert *sql.Stmt) error {
	var rev int64
	var body []byte
	_ = load.QueryRowContext(ctx, keyArgs(r.Key)...).Scan(&rev, &body) // there is none
	body, err := proactive.Record{
		Reference: r.Reference, SeenAt: r.SeenAt,
	}.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = insert.ExecContext(ctx, append(keyArgs(r.Key), r.Key.UserID, r.Reference.User.ID, nil, nil, 0, r.SeenAt.UnixMicro(), body, int64(1))...)
	return err
}

// addAll is what UpdateAll does.
func (d bare) addAll(ctx context.Context, records []proactive.Record) error {
	tx, err := d.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	load, insert := tx.StmtContext(ctx, d.load), tx.StmtContext(ctx, d.insert)
	for _, r := range records {
		if err := d.add(ctx, r, load, insert); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// list reads the rows of a query.
func list(ctx context.Context, stmt *sql.Stmt, args ...any) (records []proactive.Record, err error) {
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r proactive.Record
		var k proactive.Key
		var rev int64
		var body []byte
		if err := rows.Scan(&k.AppID, &k.ChannelID, &k.TenantID, &k.UserID, &k.ConversationID, &k.ThreadID, &rev, &body); err != nil {
			return nil, err
		}
		if err := r.UnmarshalJSON(body); err != nil {
			return nil, err
		}
		r.Key = k
		records = append(records, r)
	}
	return records, rows.Err()
}

// compare reports how fast what was measured is: n things, each of which took bare some time.
func compare(b *testing.B, n int, bare func()) {
	b.Helper()
	store := b.Elapsed()
	b.StopTimer()
	started := time.Now()
	bare()
	b.ReportMetric(float64(n)/store.Seconds(), "records/s")
	b.ReportMetric(float64(time.Since(started))/float64(store), "of-bare")
	b.StartTimer()
}

// BenchmarkRemember has turns that are served at the same time remember people who are new.
func BenchmarkRemember(b *testing.B) { onEachBench(b, benchRemember) }

func benchRemember(b *testing.B, store proactive.Store, bare bare) {
	b.Helper()
	var n atomic.Int64
	b.SetParallelism(16)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := remember(b.Context(), store, person(1, int(n.Add(1)))); err != nil {
				b.Error(err)
			}
		}
	})
	compare(b, b.N, func() {
		for i := range b.N {
			require.NoError(b, bare.add(b.Context(), person(1, i), bare.load, bare.insert))
		}
	})
}

// BenchmarkRememberMany remembers 1000 new people at once, two such batches beside each other.
func BenchmarkRememberMany(b *testing.B) { onEachBench(b, benchRememberMany) }

func benchRememberMany(b *testing.B, store proactive.Store, bare bare) {
	b.Helper()
	const batch = 1000
	records := func(tenant int) (list []proactive.Record) {
		for i := range batch {
			list = append(list, person(tenant, tenant*batch+i))
		}
		return list
	}
	b.ResetTimer()
	var callers errgroup.Group
	callers.SetLimit(2) // one prepares its batch while the other's is written
	for i := range b.N {
		callers.Go(func() error { return rememberAll(b.Context(), store, records(i)) })
	}
	require.NoError(b, callers.Wait())
	compare(b, b.N*batch, func() {
		for i := range b.N {
			require.NoError(b, bare.addAll(b.Context(), records(i)))
		}
	})
}

func rememberAll(ctx context.Context, store proactive.Store, records []proactive.Record) error {
	keys := make([]proactive.Key, len(records))
	byKey := make(map[proactive.Key]proactive.Record, len(records))
	for i, r := range records {
		keys[i] = r.Key
		byKey[r.Key] = r
	}
	return store.UpdateAll(ctx, keys, func(r *proactive.Record) error {
		*r = byKey[r.Key]
		return nil
	})
}

// known fills both with people of one tenant.
func known(b *testing.B, store proactive.Store, bare bare, n int) {
	b.Helper()
	for at := 0; at < n; at += 1000 {
		var records []proactive.Record
		for i := at; i < min(n, at+1000); i++ {
			records = append(records, person(1, i))
		}
		require.NoError(b, rememberAll(b.Context(), store, records))
		require.NoError(b, bare.addAll(b.Context(), records))
	}
}

// BenchmarkRememberUnchanged remembers people of whom nothing is new.
func BenchmarkRememberUnchanged(b *testing.B) { onEachBench(b, benchRememberUnchanged) }

func benchRememberUnchanged(b *testing.B, store proactive.Store, bare bare) {
	b.Helper()
	people := fewer(10_000)
	known(b, store, bare, people)
	b.ResetTimer()
	for i := range b.N {
		require.NoError(b, remember(b.Context(), store, person(1, i%people)))
	}
	compare(b, b.N, func() {
		for i := range b.N {
			r := person(1, i%people)
			require.NoError(b, bare.read(b.Context(), r.Key))
			_, err := r.MarshalJSON()
			require.NoError(b, err)
		}
	})
}

func BenchmarkLoad(b *testing.B) { onEachBench(b, benchLoad) }

func benchLoad(b *testing.B, store proactive.Store, bare bare) {
	b.Helper()
	people := fewer(10_000)
	known(b, store, bare, people)
	b.ResetTimer()
	for i := range b.N {
		_, err := store.Load(b.Context(), person(1, i%people).Key)
		require.NoError(b, err)
	}
	compare(b, b.N, func() {
		for i := range b.N {
			require.NoError(b, bare.read(b.Context(), person(1, i%people).Key))
		}
	})
}

// BenchmarkFindUser looks people up by their id on the channel.
func BenchmarkFindUser(b *testing.B) { onEachBench(b, benchFindUser) }

func benchFindUser(b *testing.B, store proactive.Store, bare bare) {
	b.Helper()
	people := fewer(10_000)
	known(b, store, bare, people)
	b.ResetTimer()
	for i := range b.N {
		found := 0
		for _, err := range store.All(b.Context(), proactive.Filter{UserID: person(1, i%people).Reference.User.ID}) {
			require.NoError(b, err)
			found++
		}
		require.Equal(b, 1, found)
	}
	compare(b, b.N, func() {
		for i := range b.N {
			found, err := list(b.Context(), bare.byName, append(keyArgs(proactive.Key{}), person(1, i%people).Reference.User.ID)...)
			require.NoError(b, err)
			require.Len(b, found, 1)
		}
	})
}

// BenchmarkAll goes through 100,000 people.
func BenchmarkAll(b *testing.B) { onEachBench(b, benchAll) }

func benchAll(b *testing.B, store proactive.Store, bare bare) {
	b.Helper()
	people := fewer(100_000)
	known(b, store, bare, people)
	b.ResetTimer()
	for range b.N {
		n := 0
		for _, err := range store.All(b.Context(), proactive.Filter{}) {
			require.NoError(b, err)
			n++
		}
		require.Equal(b, people, n)
	}
	compare(b, b.N*people, func() {
		for range b.N {
			n, from := 0, proactive.Key{AppID: person(1, 1).Key.AppID, ChannelID: person(1, 1).Key.ChannelID, TenantID: person(1, 1).Key.TenantID}
			for {
				page, err := list(b.Context(), bare.ofTenant, keyArgs(from)...)
				require.NoError(b, err)
				n += len(page)
				if len(page) < 500 {
					break
				}
				from = page[len(page)-1].Key
			}
			require.GreaterOrEqual(b, n, people)
		}
	})
}

// fewer is how many there are of something in a benchmark: a tenth with -short, which CI uses to see that it runs at all.
func fewer(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}
