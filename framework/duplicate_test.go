package framework_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestDuplicateOfRunningTurnWaitsForItsAnswer(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		answers := does(func(_ context.Context, turn *framework.TurnContext) error {
			b.note("runs")
			time.Sleep(3 * time.Second)
			turn.SetInvokeResponse(200, "first")
			return nil
		})
		first := b.deliver(invoke("1"), answers)
		time.Sleep(time.Second)
		second := b.run(invoke("1"), answers)
		require.NoError(b, second.err)
		require.Equal(b, 2*time.Second, second.after)
		require.True(b, second.Duplicate)
		require.Equal(b, &framework.InvokeResponse{Status: 200, Body: json.RawMessage(`"first"`)}, second.Invoke)
		require.False(b, first.wait().Duplicate)
		require.Equal(b, first.Invoke, second.Invoke)
		b.requireJournal("0s: runs")
	})
}

func TestManyDeliveriesAtOnceRunOnce(t *testing.T) {
	t.Parallel()
	for _, policy := range []framework.Policy{framework.Serial, framework.Parallel, framework.Latest} {
		t.Run(strconv.Itoa(int(policy)), func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				b.Policy = policy
				var turns, firsts atomic.Int32
				slow := does(func(context.Context, *framework.TurnContext) error {
					turns.Add(1)
					time.Sleep(time.Second)
					return nil
				})
				for range 100 {
					go func() {
						res, err := b.Process(context.Background(), b.adapter, message("1"), slow)
						if err == nil && !res.Duplicate && !res.Early {
							firsts.Add(1)
						}
					}()
				}
				time.Sleep(2 * time.Second)
				synctest.Wait()
				require.EqualValues(b, 1, turns.Load())
				require.EqualValues(b, 1, firsts.Load())
			})
		})
	}
}

// TestRedelivery says what a second delivery gets, after a first one that sent or not, and failed or not.
func TestRedelivery(t *testing.T) {
	t.Parallel()
	errHandler := errors.New("handler failed")
	tests := map[string]struct {
		act       func(ctx context.Context, turn *framework.TurnContext) error
		fail      error // of the handler
		channel   error // of the adapter
		mode      string
		runsAgain bool
	}{
		"success":                         {},
		"success that sent":               {act: sends},
		"failure that sent nothing":       {fail: errHandler, runsAgain: true},
		"failure after a send":            {act: sends, fail: errHandler},
		"failure after a refused send":    {act: sends, fail: errHandler, channel: &framework.ChannelError{Class: framework.Ambiguous}},
		"failure after an update":         {act: updates, fail: errHandler},
		"failure after a deletion":        {act: deletes, fail: errHandler},
		"failure after creating":          {act: creates, fail: errHandler},
		"failure after a dropped trace":   {act: traces, fail: errHandler, runsAgain: true},
		"failure after a collected reply": {act: sends, fail: errHandler, mode: schema.DeliveryExpectReplies, runsAgain: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				b.adapter.fail = tt.channel
				turns := 0
				h := counted(&turns, does(func(ctx context.Context, turn *framework.TurnContext) error {
					if tt.act != nil {
						_ = tt.act(ctx, turn) // the refusal is the case's point
					}
					return tt.fail
				}))
				first := b.run(message("1", delivered(tt.mode)), h)
				require.Equal(b, tt.fail, first.err)
				second := b.run(message("1", delivered(tt.mode)), h)
				require.Equal(b, first.err, second.err)
				require.Equal(b, !tt.runsAgain, second.Duplicate)
				require.Equal(b, first.Replies, second.Replies)
				require.Equal(b, map[bool]int{false: 1, true: 2}[tt.runsAgain], turns)
			})
		})
	}
}

func sends(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "hi") }

func updates(ctx context.Context, turn *framework.TurnContext) error {
	_, err := turn.UpdateActivity(ctx, &schema.Activity{ID: "7"})
	return err
}

func deletes(ctx context.Context, turn *framework.TurnContext) error {
	return turn.DeleteActivity(ctx, "7")
}

func creates(ctx context.Context, turn *framework.TurnContext) error {
	_, err := turn.CreateConversation(ctx, schema.ConversationParameters{})
	return err
}

