package framework_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func inLatestBubble(t *testing.T, f func(b *bench)) {
	t.Helper()
	inBubble(t, func(b *bench) {
		b.Policy = framework.Latest
		f(b)
	})
}

const superseded = "is cancelled: framework: a newer message took this turn's place"

func TestLatestCancelsTheRunningMessage(t *testing.T) {
	t.Parallel()
	inLatestBubble(t, func(b *bench) {
		first := b.deliver(message("1"), b.works(5*time.Second))
		time.Sleep(time.Second)
		second := b.deliver(message("2"), b.works(5*time.Second))
		require.NoError(b, first.wait().err, "it did what it was asked to do")
		require.Equal(b, time.Second, first.after)
		require.NoError(b, second.wait().err)
		b.requireJournal("0s: 1 starts", "1s: 1 "+superseded, "1s: 2 starts", "6s: 2 ends")
		require.True(b, b.run(message("1"), nothing()).Duplicate, "a replaced message does not come back")
		require.Empty(b, b.logs.lines())
	})
}

func TestLatestDropsWaitingMessages(t *testing.T) {
	t.Parallel()
	inLatestBubble(t, func(b *bench) {
		b.deliver(message("stubborn"), b.stubborn(3*time.Second))
		dropped := b.deliver(message("dropped"), b.works(time.Second))
		collecting := b.deliver(message("collecting", delivered(schema.DeliveryExpectReplies)), b.works(time.Second))
		require.NoError(b, dropped.wait().err)
		last := b.deliver(message("last"), b.works(time.Second))
		require.Zero(b, collecting.wait().after)
		require.Equal(b, []json.RawMessage{}, collecting.Replies)
		require.Equal(b, 4*time.Second, last.wait().after)
		b.requireJournal("0s: stubborn starts", "3s: stubborn ends", "3s: last starts", "4s: last ends")
		require.True(b, b.run(message("dropped"), nothing()).Duplicate, "a replaced message does not come back")
	})
}

func TestLatestLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	inLatestBubble(t, func(b *bench) {
		h := b.works(time.Second)
		b.deliver(activity(schema.TypeConversationUpdate, "running"), h)
		b.deliver(activity(schema.TypeTyping, "waiting"), h)
		b.deliver(message("replaced"), h)
		b.deliver(activity(schema.TypeEvent, "waiting too", func(a *schema.Activity) { a.Name = "x" }), h)
		last := b.deliver(message("last"), h)
		b.deliver(message("elsewhere", inConversation("19:other")), b.works(time.Millisecond))
		require.NoError(b, last.wait().err)
		b.requireJournal("0s: running starts", "0s: elsewhere starts", "1ms: elsewhere ends", "1s: running ends",
			"1s: waiting starts", "2s: waiting ends", "2s: waiting too starts", "3s: waiting too ends", "3s: last starts",
			"4s: last ends")
	})
}

func TestLatestNotificationCancelsNothing(t *testing.T) {
	t.Parallel()
	inLatestBubble(t, func(b *bench) {
		b.deliver(message("message"), b.works(time.Second))
		b.deliver(message("replaces"), b.works(time.Second))
		require.NoError(b, b.run(activity(schema.TypeTyping, "typing"), b.works(time.Second)).err)
		b.requireJournal("0s: message starts", "0s: message "+superseded, "0s: replaces starts", "1s: replaces ends",
			"1s: typing starts", "2s: typing ends")
	})
}

func TestLatestRefusedMessageReplacesNothing(t *testing.T) {
	t.Parallel()
	inLatestBubble(t, func(b *bench) {
		b.QueueLimit = 1
		running := b.deliver(message("running"), b.works(time.Second))
		b.deliver(activity(schema.TypeTyping, "waiting"), b.works(time.Second))
		require.ErrorIs(b, b.run(message("refused"), nothing()).err, framework.ErrQueueFull)
		require.Equal(b, time.Second, running.wait().after)
		b.requireJournal("0s: running starts", "1s: running ends", "1s: waiting starts")
	})
}

func TestLatestReplacesInAFullQueue(t *testing.T) {
	t.Parallel()
	inLatestBubble(t, func(b *bench) {
		b.QueueLimit = 1
		b.deliver(message("running"), b.stubborn(time.Second))
		for _, id := range []string{"1", "2", "3"} {
			require.False(b, b.deliver(message(id), b.works(time.Second)).answered())
		}
		require.NoError(b, b.Shutdown(context.Background()))
		b.requireJournal("0s: running starts", "1s: running ends", "1s: 3 starts", "2s: 3 ends")
	})
}

// TestSupersededTurn says which errors of a superseded turn are its own.
func TestSupersededTurn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		returns func(ctx context.Context) error
		failed  bool
	}{
		"nothing":              {returns: func(context.Context) error { return nil }},
		"the context's error":  {returns: context.Context.Err},
		"the context's cause":  {returns: context.Cause},
		"either, wrapped":      {returns: func(ctx context.Context) error { return fmt.Errorf("saving: %w", ctx.Err()) }},
		"a send that gave up":  {returns: func(ctx context.Context) error { return &framework.ChannelError{Err: ctx.Err()} }},
		"another error":        {returns: func(context.Context) error { return framework.ErrTurnEnded }, failed: true},
		"a deadline of itsown": {returns: func(context.Context) error { return context.DeadlineExceeded }, failed: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inLatestBubble(t, func(b *bench) {
				first := b.deliver(message("1"), does(func(ctx context.Context, _ *framework.TurnContext) error {
					<-ctx.Done()
					return tt.returns(ctx)
				}))
				b.deliver(message("2"), nothing())
				require.Equal(b, tt.failed, first.wait().err != nil)
				require.Equal(b, tt.failed, len(b.logs.lines()) == 1)
			})
		})
	}
}

// TestSupersededTurnSeesThatItsContinuationFailed: the continued turn inherits the cancelled context, but nobody
// superseded it, so its failure is not kept from the handler that asked for it.
func TestSupersededTurnSeesThatItsContinuationFailed(t *testing.T) {
	t.Parallel()
	inLatestBubble(t, func(b *bench) {
		elsewhere := schema.ConversationReference{Conversation: schema.ConversationAccount{ID: "19:other"}}
		var continued error
		b.deliver(message("1"), does(func(ctx context.Context, turn *framework.TurnContext) error {
			continued = turn.Adapter().ContinueConversation(ctx, elsewhere, does(func(ctx context.Context, _ *framework.TurnContext) error {
				<-ctx.Done()
				return ctx.Err()
			}))
			return continued
		}))
		require.NoError(b, b.run(message("2"), nothing()).err)
		require.ErrorIs(b, continued, context.Canceled)
	})
}
