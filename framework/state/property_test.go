package state_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
)

type profile struct {
	Name string   `json:"name,omitempty"`
	Tags []string `json:"tags,omitempty"`
}

func TestPropertyLivesFromTurnToTurn(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	who := newProfile(state.New(shelf))
	who.turn(t, func(ctx context.Context, turn *framework.TurnContext) error {
		got, err := who.Get(ctx, turn)
		require.NoError(t, err)
		require.Zero(t, got, "the zero value before anything is set")
		require.NoError(t, who.Set(ctx, turn, profile{Name: "Ann", Tags: []string{"a"}}))
		got, err = who.Get(ctx, turn)
		require.NoError(t, err)
		require.Equal(t, "Ann", got.Name, "what was set is read in the same turn")
		return nil
	})
	shelf.holds(t, annsKey, `{"profile":{"name":"Ann","tags":["a"]}}`)

	again := newProfile(state.New(shelf)) // after a restart
	again.turn(t, func(ctx context.Context, turn *framework.TurnContext) error {
		got, err := again.Get(ctx, turn)
		require.NoError(t, err)
		require.Equal(t, profile{Name: "Ann", Tags: []string{"a"}}, got)
		return again.Delete(ctx, turn)
	})
	shelf.holds(t, annsKey, "")
}

// profileOf is a property with its state.
type profileOf struct {
	*state.Property[profile]

	s *state.State
}

func newProfile(s *state.State) profileOf {
	return profileOf{state.NewProperty[profile](s.User(), "profile"), s}
}

func (p profileOf) turn(t *testing.T, h framework.HandlerFunc) {
	t.Helper()
	turns(t, p.s, h)
}

func TestGetOr(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	votes := state.NewProperty[map[string]int](s.Conversation(), "votes")
	for i := range 3 {
		turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
			counted, err := votes.GetOr(ctx, turn, map[string]int{"start": 10})
			require.NoError(t, err)
			counted["yes"]++
			require.Equal(t, map[string]int{"start": 10, "yes": i + 1}, counted)
			return nil
		})
	}
	shelf.holds(t, here, `{"votes":{"start":10,"yes":3}}`)
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, votes.Delete(ctx, turn))
		counted, err := votes.GetOr(ctx, turn, map[string]int{"new": 1})
		require.NoError(t, err)
		require.Equal(t, map[string]int{"new": 1}, counted, "what was deleted has no value")
		return nil
	})
	shelf.holds(t, here, `{"votes":{"new":1}}`)
}

func TestNilIsNoValue(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	votes := state.NewProperty[map[string]int](s.User(), "votes")
	who := state.NewProperty[*profile](s.User(), "who")
	list := state.NewProperty[[]int](s.User(), "list")
	open := state.NewProperty[any](s.User(), "open")
	shelf.put(t, annsKey, `{"votes":{"a":1},"who":{"name":"Ann"},"list":[1],"open":1}`)
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, errors.Join(
			votes.Set(ctx, turn, nil), who.Set(ctx, turn, nil), list.Set(ctx, turn, nil), open.Set(ctx, turn, nil)))
		counted, err := votes.GetOr(ctx, turn, map[string]int{})
		require.NoError(t, err)
		require.NotNil(t, counted)
		return votes.Delete(ctx, turn)
	})
	shelf.holds(t, annsKey, "")

	shelf.put(t, annsKey, `{"votes":null,"who":null,"of another program":null}`) // botbuilder keeps null
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		none, err := who.Get(ctx, turn)
		require.NoError(t, err)
		require.Nil(t, none)
		counted, err := votes.GetOr(ctx, turn, map[string]int{})
		require.NoError(t, err)
		counted["a"] = 1
		return nil
	})
	shelf.holds(t, annsKey, `{"votes":{"a":1},"who":null,"of another program":null}`)
}

func TestChangesInPlaceAreSaved(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	shelf.put(t, annsKey, `{"profile":{"name":"Ann"},"votes":{"a":1},"list":[{"name":"x"}],"copy":{"name":"Ann"}}`)
	s := state.New(shelf)
	pointer := state.NewProperty[*profile](s.User(), "profile")
	votes := state.NewProperty[map[string]int](s.User(), "votes")
	list := state.NewProperty[[]profile](s.User(), "list")
	structure := state.NewProperty[profile](s.User(), "copy")
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		who, err := pointer.Get(ctx, turn)
		require.NoError(t, err)
		who.Name = "Anna"
		counted, err := votes.Get(ctx, turn)
		require.NoError(t, err)
		counted["b"] = 2
		all, err := list.Get(ctx, turn)
		require.NoError(t, err)
		all[0].Name = "y"
		mine, err := structure.Get(ctx, turn)
		require.NoError(t, err)
		mine.Name = "a copy of a struct is the handler's own"
		require.Equal(t, "a copy of a struct is the handler's own", mine.Name)
		return nil
	})
	shelf.holds(t, annsKey, `{"profile":{"name":"Anna"},"votes":{"a":1,"b":2},"list":[{"name":"y"}],"copy":{"name":"Ann"}}`)
}

