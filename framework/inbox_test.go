package framework_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
)

// inboxBench is a bench whose engine has an inbox, and may be replaced as a process is.
type inboxBench struct {
	*bench
	inbox *memory.Inbox
}

func withInbox(t *testing.T, f func(b *inboxBench)) {
	t.Helper()
	inBubble(t, func(b *bench) {
		ib := &inboxBench{bench: b, inbox: memory.NewInbox()}
		b.Inbox = ib.inbox
		f(ib)
	})
}

// replica is an engine in another process of the bot.
func (b *inboxBench) replica() *inboxBench {
	inbox := b.inbox.Replica()
	other := &inboxBench{inbox: inbox, bench: &bench{
		T: b.T, logs: b.logs, start: b.start,
		Engine: &framework.Engine{Inbox: inbox, Logger: slog.New(slog.NewTextHandler(b.logs, nil))},
	}}
	other.adapter = &recorder{engine: other.Engine}
	b.Cleanup(func() { _ = other.Shutdown(context.Background()) }) // its inbox may be dead
	return other
}

// crash kills the engine's process, so to say: its inbox does nothing more, and its handlers end.
func (b *inboxBench) crash() *inboxBench {
	b.inbox.Kill()
	next := b.replica()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = b.Shutdown(ctx)
	synctest.Wait()
	return next
}

// resumes runs Resume until the test ends.
func (b *inboxBench) resumes(h framework.Handler) {
	go b.Resume(context.Background(), b.adapter, h)
	synctest.Wait()
}

// hangs is the handler of a process that dies in its turn.
func hangs() framework.Handler {
	return does(func(ctx context.Context, _ *framework.TurnContext) error { <-ctx.Done(); return ctx.Err() })
}

func (b *inboxBench) requireSetAside(want ...string) (entries []framework.Entry) {
	b.Helper()
	got := []string{}
	for e, err := range b.inbox.AllSetAside(context.Background()) {
		require.NoError(b, err)
		got, entries = append(got, e.Activity.ID+": "+e.Error), append(entries, e)
	}
	require.Equal(b, append([]string{}, want...), got)
	return entries
}

func TestAnswersOutliveTheProcess(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		activity *schema.Activity
		handler  framework.Handler
		want     framework.Result
		err      error
		again    bool
	}{
		"an acknowledgement": {activity: message("1"), handler: nothing()},
		"an invoke's answer": {
			activity: invoke("1"), handler: answersWith(map[string]int{"a": 1}),
			want: framework.Result{Invoke: &framework.InvokeResponse{Status: 200, Body: json.RawMessage(`{"a":1}`)}},
		},
		"an invoke's answer without a body": {
			activity: invoke("1"), handler: answersWith(nil), want: framework.Result{Invoke: &framework.InvokeResponse{Status: 200}},
		},
		"no replies": {
			activity: message("1", delivered(schema.DeliveryExpectReplies)), handler: nothing(),
			want: framework.Result{Replies: []json.RawMessage{}},
		},
		"an answer that is too long": {
			activity: invoke("1"), handler: answersWith(strings.Repeat("x", 300<<10)), err: framework.ErrAnswerForgotten,
		},
		"a failure after something was said": {
			activity: message("1"), err: framework.ErrTurnFailed,
			handler: does(func(ctx context.Context, turn *framework.TurnContext) error {
				return errors.Join(turn.SendText(ctx, "hi"), errors.New("oops"))
			}),
		},
		"a failure that said nothing runs again": {
			activity: message("1"), again: true,
			handler: does(func(context.Context, *framework.TurnContext) error { return errors.New("oops") }),
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			withInbox(t, func(b *inboxBench) {
				b.run(tt.activity, tt.handler)
				time.Sleep(10 * time.Millisecond) // what is written behind is written
				next := b.crash()
				got := next.run(tt.activity, nothing())
				require.Equal(b, !tt.again, got.Duplicate)
				tt.want.Duplicate = !tt.again
				require.ErrorIs(b, got.err, tt.err)
				require.Equal(b, tt.want, got.Result)
			})
		})
	}
}

