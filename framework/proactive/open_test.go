package proactive_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func TestOpenUnknown(t *testing.T) {
	t.Parallel()
	var o office
	store := newStore()
	meet(t, store, received(0))
	ref, err := proactive.Open(t.Context(), &o, store, personOf("ann"))
	require.NoError(t, err)
	require.Equal(t, "a:29:ann", ref.Conversation.ID)
	require.Equal(t, personOf("ann"), proactive.KeyOf("app", ref))
	require.Equal(t, ref, loaded(t, store, personOf("ann")).Reference)
	require.Equal(t, []schema.ConversationParameters{{
		Bot: received(0).Recipient, Members: []schema.ChannelAccount{received(0).From}, TenantID: "t1",
		ChannelData: teams.ChannelData{Tenant: teams.TenantInfo{ID: "t1"}},
	}}, o.created)
	require.Equal(t, []string{received(0).ServiceURL}, o.urls)

	again, err := proactive.Open(t.Context(), &o, store, personOf("ann"))
	require.NoError(t, err)
	require.Equal(t, ref, again)
	require.Len(t, o.created, 1, "it is remembered")
}

func TestOpenKnown(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, inPrivate(0))
	meet(t, store, received(0))
	for _, key := range []proactive.Key{personOf("ann"), key()} {
		ref, err := proactive.Open(t.Context(), nil, store, key)
		require.NoError(t, err)
		require.Equal(t, loaded(t, store, key).Reference, ref)
	}
	_, err := proactive.Open(t.Context(), nil, store, personOf("bob"))
	require.ErrorIs(t, err, proactive.ErrNotFound)
}

func TestOpenRefused(t *testing.T) {
	t.Parallel()
	o := office{create: func(schema.ConversationParameters) error { return refusal(framework.Stop) }}
	store := newStore()
	meet(t, store, received(0))
	_, err := proactive.Open(t.Context(), &o, store, personOf("ann"))
	require.Equal(t, framework.Stop, framework.ClassOf(err))
	require.Empty(t, loaded(t, store, personOf("ann")).Reference.Conversation.ID)
	require.False(t, loaded(t, store, personOf("ann")).Reachable())
}

func TestOpenWhileThePersonWrites(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, received(0))
	o := office{create: func(schema.ConversationParameters) error {
		meet(t, store, inPrivate(1))
		return nil
	}}
	ref, err := proactive.Open(t.Context(), &o, store, personOf("ann"))
	require.NoError(t, err)
	require.Equal(t, "a:ann", ref.Conversation.ID, "what the channel said by itself")
}

func TestOpenWhileThePersonIsForgotten(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, received(0))
	o := office{create: func(schema.ConversationParameters) error { return store.Delete(t.Context(), personOf("ann")) }}
	_, err := proactive.Open(t.Context(), &o, store, personOf("ann"))
	require.ErrorIs(t, err, proactive.ErrNotFound)
	_, err = store.Load(t.Context(), personOf("ann"))
	require.ErrorIs(t, err, proactive.ErrNotFound)
}

func TestOpenAtOnce(t *testing.T) {
	t.Parallel()
	var o office
	store := newStore()
	meet(t, store, received(0))
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			ref, err := proactive.Open(t.Context(), &o, store, personOf("ann"))
			if err != nil || ref.Conversation.ID != "a:29:ann" {
				t.Errorf("opened %q, error %v", ref.Conversation.ID, err)
			}
		})
	}
	wg.Wait()
}

// TestADeadConversationIsOpenedOnce is about two messages that find the same conversation gone, one after the other.
func TestADeadConversationIsOpenedOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, _, n := withAnn(t)
		start := time.Now()
		o.onSend = func(_ context.Context, text string) error {
			if time.Since(start) > 0 {
				return nil
			}
			time.Sleep(map[string]time.Duration{"1": time.Second, "2": time.Minute}[text])
			return refusal(framework.ForgetAddress)
		}
		var wg sync.WaitGroup
		for _, body := range []string{"1", "2"} {
			wg.Go(func() { _, _ = n.Notify(t.Context(), proactive.Audience{}, about(body, body)) })
		}
		wg.Wait()
		require.Equal(t, []string{"a:29:ann: 1", "a:29:ann: 2"}, o.messages())
		require.Len(t, o.created, 1)
	})
}

func TestFind(t *testing.T) {
	t.Parallel()
	store := newStore()
	add(t, store, "ann", nil)
	meet(t, store, received(0)) // whose channel record names her as well
	for _, id := range []string{"29:ann", "aad-ann"} {
		where := personOf("ann")
		where.UserID = id
		r, err := proactive.Find(t.Context(), store, where)
		require.NoError(t, err)
		require.Equal(t, personOf("ann"), r.Key)
	}
	for name, change := range map[string]func(*proactive.Key){
		"another person":       func(k *proactive.Key) { k.UserID = "29:bob" },
		"nobody":               func(k *proactive.Key) { k.UserID = "" },
		"another bot":          func(k *proactive.Key) { k.UserID, k.AppID = "29:ann", "other" },
		"another organization": func(k *proactive.Key) { k.UserID, k.TenantID = "29:ann", "t2" },
	} {
		where := personOf("ann")
		change(&where)
		_, err := proactive.Find(t.Context(), store, where)
		require.ErrorIs(t, err, proactive.ErrNotFound, name)
	}
	require.NoError(t, store.Update(t.Context(), personOf("").Tenant(), func(*proactive.Record) error { return nil }))
	_, err := proactive.Find(t.Context(), store, personOf("").Tenant())
	require.ErrorIs(t, err, proactive.ErrNotFound, "an organization is no person")
	_, err = proactive.Find(t.Context(), brokenStore{}, personOf("ann"))
	require.ErrorIs(t, err, errBroken)
}

func ExampleOpen() {
	adapter, store, ctx := &office{}, newStore(), context.Background()

	// Ann wrote in a channel; the bot has never spoken with her in private.
	bot := framework.Chain(framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return nil }),
		proactive.Remember(store))
	_, _ = adapter.engine.Process(ctx, adapter, received(0), bot)

	key := proactive.PersonKey("", received(0).Reference())
	ref, err := proactive.Open(ctx, adapter, store, key)
	if err == nil {
		_, err = proactive.Send(ctx, adapter, ref, schema.TextMessage("Your build failed."))
	}
	fmt.Println(adapter.messages(), err)
	// Output: [a:29:ann: Your build failed.] <nil>
}

func ExampleNotifier() {
	adapter, store, ctx := &office{}, newStore(), context.Background()
	follow := func(r *proactive.Record) error {
		r.Preferences.Topics = []string{"build"}
		return nil
	}
	_ = proactive.Save(ctx, store, "", private("ann"), follow)
	_ = proactive.Save(ctx, store, "", private("bob"), nil)

	notifier := proactive.Notifier{
		Adapter: adapter,
		Store:   store,
		Render: func(_ proactive.Record, notices []proactive.Notice, _ int) (*schema.Activity, error) {
			return schema.TextMessage(fmt.Sprintf("%d news of the build, the last one: %s", len(notices), notices[len(notices)-1].Body)), nil
		},
	}
	// go notifier.Run(ctx) sends what is held when it is due.
	for _, body := range []string{`"broken"`, `"mended"`} {
		report, err := notifier.Notify(ctx, proactive.Audience{Topic: "build"}, proactive.Notice{Topic: "build", Body: []byte(body)})
		fmt.Println(report.Counts, err)
	}
	fmt.Println(adapter.messages())
	// Output:
	// map[delivered:1] <nil>
	// map[held:1] <nil>
	// [a:ann: 1 news of the build, the last one: "broken"]
}
