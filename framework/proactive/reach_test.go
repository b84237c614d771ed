package proactive_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

func stop(code string) error {
	return &framework.ChannelError{Class: framework.Stop, Op: "send activity", Status: 403, Code: code}
}

// TestWhatTheChannelSays goes through the answers to a message, by Tell and by a Notifier.
func TestWhatTheChannelSays(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer  error
		state   proactive.ReachState
		install proactive.InstallState
		failed  int
	}{
		"blocked":             {stop("ConversationBlockedByUser"), proactive.ReachBlocked, proactive.Installed, 1},
		"writes are blocked":  {stop("MessageWritesBlocked"), proactive.ReachBlocked, proactive.Installed, 1},
		"disabled":            {stop("BotDisabledByAdmin"), proactive.ReachDisabled, proactive.Installed, 1},
		"not in the roster":   {stop("BotNotInConversationRoster"), proactive.ReachNotInstalled, proactive.InstallUnknown, 1},
		"not allowed":         {stop("ForbiddenOperationException"), proactive.ReachNotInstalled, proactive.InstallUnknown, 1},
		"gone, and gone anew": {refusal(framework.ForgetAddress), proactive.ReachSuspect, proactive.Installed, 1},
		"no answer":           {refusal(framework.RetryLater), proactive.ReachOK, proactive.Installed, 1},
		"perhaps":             {refusal(framework.Ambiguous), proactive.ReachOK, proactive.Installed, 1},
		"too much": {
			&framework.ChannelError{Class: framework.RetryLater, Op: "send activity", Status: 429}, proactive.ReachOK, proactive.Installed, 0,
		},
		"the asker gave up": {
			&framework.ChannelError{Class: framework.Ambiguous, Op: "send activity", Err: context.Canceled}, proactive.ReachOK, proactive.Installed, 0,
		},
		"a bad message":    {refusal(framework.Rejected), proactive.ReachOK, proactive.Installed, 0},
		"too big":          {refusal(framework.TooBig), proactive.ReachOK, proactive.Installed, 0},
		"a bad credential": {refusal(framework.Unauthorized), proactive.ReachOK, proactive.Installed, 0},
		"the wrong host": {
			&framework.ChannelError{Class: framework.Rejected, Op: "send activity", Status: 403, Code: "InvalidBotApiHost"},
			proactive.ReachOK, proactive.Installed, 1,
		},
	}
	for name, tt := range tests {
		for _, how := range []string{"Tell", "Notify"} {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				o := office{onSend: func(context.Context, string) error { return tt.answer }}
				store := newStore()
				meet(t, store, inPrivate(0))
				if how == "Tell" {
					_, err := proactive.Tell(t.Context(), &o, store, personOf("ann"), schema.TextMessage("hi"))
					require.ErrorIs(t, err, tt.answer)
				} else {
					tell(t, newNotifier(&o, store), about("build", 1))
				}
				ann := loaded(t, store, personOf("ann"))
				require.Equal(t, tt.state, ann.Reach.State)
				require.Equal(t, tt.install, ann.Install.State)
				require.Equal(t, tt.failed, ann.Reach.Failures)
				require.Equal(t, tt.state == proactive.ReachOK, ann.Reachable())
				require.Equal(t, tt.state == proactive.ReachOK, ann.Reach.At.IsZero())

				again := inPrivate(0)
				again.Timestamp = schema.Time{} // now
				meet(t, store, again)
				ann = loaded(t, store, personOf("ann"))
				require.True(t, ann.Reachable(), "she wrote")
				require.Zero(t, ann.Reach.Failures)
				require.Equal(t, proactive.Installed, ann.Install.State)
			})
		}
	}
}

// TestAPlaceThatIsGone is about conversations of several, which nobody can make anew.
func TestAPlaceThatIsGone(t *testing.T) {
	t.Parallel()
	o := office{onSend: func(context.Context, string) error { return refusal(framework.ForgetAddress) }}
	store := newStore()
	meet(t, store, received(0))
	_, err := proactive.Tell(t.Context(), &o, store, key(), schema.TextMessage("hi"))
	require.Error(t, err)
	require.Equal(t, proactive.ReachNotFound, loaded(t, store, key()).Reach.State)
}

// TestWhatEndsABlock is about who blocked the bot, or whose organization did, and is heard of elsewhere.
func TestWhatEndsABlock(t *testing.T) {
	t.Parallel()
	tests := map[proactive.ReachState]bool{
		proactive.ReachBlocked:      false, // that is about private messages
		proactive.ReachDisabled:     true,
		proactive.ReachNotInstalled: true,
		proactive.ReachSuspect:      true,
	}
	for state, ends := range tests {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			store := newStore()
			blocked := received(10).Timestamp.Time
			meet(t, store, inPrivate(0))
			add(t, store, "ann", func(r *proactive.Record) {
				r.Reach = proactive.Reach{State: state, At: blocked, Failures: 1, Code: "x"}
			})
			meet(t, store, received(5))
			require.False(t, loaded(t, store, personOf("ann")).Reachable(), "she wrote before")
			meet(t, store, received(15))
			require.Equal(t, ends, loaded(t, store, personOf("ann")).Reachable())
			meet(t, store, inPrivate(20))
			require.True(t, loaded(t, store, personOf("ann")).Reachable())
		})
	}
}

