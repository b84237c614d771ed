package framework_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestContinueGivesAnEventOfTheConversation(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		ref := message("7").Reference()
		ran := false
		require.NoError(b, b.Continue(context.Background(), b.adapter, ref, does(func(ctx context.Context, turn *framework.TurnContext) error {
			ran = true
			require.Equal(b, schema.TypeEvent, turn.Activity.Type)
			require.Equal(b, schema.EventContinueConversation, turn.Activity.Name)
			require.Equal(b, ref, turn.Activity.RelatesTo)
			require.Equal(b, ref, turn.ConversationReference())
			return turn.SendText(ctx, "later")
		})))
		require.True(b, ran)
		sent := b.adapter.sent[0]
		require.Equal(b, "7", sent.ReplyToID)
		require.Equal(b, ref.User, sent.Recipient)
		require.Equal(b, ref.Bot, sent.From)
		require.Equal(b, ref.Conversation, sent.Conversation)
	})
}

// TestContinueWithoutActivityAnswersNothing: no message may answer an id that the channel has never seen.
func TestContinueWithoutActivityAnswersNothing(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		ref := message("").Reference()
		require.NoError(b, b.Continue(context.Background(), b.adapter, ref, says("hello")))
		require.Empty(b, b.adapter.sent[0].ReplyToID)
		require.Equal(b, ref, b.adapter.refs[0])
	})
}

func TestContinuingItsOwnConversationDoesNotDeadlock(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(message("1"), does(func(ctx context.Context, turn *framework.TurnContext) error {
			return turn.Adapter().ContinueConversation(ctx, turn.ConversationReference(), says("again"))
		}))
		require.NoError(b, d.err)
		require.Zero(b, d.after)
		require.Equal(b, []string{"again"}, b.adapter.texts())
	})
}

func TestContinueTwiceIsNoDuplicate(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		for range 2 {
			require.NoError(b, b.Continue(context.Background(), b.adapter, message("1").Reference(), says("hi")))
		}
		require.Equal(b, []string{"hi", "hi"}, b.adapter.texts())
	})
}

func TestContinueReturnsTheHandlersError(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		failed := errors.New("failed")
		ref := message("1").Reference()
		err := b.Continue(context.Background(), b.adapter, ref, does(func(context.Context, *framework.TurnContext) error { return failed }))
		require.Equal(b, failed, err)

		err = b.Continue(context.Background(), b.adapter, ref, does(func(context.Context, *framework.TurnContext) error { panic("oops") }))
		var p *framework.PanicError
		require.ErrorAs(b, err, &p)
		require.Empty(b, b.logs.lines(), "its caller is told")
	})
}

func TestContinuedTurnEndsWithItsContextAndItsLimit(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		ref := message("1").Reference()
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		require.ErrorIs(b, b.Continue(ctx, b.adapter, ref, b.works(time.Hour)), context.DeadlineExceeded)
		require.Equal(b, time.Second, time.Since(b.start))

		require.ErrorIs(b, b.Continue(context.Background(), b.adapter, ref, b.works(time.Hour)), framework.ErrTurnTimeout)
		require.Equal(b, time.Second+15*time.Minute, time.Since(b.start))
	})
}

// foreignContext is a context that the standard library can follow only with a goroutine.
type foreignContext struct {
	context.Context
	done chan struct{}
}

func (c foreignContext) Done() <-chan struct{} { return c.done }

// TestRefusedContinuationLetsGoOfItsContext: a goroutine that stayed behind would fail the bubble.
func TestRefusedContinuationLetsGoOfItsContext(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		require.NoError(b, b.Shutdown(context.Background()))
		ctx := foreignContext{context.Background(), make(chan struct{})}
		require.ErrorIs(b, b.Continue(ctx, b.adapter, schema.ConversationReference{}, nothing()), framework.ErrShutdown)
	})
}
