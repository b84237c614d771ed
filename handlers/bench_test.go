package handlers_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// crowded returns a bot with n handlers of every kind that has a name or a text.
func crowded(n int) *handlers.ActivityHandler {
	var bot handlers.ActivityHandler
	nothing := func(context.Context, *framework.TurnContext, struct{}) error { return nil }
	for i := range n {
		name := fmt.Sprintf("vendor/name%d", i)
		handlers.OnInvoke(&bot, name, answerNothing)
		handlers.OnEvent(&bot, name, nothing)
		bot.OnMessageText(name, func(context.Context, *framework.TurnContext) error { return nil })
	}
	return &bot
}

func BenchmarkOnTurn(b *testing.B) {
	for _, typ := range []string{schema.TypeInvoke, schema.TypeEvent, schema.TypeMessage, schema.TypeTyping} {
		for _, n := range []int{10, 100} {
			b.Run(fmt.Sprintf("%s/handlers=%d", typ, n), func(b *testing.B) {
				bot := crowded(n)
				last := fmt.Sprintf("vendor/name%d", n-1)
				turn := framework.NewTurnContext(nil, &schema.Activity{Type: typ, Name: last, Text: last})
				b.ReportAllocs()
				for b.Loop() {
					if err := bot.OnTurn(b.Context(), turn); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// Not parallel: it counts the allocations of the process.
func TestDispatchDoesNotAllocate(t *testing.T) {
	bot := crowded(100)
	for _, a := range []*schema.Activity{
		schema.TextMessage("no route"),
		schema.TextMessage("vendor/name99"),
		event("vendor/unknown", nil),
		event("vendor/name99", nil),
		{Type: schema.TypeInvoke, Name: "vendor/unknown"},
		{Type: schema.TypeConversationUpdate, MembersAdded: members("ann")},
		{Type: schema.TypeTyping},
	} {
		turn := framework.NewTurnContext(nil, a)
		allocs := testing.AllocsPerRun(100, func() {
			if err := bot.OnTurn(t.Context(), turn); err != nil {
				t.Error(err)
			}
		})
		require.Zero(t, allocs, "%s %s%s", a.Type, a.Name, a.Text)
	}
}

// Not parallel: it counts the allocations of the process.
func TestRoutingDoesNotAllocatePerVerb(t *testing.T) {
	allocs := func(verbs int) float64 {
		var bot handlers.ActivityHandler
		for i := range verbs {
			handlers.OnAdaptiveCardAction(&bot, fmt.Sprintf("verb%d", i), noCardAnswer[struct{}])
		}
		turn := framework.NewTurnContext(nil, &schema.Activity{
			Type: schema.TypeInvoke, Name: schema.InvokeAdaptiveCardAction, Value: pressed("verb0", `{}`),
		})
		return testing.AllocsPerRun(100, func() {
			if err := bot.OnTurn(t.Context(), turn); err != nil {
				t.Error(err)
			}
		})
	}
	// Reading the value allocates, and the race detector empties its pools now and then; a verb would cost 999 more.
	require.InDelta(t, allocs(1), allocs(1000), 50)
}
