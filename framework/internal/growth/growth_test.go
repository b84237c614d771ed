package growth_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/growth"
)

// said keeps what a test would have been told.
type said struct {
	testing.TB
	failed bool
}

func (*said) Helper()                 {}
func (s *said) Errorf(string, ...any) { s.failed = true }

func TestLinear(t *testing.T) {
	t.Parallel()
	sum := 0
	steps := func(n int) {
		for i := range n {
			sum += i ^ n
		}
	}
	var linear, square said
	growth.Linear(&linear, 1<<16, func(n int) func() { return func() { steps(n) } })
	growth.Linear(&square, 1<<11, func(n int) func() { return func() { steps(n * n) } })
	require.False(t, linear.failed)
	require.True(t, square.failed)
	require.NotZero(t, sum)
}
