package proactive_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// TestAfterAFailure fails the message that takes a waiting notice along, and tells what the next one says.
func TestAfterAFailure(t *testing.T) {
	t.Parallel()
	tests := map[framework.Class]struct {
		next string // what the next message says, if one is sent at once
		then string // what a message after the interval says
	}{
		framework.RetryLater:   {next: "2+4"},
		framework.Unauthorized: {next: "2+4"},
		framework.TooBig:       {next: "4"}, // it would be too big for ever
		framework.Rejected:     {next: "4"},
		framework.NotAllowed:   {next: "4"},
		framework.Failed:       {next: "4"},
		framework.Ambiguous:    {then: "4+5"}, // it may have been delivered
		framework.Stop:         {},
	}
	for failure, tt := range tests {
		t.Run(failure.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o, _, n := withAnn(t)
				tell(t, n, about("build", 1))
				tell(t, n, about("build", 2))
				time.Sleep(10 * time.Minute)
				o.onSend = func(context.Context, string) error { return refusal(failure) }
				require.Equal(t, class(failure), tell(t, n, about("build", 3)))
				o.onSend = nil
				tell(t, n, about("build", 4))
				want := []string{"a:ann: 1"}
				if tt.next != "" {
					want = append(want, "a:ann: "+tt.next)
				}
				require.Equal(t, want, o.messages())
				time.Sleep(10 * time.Minute)
				got := tell(t, n, about("build", 5))
				if tt.then != "" {
					require.Equal(t, append(want, "a:ann: "+tt.then), o.messages())
				}
				if failure == framework.Stop {
					require.Equal(t, one(proactive.Gone), got)
				}
			})
		})
	}
}

func TestWhatCannotBeRendered(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("no words") },
		"a panic":  func() error { panic("no words") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testWhatCannotBeRendered(t, fail)
		})
	}
}

func testWhatCannotBeRendered(t *testing.T, fail func() error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o, _, n := withAnn(t)
		render := n.Render
		n.Render = func(to proactive.Record, notices []proactive.Notice, omitted int) (*schema.Activity, error) {
			for _, notice := range notices {
				if string(notice.Body) == "2" {
					return nil, fail()
				}
			}
			return render(to, notices, omitted)
		}
		tell(t, n, about("build", 1))
		tell(t, n, about("build", 2))
		time.Sleep(10 * time.Minute)
		require.Equal(t, class(framework.Failed), tell(t, n, about("build", 3)))
		require.Equal(t, one(proactive.Delivered), tell(t, n, about("build", 4)), "it does not block the topic")
		require.Equal(t, []string{"a:ann: 1", "a:ann: 4"}, o.messages())
	})
}

func TestNotifyDuringAShutdown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		tell(t, n, about("build", 1))
		tell(t, n, about("build", 2))
		time.Sleep(10 * time.Minute)
		require.NoError(t, o.engine.Shutdown(t.Context()))
		stop := running(t, n)
		stop()
		later := new(office)
		stop = running(t, newNotifier(later, store))
		stop()
		require.Equal(t, []string{"a:ann: 2"}, later.messages())
	})
}

func TestNotifyWhenItsContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		for i := range 20 {
			add(t, store, fmt.Sprint(i), nil)
		}
		n.Parallel, n.Store = 1, obeying{store}
		ctx, cancel := context.WithCancel(t.Context())
		o.onSend = func(context.Context, string) error {
			if len(o.messages()) == 5 {
				cancel()
				return refusal(framework.RetryLater)
			}
			return nil
		}
		report, err := n.Notify(ctx, proactive.Audience{}, about("build", 1))
		require.ErrorIs(t, err, context.Canceled)
		later := proactive.Outcome(framework.RetryLater.String())
		require.Equal(t, 5, report.Counts[proactive.Delivered])
		require.Positive(t, report.Counts[later])

		o.onSend = nil
		counts := tell(t, n, about("build", 2))
		require.Equal(t, map[proactive.Outcome]int{proactive.Held: 5, proactive.Delivered: 16}, counts)
	})
}

func TestADeadConversationIsOpenedAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		add(t, store, "ann", func(r *proactive.Record) { r.Reference.Conversation.ID = "a:dead" })
		tries := 0
		o.onSend = func(context.Context, string) error {
			if tries++; tries == 1 {
				return refusal(framework.ForgetAddress)
			}
			return nil
		}
		require.Equal(t, one(proactive.Delivered), tell(t, n, about("build", 1)))
		require.Equal(t, []string{"a:29:ann: 1"}, o.messages())

		o.onSend = func(context.Context, string) error { return refusal(framework.ForgetAddress) }
		require.Equal(t, class(framework.ForgetAddress), tell(t, n, about("news", 1)))
		require.Len(t, o.created, 2, "once for a message")
		require.Equal(t, one(proactive.Gone), tell(t, n, about("news", 2)))
	})
}

// TestDeletedWhileANoticeWaits is about a person who asked to be forgotten.
func TestDeletedWhileANoticeWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		stop := running(t, n)
		tell(t, n, about("build", 1))
		tell(t, n, about("build", 2))
		require.NoError(t, store.Delete(t.Context(), personOf("ann")))
		time.Sleep(time.Hour)
		add(t, store, "bob", nil)
		o.onSend = func(ctx context.Context, _ string) error {
			return errors.Join(store.Delete(ctx, personOf("bob")), refusal(framework.Stop))
		}
		tell(t, n, about("build", 3))
		stop()
		for r, err := range store.All(t.Context(), proactive.Filter{}) {
			t.Errorf("%v came back, error %v", r.Key, err)
		}
	})
}

func TestReportListsTheFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, store, n := withAnn(t)
		for i := range 150 {
			add(t, store, fmt.Sprintf("%03d", i), nil)
		}
		report, err := n.Notify(t.Context(), proactive.Audience{}, about("build", 1))
		require.NoError(t, err)
		require.Equal(t, map[proactive.Outcome]int{proactive.Delivered: 151}, report.Counts)
		require.Len(t, report.Results, 100)
		for i, result := range report.Results {
			require.Equal(t, personOf(fmt.Sprintf("%03d", i)), result.Key)
		}
	})
}

func TestParallelIsALimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		for i := range 19 {
			add(t, store, fmt.Sprint(i), nil)
		}
		n.Parallel = 3
		var mu sync.Mutex
		now, most := 0, 0
		o.onSend = func(context.Context, string) error {
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			defer mu.Unlock()
			now--
			return nil
		}
		start := time.Now()
		tell(t, n, about("build", 1))
		require.Equal(t, 3, most)
		require.Equal(t, 7*time.Second, time.Since(start))
	})
}

// TestNotifyAtOnce is about many notices on one topic at the same time, with Run beside them: each is said once.
func TestNotifyAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		said := make(map[string]int)
		var mu sync.Mutex
		n.Render = func(_ proactive.Record, notices []proactive.Notice, _ int) (*schema.Activity, error) {
			mu.Lock()
			defer mu.Unlock()
			for _, notice := range notices {
				said[string(notice.Body)]++
			}
			return schema.TextMessage("x"), nil
		}
		stop := running(t, n)
		var wg sync.WaitGroup
		for i := range 15 {
			wg.Go(func() {
				_, err := n.Notify(t.Context(), proactive.Audience{}, proactive.Notice{Body: json.RawMessage(fmt.Sprint(i))})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		synctest.Wait()
		require.Len(t, o.messages(), 1)
		time.Sleep(10 * time.Minute)
		stop()
		require.Len(t, o.messages(), 2)
		require.Len(t, said, 15)
		for body, times := range said {
			require.Equal(t, 1, times, body)
		}
		_, err := store.Load(t.Context(), personOf("ann"))
		require.NoError(t, err)
	})
}

// obeying is a store that does nothing for a context that has ended.
type obeying struct{ proactive.Store }

