package proactive_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
)

// wavering is a store whose next updates fail: those of which only the answer is lost, and then those that are not made.
type wavering struct {
	proactive.Store

	unheard, refused int
}

func (s *wavering) Update(ctx context.Context, key proactive.Key, change func(*proactive.Record) error) error {
	switch {
	case s.unheard > 0:
		s.unheard--
		if err := s.Store.Update(ctx, key, change); err != nil {
			return err
		}
		return errBroken
	case s.refused > 0:
		s.refused--
		return errBroken
	}
	return s.Store.Update(ctx, key, change)
}

// TestAStoreThatIsAwayForAMoment: what waited for a recipient is neither lost nor said twice, wherever the store fails.
func TestAStoreThatIsAwayForAMoment(t *testing.T) {
	t.Parallel()
	refuses := func(context.Context, string) error { return refusal(framework.RetryLater) }
	for name, tt := range map[string]struct {
		onSend                 func(context.Context, string) error // of the message that takes along what waits
		claim                  bool                                // it fails as the notice is claimed, else after that
		unheard, refused, sent int
	}{
		"the answer to the claim is lost":                     {nil, true, 1, 0, 1},
		"the answer to the claim is lost, then it is away":    {nil, true, 1, 3, 1},
		"it is away when a refusal is to be stored":           {refuses, false, 0, 3, 1},
		"the answer is lost when a refusal is stored":         {refuses, false, 1, 0, 1},
		"the answer is lost, then it is away for a refusal's": {refuses, false, 1, 3, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o, store, _ := withAnn(t)
				s := &wavering{Store: store}
				n := newNotifier(o, s)
				tell(t, n, about("build", 1))
				require.Equal(t, one(proactive.Held), tell(t, n, about("build", 2)))
				time.Sleep(10 * time.Minute)

				away := func() { s.unheard, s.refused = tt.unheard, tt.refused }
				if tt.claim {
					away()
				} else {
					o.onSend = func(ctx context.Context, text string) error {
						away()
						return tt.onSend(ctx, text)
					}
				}
				require.Equal(t, class(framework.RetryLater), tell(t, n, about("build", 3)))
				require.Len(t, o.messages(), tt.sent)
				o.onSend, s.refused = nil, 0
				require.Equal(t, one(proactive.Delivered), tell(t, n, about("build", 4)), "nothing was sent that would hold it back")
				require.Equal(t, []string{"a:ann: 1", "a:ann: 2+4"}, o.messages())
			})
		})
	}
}

// TestAStoreThatStaysAway: a Notifier gives up on it, at once when its context ends.
func TestAStoreThatStaysAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, _ := withAnn(t)
		s := &wavering{Store: store}
		n := newNotifier(o, s)
		o.onSend = func(context.Context, string) error {
			s.refused = 1_000_000
			return refusal(framework.RetryLater)
		}
		start := time.Now()
		require.Equal(t, class(framework.RetryLater), tell(t, n, about("build", 1)))
		require.Equal(t, time.Minute, time.Since(start))

		s.refused = 0
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start = time.Now()
		_, err := n.Notify(ctx, proactive.Audience{}, about("news", 1))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 10*time.Second, time.Since(start))
	})
}

// unwritable is a store that can be read only, as when its disk is full.
type unwritable struct{ proactive.Store }

func (s unwritable) Update(ctx context.Context, key proactive.Key, change func(*proactive.Record) error) error {
	record, err := s.Load(ctx, key)
	if err == nil {
		err = change(&record)
	}
	if err != nil {
		return err
	}
	return errBroken
}

// TestAStoreThatCannotBeWritten: nothing is claimed that would have to be given back, so nobody waits for that.
func TestAStoreThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, _ := withAnn(t)
		start := time.Now()
		require.Equal(t, class(framework.RetryLater), tell(t, newNotifier(o, unwritable{store}), about("build", 1)))
		require.LessOrEqual(t, time.Since(start), time.Second)
		require.Empty(t, o.messages())
	})
}

// TestWhoChangesTheirMindWhileAMessageWaits is about a message that the channel told to come back with later.
func TestWhoChangesTheirMindWhileAMessageWaits(t *testing.T) {
	t.Parallel()
	for outcome, change := range map[proactive.Outcome]func(context.Context, proactive.Store) error{
		proactive.OptedOut: func(ctx context.Context, store proactive.Store) error {
			return store.Update(ctx, personOf("ann"), func(r *proactive.Record) error {
				r.Preferences.OptedOut = map[string]time.Time{proactive.AllTopics: time.Now()}
				return nil
			})
		},
		proactive.Muted: func(ctx context.Context, store proactive.Store) error {
			return store.Update(ctx, personOf("ann"), func(r *proactive.Record) error {
				r.Preferences.MutedUntil = time.Now().Add(time.Hour)
				return nil
			})
		},
		proactive.Unknown: func(ctx context.Context, store proactive.Store) error { return store.Delete(ctx, personOf("ann")) },
	} {
		t.Run(string(outcome), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o, store, n := withAnn(t)
				tries := 0
				o.onSend = func(ctx context.Context, _ string) error {
					if tries++; tries == 1 {
						require.NoError(t, change(ctx, store))
						return &framework.ChannelError{Class: framework.RetryLater, Op: "send activity", RetryAfter: 30 * time.Second}
					}
					return nil
				}
				require.Equal(t, one(outcome), tell(t, n, about("build", 1)))
				require.Empty(t, o.messages())
				if _, err := store.Load(t.Context(), personOf("ann")); outcome == proactive.Unknown {
					require.ErrorIs(t, err, proactive.ErrNotFound)
				}
			})
		})
	}
}

// TestAMessageThatWaitsGoesToTheLatestAddress: they may have come by another way meanwhile.
func TestAMessageThatWaitsGoesToTheLatestAddress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		o.onSend = func(ctx context.Context, _ string) error {
			o.onSend = nil
			err := store.Update(ctx, personOf("ann"), func(r *proactive.Record) error {
				r.Reference.Conversation.ID = "a:new"
				return nil
			})
			require.NoError(t, err)
			return &framework.ChannelError{Class: framework.RetryLater, Op: "send activity", RetryAfter: 30 * time.Second}
		}
		require.Equal(t, one(proactive.Delivered), tell(t, n, about("build", 1)))
		require.Equal(t, []string{"a:new: 1"}, o.messages())
	})
}
