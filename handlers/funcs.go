package handlers

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/teams"
)

// Handlers with a value. They are other names of function types, so that the list of methods shows what each handler is
// given and what it answers; write plain functions.
type (
	// InvokeFunc is a handler of an invoke or a command: it is given the value, or a part of it, and returns the body of the
	// answer.
	InvokeFunc[In, Out any] = func(ctx context.Context, turn *framework.TurnContext, in In) (Out, error)

	// ValueFunc is a handler that is given a value: of an event, of an invoke that is answered without a body, or a list of
	// who came.
	ValueFunc[T any] = func(ctx context.Context, turn *framework.TurnContext, value T) error

	// ValuesFunc is a handler that is given two values, such as a channel and its team.
	ValuesFunc[A, B any] = func(ctx context.Context, turn *framework.TurnContext, a A, b B) error

	// MessagingExtensionQueryFunc is a handler of a search of a message extension.
	MessagingExtensionQueryFunc = InvokeFunc[teams.MessagingExtensionQuery, *teams.MessagingExtensionResponse]

	// MessagingExtensionActionFunc is a handler of an action of a message extension.
	MessagingExtensionActionFunc = InvokeFunc[teams.MessagingExtensionAction, *teams.MessagingExtensionActionResponse]
)
