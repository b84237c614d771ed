package proactive_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

func TestStrangers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		o.create = func(p schema.ConversationParameters) error {
			if p.Members[0].ID == "aad-nobody" {
				return refusal(framework.Rejected)
			}
			return nil
		}
		to := proactive.Audience{TenantID: "t1", Users: []string{"29:ann", "aad-ann", "aad-new", "aad-new", "aad-nobody", "29:new", ""}}
		report, err := n.Notify(t.Context(), to, about("build", 1))
		require.NoError(t, err)
		require.Equal(t, map[proactive.Outcome]int{
			proactive.Delivered: 2, proactive.Unknown: 2, proactive.Outcome(framework.Rejected.String()): 1,
		}, report.Counts)
		require.ElementsMatch(t, []string{"a:ann: 1", "a:aad-new: 1"}, o.messages())
		require.Equal(t, private("ann").ServiceURL, o.urls[0], "like another person of the organization")
		_, err = store.Load(t.Context(), personOf("nobody"))
		require.ErrorIs(t, err, proactive.ErrNotFound)

		to = proactive.Audience{TenantID: "t2", Users: []string{"aad-far"}}
		o.urls = nil
		_, err = n.Notify(t.Context(), to, about("build", 1))
		require.NoError(t, err)
		require.Equal(t, []string{"https://smba.trafficmanager.net/teams/"}, o.urls)
		require.Equal(t, "28:app", o.created[len(o.created)-1].Bot.ID)

		for name, to := range map[string]proactive.Audience{
			"no organization": {Users: []string{"aad-far2"}},
			"no id":           {Users: []string{""}},
		} {
			report, err = n.Notify(t.Context(), to, about("build", 1))
			require.NoError(t, err)
			require.Equal(t, one(proactive.Unknown), report.Counts, name)
		}
		to = proactive.Audience{TenantID: "t1", Topic: "build", Users: []string{"aad-far3"}}
		report, err = n.Notify(t.Context(), to, about("build", 1))
		require.NoError(t, err)
		require.Empty(t, report.Counts, "who follows a topic is known")
	})
}

// TestWhoHasNoAddress is about those of whom the bot keeps a note, say that they were greeted, but no address.
func TestWhoHasNoAddress(t *testing.T) {
	t.Parallel()
	office, store, n := withAnn(t)
	require.NoError(t, store.Update(t.Context(), personOf("bob"), func(r *proactive.Record) error {
		r.Attributes = map[string]string{"greeted": "yes"}
		return nil
	}))
	require.Equal(t, one(proactive.Delivered), tell(t, n, about("news", 1)), "Bob is nobody that it remembers")

	report, err := n.Notify(t.Context(), proactive.Audience{Users: []string{"aad-bob"}, TenantID: "t1"}, about("news", 2))
	require.NoError(t, err)
	require.Equal(t, one(proactive.Delivered), report.Counts, "named, he is found like a stranger")
	require.Equal(t, []string{"a:ann: 1", "a:aad-bob: 2"}, office.messages())
	require.Equal(t, "yes", loaded(t, store, personOf("bob")).Attributes["greeted"])
}

// TestObjectIDsInAnyLetterCase: a person who is named in other letters is no stranger, and what they opted out of holds.
func TestObjectIDsInAnyLetterCase(t *testing.T) {
	t.Parallel()
	office, store := new(office), newStore()
	n := newNotifier(office, store)
	const id, tenant = "0a1b2c3d-0000-4000-8000-00000000abcd", "0a1b2c3d-0000-4000-8000-00000000aaaa"
	ref := private("ann")
	ref.User.AADObjectID, ref.Conversation.TenantID = id, tenant
	require.NoError(t, proactive.Save(t.Context(), store, "app", ref, func(r *proactive.Record) error {
		r.Preferences.OptedOut = map[string]time.Time{proactive.AllTopics: time.Now()}
		return nil
	}))
	audience := proactive.Audience{Users: []string{strings.ToUpper(id), id}, TenantID: strings.ToUpper(tenant)}
	report, err := n.Notify(t.Context(), audience, about("news", 1))
	require.NoError(t, err)
	require.Equal(t, one(proactive.OptedOut), report.Counts)
	require.Empty(t, office.messages())
	require.True(t, audience.Includes(loaded(t, store, proactive.KeyOf("app", ref))))

	audience.Users = []string{strings.ToUpper(id[:35]) + "E"}
	report, err = n.Notify(t.Context(), audience, about("news", 2))
	require.NoError(t, err)
	require.Equal(t, one(proactive.Delivered), report.Counts)
	require.Equal(t, []string{"a:" + id[:35] + "e: 2"}, office.messages())
}
