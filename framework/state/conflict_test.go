package state_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
)

// bench is a state of two properties of one conversation, and another's write in the middle of a turn.
type bench struct {
	*shelf
	s    *state.State
	a, b *state.Property[string]
}

func newBench() *bench {
	b := &bench{shelf: newShelf()}
	b.s = state.New(b.shelf)
	b.a, b.b = state.NewProperty[string](b.s.Conversation(), "a"), state.NewProperty[string](b.s.Conversation(), "b")
	return b
}

func TestConflicts(t *testing.T) {
	t.Parallel()
	type step func(ctx context.Context, turn *framework.TurnContext, b *bench) error
	get := func(ctx context.Context, turn *framework.TurnContext, b *bench) error {
		_, err := b.a.Get(ctx, turn)
		return err
	}
	set := func(ctx context.Context, turn *framework.TurnContext, b *bench) error {
		return b.a.Set(ctx, turn, "mine")
	}
	remove := func(ctx context.Context, turn *framework.TurnContext, b *bench) error { return b.a.Delete(ctx, turn) }
	clearAll := func(ctx context.Context, turn *framework.TurnContext, b *bench) error {
		return b.s.Conversation().Clear(ctx, turn)
	}
	tests := map[string]struct {
		before string // what is stored
		does   step   // in the turn, before the other writes
		other  string // what the other writes; "" is nothing at all
		then   step   // in the turn, after it
		want   string // what is stored in the end; "" if that is the other's, and the turn has a conflict in a
	}{
		"both change it":                 {`{"a":"x"}`, set, `{"a":"y"}`, nil, ""},
		"read, then both change it":      {`{"a":"x"}`, get, `{"a":"y"}`, set, ""},
		"both create it":                 {``, set, `{"a":"y"}`, nil, ""},
		"both create it, the same":       {``, set, `{"a":"mine"}`, nil, ""},
		"the other deletes it":           {`{"a":"x","b":"x"}`, set, `{"b":"x"}`, nil, ""},
		"deleted and changed":            {`{"a":"x"}`, remove, `{"a":"y"}`, nil, ""},
		"cleared and changed":            {`{"a":"x"}`, clearAll, `{"a":"y"}`, nil, ""},
		"only the other changes it":      {`{"a":"x"}`, get, `{"a":"y"}`, nil, `{"a":"y"}`},
		"the other changes another":      {`{"a":"x","b":"x"}`, set, `{"a":"x","b":"y"}`, nil, `{"a":"mine","b":"y"}`},
		"the other creates another":      {`{"a":"x"}`, set, `{"a":"x","b":"y"}`, nil, `{"a":"mine","b":"y"}`},
		"the other deletes another":      {`{"a":"x","b":"x"}`, set, `{"a":"x"}`, nil, `{"a":"mine"}`},
		"the other is another program":   {`{"a":"x"}`, set, `{"a":"x","new":1}`, nil, `{"a":"mine","new":1}`},
		"deleted, the other another":     {`{"a":"x"}`, remove, `{"a":"x","b":"y"}`, nil, `{"b":"y"}`},
		"cleared, the other another":     {`{"a":"x"}`, clearAll, `{"a":"x","b":"y"}`, nil, `{"b":"y"}`},
		"created, the other another":     {``, set, `{"b":"y"}`, nil, `{"a":"mine","b":"y"}`},
		"the other writes the same back": {`{"a":"x"}`, set, `{"a":"x"}`, nil, `{"a":"mine"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench()
			if tt.before != "" {
				b.put(t, here, tt.before)
			}
			err := run(t, b.s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
				require.NoError(t, tt.does(ctx, turn, b))
				b.put(t, here, tt.other)
				if tt.then != nil {
					require.NoError(t, tt.then(ctx, turn, b))
				}
				return nil
			})
			if tt.want != "" {
				require.NoError(t, err)
				b.holds(t, here, tt.want)
				return
			}
			conflict, ok := errors.AsType[*state.ConflictError](err)
			require.True(t, ok, "error %v", err)
			require.Equal(t, state.ConflictError{Key: here, Property: "a"}, *conflict)
			require.ErrorIs(t, err, state.ErrConflict)
			require.NotContains(t, err.Error(), "gave up", "to try again is no use")
			b.holds(t, here, tt.other)
		})
	}
}

// TestAConflictSavesNothingOfTheTurn: not even what nobody else has changed.
func TestAConflictSavesNothingOfTheTurn(t *testing.T) {
	t.Parallel()
	b := newBench()
	name := state.NewProperty[string](b.s.User(), "name")
	loses(t, b.s, here, "a", func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, b.a.Set(ctx, turn, "mine"))
		require.NoError(t, b.b.Set(ctx, turn, "mine"))
		require.NoError(t, name.Set(ctx, turn, "Ann"))
		b.put(t, here, `{"a":"theirs"}`)
		return nil
	})
	b.holds(t, here, `{"a":"theirs"}`)
	b.holds(t, annsKey, "")
}

// TestReadPropertiesStayAsTheyWereRead: what others write meanwhile does not show up in the middle of a turn.
func TestReadPropertiesStayAsTheyWereRead(t *testing.T) {
	t.Parallel()
	b := newBench()
	b.put(t, here, `{"a":"x","b":"x"}`)
	loses(t, b.s, here, "b", func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := b.b.Get(ctx, turn)
		require.NoError(t, err)
		b.put(t, here, `{"a":"x","b":"y"}`)
		require.NoError(t, b.a.Set(ctx, turn, "mine"))
		require.NoError(t, b.s.Save(ctx, turn), "only b is the other's")
		got, err := b.b.Get(ctx, turn)
		require.NoError(t, err)
		require.Equal(t, "x", got)
		return b.b.Set(ctx, turn, "mine, made of x")
	})
	b.holds(t, here, `{"a":"mine","b":"y"}`)
}

func TestSaveGivesUpWhenOthersAreAlwaysFaster(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		n := 0
		b.onWrite = func() error {
			n++
			b.put(t, here, fmt.Sprintf(`{"other":%d}`, n))
			return nil
		}
		err := run(t, b.s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
			return b.a.Set(ctx, turn, "mine")
		})
		require.ErrorIs(t, err, state.ErrConflict)
		require.ErrorContains(t, err, "gave up after 40 tries")
		require.Len(t, b.writes, 40)
	})
}

func TestManyTurnsAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	const many = 30
	shelf := newShelf()
	s := state.New(shelf)
	count := state.NewProperty[int](s.Conversation(), "count")
	results := make(chan error, many)
	for range many {
		go func() {
			results <- run(t, s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
				n, err := count.Get(ctx, turn)
				return errors.Join(err, count.Set(ctx, turn, n+1))
			})
		}()
	}
	saved := 0
	for range many {
		err := <-results
		if err == nil {
			saved++
		} else {
			require.ErrorIs(t, err, state.ErrConflict)
		}
	}
	require.Positive(t, saved)
	shelf.holds(t, here, fmt.Sprintf(`{"count":%d}`, saved))
}

// What one goroutine of a turn sets while another updates the same property is not lost without a word.
func TestASetDuringAnUpdateIsNotLost(t *testing.T) {
	t.Parallel()
	b := newBench()
	b.put(t, here, `{"a":"x"}`)
	loses(t, b.s, here, "a", func(ctx context.Context, turn *framework.TurnContext) error {
		got, err := b.a.Get(ctx, turn)
		require.NoError(t, err)
		require.Equal(t, "x", got)
		err = b.a.Update(ctx, turn, func(v *string) error {
			*v = "updated"
			return b.a.Set(ctx, turn, "set") // as another goroutine would
		})
		require.NoError(t, err)
		got, err = b.a.Get(ctx, turn)
		require.NoError(t, err)
		require.Equal(t, "set", got)
		return nil
	})
	b.holds(t, here, `{"a":"updated"}`)
}

// spaced is a storage that gives JSON back written otherwise, as databases with a type for JSON do.
type spaced struct{ *shelf }

func (s spaced) Read(ctx context.Context, keys ...string) (map[string]state.Item, error) {
	items, err := s.shelf.Read(ctx, keys...)
	for key, item := range items {
		if item.Value, err = json.MarshalIndent(item.Value, "", " "); err != nil {
			return nil, err
		}
		items[key] = item
	}
	return items, err
}

// The turn conflicts with nobody, though what it wrote itself comes back spaced otherwise.
func TestAStorageThatSpacesOtherwise(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(spaced{shelf})
	votes := state.NewProperty[map[string]int](s.Conversation(), "votes")
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := votes.Get(ctx, turn)
		require.NoError(t, err)
		for i := range 2 {
			require.NoError(t, votes.Update(ctx, turn, func(all *map[string]int) error {
				*all = map[string]int{"pizza": i, "salad": 1}
				return nil
			}))
		}
		require.NoError(t, votes.Set(ctx, turn, map[string]int{"pizza": 2, "<salad>": 1}))
		require.NoError(t, s.Save(ctx, turn))
		shelf.put(t, here, `{"votes":{"<salad>":1,"pizza":2},"name":"another's"}`)
		return votes.Set(ctx, turn, map[string]int{"pizza": 3, "<salad>": 1})
	})
	shelf.holds(t, here, `{"votes":{"pizza":3,"<salad>":1},"name":"another's"}`)
}
