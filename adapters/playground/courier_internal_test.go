package playground

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// So many deliveries wait at most; what comes besides is told why it does not.
func TestDeliveriesThatWaitAreBounded(t *testing.T) {
	t.Parallel()
	c := newCourier()
	var done []func()
	for range maxUnderway {
		ctx, end, problem := c.begin(t.Context())
		require.Empty(t, problem)
		require.NoError(t, ctx.Err())
		done = append(done, end)
	}
	_, _, problem := c.begin(t.Context())
	require.Equal(t, tooMany, problem)
	done[0]()
	_, again, problem := c.begin(t.Context())
	require.Empty(t, problem)
	again()
	for _, end := range done[1:] {
		end()
	}
	c.end()
	_, _, problem = c.begin(t.Context())
	require.Equal(t, ending, problem)
}

// Lines are forgotten when nobody stands in them.
func TestLinesAreForgotten(t *testing.T) {
	t.Parallel()
	c := newCourier()
	before, first := c.line("a")
	<-before
	behind, second := c.line("a")
	other, third := c.line("b")
	<-other
	select {
	case <-behind:
		require.Fail(t, "it does not wait for the one before")
	default:
	}
	first()
	<-behind
	first() // once is enough
	second()
	third()
	require.Empty(t, c.last)
}
