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

func TestSlowNotificationIsAcknowledgedAndGoesOn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ configured, want time.Duration }{
		"default": {want: 8 * time.Second},
		"set":     {configured: 3 * time.Second, want: 3 * time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				b.AckAfter = tt.configured
				d := b.run(message("1"), b.works(time.Minute))
				require.NoError(b, d.err)
				require.Equal(b, framework.Result{Early: true}, d.Result)
				require.Equal(b, tt.want, d.after)
				require.NoError(b, b.Shutdown(context.Background()))
				b.requireJournal("0s: 1 starts", "1m0s: 1 ends")
			})
		})
	}
}

func TestAcknowledgementCountsFromArrivalInTheQueue(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.deliver(message("1"), b.works(7*time.Second))
		time.Sleep(time.Second)
		second := b.deliver(message("2"), b.works(3*time.Second))
		third := b.deliver(message("3"), b.works(time.Second))
		require.Equal(b, 8*time.Second, second.wait().after, "6 s in the queue and 2 s running")
		require.True(b, second.Early)
		require.Equal(b, 8*time.Second, third.wait().after, "8 s in the queue")
		require.True(b, third.Early)
	})
}

func TestFastNotificationIsAnsweredWhenItEnds(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(message("1"), b.works(8*time.Second-1))
		require.Equal(b, framework.Result{}, d.Result)
		require.Equal(b, 8*time.Second-1, d.after)
	})
}

func TestDuplicateOfSlowTurnIsAcknowledgedFromItsOwnArrival(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.deliver(message("1"), b.works(time.Minute))
		time.Sleep(15 * time.Second)
		d := b.run(message("1"), nothing())
		require.Equal(b, framework.Result{Early: true, Duplicate: true}, d.Result)
		require.Equal(b, 8*time.Second, d.after)
	})
}

func TestAnswersInTheResponseAreWaitedFor(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]*schema.Activity{
		"invoke":        invoke("1"),
		"expectReplies": message("1", delivered(schema.DeliveryExpectReplies)),
		"stream":        message("1", delivered(schema.DeliveryStream)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				d := b.run(a, b.works(14*time.Second))
				require.NoError(b, d.err)
				require.False(b, d.Early)
				require.Equal(b, 14*time.Second, d.after)
			})
		})
	}
}

func TestUnknownDeliveryModeIsNormal(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(message("1", delivered("telepathy")), b.works(time.Minute))
		require.True(b, d.Early)
	})
}

func TestClientThatHangsUpCancelsNothing(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		gone := errors.New("client has gone")
		ctx, hangUp := context.WithCancelCause(context.Background())
		running := b.deliverCtx(ctx, message("running"), b.works(3*time.Second))
		waiting := b.deliverCtx(ctx, message("waiting"), b.works(time.Second))
		time.Sleep(time.Second)
		hangUp(gone)
		require.ErrorIs(b, running.wait().err, gone)
		require.ErrorIs(b, waiting.wait().err, gone)
		require.Equal(b, time.Second, running.after)

		again := b.run(message("running"), nothing())
		require.NoError(b, again.err)
		require.True(b, again.Duplicate, "the turn that went on answers the redelivery")
		require.NoError(b, b.Shutdown(context.Background()))
		b.requireJournal("0s: running starts", "3s: running ends", "3s: waiting starts", "4s: waiting ends")
	})
}

func TestTurnsHaveATimeLimit(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		activity  *schema.Activity
		configure func(e *framework.Engine)
		want      time.Duration
	}{
		"message":       {activity: message("1"), want: 15 * time.Minute},
		"expectReplies": {activity: message("1", delivered(schema.DeliveryExpectReplies)), want: 15 * time.Minute},
		"invoke":        {activity: invoke("1"), want: 15 * time.Second},
		"message, set":  {activity: message("1"), configure: func(e *framework.Engine) { e.TurnTimeout = time.Second }, want: time.Second},
		"invoke, set":   {activity: invoke("1"), configure: func(e *framework.Engine) { e.InvokeTimeout = time.Second }, want: time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				if tt.configure != nil {
					tt.configure(b.Engine)
				}
				b.deliver(tt.activity, b.works(time.Hour))
				require.NoError(b, b.Shutdown(context.Background()))
				b.requireJournal("0s: 1 starts", tt.want.String()+": 1 is cancelled: framework: the turn took longer than its limit")
				require.Len(b, b.logs.lines(), 1)
				require.Contains(b, b.logs.lines()[0], framework.ErrTurnTimeout.Error())
			})
		})
	}
}

func TestTimeLimitCountsFromTheStartOfTheTurn(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.TurnTimeout = 10 * time.Second
		b.deliver(message("1"), b.works(9*time.Second))
		b.deliver(message("2"), b.works(9*time.Second))
		require.NoError(b, b.Shutdown(context.Background()))
		b.requireJournal("0s: 1 starts", "9s: 1 ends", "9s: 2 starts", "18s: 2 ends")
	})
}

func TestErrorOfTheTimeLimit(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(invoke("1"), b.works(time.Hour))
		require.ErrorIs(b, d.err, framework.ErrTurnTimeout)

		d = b.run(message("2"), does(func(ctx context.Context, _ *framework.TurnContext) error {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			<-ctx.Done()
			return ctx.Err()
		}))
		require.ErrorIs(b, d.err, context.DeadlineExceeded)
		require.NotErrorIs(b, d.err, framework.ErrTurnTimeout, "a deadline of the handler's own")
	})
}

func TestStubbornInvokeIsGivenUp(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(invoke("1"), b.stubborn(time.Minute))
		require.ErrorIs(b, d.err, framework.ErrTurnTimeout)
		require.Equal(b, 15*time.Second, d.after)
	})
}
