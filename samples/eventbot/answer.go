package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// event is what happened in a turn: the handlers that ran, one after the other, and what the last was given.
type event struct {
	handlers []string
	given    any
}

var happened = framework.NewKey[event]("eventbot") //nolint:gochecknoglobals // a key is shared

func note(turn *framework.TurnContext, handler string, given any) {
	e, _ := happened.Get(turn)
	e.handlers, e.given = append(e.handlers, handler), given
	happened.Set(turn, e)
}

// ran is a handler that is given nothing but the turn.
func ran(handler string) framework.HandlerFunc {
	return func(_ context.Context, turn *framework.TurnContext) error {
		note(turn, handler, turn.Activity)
		return nil
	}
}

// told is a handler that is given something, and answers nothing.
func told[T any](handler string) func(context.Context, *framework.TurnContext, T) error {
	return func(_ context.Context, turn *framework.TurnContext, given T) error {
		note(turn, handler, given)
		return nil
	}
}

// toldOf is a handler that is given two things: somebody, or something, and where.
func toldOf[T, U any](handler string) func(context.Context, *framework.TurnContext, T, U) error {
	return func(_ context.Context, turn *framework.TurnContext, given T, where U) error {
		note(turn, handler, []any{given, where})
		return nil
	}
}

// asked is a handler that answers: with what answer makes of its name and what it is given.
func asked[In, Out any](handler string, answer func(handler string, given In) Out) func(context.Context, *framework.TurnContext, In) (Out, error) {
	return func(_ context.Context, turn *framework.TurnContext, given In) (Out, error) {
		note(turn, handler, given)
		return answer(handler, given), nil
	}
}

// answer says after each turn what happened in it, unless the answer to an invoke says it, and logs it.
func answer(logger *slog.Logger) framework.Middleware {
	return func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			err := next.OnTurn(ctx, turn)
			e, ok := happened.Get(turn)
			if !ok {
				e = event{handlers: []string{"no handler"}, given: turn.Activity}
			}
			path := strings.Join(e.handlers, " → ")
			logger.InfoContext(ctx, "an activity came", "type", turn.Activity.Type, "name", turn.Activity.Name, "handlers", path)
			if err != nil || isAnswered(turn) {
				return err // the engine logs it
			}
			err = turn.SendText(ctx, "**"+path+"**\n\n```\n"+summary(e.given)+"\n```")
			if channel, ok := errors.AsType[*framework.ChannelError](err); ok {
				// The app may have been removed, or is not in the conversation: that is no failure of the turn.
				logger.InfoContext(ctx, "that cannot be said there", "handlers", path, "class", channel.Class.String())
				return nil
			}
			return err
		})
	}
}

// isAnswered reports whether the turn is an invoke that is answered with a body, or has no handler: then the channel is told.
func isAnswered(turn *framework.TurnContext) bool {
	response, ok := turn.InvokeResponse()
	return turn.Activity.Type == schema.TypeInvoke && (!ok || response.Body != nil)
}
