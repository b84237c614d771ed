package wait_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/wait"
)

func TestForWaitsSoLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		require.NoError(t, wait.For(t.Context(), time.Minute))
		require.Equal(t, time.Minute, time.Since(start))
	})
}

func TestForEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start, enough := time.Now(), errors.New("enough")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, enough)
		defer cancel()
		require.Same(t, enough, wait.For(ctx, time.Minute))
		require.Equal(t, time.Second, time.Since(start))
	})
}

func TestForTellsOfAnEndBeforeIt(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, wait.For(ctx, -time.Second), context.Canceled)
}

func TestUptoDrawsItsTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		drawn := map[time.Duration]bool{}
		for range 10 {
			start := time.Now()
			require.NoError(t, wait.Upto(t.Context(), time.Minute))
			require.Less(t, time.Since(start), time.Minute)
			drawn[time.Since(start)] = true
		}
		require.Greater(t, len(drawn), 1)
	})
}
