package cloud_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework/auth/authtest"
)

// A bot is ready once it has the signing keys, which asking fetches, and what else it needs.
func TestReady(t *testing.T) {
	t.Parallel()
	well := cloud.Check{Name: "store", Run: func(context.Context) error { return nil }}
	broken := cloud.Check{Name: "queue", Run: func(context.Context) error { return errors.New("dial db-1.internal: refused") }}
	panics := cloud.Check{Name: "cache", Run: func(context.Context) error { panic("oops") }}
	noProblem := cloud.Check{Name: "index", Run: func(context.Context) error { return (*nilError)(nil) }}
	exits := cloud.Check{Name: "disk", Run: func(context.Context) error { runtime.Goexit(); return nil }}
	unreachable := func(cfg *cloud.Config) { cfg.HTTPClient = &http.Client{Transport: network{}} }
	tests := map[string]struct {
		change []func(*cloud.Config)
		checks []cloud.Check
		want   string // if not ready
	}{
		"keys to be had":           {},
		"no keys":                  {change: []func(*cloud.Config){unreachable}, want: "signing-keys"},
		"a check that is":          {checks: []cloud.Check{well}},
		"one that is not":          {checks: []cloud.Check{well, broken}, want: "queue"},
		"one that panics":          {checks: []cloud.Check{panics, well}, want: "cache"},
		"an error of nothing":      {checks: []cloud.Check{noProblem, well}, want: "index"},
		"one that does not return": {checks: []cloud.Check{well, exits}, want: "disk"},
		"nothing is as due":        {change: []func(*cloud.Config){unreachable}, checks: []cloud.Check{panics, broken}, want: "signing-keys, cache, queue"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, nil, tt.change...)
			ready := b.Ready(tt.checks...)
			if tt.want == "" {
				requireProbe(t, ready, http.StatusOK, "ready\n")
				require.Empty(t, b.logs.lines(t, "not ready"))
				return
			}
			requireProbe(t, ready, http.StatusServiceUnavailable, "not ready: "+tt.want+"\n")
			requireProbe(t, b.Live(), http.StatusOK, "alive\n")
		})
	}
}

// nilError is an error that is often returned by mistake as a nil pointer, which is no nil error.
type nilError struct{ text string }

func (e *nilError) Error() string { return e.text }

// A local bot verifies no tokens, so it needs no keys.
func TestLocalBotIsReady(t *testing.T) {
	t.Parallel()
	requireProbe(t, newLocalBot(t, nil).Ready(), http.StatusOK, "ready\n")
}

// Why a check fails is logged when it begins to, not told to strangers, and not repeated.
func TestReadyLogsChanges(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, nil)
		var down atomic.Bool
		ready := b.Ready(cloud.Check{Name: "store", Run: func(context.Context) error {
			if down.Load() {
				return errors.New("dial db-1.internal: refused")
			}
			return nil
		}})
		requireProbe(t, ready, http.StatusOK, "ready\n")
		down.Store(true)
		for range 3 {
			time.Sleep(time.Second)
			requireProbe(t, ready, http.StatusServiceUnavailable, "not ready: store\n")
		}
		lines := b.logs.lines(t, "not ready")
		require.Len(t, lines, 1)
		require.Equal(t, "store", lines[0]["check"])
		require.Equal(t, "dial db-1.internal: refused", lines[0]["error"])
		require.Empty(t, b.logs.lines(t, "ready again"))
		down.Store(false)
		time.Sleep(time.Second)
		requireProbe(t, ready, http.StatusOK, "ready\n")
		require.Len(t, b.logs.lines(t, "ready again"), 1)
	})
}

// However many ask, the store is asked once a second and never twice at once.
func TestReadyIsAskedOften(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, nil)
		var asked, running, most atomic.Int64
		ready := b.Ready(cloud.Check{Name: "store", Run: func(context.Context) error {
			asked.Add(1)
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			time.Sleep(100 * time.Millisecond)
			return nil
		}})
		var strangers sync.WaitGroup
		for range 1000 {
			strangers.Go(func() { requireProbe(t, ready, http.StatusOK, "ready\n") })
		}
		strangers.Wait()
		require.EqualValues(t, 1, asked.Load())
		time.Sleep(900 * time.Millisecond)
		requireProbe(t, ready, http.StatusOK, "ready\n")
		require.EqualValues(t, 1, asked.Load())
		time.Sleep(100 * time.Millisecond)
		requireProbe(t, ready, http.StatusOK, "ready\n")
		require.EqualValues(t, 2, asked.Load())
		require.EqualValues(t, 1, most.Load())
	})
}

