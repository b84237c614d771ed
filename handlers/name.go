package handlers

import (
	"context"
	"fmt"

	"github.com/convobot/convo/framework"
)

// Handlers tell the turn that they run, under the name that they were registered with, see
// [framework.TurnContext.OnHandler]. The names are made once, when they are registered.

func named(name string, fn framework.HandlerFunc) framework.HandlerFunc {
	return func(ctx context.Context, turn *framework.TurnContext) error {
		turn.Handling(name)
		return fn(ctx, turn)
	}
}

func namedValue[T any](name string, fn ValueFunc[T]) ValueFunc[T] {
	return func(ctx context.Context, turn *framework.TurnContext, value T) error {
		turn.Handling(name)
		return fn(ctx, turn, value)
	}
}

func namedValues[A, B any](name string, fn ValuesFunc[A, B]) ValuesFunc[A, B] {
	return func(ctx context.Context, turn *framework.TurnContext, a A, b B) error {
		turn.Handling(name)
		return fn(ctx, turn, a, b)
	}
}

func namedInvoke[In, Out any](name string, fn InvokeFunc[In, Out]) InvokeFunc[In, Out] {
	return func(ctx context.Context, turn *framework.TurnContext, in In) (Out, error) {
		turn.Handling(name)
		return fn(ctx, turn, in)
	}
}

// of names a handler of one name or text.
func of(method, name string) string { return fmt.Sprintf("%s(%q)", method, name) }