func traces(ctx context.Context, turn *framework.TurnContext) error {
	_, err := turn.SendActivity(ctx, &schema.Activity{Type: schema.TypeTrace})
	return err
}

func TestRedeliveryAfterPanic(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		require.Error(b, b.run(message("1"), does(func(context.Context, *framework.TurnContext) error { panic("oops") })).err)
		second := b.run(message("1"), nothing())
		require.NoError(b, second.err)
		require.False(b, second.Duplicate)
	})
}

func TestWaitingDuplicatesShareTheFailure(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		failed := errors.New("failed")
		h := does(func(context.Context, *framework.TurnContext) error {
			time.Sleep(time.Second)
			return failed
		})
		first, second := b.deliver(message("1"), h), b.deliver(message("1"), h)
		require.Equal(b, failed, first.wait().err)
		require.Equal(b, failed, second.wait().err)
		require.True(b, second.Duplicate)
		require.Len(b, b.logs.lines(), 1, "a failed turn is logged once")
	})
}

func TestAnswersAreRememberedForTheWindow(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ configured, want time.Duration }{
		"default": {want: 10 * time.Minute},
		"set":     {configured: time.Minute, want: time.Minute},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				b.DuplicateWindow = tt.configured
				require.False(b, b.run(message("1"), nothing()).Duplicate)
				time.Sleep(tt.want - 1)
				require.True(b, b.run(message("1"), nothing()).Duplicate)
				time.Sleep(time.Nanosecond)
				require.False(b, b.run(message("1"), nothing()).Duplicate)
			})
		})
	}
}

func TestRememberedAnswersAreBounded(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.DuplicateLimit = 10
		for i := range 100 {
			require.False(b, b.run(message(strconv.Itoa(i)), nothing()).Duplicate)
		}
		require.True(b, b.run(message("99"), nothing()).Duplicate)
		require.False(b, b.run(message("0"), nothing()).Duplicate)
	})
}

// TestWhatIsNoDuplicate changes one thing of an activity that was answered.
func TestWhatIsNoDuplicate(t *testing.T) {
	t.Parallel()
	at := schema.NewTime(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	original := func() *schema.Activity {
		return activity(schema.TypeEvent, "1", func(a *schema.Activity) { a.Name, a.Timestamp = "vendor/x", at })
	}
	tests := map[string]struct {
		change    func(a *schema.Activity)
		duplicate bool
	}{
		"the same":             {change: func(*schema.Activity) {}, duplicate: true},
		"other content":        {change: func(a *schema.Activity) { a.Text = "edited" }, duplicate: true},
		"another id":           {change: func(a *schema.Activity) { a.ID = "2" }},
		"another type":         {change: func(a *schema.Activity) { a.Type = schema.TypeMessageUpdate }},
		"another name":         {change: func(a *schema.Activity) { a.Name = "vendor/y" }},
		"another timestamp":    {change: func(a *schema.Activity) { a.Timestamp = schema.NewTime(at.Add(time.Millisecond)) }},
		"another conversation": {change: inConversation("19:other")},
		"another channel":      {change: onChannel(schema.ChannelDirectLine)},
		"another sender":       {change: func(a *schema.Activity) { a.CallerID = "urn:botframework:aadappid:other" }},
		"parts that shift":     {change: func(a *schema.Activity) { a.Name, a.ID = "vendor/x1", "" }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				require.False(b, b.run(original(), nothing()).Duplicate)
				again := original()
				tt.change(again)
				require.Equal(b, tt.duplicate, b.run(again, nothing()).Duplicate)
			})
		})
	}
}

func TestBotsHaveTheirOwnDuplicates(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		as := func(appID string) context.Context {
			return framework.WithIdentity(context.Background(), framework.Identity{AppID: appID, Issuer: "issuer"})
		}
		require.False(b, b.deliverCtx(as("one"), message("1"), nothing()).wait().Duplicate)
		require.False(b, b.deliverCtx(as("two"), message("1"), nothing()).wait().Duplicate)
		require.True(b, b.deliverCtx(as("one"), message("1"), nothing()).wait().Duplicate)
	})
}

func TestWithoutIDNothingIsADuplicate(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		turns := 0
		for range 3 {
			require.False(b, b.run(message(""), counted(&turns, nothing())).Duplicate)
		}
		require.Equal(b, 3, turns)
	})
}
