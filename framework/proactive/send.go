package proactive

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Send says something in the referenced conversation, in a turn that the bot starts, and returns the id of what it
// said there. The activity is addressed as in [framework.TurnContext.SendActivity] and does not change.
//
// The error is a [*framework.ChannelError] when the channel refuses: its class says whether to try later, to
// forget the address, or that the message may have been delivered. Send itself never sends twice.
func Send(ctx context.Context, adapter framework.Adapter, ref schema.ConversationReference, a *schema.Activity) (schema.ResourceResponse, error) {
	return inTurn(ctx, adapter, ref, func(ctx context.Context, turn *framework.TurnContext) (schema.ResourceResponse, error) {
		return turn.SendActivity(ctx, a)
	})
}

// Update replaces what the bot said in the referenced conversation, the message with a's ID, as [Send] says it. An
// update may be repeated: the channel replaces the message by the same one again.
func Update(ctx context.Context, adapter framework.Adapter, ref schema.ConversationReference, a *schema.Activity) (schema.ResourceResponse, error) {
	return inTurn(ctx, adapter, ref, func(ctx context.Context, turn *framework.TurnContext) (schema.ResourceResponse, error) {
		return turn.UpdateActivity(ctx, a)
	})
}

// inTurn returns what do returns in a turn of the referenced conversation.
func inTurn[T any](
	ctx context.Context, adapter framework.Adapter, ref schema.ConversationReference,
	do func(ctx context.Context, turn *framework.TurnContext) (T, error),
) (T, error) {
	var out T
	err := adapter.ContinueConversation(ctx, ref, framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		var err error
		out, err = do(ctx, turn)
		return err
	}))
	return out, err
}
