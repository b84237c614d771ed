package framework_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestStats(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.TurnLimit, b.QueueLimit = 3, 1
		none := map[string]uint64{"overloaded": 0, "queue-full": 0, "shutting-down": 0}
		require.Equal(b, framework.Stats{Refused: none}, b.Stats())

		ctx := framework.WithActivitySize(context.Background(), 10)
		b.deliverCtx(ctx, message("running"), b.works(time.Second))
		b.deliverCtx(ctx, message("waiting"), b.works(time.Second))
		b.deliverCtx(ctx, message("queue full"), nothing())
		b.deliverCtx(ctx, invoke("beside"), b.works(time.Second))
		b.deliverCtx(ctx, invoke("overloaded"), nothing())
		b.deliverCtx(ctx, invoke("overloaded too"), nothing())
		require.Equal(b, framework.Stats{
			Turns: 3, Waiting: 1, Bytes: 30,
			Refused: map[string]uint64{"overloaded": 2, "queue-full": 1, "shutting-down": 0},
		}, b.Stats())

		require.NoError(b, b.Shutdown(context.Background()))
		b.run(message("late"), nothing())
		require.Equal(b, framework.Stats{
			Refused: map[string]uint64{"overloaded": 2, "queue-full": 1, "shutting-down": 1},
		}, b.Stats())
	})
}

// A superseded message no longer waits.
func TestStatsUnderLatest(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.Policy = framework.Latest
		b.deliver(message("1"), b.stubborn(time.Second))
		for _, id := range []string{"2", "3", "4"} {
			b.deliver(message(id), nothing())
		}
		b.deliver(activity(schema.TypeTyping, "5"), nothing())
		require.Equal(b, 2, b.Stats().Waiting)
	})
}

// TestStatsOfAnEngineThatStarts is for the race detector.
func TestStatsOfAnEngineThatStarts(t *testing.T) {
	t.Parallel()
	for range 100 {
		engine := new(framework.Engine)
		var both sync.WaitGroup
		both.Go(func() { engine.Stats() })
		both.Go(func() { require.NoError(t, engine.Shutdown(t.Context())) })
		both.Wait()
	}
}
