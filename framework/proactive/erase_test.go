package proactive_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

func TestErasePerson(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"29:ann", "aad-ann"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			meet(t, store, inPrivate(0))
			meet(t, store, received(1)) // a thread that names her
			bob := received(2)
			bob.Conversation.ID, bob.From = "19:other", schema.ChannelAccount{ID: "29:bob", Name: "Bob", AADObjectID: "aad-bob"}
			meet(t, store, bob)
			require.NoError(t, store.Update(t.Context(), key(), func(r *proactive.Record) error {
				r.Origin = []byte(`{"user":{"id":"29:ANN"}}`)
				return nil
			}))
			organization := personOf("").Tenant()
			require.NoError(t, store.Update(t.Context(), organization, func(r *proactive.Record) error {
				r.Reach.Refused = []string{"aad-ann", "aad-bob"}
				return nil
			}))

			erased, err := proactive.ErasePerson(t.Context(), store, proactive.Filter{UserID: id})
			require.NoError(t, err)
			require.Equal(t, proactive.Erased{
				Deleted: []proactive.Key{personOf("ann")}, Changed: []proactive.Key{organization, key()},
				Users: []string{"29:ann", "aad-ann"}, Conversations: []string{"a:ann"},
			}, erased)
			for r, err := range store.All(t.Context(), proactive.Filter{}) {
				require.NoError(t, err)
				data, err := r.MarshalJSON()
				require.NoError(t, err)
				require.NotRegexp(t, `(?i)\bann\b`, string(data))
			}
			thread := loaded(t, store, key())
			require.Equal(t, thread.Key.ConversationID+";messageid="+thread.Key.ThreadID, thread.Reference.Conversation.ID, "it can be written to")
			require.Equal(t, "29:bob", loaded(t, store, personOf("bob")).Reference.User.ID)

			again, err := proactive.ErasePerson(t.Context(), store, proactive.Filter{UserID: id})
			require.NoError(t, err)
			require.Equal(t, proactive.Erased{Users: []string{id}}, again)
		})
	}
}

func TestErasePersonOnlyThere(t *testing.T) {
	t.Parallel()
	store := newStore()
	add(t, store, "ann", nil)
	elsewhere := private("ann")
	elsewhere.Conversation.TenantID = "t2"
	require.NoError(t, proactive.Save(t.Context(), store, "app", elsewhere, nil))
	erased, err := proactive.ErasePerson(t.Context(), store, proactive.Filter{TenantID: "t2", UserID: "29:ann"})
	require.NoError(t, err)
	require.Equal(t, []proactive.Key{proactive.KeyOf("app", elsewhere)}, erased.Deleted)
	people, _ := everyone(t, store)
	require.Len(t, people, 1)

	erased, err = proactive.ErasePerson(t.Context(), store, proactive.Filter{})
	require.NoError(t, err)
	require.Zero(t, erased, "nobody is named")
	_, err = proactive.ErasePerson(t.Context(), brokenStore{}, proactive.Filter{UserID: "x"})
	require.ErrorIs(t, err, errBroken)
}

func TestEraseTenant(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, received(0))
	elsewhere := private("bob")
	elsewhere.Conversation.TenantID = "t2"
	require.NoError(t, proactive.Save(t.Context(), store, "app", elsewhere, nil))

	refused := errors.New("the transcripts cannot be reached")
	_, err := proactive.EraseTenant(t.Context(), store, "t1", func(proactive.Record) error { return refused })
	require.ErrorIs(t, err, refused)
	_, places := everyone(t, store)
	require.Len(t, places, 2, "what was not erased elsewhere is here still")

	var followed []proactive.Key
	n, err := proactive.EraseTenant(t.Context(), store, "t1", func(r proactive.Record) error {
		followed = append(followed, r.Key)
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.Len(t, followed, 3)
	people, places := everyone(t, store)
	require.Empty(t, places)
	require.Len(t, people, 1)
	n, err = proactive.EraseTenant(t.Context(), store, "", nil)
	require.NoError(t, err)
	require.Zero(t, n)
	_, err = proactive.EraseTenant(t.Context(), brokenStore{}, "t", nil)
	require.ErrorIs(t, err, errBroken)
}

func ExampleErasePerson() {
	store, ctx := newStore(), context.Background()
	_ = proactive.Save(ctx, store, "app", private("ann"), nil)
	erased, err := proactive.ErasePerson(ctx, store, proactive.Filter{UserID: "aad-ann"})
	fmt.Println(len(erased.Deleted), erased.Users, erased.Conversations, err)
	// Output: 1 [29:ann aad-ann] [a:ann] <nil>
}
