package framework_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// faultyInbox fails in what is switched off.
type faultyInbox struct {
	framework.Inbox

	noClaim, noJournal, noSettle, noAttempt atomic.Bool
	lost                                    atomic.Bool // another process has the entry
}

var errDatabase = errors.New("the database is away")

func (f *faultyInbox) Claim(ctx context.Context, c framework.Claim) (framework.Claimed, error) {
	got, err := f.Inbox.Claim(ctx, c)
	if f.noClaim.Load() {
		return framework.Claimed{}, errDatabase // it was done all the same
	}
	return got, err
}

func (f *faultyInbox) Journal(ctx context.Context, e framework.Entry) error {
	if f.noJournal.Load() {
		return errDatabase
	}
	return f.Inbox.Journal(ctx, e)
}

func (f *faultyInbox) Settle(ctx context.Context, ended ...framework.Settlement) error {
	if f.noSettle.Load() {
		return errDatabase
	}
	return f.Inbox.Settle(ctx, ended...)
}

func (f *faultyInbox) Attempt(ctx context.Context, id int64) error {
	switch {
	case f.lost.Load():
		return framework.ErrClaimLost
	case f.noAttempt.Load():
		return errDatabase
	}
	return f.Inbox.Attempt(ctx, id)
}

func withFaultyInbox(t *testing.T, f func(b *inboxBench, faulty *faultyInbox)) {
	t.Helper()
	withInbox(t, func(b *inboxBench) {
		faulty := &faultyInbox{Inbox: b.inbox}
		b.Inbox = faulty
		f(b, faulty)
	})
}

func TestNothingRunsThatCannotBeClaimed(t *testing.T) {
	t.Parallel()
	withFaultyInbox(t, func(b *inboxBench, faulty *faultyInbox) {
		faulty.noClaim.Store(true)
		turns := 0
		d := b.run(message("1"), counted(&turns, nothing()))
		require.ErrorIs(b, d.err, framework.ErrInboxUnavailable)
		require.ErrorIs(b, d.err, errDatabase)
		require.Zero(b, turns)
		require.EqualValues(b, 1, b.Stats().Refused[framework.RefusedInbox])

		faulty.noClaim.Store(false)
		time.Sleep(time.Second) // the claim that may have been made is given back
		require.NoError(b, b.run(message("1"), counted(&turns, nothing())).err)
		require.Equal(b, 1, turns)
	})
}

// TestNothingRunsWhileTheInboxIsFarBehind holds that what waits for an inbox that is away is bounded, and is not lost.
func TestNothingRunsWhileTheInboxIsFarBehind(t *testing.T) {
	t.Parallel()
	withFaultyInbox(t, func(b *inboxBench, faulty *faultyInbox) {
		answer := strings.Repeat("x", 200<<10)
		large := does(func(_ context.Context, turn *framework.TurnContext) error {
			turn.SetInvokeResponse(200, answer)
			return nil
		})
		invoke := func(id int) *schema.Activity {
			a := message(fmt.Sprint(id))
			a.Type, a.Name = schema.TypeInvoke, "test/large"
			return a
		}
		ask := func(id int) *delivery { return b.run(invoke(id), large) }
		faulty.noSettle.Store(true)
		taken := 0
		for ask(taken).err == nil {
			taken++
			require.Less(b, taken, 400)
		}
		require.Greater(b, taken, 300)
		require.ErrorIs(b, ask(1000).err, framework.ErrInboxUnavailable)

		faulty.noSettle.Store(false)
		time.Sleep(10 * time.Second)
		require.NoError(b, ask(1000).err)
		require.NoError(b, b.Shutdown(context.Background()))
		require.True(b, b.replica().run(invoke(0), nothing()).Duplicate)
	})
}

func TestWhatCannotBeJournaledIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fail  error
		again bool
	}{
		"a turn that succeeds answers the redelivery": {},
		"one that fails runs again":                   {fail: errors.New("oops"), again: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			withFaultyInbox(t, func(b *inboxBench, faulty *faultyInbox) {
				faulty.noJournal.Store(true)
				d := b.run(message("1"), does(func(context.Context, *framework.TurnContext) error {
					time.Sleep(10 * time.Second)
					b.note("runs")
					return tt.fail
				}))
				require.ErrorIs(b, d.err, framework.ErrInboxUnavailable)
				require.Equal(b, 8*time.Second, d.after)
				time.Sleep(5 * time.Second)
				b.requireJournal("10s: runs")
				b.requireSetAside()
				require.Equal(b, !tt.again, b.run(message("1"), nothing()).Duplicate)
			})
		})
	}
}

func TestAnswerIsGivenThoughTheInboxDoesNotTakeIt(t *testing.T) {
	t.Parallel()
	withFaultyInbox(t, func(b *inboxBench, faulty *faultyInbox) {
		faulty.noSettle.Store(true)
		require.NoError(b, b.run(message("1"), nothing()).err)
		require.True(b, b.run(message("1"), nothing()).Duplicate)
		time.Sleep(time.Minute)
		require.Len(b, b.logs.lines(), 1, "it is tried every second, and said once")
		require.Contains(b, b.logs.lines()[0], errDatabase.Error())

		faulty.noSettle.Store(false)
		time.Sleep(2 * time.Second)
		require.True(b, b.replica().run(message("1"), nothing()).Duplicate)
	})
}

func TestShutdownSaysWhatTheInboxDoesNotHave(t *testing.T) {
	t.Parallel()
	withFaultyInbox(t, func(b *inboxBench, faulty *faultyInbox) {
		faulty.noSettle.Store(true)
		require.NoError(b, b.run(message("1"), nothing()).err)
		require.NoError(b, b.Shutdown(context.Background()))
		require.Contains(b, b.logs.lines()[len(b.logs.lines())-1], "given_up=true")
	})
}

func TestAttemptOfAJournaledTurn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		spoil func(*faultyInbox)
		runs  bool
	}{
		"it runs though the attempt is not counted":  {func(f *faultyInbox) { f.noAttempt.Store(true) }, true},
		"it does not run where another process does": {func(f *faultyInbox) { f.lost.Store(true) }, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			withFaultyInbox(t, func(b *inboxBench, faulty *faultyInbox) {
				tt.spoil(faulty)
				b.deliver(message("1"), b.works(10*time.Second))
				require.True(b, b.run(message("2"), b.works(time.Second)).Early)
				time.Sleep(time.Minute)
				want := []string{"0s: 1 starts", "10s: 1 ends"}
				if tt.runs {
					want = append(want, "10s: 2 starts", "11s: 2 ends")
				}
				b.requireJournal(want...)
			})
		})
	}
}

func TestOnceNeedsItsInbox(t *testing.T) {
	t.Parallel()
	withFaultyInbox(t, func(b *inboxBench, faulty *faultyInbox) {
		d := b.run(invoke("1"), does(func(ctx context.Context, turn *framework.TurnContext) error {
			faulty.noClaim.Store(true)
			return framework.Once(ctx, turn, "key", func(context.Context) error { b.note("runs"); return nil })
		}))
		require.ErrorIs(b, d.err, framework.ErrInboxUnavailable)
		b.requireJournal([]string(nil)...)
	})
}

// TestResumeLeavesRoom: what does not fit is left for later, in its order.
func TestResumeLeavesRoom(t *testing.T) {
	t.Parallel()
	withInbox(t, func(b *inboxBench) {
		for _, id := range []string{"1", "2", "3", "4"} {
			b.deliver(message(id), hangs())
		}
		time.Sleep(9 * time.Second)
		next := b.crash()
		next.QueueLimit = 1
		next.resumes(next.works(time.Second))
		time.Sleep(time.Minute)
		next.requireJournal("9s: 1 starts", "10s: 1 ends", "10s: 2 starts", "11s: 2 ends",
			"14s: 3 starts", "15s: 3 ends", "15s: 4 starts", "16s: 4 ends")
	})
}

func TestResumeWithoutAnInbox(t *testing.T) {
	t.Parallel()
	var engine framework.Engine
	engine.Resume(context.Background(), &recorder{}, nothing()) // returns
}
