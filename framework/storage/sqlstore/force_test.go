package sqlstore_test

import (
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// TestForceAll goes through very many people. What it needs at once does not grow with them; it logs how much that is.
func TestForceAll(t *testing.T) { //nolint:tparallel // it measures memory and time
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		store, people, batch := open(sqlstore.Options{}).References(), size(5_000, 1_000_000), 1000
		started := time.Now()
		for tenant := range people / batch {
			records := make([]proactive.Record, batch)
			for i := range records {
				records[i] = person(tenant, tenant*batch+i)
			}
			require.NoError(t, rememberAll(t.Context(), store, records))
		}
		filled := time.Since(started)
		base := heap()
		peak, n := base, 0
		started = time.Now()
		for _, err := range store.All(t.Context(), proactive.Filter{}) {
			require.NoError(t, err)
			if n++; n%(people/20) == 0 {
				peak = max(peak, heap())
			}
		}
		took := time.Since(started)
		require.Equal(t, people, n)
		t.Logf("%d people remembered in %v; listed in %v, the heap at most %.1f MB larger than before", people, filled, took, float64(peak-base)/1e6)
		require.Less(t, peak-base, uint64(8<<20))
		if *long {
			require.Less(t, took, 10*time.Second)
		}
	})
}

// heap is what is in use, after a collection.
func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// TestForceRatio holds that the store is about as fast as database/sql with the same statements: at least 0.7 of it, which
// the benchmarks say with more care. Others use the machine meanwhile, so the best of a few is taken, and some slack given.
func TestForceRatio(t *testing.T) {
	if !*long {
		t.Skip("only with -long")
	}
	databases := map[string]func(*testing.B, func(*testing.B, proactive.Store, bare)){"SQLite": onSQLite}
	if os.Getenv("CONVO_POSTGRES") != "" {
		databases["Postgres"] = onPostgres
	}
	benches := map[string]func(*testing.B, proactive.Store, bare){
		"Remember": benchRemember, "RememberMany": benchRememberMany, "RememberUnchanged": benchRememberUnchanged,
		"Load": benchLoad, "FindUser": benchFindUser, "All": benchAll,
	}
	for database, on := range databases {
		for name, bench := range benches {
			best := 0.0
			for try := 0; try < 3 && best < 0.7; try++ {
				result := testing.Benchmark(func(b *testing.B) {
					b.Helper()
					on(b, bench)
				})
				best = max(best, result.Extra["of-bare"])
				t.Logf("%s on %s: %.0f records/s, %.2f of bare", name, database, result.Extra["records/s"], result.Extra["of-bare"])
			}
			require.Greater(t, best, 0.6, "%s on %s", name, database)
		}
	}
}