func (s obeying) Update(ctx context.Context, key proactive.Key, change func(*proactive.Record) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.Store.Update(ctx, key, change)
}

// TestASlowFailure fails a message after a later one was sent: that one still counts.
func TestASlowFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, _, n := withAnn(t)
		n.Interval = 4 * time.Second
		o.onSend = func(_ context.Context, text string) error {
			if text != "1" {
				return nil
			}
			time.Sleep(5 * time.Second)
			return refusal(framework.RetryLater)
		}
		var wg sync.WaitGroup
		wg.Go(func() { _, _ = n.Notify(t.Context(), proactive.Audience{}, about("build", 1)) })
		time.Sleep(4500 * time.Millisecond)
		require.Equal(t, one(proactive.Delivered), tell(t, n, about("build", 2)))
		wg.Wait()
		require.Equal(t, one(proactive.Held), tell(t, n, about("build", 3)))
	})
}

func TestADeadPlaceIsNotOpenedAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		meet(t, store, received(0))
		o.onSend = func(context.Context, string) error { return refusal(framework.ForgetAddress) }
		to := proactive.Audience{ConversationID: key().ConversationID}
		for _, want := range []map[proactive.Outcome]int{class(framework.ForgetAddress), one(proactive.Gone)} {
			report, err := n.Notify(t.Context(), to, about("build", 1))
			require.NoError(t, err)
			require.Equal(t, want, report.Counts)
		}
		require.Empty(t, o.created)
	})
}

// twice is a store that retries every update.
type twice struct{ proactive.Store }

func (s twice) Update(ctx context.Context, key proactive.Key, change func(*proactive.Record) error) error {
	if r, err := s.Load(ctx, key); err == nil {
		_ = change(&r) // this one is lost
	}
	return s.Store.Update(ctx, key, change)
}

func TestAStoreThatRetries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, _ := withAnn(t)
		n := newNotifier(o, twice{store})
		stop := running(t, n)
		tell(t, n, about("build", 1))
		tell(t, n, about("build", 2))
		tell(t, n, about("build", 3))
		time.Sleep(10 * time.Minute)
		stop()
		require.Equal(t, []string{"a:ann: 1", "a:ann: 2+3"}, o.messages())
	})
}

// failing is a store whose updates fail.
type failing struct{ proactive.Store }

func (failing) Update(context.Context, proactive.Key, func(*proactive.Record) error) error {
	return errBroken
}

func TestAStoreThatFailsToRecord(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, _ := withAnn(t)
		n := newNotifier(o, failing{store})
		require.Equal(t, class(framework.RetryLater), tell(t, n, about("build", 1)))
		require.Empty(t, o.messages())
	})
}

// Who is to be told again after "retry later" is found in the store, however many they are; who may have been told is not.
func TestWhoWasNotToldIsInTheStore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		for i := range 299 {
			add(t, store, fmt.Sprint(i), nil)
		}
		n.Parallel = 1
		sent := 0
		o.onSend = func(context.Context, string) error {
			sent++
			return []error{nil, refusal(framework.RetryLater), refusal(framework.Ambiguous)}[sent%3]
		}
		began := time.Now()
		report, err := n.Notify(t.Context(), proactive.Audience{}, about("build", 1))
		require.NoError(t, err)
		require.Equal(t, 100, report.Counts[proactive.Outcome(framework.RetryLater.String())])
		var later proactive.Audience
		for r, err := range store.All(t.Context(), proactive.Filter{}) {
			require.NoError(t, err)
			if r.Notices["build"].SentAt.Before(began) {
				later.Users = append(later.Users, r.Key.UserID)
			}
		}
		require.Len(t, later.Users, 100)
		o.onSend = nil
		report, err = n.Notify(t.Context(), later, about("build", 1))
		require.NoError(t, err)
		require.Equal(t, map[proactive.Outcome]int{proactive.Delivered: 100}, report.Counts)
	})
}
