package framework_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

func TestShutdownWaitsForEveryTurn(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.run(message("acknowledged"), b.works(20*time.Second)) // until 8 s
		b.deliver(message("queued"), b.works(time.Second))
		b.deliver(invoke("invoke"), b.works(time.Second))
		go func() {
			_ = b.Continue(context.Background(), b.adapter, message("").Reference(), does(func(context.Context, *framework.TurnContext) error {
				time.Sleep(14 * time.Second)
				b.note("continued ends")
				return nil
			}))
		}()
		synctest.Wait()
		require.NoError(b, b.Shutdown(context.Background()))
		b.requireJournal("0s: acknowledged starts", "8s: invoke starts", "9s: invoke ends", "20s: acknowledged ends",
			"20s: queued starts", "21s: queued ends", "22s: continued ends")
	})
}

func TestShutdownRefusesNewTurns(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.run(message("answered"), nothing())
		running := b.deliver(message("running"), b.works(time.Second))
		ended := make(chan error, 1)
		go func() { ended <- b.Shutdown(context.Background()) }()
		synctest.Wait()

		for range 2 { // during and after
			require.ErrorIs(b, b.run(message("new"), nothing()).err, framework.ErrShutdown)
			require.ErrorIs(b, b.run(invoke("new"), nothing()).err, framework.ErrShutdown)
			err := b.Continue(context.Background(), b.adapter, message("").Reference(), nothing())
			require.ErrorIs(b, err, framework.ErrShutdown)
			require.True(b, b.run(message("answered"), nothing()).Duplicate, "an answer that is known costs nothing")
			require.True(b, b.run(message("running"), nothing()).Duplicate)
			require.NoError(b, running.wait().err)
		}
		require.NoError(b, <-ended)
	})
}

func TestShutdownThatRunsOutOfTimeCancelsTurns(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		running := b.deliver(message("running"), b.works(time.Minute))
		b.deliver(message("queued"), b.works(time.Minute))
		b.deliver(message("stubborn", inConversation("19:other")), b.stubborn(10*time.Second))
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		err := b.Shutdown(ctx)
		require.ErrorIs(b, err, context.DeadlineExceeded)
		require.ErrorContains(b, err, "3 turns")
		require.ErrorIs(b, running.wait().err, context.Canceled)

		require.NoError(b, b.Shutdown(context.Background()), "a second call waits for the rest")
		b.requireJournal("0s: running starts", "0s: stubborn starts",
			"5s: running is cancelled: framework: the bot is shutting down",
			"5s: queued starts", "5s: queued is cancelled: framework: the bot is shutting down",
			"10s: stubborn ends")
	})
}

func TestShutdownOfAnIdleEngine(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for range 100 { // where both are ready, select picks either
		var e framework.Engine
		require.NoError(t, e.Shutdown(ended))
		require.NoError(t, e.Shutdown(ended))
	}
}

func TestShutdownMayBeCalledByMany(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.deliver(message("1"), b.works(time.Second))
		errs := make(chan error)
		for range 10 {
			go func() { errs <- b.Shutdown(context.Background()) }()
		}
		for range 10 {
			require.NoError(b, <-errs)
		}
		require.Equal(b, time.Second, time.Since(b.start))
	})
}
