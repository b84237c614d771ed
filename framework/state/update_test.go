package state_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
)

func increment(n *int) error {
	*n++
	return nil
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	for range 3 {
		require.NoError(t, state.Update(t.Context(), shelf, "poll", increment))
	}
	shelf.holds(t, "poll", `3`)

	require.NoError(t, state.Update(t.Context(), shelf, "poll", func(*int) error { return nil }))
	require.NoError(t, state.Update(t.Context(), shelf, "another", func(*int) error { return nil }))
	require.Len(t, shelf.writes, 3, "what stays the same is not written")

	refused := errors.New("the poll is closed")
	err := state.Update(t.Context(), shelf, "poll", func(n *int) error {
		*n = 100
		return refused
	})
	require.Equal(t, refused, err)
	shelf.holds(t, "poll", `3`)
}

func TestUpdateOfWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	shelf.put(t, "poll", `"three"`)
	err := state.Update(t.Context(), shelf, "poll", increment)
	var bad *state.ValueError
	require.ErrorAs(t, err, &bad)
	require.Equal(t, "poll", bad.Key)
	require.ErrorContains(t, err, `"poll" does not fit`)
	shelf.holds(t, "poll", `"three"`)

	err = state.Update(t.Context(), shelf, "new", func(v *any) error {
		*v = func() {}
		return nil
	})
	require.ErrorContains(t, err, `the value of the item "new" has no JSON form`)

	var bad2 *state.BadKeyError
	require.ErrorAs(t, state.Update(t.Context(), shelf, "", increment), &bad2)
}

func TestUpdatesAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	const many = 60
	shelf := newShelf()
	s := state.New(shelf)
	votes := state.NewProperty[map[string]int](s.Conversation(), "votes")
	var wg sync.WaitGroup
	for i := range many {
		wg.Go(func() {
			err := run(t, s, says("vote"), func(ctx context.Context, turn *framework.TurnContext) error {
				return votes.Update(ctx, turn, func(all *map[string]int) error {
					if *all == nil {
						*all = make(map[string]int)
					}
					(*all)[fmt.Sprint(i%3)]++
					return nil
				})
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	shelf.holds(t, here, `{"votes":{"0":20,"1":20,"2":20}}`)
}

func TestUpdateStoresAtOnceAndTheTurnGoesOn(t *testing.T) {
	t.Parallel()
	b := newBench()
	b.put(t, here, `{"a":"x","b":"x"}`)
	turns(t, b.s, func(ctx context.Context, turn *framework.TurnContext) error {
		for _, property := range []*state.Property[string]{b.a, b.b} {
			_, err := property.Get(ctx, turn)
			require.NoError(t, err)
		}
		b.put(t, here, `{"a":"theirs","b":"x","c":1}`)
		require.NoError(t, b.a.Update(ctx, turn, func(v *string) error {
			require.Equal(t, "theirs", *v, "an update sees what is stored")
			*v += ", then mine"
			return nil
		}))
		b.holds(t, here, `{"a":"theirs, then mine","b":"x","c":1}`)
		got, err := b.a.Get(ctx, turn)
		require.NoError(t, err)
		require.Equal(t, "theirs, then mine", got)
		require.NoError(t, b.a.Set(ctx, turn, got+", mine again"))
		return b.b.Set(ctx, turn, "mine") // no conflict with the update
	})
	b.holds(t, here, `{"a":"theirs, then mine, mine again","b":"mine","c":1}`)
}

func TestUpdateThatChangesNothing(t *testing.T) {
	t.Parallel()
	b := newBench()
	turns(t, b.s, func(ctx context.Context, turn *framework.TurnContext) error {
		got, err := b.a.Get(ctx, turn)
		require.NoError(t, err)
		require.Empty(t, got)
		require.NoError(t, b.a.Update(ctx, turn, func(*string) error { return nil }))
		b.put(t, here, `{"a":"theirs"}`)
		require.NoError(t, b.a.Update(ctx, turn, func(*string) error { return nil }))
		got, err = b.a.Get(ctx, turn)
		require.NoError(t, err)
		require.Equal(t, "theirs", got, "what it has found is the turn's")
		b.put(t, here, `{}`)
		require.NoError(t, b.a.Update(ctx, turn, func(*string) error { return nil }))
		got, err = b.a.Get(ctx, turn)
		require.NoError(t, err)
		require.Empty(t, got, "that it has found nothing too")
		return nil
	})
	require.Empty(t, b.writes)
}

// TestUpdateThatChangesNothingLosesNothing: neither then nor at the turn's end, of a value with more than its type has.
func TestUpdateThatChangesNothingLosesNothing(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	shelf.put(t, annsKey, `{"profile":{"name":"Ann","of a newer program":1}}`)
	who := newProfile(state.New(shelf))
	who.turn(t, func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := who.Get(ctx, turn)
		require.NoError(t, err)
		return who.Update(ctx, turn, func(*profile) error { return nil })
	})
	require.Empty(t, shelf.writes)
}

func TestUpdateToNilRemoves(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	who := state.NewProperty[*profile](s.User(), "who")
	shelf.put(t, annsKey, `{"who":{"name":"Ann"},"other":1}`)
	remove := func(p **profile) error {
		*p = nil
		return nil
	}
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := who.Get(ctx, turn)
		require.NoError(t, err)
		require.NoError(t, who.Update(ctx, turn, remove))
		got, err := who.Get(ctx, turn)
		require.Nil(t, got)
		return err
	})
	shelf.holds(t, annsKey, `{"other":1}`)

	shelf.put(t, annsKey, `{"who":{"name":"Ann"}}`)
	require.NoError(t, who.Update(t.Context(), framework.NewTurnContext(nil, says("hi")), remove))
	shelf.holds(t, annsKey, "")

	shelf.put(t, "poll", `{"name":"x"}`)
	for range 2 {
		require.NoError(t, state.Update(t.Context(), shelf, "poll", remove))
		shelf.holds(t, "poll", "")
	}
}

// TestAConflictOfChangeIsItsOwn: only the update's own is tried again.
func TestAConflictOfChangeIsItsOwn(t *testing.T) {
	t.Parallel()
	calls := 0
	err := state.Update(t.Context(), newShelf(), "poll", func(*int) error {
		calls++
		return &state.ConflictError{Key: "another"}
	})
	require.ErrorIs(t, err, state.ErrConflict)
	require.Equal(t, 1, calls)
}

func TestUpdateOfAFailedTurnStays(t *testing.T) {
	t.Parallel()
	b := newBench()
	err := run(t, b.s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, b.a.Update(ctx, turn, func(v *string) error {
			*v = "mine"
			return nil
		}))
		return context.Canceled
	})
	require.ErrorIs(t, err, context.Canceled)
	b.holds(t, here, `{"a":"mine"}`)
}

