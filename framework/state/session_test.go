package state_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
)

// A goroutine that outlives its turn is told from when on its changes are lost: those that it was not refused are stored.
// There are many, and saving takes a while, so that all of them want to be next.
func TestWhatIsNotRefusedAtTheTurnsEndIsSaved(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	large := state.NewProperty[string](s.User(), "large")
	var counts [8]*state.Property[int]
	for i := range counts {
		counts[i] = state.NewProperty[int](s.Conversation(), fmt.Sprint(i))
	}
	for range 60 {
		var last [len(counts)]int
		var wg sync.WaitGroup
		turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
			var began sync.WaitGroup
			for i, count := range counts {
				began.Add(1)
				wg.Go(func() {
					began.Done()
					for count.Set(ctx, turn, last[i]+1) == nil {
						last[i]++
					}
				})
			}
			began.Wait()
			return large.Set(ctx, turn, strings.Repeat("ä", 200_000))
		})
		wg.Wait()
		items, err := shelf.Storage.Read(t.Context(), here)
		require.NoError(t, err)
		stored := make(map[string]int)
		if item, ok := items[here]; ok {
			require.NoError(t, json.Unmarshal(item.Value, &stored))
		}
		require.Equal(t, countsOf(last), stored)
		require.NoError(t, shelf.Delete(t.Context(), here, annsKey))
	}
}

// countsOf returns the counts that are above 0, by their names.
func countsOf(last [8]int) map[string]int {
	counts := make(map[string]int)
	for i, n := range last {
		if n > 0 {
			counts[fmt.Sprint(i)] = n
		}
	}
	return counts
}

// Middleware may run a turn again whose saving failed, with what others have stored meanwhile.
func TestAHandlerThatRunsAgain(t *testing.T) {
	t.Parallel()
	b := newBench()
	again := func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			err := next.OnTurn(ctx, turn)
			require.ErrorIs(t, err, state.ErrConflict)
			return next.OnTurn(ctx, turn)
		})
	}
	tries := 0
	h := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		got, err := b.a.Get(ctx, turn)
		require.NoError(t, err)
		if tries++; tries == 1 {
			b.put(t, here, `{"a":"theirs"}`)
		}
		return b.a.Set(ctx, turn, got+" and mine")
	})
	require.NoError(t, framework.Chain(h, again, b.s.AutoSave).OnTurn(t.Context(), framework.NewTurnContext(nil, says("hi"))))
	require.Equal(t, 2, tries)
	b.holds(t, here, `{"a":"theirs and mine"}`)
}

// A goroutine that outlives its turn updates as the errors tell it to, also when the turn failed and its changes are gone.
func TestUpdateAfterAFailedTurn(t *testing.T) {
	t.Parallel()
	b := newBench()
	var turn *framework.TurnContext
	failed := errors.New("failed")
	err := run(t, b.s, says("hi"), func(ctx context.Context, failing *framework.TurnContext) error {
		turn = failing
		return errors.Join(b.a.Set(ctx, turn, "not kept"), failed)
	})
	require.ErrorIs(t, err, failed)
	require.ErrorIs(t, b.a.Set(t.Context(), turn, "too late"), state.ErrTurnEnded)
	require.NoError(t, b.a.Update(t.Context(), turn, func(v *string) error {
		require.Empty(t, *v)
		*v = "updated"
		return nil
	}))
	b.holds(t, here, `{"a":"updated"}`)
}
