package transcript_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/storage/memory"
)

// flaky is a store that fails while it has an error, panics with it, or waits.
type flaky struct {
	transcript.Store
	mu    sync.Mutex
	err   error
	panic bool
	hangs bool
}

func (s *flaky) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *flaky) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

func (s *flaky) Log(ctx context.Context, entries []transcript.Entry) error {
	if s.hangs {
		<-ctx.Done()
		return ctx.Err()
	}
	err := s.failure()
	if err != nil && s.panic {
		panic(err)
	}
	if err != nil {
		return err
	}
	return s.Store.Log(ctx, entries)
}

func (s *flaky) DeleteBefore(ctx context.Context, before time.Time) (int, error) {
	if err := s.failure(); err != nil {
		return 0, err
	}
	return s.Store.DeleteBefore(ctx, before)
}

// A store that fails for a while loses nothing, and no turn waits for it.
func TestStoreFailsForAWhile(t *testing.T) {
	t.Parallel()
	for name, panics := range map[string]bool{"fails": false, "panics": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				store := &flaky{Store: memory.NewTranscripts(0), err: errors.New("gone"), panic: panics}
				b := newBench(t, transcript.Config{Store: store})
				start := time.Now()
				for n := range 3 {
					b.hears(t, message(strconv.Itoa(n), "hi"), nil)
				}
				require.Equal(t, start, time.Now())
				time.Sleep(20 * time.Second)
				store.fail(nil)
				_, got := b.recorded(t)
				require.Len(t, got, 3)
				require.Zero(t, b.Dropped())
			})
		})
	}
}

// A store that fails for longer loses what waited, which is counted and logged; then it goes on.
func TestStoreFailsForLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		store := &flaky{Store: memory.NewTranscripts(0), err: errors.New("gone")}
		recorder, err := transcript.New(transcript.Config{Store: store, Logger: slog.New(slog.NewTextHandler(&log, nil))})
		require.NoError(t, err)
		b := newBench(t, transcript.Config{Store: store})
		b.Recorder = recorder
		b.hears(t, message("1", "lost"), nil)
		time.Sleep(2 * time.Minute)
		require.EqualValues(t, 1, b.Dropped())
		store.fail(nil)
		b.hears(t, message("2", "kept"), nil)
		_, got := b.recorded(t)
		require.Len(t, got, 1)
		require.Equal(t, "kept", got[0].Text)
		require.NoError(t, recorder.Close(t.Context()))
		require.Contains(t, log.String(), `level=WARN msg="transcripts could not be stored; that is tried again" entries=1 error=gone`)
		require.Contains(t, log.String(), `level=ERROR msg="transcripts could not be stored" entries=1 error=gone`)
		require.Contains(t, log.String(), "dropped=1")
	})
}

// What waits is bounded.
func TestNoRoom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &flaky{Store: memory.NewTranscripts(0), err: errors.New("gone")}
		b := newBench(t, transcript.Config{Store: store, MaxWaiting: 10_000})
		for n := range 100 {
			b.hears(t, message(strconv.Itoa(n), strings.Repeat("a", 1000)), nil)
		}
		store.fail(nil)
		_, got := b.recorded(t)
		require.Len(t, got, 5) // of some 1,900 bytes each
		require.EqualValues(t, 95, b.Dropped())
		b.hears(t, message("after", "hi"), nil)
		_, got = b.recorded(t)
		require.Len(t, got, 6, "there is room again")
	})
}

// Closing stores what waits.
func TestClose(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{})
	for n := range 1000 {
		b.hears(t, message(strconv.Itoa(n), "hi"), nil)
	}
	require.NoError(t, b.Close(t.Context()))
	_, got := b.recorded(t) // flushing has nothing to wait for
	require.Len(t, got, 1000)
	b.hears(t, message("after", "hi"), nil)
	require.EqualValues(t, 1, b.Dropped())
	require.NoError(t, b.Close(t.Context()))
}

// Closing does not wait for a store longer than it may.
func TestCloseWhileTheStoreHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, transcript.Config{Store: &flaky{hangs: true}})
		for n := range 3 {
			b.hears(t, message(strconv.Itoa(n), "hi"), nil)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		require.ErrorIs(t, b.Flush(ctx), context.DeadlineExceeded)
		require.EqualError(t, b.Close(ctx), "transcript: 3 entries were not stored")
	})
}

// discard stores nothing, at no cost.
type discard struct{ transcript.Store }

func (discard) Log(context.Context, []transcript.Entry) error { return nil }

// BenchmarkTurn is a turn that sends one message to a channel that costs nothing, without a recorder and with one.
func BenchmarkTurn(b *testing.B) {
	for name, recorded := range map[string]bool{"without": false, "with": true} {
		b.Run(name, func(b *testing.B) {
			var h framework.Handler = framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
				return turn.SendText(ctx, "hi")
			})
			if recorded {
				recorder, err := transcript.New(transcript.Config{Store: discard{}})
				require.NoError(b, err)
				defer func() { require.NoError(b, recorder.Close(context.Background())) }()
				h = framework.Chain(h, recorder.Middleware)
			}
			var e framework.Engine
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				if _, err := e.Process(context.Background(), &channel{}, message(strconv.Itoa(n), "hi"), h); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