func TestReadOnceAndWrittenOnce(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	count := state.NewProperty[int](s.Conversation(), "count")
	other := state.NewProperty[int](s.Conversation(), "other")
	who := newProfile(s)
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		require.Empty(t, shelf.reads, "nothing is read before it is needed")
		for n := range 3 {
			require.NoError(t, count.Set(ctx, turn, n))
			_, err := other.Get(ctx, turn)
			require.NoError(t, err)
		}
		require.NoError(t, who.Set(ctx, turn, profile{Name: "Ann"}))
		require.Empty(t, shelf.writes, "nothing is written before the end")
		return nil
	})
	require.Equal(t, [][]string{{here, annsKey}}, shelf.reads)
	require.Len(t, shelf.writes, 1)
	require.Len(t, shelf.writes[0], 2)
}

func TestATurnThatChangesNothingWritesNothing(t *testing.T) {
	t.Parallel()
	const stored = `{"count":1,"profile":{"name":"Ann","of an older program":1},"votes":{"b":1,"a":2}}`
	tests := map[string]framework.HandlerFunc{}
	shelf := newShelf()
	s := state.New(shelf)
	count := state.NewProperty[int](s.User(), "count")
	who := newProfile(s)
	votes := state.NewProperty[map[string]int](s.User(), "votes")
	absent := state.NewProperty[string](s.User(), "absent")

	tests["touches nothing"] = func(context.Context, *framework.TurnContext) error { return nil }
	tests["reads"] = func(ctx context.Context, turn *framework.TurnContext) error {
		_, countErr := count.Get(ctx, turn)
		_, whoErr := who.Get(ctx, turn)
		_, votesErr := votes.Get(ctx, turn)
		_, absentErr := absent.Get(ctx, turn)
		return errors.Join(countErr, whoErr, votesErr, absentErr)
	}
	tests["sets the same"] = func(ctx context.Context, turn *framework.TurnContext) error {
		return count.Set(ctx, turn, 1)
	}
	tests["changes and changes back"] = func(ctx context.Context, turn *framework.TurnContext) error {
		counted, err := votes.Get(ctx, turn)
		require.NoError(t, err)
		counted["a"]++
		counted["a"]--
		return errors.Join(count.Set(ctx, turn, 7), count.Set(ctx, turn, 1))
	}
	tests["sets a value read"] = func(ctx context.Context, turn *framework.TurnContext) error {
		got, err := who.Get(ctx, turn)
		require.NoError(t, err)
		return who.Set(ctx, turn, got)
	}
	tests["deletes what is not there"] = func(ctx context.Context, turn *framework.TurnContext) error {
		return errors.Join(absent.Set(ctx, turn, "x"), absent.Delete(ctx, turn))
	}
	for name, h := range tests {
		shelf.put(t, annsKey, stored)
		turns(t, s, h)
		require.Empty(t, shelf.writes, name)
		shelf.holds(t, annsKey, stored)
	}
}

func TestAFailedTurnSavesNothing(t *testing.T) {
	t.Parallel()
	failed := errors.New("failed")
	for name, err := range map[string]error{"an error": failed, "an invoke's answer": &framework.InvokeError{Status: 409, Err: failed}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shelf := newShelf()
			who := newProfile(state.New(shelf))
			got := run(t, who.s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
				require.NoError(t, who.Set(ctx, turn, profile{Name: "Ann"}))
				return err
			})
			require.Equal(t, err, got)
			require.Empty(t, shelf.writes)
		})
	}
}

func TestPropertiesOfOthersStayAsTheyAre(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	shelf.put(t, annsKey, `{"newer":{"n":12345678901234567890,"html":"<&>"},"Profile":1,"profile":{"name":"Ann"}}`)
	who := newProfile(state.New(shelf))
	who.turn(t, func(ctx context.Context, turn *framework.TurnContext) error {
		return who.Set(ctx, turn, profile{Name: "Anna"})
	})
	items, err := shelf.Storage.Read(t.Context(), annsKey)
	require.NoError(t, err)
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(items[annsKey].Value, &members))
	require.JSONEq(t, `{"n":12345678901234567890,"html":"<&>"}`, string(members["newer"]))
	require.Contains(t, string(members["newer"]), "12345678901234567890", "large numbers stay exact")
	require.Equal(t, `1`, string(members["Profile"]))

	who.turn(t, who.Delete)
	shelf.holds(t, annsKey, `{"newer":{"n":12345678901234567890,"html":"<&>"},"Profile":1}`)
}

func TestPropertyNamesAreUnique(t *testing.T) {
	t.Parallel()
	s := state.New(newShelf())
	state.NewProperty[int](s.User(), "n")
	state.NewProperty[int](s.Conversation(), "n") // of another scope
	require.PanicsWithValue(t, "state: the user scope has a property n already", func() { state.NewProperty[string](s.User(), "n") })
	for _, name := range []string{"", "a\xff"} {
		require.PanicsWithValue(t, "state: a property needs a name, in UTF-8", func() { state.NewProperty[int](s.User(), name) })
	}
}

