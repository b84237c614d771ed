package state_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
)

// BenchmarkTurn is what state adds to a turn, with a storage in memory.
func BenchmarkTurn(b *testing.B) {
	shelf := newShelf()
	s := state.New(shelf.Storage)
	count := state.NewProperty[int](s.Conversation(), "count")
	who := newProfile(s)
	turns(b, s, func(ctx context.Context, turn *framework.TurnContext) error {
		return who.Set(ctx, turn, profile{Name: "Ann", Tags: []string{"a", "b"}})
	})
	a := says("hi")
	for name, h := range map[string]framework.HandlerFunc{
		"untouched": func(context.Context, *framework.TurnContext) error { return nil },
		"read": func(ctx context.Context, turn *framework.TurnContext) error {
			_, err := who.Get(ctx, turn)
			return err
		},
		"changed": func(ctx context.Context, turn *framework.TurnContext) error {
			n, err := count.Get(ctx, turn)
			if err != nil {
				return err
			}
			return count.Set(ctx, turn, n+1)
		},
	} {
		b.Run(name, func(b *testing.B) {
			bot := s.AutoSave(h)
			b.ReportAllocs()
			for b.Loop() {
				if err := bot.OnTurn(b.Context(), framework.NewTurnContext(nil, a)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestUntouchedState: a turn that uses no state does not ask the storage, and pays for its view only.
func TestUntouchedState(t *testing.T) {
	shelf := newShelf()
	who := newProfile(state.New(shelf))
	a := says("hi")
	nothing := framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return nil })
	bot := who.s.AutoSave(nothing)
	turn := func(h framework.Handler) func() {
		return func() { require.NoError(t, h.OnTurn(t.Context(), framework.NewTurnContext(nil, a))) }
	}
	added := testing.AllocsPerRun(100, turn(bot)) - testing.AllocsPerRun(100, turn(nothing))
	require.LessOrEqual(t, added, 4.0)
	require.Empty(t, shelf.reads)
	require.Empty(t, shelf.writes)
}
