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
	var response schema.ResourceResponse
	err := adapter.ContinueConversation(ctx, ref, framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		var err error
		response, err = turn.SendActivity(ctx, a)
		return err
	}))
	return response, err
}