// TestMessagesThatArrive is about what is written of them: not each.
func TestMessagesThatArrive(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var o office
		inner := newStore()
		store := &counted{Store: inner}
		add(t, inner, "ann", nil)
		say := func() int {
			_, err := proactive.Tell(t.Context(), &o, store, personOf("ann"), schema.TextMessage("hi"))
			require.NoError(t, err)
			_, writes := store.take()
			return writes
		}
		require.Equal(t, 1, say())
		first := time.Now()
		require.True(t, loaded(t, store, personOf("ann")).Reach.SentAt.Equal(first))
		time.Sleep(time.Hour)
		require.Zero(t, say())
		time.Sleep(time.Nanosecond)
		require.Equal(t, 1, say())

		o.onSend = func(context.Context, string) error { return refusal(framework.Ambiguous) }
		for range 3 {
			_, err := proactive.Tell(t.Context(), &o, store, personOf("ann"), schema.TextMessage("hi"))
			require.Error(t, err)
		}
		require.Equal(t, 3, loaded(t, store, personOf("ann")).Reach.Failures)
		store.take()
		o.onSend = nil
		require.Equal(t, 1, say())
		ann := loaded(t, store, personOf("ann"))
		require.Zero(t, ann.Reach.Failures)
		require.Empty(t, ann.Reach.Code)
	})
}

// TestAConversationThatIsGone is dropped and made anew once; then the person is suspect.
func TestAConversationThatIsGone(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, inPrivate(0))
	gone := map[string]bool{"a:ann": true}
	var asked []string
	o := office{}
	adapter := &listening{office: &o, before: func(ref schema.ConversationReference) error {
		asked = append(asked, ref.Conversation.ID)
		if gone[ref.Conversation.ID] {
			return refusal(framework.ForgetAddress)
		}
		return nil
	}}
	_, err := proactive.Tell(t.Context(), adapter, store, personOf("ann"), schema.TextMessage("hi"))
	require.NoError(t, err)
	require.Equal(t, []string{"a:ann", "a:29:ann"}, asked)
	ann := loaded(t, store, personOf("ann"))
	require.Equal(t, "a:29:ann", ann.Reference.Conversation.ID)
	require.True(t, ann.Reachable())

	gone["a:29:ann"] = true
	_, err = proactive.Tell(t.Context(), adapter, store, personOf("ann"), schema.TextMessage("hi"))
	require.Equal(t, framework.ForgetAddress, framework.ClassOf(err))
	require.Equal(t, []string{"a:ann", "a:29:ann", "a:29:ann", "a:29:ann"}, asked)
	require.Equal(t, proactive.ReachSuspect, loaded(t, store, personOf("ann")).Reach.State)
}

// listening is an office that says where it is asked to send.
type listening struct {
	*office
	before func(schema.ConversationReference) error
}

func (l *listening) SendActivities(ctx context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	if err := l.before(ref); err != nil {
		return nil, err
	}
	return l.office.SendActivities(ctx, ref, as)
}

func (l *listening) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return l.engine.Continue(ctx, l, ref, h)
}

// TestAnOrganizationThatDisabledTheBot takes three people to say so, and one to say that it is over.
func TestAnOrganizationThatDisabledTheBot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := office{onSend: func(context.Context, string) error { return stop("BotDisabledByAdmin") }}
		store := newStore()
		turn := remembering(t, store)
		organization := personOf("").Tenant()
		disabled := func() bool {
			r, err := store.Load(t.Context(), organization)
			return err == nil && r.Reach.State == proactive.ReachDisabled
		}
		refuse := func(name string) {
			_, err := proactive.Tell(t.Context(), &o, store, personOf(name), schema.TextMessage("hi"))
			require.Error(t, err)
		}
		for n := range 5 {
			add(t, store, fmt.Sprint(n), nil)
		}
		refuse("0")
		refuse("0")
		refuse("1")
		refuse("1")
		require.False(t, disabled(), "these are two")
		tell(t, newNotifier(&o, store), about("build", 1))
		require.True(t, disabled())
		require.Empty(t, loaded(t, store, organization).Reach.Refused, "who it was does not matter any more")

		first := true
		for r, err := range store.All(t.Context(), proactive.Filter{}) {
			require.NoError(t, err)
			require.Equal(t, first, r.Key == organization, "the organization comes before its people")
			require.False(t, first && (r.IsPerson() || r.Reachable()))
			first = false
		}

		time.Sleep(time.Hour)
		late, now := inPrivate(0), inPrivate(0)
		late.Timestamp = schema.NewTime(time.Now().Add(-2 * time.Hour))
		turn(late)
		require.True(t, disabled(), "she wrote before")
		now.ID, now.Timestamp = "now", schema.NewTime(time.Now())
		turn(now)
		require.False(t, disabled())

		add(t, store, "ann", func(r *proactive.Record) { r.Reach.State = proactive.ReachOK })
		for _, name := range []string{"2", "3", "4"} {
			refuse(name)
		}
		require.True(t, disabled())
		soon := at(inPrivate(0), time.Now().Add(time.Second))
		time.Sleep(time.Second)
		turn(soon)
		require.True(t, disabled(), "it was looked up a moment ago")
		time.Sleep(time.Minute)
		turn(at(inPrivate(0), time.Now()))
		require.False(t, disabled())
	})
}
