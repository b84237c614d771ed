package framework_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

func TestChainRunsTheFirstMiddlewareFirst(t *testing.T) {
	t.Parallel()
	var order []string
	named := func(name string) framework.Middleware {
		return func(next framework.Handler) framework.Handler {
			return does(func(ctx context.Context, turn *framework.TurnContext) error {
				order = append(order, name)
				err := next.OnTurn(ctx, turn)
				order = append(order, "end "+name)
				return err
			})
		}
	}
	failed := errors.New("failed")
	h := framework.Chain(does(func(context.Context, *framework.TurnContext) error {
		order = append(order, "handler")
		return failed
	}), named("a"), named("b"))
	require.Equal(t, failed, h.OnTurn(context.Background(), framework.NewTurnContext(&recorder{}, message("1"))))
	require.Equal(t, []string{"a", "b", "handler", "end b", "end a"}, order)
}

func TestMiddlewareMayStopTheTurn(t *testing.T) {
	t.Parallel()
	stop := func(framework.Handler) framework.Handler { return nothing() }
	h := framework.Chain(does(func(context.Context, *framework.TurnContext) error { panic("reached") }), stop)
	require.NoError(t, h.OnTurn(context.Background(), framework.NewTurnContext(&recorder{}, message("1"))))
}

func TestChainOfNothingIsTheHandler(t *testing.T) {
	t.Parallel()
	adapter := &recorder{}
	h := framework.Chain(says("hi"))
	require.NoError(t, h.OnTurn(context.Background(), framework.NewTurnContext(adapter, message("1"))))
	require.Equal(t, []string{"hi"}, adapter.texts())
}
