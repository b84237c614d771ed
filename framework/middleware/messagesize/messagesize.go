// Package messagesize refuses messages that are too large for Teams before they are sent.
//
// Teams answers such a message with status 413 (MessageSizeTooBig) once all of it has been sent. With [Middleware], whoever
// sends one gets the error at once, and before any of the messages that are sent with it:
//
//	handler := framework.Chain(&bot, messagesize.Middleware)
//
// The framework does not do this by itself, because what Teams counts is not documented: see [teams.CheckSize], which is
// also there for a message that no turn sends, such as the first of a new conversation.
package messagesize

import (
	"context"
	"errors"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Middleware checks what the turn sends and updates in Teams with [teams.CheckSize]. The error is a
// [*framework.ChannelError] of class [framework.TooBig], as it would be from Teams, around the [*teams.TooLargeError] that
// has the sizes. Of several activities in one call, none is sent if one is too large.
func Middleware(next framework.Handler) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		if turn.Activity.ChannelID == schema.ChannelTeams {
			turn.OnSend(checkSend)
			turn.OnUpdate(checkUpdate)
		}
		return next.OnTurn(ctx, turn)
	})
}

func checkSend(next framework.SendFunc) framework.SendFunc {
	return func(ctx context.Context, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
		for _, a := range activities {
			if err := check("send activity", a); err != nil {
				return nil, err
			}
		}
		return next(ctx, activities)
	}
}

func checkUpdate(next framework.UpdateFunc) framework.UpdateFunc {
	return func(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error) {
		if err := check("update activity", a); err != nil {
			return schema.ResourceResponse{}, err
		}
		return next(ctx, a)
	}
}

func check(op string, a *schema.Activity) error {
	err := teams.CheckSize(a)
	if tooLarge, ok := errors.AsType[*teams.TooLargeError](err); ok {
		return &framework.ChannelError{Class: framework.TooBig, Op: op, Err: tooLarge}
	}
	return err
}