func TestUpdateRefusesToLoseAChange(t *testing.T) {
	t.Parallel()
	b := newBench()
	add := func(v *string) error {
		*v += "!"
		return nil
	}
	turns(t, b.s, func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, b.a.Set(ctx, turn, "mine"))
		require.ErrorIs(t, b.a.Update(ctx, turn, add), state.ErrUnsaved)
		require.NoError(t, b.b.Update(ctx, turn, add), "it is not of b")
		require.NoError(t, b.s.Save(ctx, turn))
		return b.a.Update(ctx, turn, add)
	})
	b.holds(t, here, `{"a":"mine!","b":"!"}`)
}

func TestUpdateReturnsTheErrorOfChange(t *testing.T) {
	t.Parallel()
	b := newBench()
	refused := errors.New("refused")
	err := run(t, b.s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
		return b.a.Update(ctx, turn, func(v *string) error {
			*v = "mine"
			return refused
		})
	})
	require.Equal(t, refused, err)
	b.holds(t, here, "")
}

// TestChangeMayUseOtherProperties: the turn is not locked while change runs.
func TestChangeMayUseOtherProperties(t *testing.T) {
	t.Parallel()
	b := newBench()
	turns(t, b.s, func(ctx context.Context, turn *framework.TurnContext) error {
		return b.a.Update(ctx, turn, func(v *string) error {
			*v = "mine"
			return b.b.Set(ctx, turn, "mine too")
		})
	})
	b.holds(t, here, `{"a":"mine","b":"mine too"}`)
}

func TestUpdateGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		shelf := newShelf()
		others := 0
		shelf.onWrite = func() error {
			others++
			shelf.put(t, "poll", fmt.Sprint(others))
			return nil
		}
		calls, start := 0, time.Now()
		err := state.Update(t.Context(), shelf, "poll", func(n *int) error {
			calls++
			return increment(n)
		})
		require.ErrorIs(t, err, state.ErrConflict)
		require.ErrorContains(t, err, "gave up after 40 tries, in each of which another was faster")
		require.Equal(t, 40, calls)
		require.Less(t, time.Since(start), 8*time.Second)
	})
}

func TestUpdateEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		shelf := newShelf()
		shelf.onWrite = func() error {
			shelf.put(t, "poll", `1`)
			time.AfterFunc(time.Nanosecond, cancel)
			return nil
		}
		err := state.Update(ctx, shelf, "poll", increment)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, state.ErrConflict, "and why it took so long")
	})
}
