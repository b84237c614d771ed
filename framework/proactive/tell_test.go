package proactive_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

func TestTell(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		who     func() proactive.Key
		answers []framework.Class // refusals, before the channel accepts
		sent    []string
		removed bool
		fails   bool
	}{
		"a person not met in private": {who: func() proactive.Key { return personOf("ann") }, sent: []string{"a:29:ann: hi"}},
		"a thread":                    {who: key, sent: []string{thread + ": hi"}},
		"a person without the app": {
			who: func() proactive.Key { return personOf("ann") }, answers: []framework.Class{framework.Stop}, removed: true, fails: true,
		},
		"a person's dead conversation": {
			who: func() proactive.Key { return personOf("ann") }, answers: []framework.Class{framework.ForgetAddress},
			sent: []string{"a:29:ann: hi"},
		},
		"a person who is gone": {
			who:     func() proactive.Key { return personOf("ann") },
			answers: []framework.Class{framework.ForgetAddress, framework.ForgetAddress}, removed: true, fails: true,
		},
		"a dead thread": {who: key, answers: []framework.Class{framework.ForgetAddress}, removed: true, fails: true},
		"too much":      {who: key, answers: []framework.Class{framework.RetryLater}, fails: true},
		"who knows":     {who: key, answers: []framework.Class{framework.Ambiguous}, fails: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refusals := test.answers
			o := office{onSend: func(context.Context, string) error {
				if len(refusals) == 0 {
					return nil
				}
				class := refusals[0]
				refusals = refusals[1:]
				return refusal(class)
			}}
			store := newStore()
			meet(t, store, received(0))
			response, err := proactive.Tell(t.Context(), &o, store, test.who(), schema.TextMessage("hi"))
			if test.fails {
				require.Equal(t, test.answers[0], framework.ClassOf(err))
			} else {
				require.NoError(t, err)
				require.Equal(t, "1", response.ID)
			}
			require.Equal(t, test.removed, !loaded(t, store, test.who()).Reachable())
			require.Equal(t, append([]string{}, test.sent...), o.messages())
		})
	}
}

func TestTellNobody(t *testing.T) {
	t.Parallel()
	store := newStore()
	_, err := proactive.Tell(t.Context(), nil, store, personOf("bob"), schema.TextMessage("hi"))
	require.ErrorIs(t, err, proactive.ErrNotFound)
	_, err = store.Load(t.Context(), personOf("bob"))
	require.ErrorIs(t, err, proactive.ErrNotFound, "nobody comes of it")
}

// TestTellWhileTheStoreIsAway: who is told that a message was not sent sends it again.
func TestTellWhileTheStoreIsAway(t *testing.T) {
	t.Parallel()
	o, store := new(office), newStore()
	meet(t, store, inPrivate(0))
	response, err := proactive.Tell(t.Context(), o, failing{store}, personOf("ann"), schema.TextMessage("hi"))
	require.NoError(t, err)
	require.Equal(t, "1", response.ID)
	require.Len(t, o.messages(), 1)

	o.onSend = func(context.Context, string) error { return refusal(framework.Stop) }
	_, err = proactive.Tell(t.Context(), o, failing{store}, personOf("ann"), schema.TextMessage("hi"))
	require.Equal(t, framework.Stop, framework.ClassOf(err))
	require.ErrorIs(t, err, errBroken)
}

// TestTellForgottenMeanwhile is about a person who is deleted while the bot is refused.
func TestTellForgottenMeanwhile(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, inPrivate(0))
	o := office{onSend: func(ctx context.Context, _ string) error {
		return errors.Join(refusal(framework.Stop), store.Delete(ctx, personOf("ann")))
	}}
	_, err := proactive.Tell(t.Context(), &o, store, personOf("ann"), schema.TextMessage("hi"))
	require.Equal(t, framework.Stop, framework.ClassOf(err))
	_, err = store.Load(t.Context(), personOf("ann"))
	require.ErrorIs(t, err, proactive.ErrNotFound)
}