// A check that takes too long has failed; whoever hangs up before does not take the run with it.
func TestSlowCheck(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, nil)
		ready := b.Ready(
			cloud.Check{Name: "hangs", Run: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }},
			cloud.Check{Name: "late", Run: func(ctx context.Context) error { <-ctx.Done(); return nil }},
			cloud.Check{Name: "quick", Run: func(context.Context) error { return nil }},
		)
		start := time.Now()
		impatient, hangUp := context.WithTimeout(t.Context(), time.Second)
		defer hangUp()
		ready.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(impatient, http.MethodGet, "/readyz", http.NoBody))
		require.Equal(t, time.Second, time.Since(start))

		requireProbe(t, ready, http.StatusServiceUnavailable, "not ready: hangs, late\n")
		require.Equal(t, 5*time.Second, time.Since(start), "it waited for the run that the first had begun")
	})
}

// The keys are fetched again while there are none, at most every ten seconds, and a bot that has some stays ready
// through an outage.
func TestReadyFetchesKeys(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := network{}
		b := newBot(t, nil, func(cfg *cloud.Config) { cfg.HTTPClient = &http.Client{Transport: net} })
		ready := b.Ready()
		requireProbe(t, ready, http.StatusServiceUnavailable, "not ready: signing-keys\n")
		net[identity] = b.identity
		time.Sleep(9 * time.Second)
		requireProbe(t, ready, http.StatusServiceUnavailable, "not ready: signing-keys\n")
		time.Sleep(time.Second)
		requireProbe(t, ready, http.StatusOK, "ready\n")
		require.Equal(t, authtest.Counts{Metadata: 1, Keys: 1}, b.identity.Counts())

		delete(net, identity)
		time.Sleep(4 * 24 * time.Hour)
		requireProbe(t, ready, http.StatusOK, "ready\n")
		time.Sleep(24 * time.Hour)
		requireProbe(t, ready, http.StatusServiceUnavailable, "not ready: signing-keys\n")
	})
}

// A bot that is told to end says so at once, whatever it said a moment ago, but takes what still comes until the drain
// delay is over.
func TestDrain(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(b *bot){
		"drain":    func(b *bot) { b.Drain() },
		"shutdown": func(b *bot) { require.NoError(t, b.Shutdown(context.Background())) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, nil)
			ready := b.Ready()
			requireProbe(t, ready, http.StatusOK, "ready\n")
			end(b)
			requireProbe(t, ready, http.StatusServiceUnavailable, "not ready: draining\n")
			requireProbe(t, b.Live(), http.StatusOK, "alive\n")
			want := http.StatusOK
			if name == "shutdown" {
				want = http.StatusServiceUnavailable
			}
			require.Equal(t, want, b.post(t, activity(t, nil)).Code)
		})
	}
}

// Without a router the probes are at their conventional paths. Between SIGTERM and the end, the bot is served for the
// drain delay.
func TestListenAndServeDrains(t *testing.T) {
	t.Parallel()
	b := newLocalBot(t, nil)
	b.DrainDelay = 5 * time.Second // long enough for a busy machine to see it
	server := listen(t, b, "localhost:0", nil)
	require.Equal(t, http.StatusOK, server.get(t, cloud.LivePath))
	require.Equal(t, http.StatusOK, server.get(t, cloud.ReadyPath))

	start := time.Now()
	server.stop()
	require.Eventually(t, func() bool {
		return server.get(t, cloud.ReadyPath) == http.StatusServiceUnavailable
	}, time.Minute, time.Millisecond)
	if time.Since(start) < b.DrainDelay/2 { // on a machine that is not stuck
		require.Equal(t, http.StatusOK, server.post(t, cloud.Endpoint, activity(t, nil)))
	}
	require.NoError(t, server.wait())
	require.GreaterOrEqual(t, time.Since(start), b.DrainDelay)
}

func TestDrainDelayFromEnv(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{"": 0, "0s": 0, "10s": 10 * time.Second, "1m30s": 90 * time.Second} {
		delay, err := cloud.DrainDelayFromEnv([]string{"PORT=1", "DRAIN_DELAY=" + text})
		require.NoError(t, err)
		require.Equal(t, want, delay)
	}
	for _, text := range []string{"10", "soon", "-1s"} {
		_, err := cloud.DrainDelayFromEnv([]string{"DRAIN_DELAY=" + text})
		require.ErrorContains(t, err, `DRAIN_DELAY is "`+text+`"`)
	}
}

func TestProbesAreRead(t *testing.T) {
	t.Parallel()
	b := newLocalBot(t, nil)
	for _, probe := range []http.Handler{b.Live(), b.Ready()} {
		for method, want := range map[string]int{
			http.MethodGet: http.StatusOK, http.MethodHead: http.StatusOK, http.MethodPost: http.StatusMethodNotAllowed,
		} {
			w := httptest.NewRecorder()
			probe.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, "/", http.NoBody))
			require.Equal(t, want, w.Code, method)
		}
	}
}

func requireProbe(t *testing.T, probe http.Handler, status int, body string) {
	t.Helper()
	w := httptest.NewRecorder()
	probe.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody))
	require.Equal(t, body, w.Body.String())
	require.Equal(t, status, w.Code)
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
}