func TestStateOutsideItsTime(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	who := newProfile(state.New(shelf))
	check := func(turn *framework.TurnContext, want error) {
		t.Helper()
		_, getErr := who.Get(t.Context(), turn)
		_, orErr := who.GetOr(t.Context(), turn, profile{})
		for _, err := range []error{
			getErr, orErr, who.Set(t.Context(), turn, profile{}), who.Delete(t.Context(), turn), who.s.User().Clear(t.Context(), turn),
		} {
			require.ErrorIs(t, err, want)
		}
	}
	unwrapped := framework.NewTurnContext(nil, says("hi"))
	check(unwrapped, state.ErrNoAutoSave)
	require.ErrorIs(t, who.s.Save(t.Context(), unwrapped), state.ErrNoAutoSave)

	var ended *framework.TurnContext
	who.turn(t, func(_ context.Context, turn *framework.TurnContext) error {
		ended = turn
		return nil
	})
	check(ended, state.ErrTurnEnded)
	require.NoError(t, who.Update(t.Context(), ended, func(p *profile) error {
		p.Name = "Ann"
		return nil
	}), "a goroutine that outlives the turn can update")
	shelf.holds(t, annsKey, `{"profile":{"name":"Ann"}}`)
}

func TestAutoSaveTwiceIsOnce(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	who := newProfile(state.New(shelf))
	between := func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			return errors.Join(who.Set(ctx, turn, profile{Name: "Ann"}), next.OnTurn(ctx, turn))
		})
	}
	h := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		got, err := who.Get(ctx, turn)
		require.NoError(t, err)
		require.Equal(t, "Ann", got.Name)
		return who.Set(ctx, turn, profile{Name: "Anna"})
	})
	bot := framework.Chain(h, who.s.AutoSave, between, who.s.AutoSave)
	require.NoError(t, bot.OnTurn(t.Context(), framework.NewTurnContext(nil, says("hi"))))
	require.Len(t, shelf.writes, 1)
	shelf.holds(t, annsKey, `{"profile":{"name":"Anna"}}`)
}

func TestStorageErrors(t *testing.T) {
	t.Parallel()
	gone := errors.New("the database is gone")
	shelf := newShelf()
	who := newProfile(state.New(shelf))
	shelf.onRead = func() error { return gone }
	who.turn(t, func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := who.Get(ctx, turn)
		require.ErrorIs(t, err, gone)
		shelf.onRead = nil // it is back
		_, err = who.Get(ctx, turn)
		require.NoError(t, err)
		return nil
	})
	shelf.onWrite = func() error { return gone }
	set := func(ctx context.Context, turn *framework.TurnContext) error {
		return who.Set(ctx, turn, profile{Name: "Ann"})
	}
	require.ErrorIs(t, run(t, who.s, says("hi"), set), gone)
	require.Len(t, shelf.writes, 1, "what may have been written is not written again")
}

func TestGoroutinesOfOneTurn(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	var properties []*state.Property[int]
	for i := range 20 {
		properties = append(properties, state.NewProperty[int](s.Conversation(), fmt.Sprint(i)))
	}
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		var wg sync.WaitGroup
		for i, property := range properties {
			wg.Go(func() {
				_, err := properties[0].Get(ctx, turn)
				err = errors.Join(err, property.Set(ctx, turn, i), s.Save(ctx, turn), property.Set(ctx, turn, i+1))
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		return nil
	})
	require.Len(t, shelf.reads, 1)
	items, err := shelf.Storage.Read(t.Context(), here)
	require.NoError(t, err)
	var stored map[string]int
	require.NoError(t, json.Unmarshal(items[here].Value, &stored))
	require.Len(t, stored, len(properties))
	require.Equal(t, 20, stored["19"])
}

func TestSave(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	who := newProfile(state.New(shelf))
	err := run(t, who.s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, who.s.Save(ctx, turn), "nothing to save")
		require.NoError(t, who.Set(ctx, turn, profile{Name: "Ann"}))
		require.NoError(t, who.s.Save(ctx, turn))
		shelf.holds(t, annsKey, `{"profile":{"name":"Ann"}}`)
		require.NoError(t, who.s.Save(ctx, turn), "nothing new to save")
		require.NoError(t, who.Set(ctx, turn, profile{Name: "Anna"}))
		require.NoError(t, who.s.Save(ctx, turn))
		require.NoError(t, who.Delete(ctx, turn))
		require.NoError(t, who.s.Save(ctx, turn))
		require.NoError(t, who.Set(ctx, turn, profile{Name: "Ann again"}))
		require.NoError(t, who.s.Save(ctx, turn))
		require.NoError(t, who.Set(ctx, turn, profile{Name: "not kept"}))
		return context.Canceled
	})
	require.ErrorIs(t, err, context.Canceled)
	shelf.holds(t, annsKey, `{"profile":{"name":"Ann again"}}`)
	require.Len(t, shelf.writes, 4)
}
