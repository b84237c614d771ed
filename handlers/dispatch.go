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

// eventKind is what an activity may be to handlers that are told of it and answer nothing.
type eventKind int

const (
	message eventKind = iota
	messageUpdate
	messageDelete
	messageReaction
	conversationUpdate
	contactRelationUpdate
	installationUpdate
	installationAdd
	installationRemove
	typing
	event
	endOfConversation
	command
	commandResult
	unrecognized
	events // their number
)

// OnTurn runs the handlers of turn's activity, in the order that the package documentation gives. It returns the
// first error of a handler; for a value that its handler cannot be given, a [*framework.BadValueError] or, of a card
// action or a search, a [*framework.InvokeError].
func (h *ActivityHandler) OnTurn(ctx context.Context, turn *framework.TurnContext) error {
	h.serve()
	switch turn.Activity.Type {
	case schema.TypeMessage:
		return h.onMessage(ctx, turn)
	case schema.TypeMessageUpdate:
		return h.run(ctx, turn, messageUpdate)
	case schema.TypeMessageDelete:
		return h.run(ctx, turn, messageDelete)
	case schema.TypeMessageReaction:
		return h.onMessageReaction(ctx, turn)
	case schema.TypeConversationUpdate:
		return h.onConversationUpdate(ctx, turn)
	case schema.TypeContactRelationUpdate:
		return h.run(ctx, turn, contactRelationUpdate)
	case schema.TypeInstallationUpdate:
		return h.onInstallationUpdate(ctx, turn)
	case schema.TypeTyping:
		return h.run(ctx, turn, typing)
	case schema.TypeEvent:
		return h.onEvent(ctx, turn)
	case schema.TypeInvoke:
		return h.onInvoke(ctx, turn)
	case schema.TypeEndOfConversation:
		return h.run(ctx, turn, endOfConversation)
	case schema.TypeCommand:
		return h.onCommand(ctx, turn)
	case schema.TypeCommandResult:
		return h.onCommandResult(ctx, turn)
	case schema.TypeInvokeResponse,
		schema.TypeHandoff,
		schema.TypeSuggestion,
		schema.TypeTrace,
		schema.TypeDeleteUserData:
		return nil
	default:
		return h.run(ctx, turn, unrecognized)
	}
}

func (h *ActivityHandler) onMessage(ctx context.Context, turn *framework.TurnContext) error {
	if r, text, ok := h.routes.match(turn.Activity); ok {
		return withoutSkipRest(r.run(ctx, turn, text))
	}
	return h.run(ctx, turn, message)
}

func (h *ActivityHandler) onMessageReaction(ctx context.Context, turn *framework.TurnContext) error {
	if err := h.run(ctx, turn, messageReaction); err != nil {
		return err
	}
	if err := runList(ctx, turn, h.reactionsAdded, turn.Activity.ReactionsAdded); err != nil {
		return err
	}
	return runList(ctx, turn, h.reactionsRemoved, turn.Activity.ReactionsRemoved)
}

func (h *ActivityHandler) onConversationUpdate(ctx context.Context, turn *framework.TurnContext) error {
	if err := h.run(ctx, turn, conversationUpdate); err != nil {
		return err
	}
	if err := runMembers(ctx, turn, h.membersAdded, turn.Activity.MembersAdded); err != nil {
		return err
	}
	return runMembers(ctx, turn, h.membersRemoved, turn.Activity.MembersRemoved)
}

func (h *ActivityHandler) onInstallationUpdate(ctx context.Context, turn *framework.TurnContext) error {
	if err := h.run(ctx, turn, installationUpdate); err != nil {
		return err
	}
	switch turn.Activity.Action {
	case schema.InstallationAdd, schema.InstallationAddUpgrade:
		return h.run(ctx, turn, installationAdd)
	case schema.InstallationRemove, schema.InstallationRemoveUpgrade:
		return h.run(ctx, turn, installationRemove)
	default:
		return nil
	}
}

func (h *ActivityHandler) onEvent(ctx context.Context, turn *framework.TurnContext) error {
	if err := h.run(ctx, turn, event); err != nil {
		return err
	}
	return run(ctx, turn, h.namedEvents[turn.Activity.Name])
}

func (h *ActivityHandler) onInvoke(ctx context.Context, turn *framework.TurnContext) error {
	answer, ok := h.invokes[turn.Activity.Name]
	if !ok {
		return nil // without an answer the engine says 501
	}
	return answer(ctx, turn)
}

func (h *ActivityHandler) run(ctx context.Context, turn *framework.TurnContext, e eventKind) error {
	return run(ctx, turn, h.notifications[e])
}

// run runs the handlers of one event.
func run(ctx context.Context, turn *framework.TurnContext, handlers []framework.HandlerFunc) error {
	for _, fn := range handlers {
		if err := fn(ctx, turn); err != nil {
			return withoutSkipRest(err)
		}
	}
	return nil
}

// runMembers runs the handlers of members who came or went, unless only the bot did.
func runMembers(
	ctx context.Context,
	turn *framework.TurnContext,
	handlers []ValueFunc[[]schema.ChannelAccount],
	members []schema.ChannelAccount,
) error {
	if len(handlers) == 0 || len(members) == 0 {
		return nil
	}
	return runList(ctx, turn, handlers, withoutBot(turn, members))
}

// withoutBot returns a copy of members without the bot.
func withoutBot(turn *framework.TurnContext, members []schema.ChannelAccount) []schema.ChannelAccount {
	isBot := func(m schema.ChannelAccount) bool { return m.ID == turn.Activity.Recipient.ID }
	return slices.DeleteFunc(slices.Clone(members), isBot)
}

// runList runs the handlers of a list that is not empty.
func runList[T any](ctx context.Context, turn *framework.TurnContext, handlers []ValueFunc[[]T], list []T) error {
	if len(list) == 0 {
		return nil
	}
	for _, fn := range handlers {
		if err := fn(ctx, turn, list); err != nil {
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
