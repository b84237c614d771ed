package framework_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

// onceHandler returns a handler that runs fn once under key.
func onceHandler(key string, fn func(ctx context.Context) error) framework.Handler {
	return does(func(ctx context.Context, turn *framework.TurnContext) error {
		turn.SetInvokeResponse(200, nil)
		return framework.Once(ctx, turn, key, fn)
	})
}

func TestOnceRunsOncePerKeyWhateverTheID(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		effects := map[string]int{}
		for _, id := range []string{"1", "2", "3"} {
			for _, key := range []string{"approve/1", "approve/2"} {
				d := b.run(invoke(id+key), onceHandler(key, func(context.Context) error { effects[key]++; return nil }))
				require.NoError(b, d.err)
			}
		}
		require.Equal(b, map[string]int{"approve/1": 1, "approve/2": 1}, effects)
	})
}

func TestOnceBesideItselfWaits(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		var effects atomic.Int32
		h := onceHandler("key", func(context.Context) error {
			effects.Add(1)
			time.Sleep(3 * time.Second)
			return nil
		})
		first := b.deliver(invoke("1"), h)
		time.Sleep(time.Second)
		var others []*delivery
		for _, id := range []string{"2", "3", "4", "5"} {
			others = append(others, b.deliver(invoke(id), h))
		}
		require.NoError(b, first.wait().err)
		for _, d := range others {
			require.NoError(b, d.wait().err)
			require.Equal(b, 2*time.Second, d.after)
		}
		require.EqualValues(b, 1, effects.Load())
	})
}

func TestOnceThatFailedDoesNotCount(t *testing.T) {
	t.Parallel()
	failed := errors.New("failed")
	tests := map[string]struct {
		fail    func() error
		waiting string // the error of those who wait meanwhile
	}{
		"error": {fail: func() error { return failed }, waiting: "failed"},
		"panic": {fail: func() error { panic("oops") }, waiting: "framework: the call of Once that was waited for panicked"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				calls := 0
				h := onceHandler("key", func(context.Context) error {
					calls++
					if calls > 1 {
						return nil
					}
					time.Sleep(time.Second)
					return tt.fail()
				})
				first, waiting := b.deliver(invoke("1"), h), b.deliver(invoke("2"), h)
				require.Error(b, first.wait().err)
				require.EqualError(b, waiting.wait().err, tt.waiting)
				require.Equal(b, 1, calls)
				require.NoError(b, b.run(invoke("3"), h).err)
				require.NoError(b, b.run(invoke("4"), h).err)
				require.Equal(b, 2, calls)
			})
		})
	}
}

func TestOnceIsRememberedForTheWindow(t *testing.T) {
	t.Parallel()
	for name, window := range map[string]time.Duration{"default": 0, "set": time.Minute} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				b.DuplicateWindow = window
				if window == 0 {
					window = 10 * time.Minute
				}
				calls := 0
				h := onceHandler("key", func(context.Context) error { calls++; return nil })
				b.run(invoke("1"), h)
				time.Sleep(window - 1)
				b.run(invoke("2"), h)
				require.Equal(b, 1, calls)
				time.Sleep(time.Nanosecond)
				b.run(invoke("3"), h)
				require.Equal(b, 2, calls)
			})
		})
	}
}

func TestOnceStopsWaitingWithItsContext(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.deliver(message("1"), onceHandler("key", func(context.Context) error { time.Sleep(time.Minute); return nil }))
		d := b.run(invoke("2"), onceHandler("key", nil))
		require.ErrorIs(b, d.err, framework.ErrTurnTimeout)
		require.Equal(b, 15*time.Second, d.after)
	})
}

// TestOnceInASupersededTurn: what Once returns then is no failure of the turn.
func TestOnceInASupersededTurn(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.Policy = framework.Latest
		b.deliver(invoke("1"), onceHandler("key", func(context.Context) error { time.Sleep(time.Second); return nil }))
		first := b.deliver(message("2"), onceHandler("key", nil))
		b.deliver(message("3"), nothing())
		require.NoError(b, first.wait().err)
	})
}

func TestOnceOutsideAnEngine(t *testing.T) {
	t.Parallel()
	turn := framework.NewTurnContext(&recorder{}, invoke("1"))
	calls := 0
	for range 2 {
		require.NoError(t, framework.Once(context.Background(), turn, "key", func(context.Context) error { calls++; return nil }))
	}
	require.Equal(t, 1, calls)
}
