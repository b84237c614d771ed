package handlers

import (
	"context"
	"errors"
	"slices"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// SkipRest is returned by a handler that wants to be the last of its event: handlers of the same event that were
// registered after it do not run, and the event ends without an error. Other events of the same activity are not
// skipped: after SkipRest from OnConversationUpdate, OnMembersAdded runs.
//
// An error that wraps SkipRest counts as SkipRest. Where nothing follows, as after a route or an invoke's handler,
// it is the same as nil. [ActivityHandler.OnTurn] never returns it.
//
//nolint:errname,gochecknoglobals,staticcheck // no failure, and named as fs.SkipAll is
var SkipRest = errors.New("skip the rest of this event's handlers")

// OnTurn runs the handlers of turn's activity, in the order that the package documentation gives. It returns the
// first error of a handler, or a [*framework.BadValueError].
func (h *ActivityHandler) OnTurn(ctx context.Context, turn *framework.TurnContext) error {
	h.serve()
	switch turn.Activity.Type {
	case schema.TypeMessage:
		return h.onMessage(ctx, turn)
	case schema.TypeConversationUpdate:
		return h.onConversationUpdate(ctx, turn)
	case schema.TypeInvoke:
		return h.onInvoke(ctx, turn)
	case schema.TypeEvent:
		return run(ctx, turn, h.events[turn.Activity.Name])
	case schema.TypeMessageUpdate,
		schema.TypeMessageDelete,
		schema.TypeMessageReaction,
		schema.TypeContactRelationUpdate,
		schema.TypeInstallationUpdate,
		schema.TypeTyping,
		schema.TypeInvokeResponse,
		schema.TypeEndOfConversation,
		schema.TypeHandoff,
		schema.TypeSuggestion,
		schema.TypeTrace,
		schema.TypeCommand,
		schema.TypeCommandResult:
		return nil
	default:
		return run(ctx, turn, h.unrecognized)
	}
}

func (h *ActivityHandler) onMessage(ctx context.Context, turn *framework.TurnContext) error {
	if r, text, ok := h.match(turn.Activity); ok {
		return withoutSkipRest(r.run(ctx, turn, text))
	}
	return run(ctx, turn, h.message)
}

func (h *ActivityHandler) onConversationUpdate(ctx context.Context, turn *framework.TurnContext) error {
	if err := run(ctx, turn, h.conversationUpdate); err != nil {
		return err
	}
	if err := runMembers(ctx, turn, h.membersAdded, turn.Activity.MembersAdded); err != nil {
		return err
	}
	return runMembers(ctx, turn, h.membersRemoved, turn.Activity.MembersRemoved)
}

func (h *ActivityHandler) onInvoke(ctx context.Context, turn *framework.TurnContext) error {
	answer, ok := h.invokes[turn.Activity.Name]
	if !ok {
		return nil // without an answer the engine says 501
	}
	return answer(ctx, turn)
}

// run runs the handlers of one event.
func run(ctx context.Context, turn *framework.TurnContext, event []framework.HandlerFunc) error {
	for _, fn := range event {
		if err := fn(ctx, turn); err != nil {
			return withoutSkipRest(err)
		}
	}
	return nil
}

// runMembers runs the handlers of members who came or went, unless only the bot did.
func runMembers(
	ctx context.Context, turn *framework.TurnContext, event []membersFunc, members []schema.ChannelAccount,
) error {
	if len(event) == 0 || len(members) == 0 {
		return nil
	}
	isBot := func(m schema.ChannelAccount) bool { return m.ID == turn.Activity.Recipient.ID }
	others := slices.DeleteFunc(slices.Clone(members), isBot)
	if len(others) == 0 {
		return nil
	}
	for _, fn := range event {
		if err := fn(ctx, turn, others); err != nil {
			return withoutSkipRest(err)
		}
	}
	return nil
}

func withoutSkipRest(err error) error {
	if errors.Is(err, SkipRest) {
		return nil
	}
	return err
}