func answersWith(body any) framework.Handler {
	return does(func(_ context.Context, turn *framework.TurnContext) error {
		turn.SetInvokeResponse(200, body)
		return nil
	})
}

func TestManyDeliveriesToReplicasRunOnce(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		engines := []*inboxBench{b, b.replica(), b.replica()}
		var turns atomic.Int32
		slow := does(func(_ context.Context, turn *framework.TurnContext) error {
			turns.Add(1)
			time.Sleep(time.Second)
			turn.SetInvokeResponse(200, "yes")
			return nil
		})
		var deliveries []*delivery
		for i := range 30 {
			deliveries = append(deliveries, engines[i%3].deliver(invoke("1"), slow))
		}
		for _, d := range deliveries {
			require.NoError(b, d.wait().err)
			require.Equal(b, &framework.InvokeResponse{Status: 200, Body: json.RawMessage(`"yes"`)}, d.Invoke)
			require.Less(b, d.after, 3*time.Second)
		}
		require.EqualValues(b, 1, turns.Load())
	})
}

func TestDeliveryIsTakenOverFromADeadProcess(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		other := b.replica()
		other.deliver(message("1"), hangs())
		d := b.deliver(message("1"), b.works(time.Second))
		time.Sleep(time.Second)
		other.crash()
		require.NoError(b, d.wait().err)
		require.False(b, d.Duplicate)
	})
}

func TestWhatAnotherProcessHasNotJournaledIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		other := b.replica()
		other.AckAfter = time.Hour
		other.deliver(message("1"), b.works(time.Minute))
		d := b.run(message("1"), nothing())
		require.ErrorIs(b, d.err, framework.ErrInboxUnavailable)
		require.Equal(b, 8*time.Second, d.after)
		require.EqualValues(b, 1, b.Stats().Refused[framework.RefusedInbox])
	})
}

func TestWhatAnotherProcessHasJournaledIsAcknowledged(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		other := b.replica()
		other.run(message("1"), b.works(time.Minute))
		d := b.run(message("1"), nothing())
		require.NoError(b, d.err)
		require.Equal(b, framework.Result{Early: true, Duplicate: true}, d.Result)
	})
}

func TestAcknowledgedTurnsRunAgainInOrder(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		ctx := framework.WithCorrelationID(framework.WithIdentity(context.Background(),
			framework.Identity{AppID: "app", Issuer: "issuer"}), "correlation")
		for _, id := range []string{"1", "2", "3"} {
			b.deliverCtx(ctx, message(id), hangs())
		}
		time.Sleep(8 * time.Second)
		synctest.Wait()
		next := b.crash()
		h := does(func(ctx context.Context, turn *framework.TurnContext) error {
			next.note("%s runs for %s, %s", turn.Activity.ID, turn.Identity().AppID, framework.CorrelationID(ctx))
			time.Sleep(time.Second)
			return nil
		})
		next.resumes(h) // another bot's
		go next.Resume(framework.WithIdentity(context.Background(), framework.Identity{AppID: "app"}), next.adapter, h)
		time.Sleep(time.Minute)
		next.requireJournal("8s: 1 runs for app, correlation", "9s: 2 runs for app, correlation", "10s: 3 runs for app, correlation")
		for _, id := range []string{"1", "2", "3"} {
			require.True(b, next.deliverCtx(ctx, message(id), nothing()).wait().Duplicate)
		}
		third := next.crash()
		third.resumes(h)
		time.Sleep(time.Minute)
		third.requireJournal([]string(nil)...)
	})
}

func TestTurnThatKillsItsProcessIsSetAside(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		require.True(b, b.run(message("poison"), hangs()).Early)
		b.deliver(message("behind"), hangs())
		time.Sleep(8 * time.Second)
		synctest.Wait()
		for range 2 {
			b = b.crash()
			b.resumes(hangs())
		}
		b.requireSetAside()
		b = b.crash()
		b.resumes(b.works(time.Second))
		time.Sleep(time.Minute)
		synctest.Wait()
		entries := b.requireSetAside("poison: the process ended in each of its turns")
		require.Equal(b, 3, entries[0].Attempts)
		require.Len(b, b.journal, 2, "what waited behind it was not tried before")
		require.Equal(b, 1, b.Stats().SetAside)
		require.ErrorIs(b, b.run(message("poison"), nothing()).err, framework.ErrTurnFailed)

		require.NoError(b, b.inbox.Retry(context.Background(), entries[0].ID))
		time.Sleep(10 * time.Second)
		synctest.Wait()
		require.Len(b, b.journal, 4)
		b.requireSetAside()
		require.Zero(b, b.Stats().SetAside)
	})
}

