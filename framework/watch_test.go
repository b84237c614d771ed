package framework_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestOnHandler(t *testing.T) {
	t.Parallel()
	turn := framework.NewTurnContext(nil, schema.TextMessage("hi"))
	turn.Handling("unheard")
	var first, second []string
	turn.OnHandler(func(name string) { first = append(first, name) })
	turn.Handling("a")
	turn.OnHandler(func(name string) { second = append(second, name) })
	turn.Handling("b")
	require.Equal(t, []string{"a", "b"}, first)
	require.Equal(t, []string{"b"}, second)
}

func TestOnHandlerIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	turn := framework.NewTurnContext(nil, schema.TextMessage("hi"))
	var mu sync.Mutex
	heard := 0
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			turn.OnHandler(func(string) {
				mu.Lock()
				defer mu.Unlock()
				heard++
			})
			turn.Handling("a")
		})
	}
	all.Wait()
	heard = 0
	turn.Handling("a")
	require.Equal(t, 8, heard)
}
