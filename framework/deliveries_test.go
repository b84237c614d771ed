package framework_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// TestFailedTurnRunsAgainUnlessSomethingMayHaveArrived delivers a message twice to a handler that gives up when its
// send fails.
func TestFailedTurnRunsAgainUnlessSomethingMayHaveArrived(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		refusal error
		runs    int
	}{
		"throttled":                {&framework.ChannelError{Class: framework.RetryLater}, 2},
		"not allowed":              {&framework.ChannelError{Class: framework.NotAllowed}, 2},
		"blocked":                  {&framework.ChannelError{Class: framework.Stop}, 2},
		"may have been delivered":  {&framework.ChannelError{Class: framework.Ambiguous}, 1},
		"failed, nothing is known": {&framework.ChannelError{Class: framework.Failed}, 1},
		"an error of the adapter":  {errors.New("no route to host"), 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				b.adapter.fail = test.refusal
				runs := 0
				says := does(func(ctx context.Context, turn *framework.TurnContext) error {
					runs++
					return turn.SendText(ctx, "hello")
				})
				for range 2 {
					require.ErrorIs(b, b.run(message("1"), says).err, test.refusal)
				}
				require.Equal(b, test.runs, runs)
			})
		})
	}
}

func TestWhatATurnSaysElsewhereCounts(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		elsewhere := message("").Reference()
		elsewhere.Conversation.ID = "elsewhere"
		failed := errors.New("failed after speaking elsewhere")
		handler := does(func(ctx context.Context, turn *framework.TurnContext) error {
			err := turn.Adapter().ContinueConversation(ctx, elsewhere, says("hello"))
			require.NoError(b, err)
			return failed
		})
		require.ErrorIs(b, b.run(message("1"), handler).err, failed)
		again := b.run(message("1"), handler)
		require.ErrorIs(b, again.err, failed)
		require.True(b, again.Duplicate)
		require.Equal(b, []string{"hello"}, b.adapter.texts())
	})
}

func TestTurnThatIsWaitedForMaySpeakElsewhereDuringShutdown(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		running := b.deliver(message("1"), does(func(ctx context.Context, turn *framework.TurnContext) error {
			time.Sleep(time.Second)
			return turn.Adapter().ContinueConversation(ctx, turn.ConversationReference(), says("goodbye"))
		}))
		require.NoError(b, b.Shutdown(context.Background()))
		require.NoError(b, running.wait().err)
		require.Equal(b, []string{"goodbye"}, b.adapter.texts())
	})
}

// TestTurnThatHasEndedMayNotSpeakElsewhereAfterShutdown is about a goroutine that outlives its turn.
func TestTurnThatHasEndedMayNotSpeakElsewhereAfterShutdown(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		var refused error
		b.run(message("1"), does(func(ctx context.Context, turn *framework.TurnContext) error {
			ctx = context.WithoutCancel(ctx)
			go func() {
				time.Sleep(time.Minute)
				refused = turn.Adapter().ContinueConversation(ctx, turn.ConversationReference(), says("too late"))
			}()
			return nil
		}))
		require.NoError(b, b.Shutdown(context.Background()))
		time.Sleep(time.Hour)
		synctest.Wait()
		require.ErrorIs(b, refused, framework.ErrShutdown)
	})
}

func TestShutdownThatCutsATurnOffSaysSo(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		running := b.deliver(message("1"), b.works(time.Minute))
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		require.Error(b, b.Shutdown(ctx))
		err := running.wait().err
		require.ErrorIs(b, err, framework.ErrShutdown)
		require.ErrorIs(b, err, context.Canceled)
	})
}

func TestAnInvokesRefusalIsLogged(t *testing.T) {
	t.Parallel()
	tests := map[string]error{
		"bad value":    &framework.BadValueError{Name: "vendor/name", Err: errors.New("not a number")},
		"invoke error": &framework.InvokeError{Status: 412, Err: errors.New("not a number")},
	}
	for name, refusal := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				answer := b.run(invoke("1"), does(func(context.Context, *framework.TurnContext) error { return refusal }))
				require.NoError(b, answer.err)
				require.Len(b, b.logs.lines(), 1)
				require.Contains(b, b.logs.lines()[0], "invoke refused")
				require.Contains(b, b.logs.lines()[0], "not a number")
			})
		})
	}
}

func TestHooksMayChangeWhatTheySee(t *testing.T) {
	t.Parallel()
	mine := schema.AttachmentMessage(make([]schema.Attachment, 1, 4)...)
	turn := framework.NewTurnContext(&recorder{}, message("1"))
	turn.OnSend(func(next framework.SendFunc) framework.SendFunc {
		return func(ctx context.Context, as []*schema.Activity) ([]schema.ResourceResponse, error) {
			as[0].Attachments[0].Name = "changed"
			as[0].Attachments = append(as[0].Attachments, schema.Attachment{Name: "added"})
			return next(ctx, as)
		}
	})
	_, err := turn.SendActivity(t.Context(), mine)
	require.NoError(t, err)
	require.Empty(t, mine.Attachments[0].Name)
	require.Empty(t, mine.Attachments[:2][1].Name, "nor behind its end")
}
