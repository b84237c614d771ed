package state_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
)

func TestValuesThatDoNotFit(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ stored, property, says string }{
		"a property of an old shape":   {`{"profile":"Ann","other":1}`, "profile", "cannot unmarshal string"},
		"a property of another shape":  {`{"profile":{"name":["Ann"]},"other":1}`, "profile", "cannot unmarshal array"},
		"an item that is no object":    {`["Ann"]`, "", "cannot unmarshal array"},
		"an item that is a text alone": {`"Ann"`, "", "cannot unmarshal string"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shelf := newShelf()
			shelf.put(t, annsKey, tt.stored)
			who := newProfile(state.New(shelf))
			check := func(err error) {
				t.Helper()
				var bad *state.ValueError
				require.ErrorAs(t, err, &bad)
				require.Equal(t, "user", bad.Scope)
				require.Equal(t, annsKey, bad.Key)
				require.Equal(t, tt.property, bad.Property)
				require.ErrorContains(t, err, tt.says)
				require.ErrorContains(t, err, "stays")
			}
			check(run(t, who.s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
				_, err := who.Get(ctx, turn)
				return err
			}))
			check(who.Update(t.Context(), framework.NewTurnContext(nil, says("hi")), func(*profile) error { return nil }))
			require.Empty(t, shelf.writes, "nothing is lost")
		})
	}
}

func TestAPropertyThatDoesNotFitCanBeReplaced(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	who := newProfile(state.New(shelf))
	other := state.NewProperty[int](who.s.User(), "other")
	shelf.put(t, annsKey, `{"profile":"Ann","other":1}`)
	who.turn(t, func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := who.Get(ctx, turn)
		require.Error(t, err)
		return other.Set(ctx, turn, 2)
	})
	shelf.holds(t, annsKey, `{"profile":"Ann","other":2}`)
	who.turn(t, func(ctx context.Context, turn *framework.TurnContext) error {
		return who.Set(ctx, turn, profile{Name: "Ann"})
	})
	shelf.holds(t, annsKey, `{"profile":{"name":"Ann"},"other":2}`)
}

func TestAnItemThatDoesNotFitCanBeDeleted(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	shelf.put(t, annsKey, `"Ann"`)
	who := newProfile(state.New(shelf))
	who.turn(t, func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := who.Get(ctx, turn)
		require.Error(t, err)
		require.NoError(t, who.s.User().Delete(ctx, turn))
		return who.Set(ctx, turn, profile{Name: "Ann"})
	})
	shelf.holds(t, annsKey, `{"profile":{"name":"Ann"}}`)
}

func TestValuesThatCannotBeStored(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	open := state.NewProperty[any](s.User(), "open")
	count := state.NewProperty[int](s.Conversation(), "count")
	try := func(value any) error {
		return run(t, s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
			return errors.Join(count.Set(ctx, turn, 1), open.Set(ctx, turn, value))
		})
	}
	err := try(make(chan int))
	var unsupported *json.UnsupportedTypeError
	require.ErrorAs(t, err, &unsupported)
	require.ErrorContains(t, err, `property "open" of the user scope has no JSON form`)

	err = try(strings.Repeat("x", state.MaxValue))
	var large *state.TooLargeError
	require.ErrorAs(t, err, &large)
	require.Equal(t, annsKey, large.Key)
	shelf.holds(t, here, "") // nothing of a turn that cannot be saved as a whole

	require.NoError(t, try(strings.Repeat("x", state.MaxValue/2)))
}

// pointerOnly writes JSON by a method of its pointer.
type pointerOnly struct{ n int }

func (p *pointerOnly) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, `"n=%d"`, p.n), nil }

func (p *pointerOnly) UnmarshalJSON(data []byte) error {
	_, err := fmt.Sscanf(string(data), `"n=%d"`, &p.n)
	return err
}

func TestMethodsOfThePointerCount(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	n := state.NewProperty[pointerOnly](s.User(), "n")
	for want := range 3 {
		turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
			got, err := n.Get(ctx, turn)
			require.NoError(t, err)
			require.Equal(t, want, got.n)
			return n.Set(ctx, turn, pointerOnly{got.n + 1})
		})
	}
	shelf.holds(t, annsKey, `{"n":"n=3"}`)
}