func TestAcknowledgedTurnThatFails(t *testing.T) {
	t.Parallel()
	busy := &framework.ChannelError{Class: framework.RetryLater, Op: "send", RetryAfter: time.Minute}
	tests := map[string]struct {
		err   error
		says  bool
		again []string
		aside []string
	}{
		"later, at the channel's time": {err: busy, again: []string{"9s: runs", "1m19s: runs", "2m29s: runs"}, aside: []string{"1: " + busy.Error()}},
		"later, at its own": {
			err:   &framework.ChannelError{Class: framework.RetryLater, Op: "send"},
			again: []string{"9s: runs", "29s: runs", "59s: runs"}, aside: []string{"1: connector: send:  (retry later)"},
		},
		"later, after it spoke": {err: busy, says: true, again: []string{"9s: runs"}, aside: []string{"1: " + busy.Error()}},
		"for good":              {err: errors.New("oops"), again: []string{"9s: runs"}, aside: []string{"1: oops"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			withInbox(t, func(b *inboxBench) {
				h := does(func(ctx context.Context, turn *framework.TurnContext) error {
					time.Sleep(9 * time.Second)
					b.note("runs")
					if tt.says {
						_ = turn.SendText(ctx, "hi")
					}
					return tt.err
				})
				b.resumes(h)
				require.True(b, b.run(message("1"), h).Early)
				time.Sleep(time.Hour)
				b.requireJournal(tt.again...)
				b.requireSetAside(tt.aside...)
			})
		})
	}
}

func TestShutdownLeavesAcknowledgedTurnsToTheNextProcess(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		b.deliver(message("1"), hangs())
		b.deliver(message("2"), b.works(0))
		time.Sleep(8 * time.Second)
		synctest.Wait()
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		require.ErrorContains(b, b.Shutdown(ctx), "2 turns")
		b.requireJournal([]string(nil)...)
		next := b.replica() // the first one lives, but has given them back
		next.resumes(next.works(time.Second))
		time.Sleep(5 * time.Second)
		next.requireJournal("9s: 1 starts", "10s: 1 ends", "10s: 2 starts", "11s: 2 ends")
	})
}

func TestShutdownWritesWhatTurnsCameTo(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		require.NoError(b, b.run(message("1"), nothing()).err)
		require.NoError(b, b.Shutdown(context.Background()))
		require.True(b, b.replica().run(message("1"), nothing()).Duplicate)
	})
}

func TestOnceOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		effects := 0
		h := onceHandler("key", func(context.Context) error { effects++; return nil })
		b.run(invoke("1"), h)
		next := b.crash()
		require.NoError(b, next.run(invoke("2"), h).err)
		require.Equal(b, 1, effects)
		time.Sleep(10 * time.Minute)
		require.NoError(b, next.crash().run(invoke("3"), h).err)
		require.Equal(b, 2, effects)
	})
}

func TestOnceWaitsForAnotherProcess(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		other := b.replica()
		effects := 0
		h := onceHandler("key", func(context.Context) error { effects++; time.Sleep(2 * time.Second); return nil })
		other.deliver(invoke("1"), h)
		d := b.run(invoke("2"), h)
		require.NoError(b, d.err)
		require.Equal(b, 1, effects)
		require.GreaterOrEqual(b, d.after, 2*time.Second)
	})
}

func TestOnceIsFreeWhenItsProcessDies(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		other := b.replica()
		other.deliver(invoke("1"), onceHandler("key", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }))
		effects := 0
		d := b.deliver(invoke("2"), onceHandler("key", func(context.Context) error { effects++; return nil }))
		time.Sleep(time.Second)
		other.crash()
		require.NoError(b, d.wait().err)
		require.Equal(b, 1, effects)
	})
}
