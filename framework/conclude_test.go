package framework_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// TestLargeAnswersAreRememberedWithinABudget answers 100 invokes with 1 MiB each, of which 64 may be kept.
func TestLargeAnswersAreRememberedWithinABudget(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		large := json.RawMessage(`"` + strings.Repeat("x", 1<<20-2) + `"`)
		runs := 0
		answers := counted(&runs, does(func(_ context.Context, turn *framework.TurnContext) error {
			turn.SetInvokeResponse(200, large)
			return nil
		}))
		for i := range 100 {
			require.NoError(b, b.run(invoke(strconv.Itoa(i)), answers).err)
		}
		require.LessOrEqual(b, b.AnswerBytes(), 64<<20)

		first := b.run(invoke("0"), answers)
		require.ErrorIs(b, first.err, framework.ErrAnswerForgotten)
		last := b.run(invoke("99"), answers)
		require.Equal(b, large, last.Invoke.Body)
		require.Equal(b, 100, runs, "forgotten or not, nothing runs twice")

		time.Sleep(11 * time.Minute)
		require.NoError(b, b.run(invoke("new"), answers).err)
		require.Equal(b, len(large), b.AnswerBytes(), "what is older than the window is gone")
	})
}

// brokenError panics when it is looked at, as a nil pointer of many an error type does.
type brokenError struct{ text string }

func (e *brokenError) Error() string { return e.text }
func (e *brokenError) Unwrap() error { return errors.New(e.text) }

type wordlessError struct{}

func (wordlessError) Error() string { panic("no words") }

type brokenBody struct{}

func (brokenBody) MarshalJSON() ([]byte, error) { panic("oops") }

// TestPanicOfWhatAHandlerReturns is about code of the bot that runs when the handler has returned.
func TestPanicOfWhatAHandlerReturns(t *testing.T) {
	t.Parallel()
	tests := map[string]func(turn *framework.TurnContext) error{
		"a nil pointer as an error": func(*framework.TurnContext) error {
			var err *brokenError
			return err
		},
		"an error without words": func(*framework.TurnContext) error { return wordlessError{} },
		"a nil ChannelError": func(*framework.TurnContext) error {
			var err *framework.ChannelError
			return err
		},
		"a body that cannot be encoded": func(turn *framework.TurnContext) error {
			turn.SetInvokeResponse(200, brokenBody{})
			return nil
		},
	}
	for name, handle := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				handler := does(func(_ context.Context, turn *framework.TurnContext) error { return handle(turn) })
				d := b.run(invoke("1"), handler)
				_, ok := errors.AsType[*framework.PanicError](d.err)
				require.True(b, ok, "%v", d.err)
				require.Len(b, b.logs.lines(), 1)
				require.NoError(b, b.run(invoke("2"), nothing()).err, "the bot goes on")
			})
		})
	}
}

func TestOverdueAnswerIsLoggedOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		again := b.deliver(invoke("1"), b.stubborn(time.Minute))
		require.ErrorIs(b, b.run(invoke("1"), b.stubborn(time.Minute)).err, framework.ErrTurnTimeout)
		require.ErrorIs(b, again.wait().err, framework.ErrTurnTimeout)
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		require.Len(b, b.logs.lines(), 1)
		require.Contains(b, b.logs.lines()[0], framework.ErrTurnTimeout.Error())
	})
}

func TestOneActivityCannotFillTheLog(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		long := strings.Repeat("x", 1<<20)
		a := message(long, inConversation(long))
		require.Error(b, b.run(a, does(func(context.Context, *framework.TurnContext) error { return errors.New(long) })).err)
		logged := strings.Join(b.logs.lines(), "\n")
		require.Contains(b, logged, "turn failed")
		require.Less(b, len(logged), 4<<10)
	})
}

// TestTurnThatFailsWhileItSpeaks is about a goroutine of the handler whose send has not come back.
func TestTurnThatFailsWhileItSpeaks(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		runs := 0
		handler := counted(&runs, does(func(ctx context.Context, turn *framework.TurnContext) error {
			ctx = context.WithoutCancel(ctx)
			go func() { _ = turn.SendText(ctx, "slow") }()
			time.Sleep(time.Millisecond) // it is on its way
			return errors.New("failed")
		}))
		b.adapter.delay = time.Second
		require.Error(b, b.run(message("1"), handler).err)
		require.True(b, b.run(message("1"), handler).Duplicate)
		require.Equal(b, 1, runs)
		time.Sleep(2 * time.Second)
	})
}

// TestReferenceNamesTheOrganization is about Teams' conversation updates, which name it in the channel data only.
func TestReferenceNamesTheOrganization(t *testing.T) {
	t.Parallel()
	a := message("1")
	a.Conversation.TenantID = ""
	a.ChannelData = json.RawMessage(`{"tenant":{"id":"t1"}}`)
	turn := framework.NewTurnContext(nil, a)
	require.Equal(t, "t1", turn.ConversationReference().Conversation.TenantID)
	require.Empty(t, a.Conversation.TenantID, "the activity stays as it came")
	a.Conversation.TenantID = "t2"
	require.Equal(t, "t2", turn.ConversationReference().Conversation.TenantID)
}

func TestReplyWithoutJSONForm(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		a := message("1")
		a.DeliveryMode = schema.DeliveryExpectReplies
		d := b.run(a, does(func(ctx context.Context, turn *framework.TurnContext) error {
			_, err := turn.SendActivity(ctx, &schema.Activity{Value: func() {}})
			return err
		}))
		require.ErrorContains(b, d.err, "a reply has no JSON form")
		require.Contains(b, strings.Join(b.logs.lines(), ""), "turn failed")
	})
}
