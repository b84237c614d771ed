package framework_test

import (
	"context"
	"log/slog"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// What runs and what waits is bounded over all conversations, and a place is free again as soon as a turn ends.
func TestTurnLimit(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.TurnLimit = 3
		b.deliver(message("running"), b.works(time.Second))
		b.deliver(message("waiting"), b.works(time.Second))
		b.deliver(message("elsewhere", inConversation("19:other")), b.works(3*time.Second))
		for _, a := range []*schema.Activity{message("refused"), message("refused", inConversation("19:new")), invoke("refused")} {
			refused := b.run(a, nothing())
			require.ErrorIs(b, refused.err, framework.ErrOverloaded)
			require.Zero(b, refused.after)
		}
		require.Empty(b, b.logs.lines(), "no turn has failed")

		time.Sleep(time.Second)
		synctest.Wait()
		again := b.run(message("refused", inConversation("19:new")), nothing())
		require.NoError(b, again.err)
		require.False(b, again.Duplicate, "what was refused has not run")
	})
}

// The bytes are those that the adapter names; what is free is counted to the byte.
func TestByteLimit(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.ByteLimit = 1000
		deliver := func(id string, bytes int64, work time.Duration) *delivery {
			return b.deliverCtx(framework.WithActivitySize(context.Background(), bytes), message(id, inConversation(id)), b.works(work))
		}
		deliver("large", 600, time.Second)
		require.ErrorIs(b, deliver("too large now", 401, 0).wait().err, framework.ErrOverloaded)
		deliver("fits", 400, 2*time.Second)
		require.ErrorIs(b, deliver("one byte", 1, 0).wait().err, framework.ErrOverloaded)
		require.NoError(b, deliver("of unknown size", 0, 0).wait().err)
		require.ErrorIs(b, deliver("beyond all numbers", 1<<63-1, 0).wait().err, framework.ErrOverloaded)
		require.EqualValues(b, 1000, b.Stats().Bytes)

		time.Sleep(time.Second)
		synctest.Wait()
		require.NoError(b, deliver("too large now", 401, 0).wait().err)
	})
}

// A redelivery holds an activity like the first delivery while it waits for the answer, so it counts; one whose answer
// is known does not.
func TestWaitingRedeliveriesCount(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.TurnLimit = 2
		b.run(message("answered"), nothing())
		first := b.deliver(message("1"), b.works(20*time.Second))
		second := b.deliver(message("1"), nothing())
		require.ErrorIs(b, b.run(message("1"), nothing()).err, framework.ErrOverloaded)
		known := b.run(message("answered"), nothing())
		require.NoError(b, known.err)
		require.True(b, known.Duplicate)

		require.True(b, first.wait().Early)
		require.True(b, second.wait().Early)
		require.NoError(b, b.run(message("2", inConversation("19:other")), nothing()).err, "the redelivery was acknowledged too")
	})
}

// What the bot starts itself is never refused: a turn that has begun must be able to end.
func TestOwnTurnsAreNotRefused(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.TurnLimit = 1
		ref := message("1").Reference()
		h := does(func(ctx context.Context, turn *framework.TurnContext) error {
			require.Equal(b, 1, b.Stats().Turns)
			return turn.Adapter().ContinueConversation(ctx, ref, does(func(context.Context, *framework.TurnContext) error {
				require.Equal(b, 2, b.Stats().Turns)
				return nil
			}))
		})
		require.NoError(b, b.run(message("1"), h).err)
		require.NoError(b, b.Continue(context.Background(), b.adapter, ref, nothing()))
	})
}

// TestFlood delivers far more than the bot can take, while no turn ends: memory stays where it was when the bot was full.
func TestFlood(t *testing.T) { // not parallel: it measures the memory of the process
	e := &framework.Engine{TurnLimit: 500}
	full := make(chan struct{})
	blocked := does(func(context.Context, *framework.TurnContext) error { <-full; return nil })
	var clients sync.WaitGroup
	flood := func(from, n int) {
		for i := range n {
			text := strings.Repeat("x", 10<<10)
			a := message(strconv.Itoa(from+i), inConversation(strconv.Itoa(from+i)), func(a *schema.Activity) { a.Text = text })
			accepted := make(chan struct{})
			clients.Go(func() {
				defer close(accepted)
				_, _ = e.Process(context.Background(), nil, a, blocked)
			})
			if from > 0 { // the bot is full: whoever comes is gone at once
				<-accepted
			}
		}
	}
	flood(0, 500)
	require.Eventually(t, func() bool { return e.Stats().Turns == 500 }, time.Minute, time.Millisecond)
	before := memoryInUse()
	flood(500, 5_000)
	after := memoryInUse()

	require.EqualValues(t, 5_000, e.Stats().Refused[framework.RefusedOverloaded])
	require.Less(t, after, before+8<<20, "50 MB of messages were refused")
	close(full)
	clients.Wait()
	require.NoError(t, e.Shutdown(context.Background()))
}

// Keys of Once are often made of what came in, which may be as long as a body.
func TestLongKeysOfOnce(t *testing.T) { // not parallel: it measures the memory of the process
	e := &framework.Engine{Logger: slog.New(slog.DiscardHandler)}
	before := memoryInUse()
	for i := range 100 {
		key := strings.Repeat("x", 1<<20) + strconv.Itoa(i)
		runs := 0
		for id := range 2 {
			h := onceHandler(key, func(context.Context) error { runs++; return nil })
			_, err := e.Process(t.Context(), nil, invoke(strconv.Itoa(i)+"-"+strconv.Itoa(id)), h)
			require.NoError(t, err)
		}
		require.Equal(t, 1, runs)
	}
	require.NoError(t, e.Shutdown(t.Context()))
	require.Less(t, memoryInUse(), before+10<<20, "100 keys of 1 MiB")
	runtime.KeepAlive(e)
}

// memoryInUse returns the bytes of live objects and of stacks.
func memoryInUse() uint64 {
	runtime.GC()
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() + samples[1].Value.Uint64()
}
