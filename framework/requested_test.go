package framework_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

func TestRequested(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		require.False(b, framework.Requested(context.Background()), "outside turns")
		var received, own, within, after bool
		ask := func(answer *bool) framework.Handler {
			return does(func(ctx context.Context, _ *framework.TurnContext) error {
				*answer = framework.Requested(ctx)
				return nil
			})
		}
		b.run(message("1"), does(func(ctx context.Context, turn *framework.TurnContext) error {
			received = framework.Requested(ctx)
			err := turn.Adapter().ContinueConversation(ctx, turn.ConversationReference(), ask(&within))
			after = framework.Requested(context.WithoutCancel(ctx))
			return err
		}))
		require.NoError(b, b.Continue(context.Background(), b.adapter, message("2").Reference(), ask(&own)))
		require.True(b, received)
		require.True(b, after, "of what goes on after the turn too")
		require.False(b, own)
		require.False(b, within, "a turn that the bot started while it was asked something else")
	})
}
