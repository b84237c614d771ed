package proactive_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
)

const (
	channelData = `{"team":{"id":"19:team"},"channel":{"id":"19:chan"},"tenant":{"id":"t1"}}`
	thread      = "19:chan@thread.tacv2;messageid=1700000000001"
)

func newStore() *memory.References { return memory.NewReferences(slog.New(slog.DiscardHandler)) }

// received is a message in a thread of a Teams channel, sent so many minutes after noon.
func received(minute int) *schema.Activity {
	return &schema.Activity{
		Type:         schema.TypeMessage,
		ID:           "1700000000002",
		Timestamp:    schema.NewTime(time.Date(2025, 11, 21, 12, minute, 0, 0, time.UTC)),
		ChannelID:    schema.ChannelTeams,
		ServiceURL:   "https://smba.trafficmanager.net/emea/",
		From:         schema.ChannelAccount{ID: "29:ann", Name: "Ann", AADObjectID: "aad-ann"},
		Recipient:    schema.ChannelAccount{ID: "28:bot", Name: "Bot"},
		Conversation: schema.ConversationAccount{ID: thread, TenantID: "t1", ConversationType: schema.ConversationChannel},
		Locale:       "de-DE",
	}
}

func key() proactive.Key {
	return proactive.Key{
		AppID: "app", ChannelID: schema.ChannelTeams, TenantID: "t1",
		ConversationID: "19:chan@thread.tacv2", ThreadID: "1700000000001",
	}
}

// meet runs a turn of the bot "app" with the activity through Remember.
func meet(t *testing.T, store proactive.Store, a *schema.Activity) {
	t.Helper()
	ran := false
	bot := framework.Chain(framework.HandlerFunc(func(context.Context, *framework.TurnContext) error {
		ran = true
		return nil
	}), proactive.Remember(store))
	ctx := framework.WithIdentity(t.Context(), framework.Identity{AppID: "app", Issuer: "test"})
	var engine framework.Engine
	_, err := engine.Process(ctx, nil, a, bot)
	require.NoError(t, err)
	require.NoError(t, engine.Shutdown(ctx))
	require.True(t, ran, "the handler must run")
}

func TestRememberKeepsTheAddress(t *testing.T) {
	t.Parallel()
	store := newStore()
	a := new(schema.Activity)
	require.NoError(t, a.UnmarshalJSON([]byte(`{"type":"message","id":"1700000000002","channelId":"msteams","locale":"de-DE",
		"timestamp":"2025-11-21T12:00:00Z","serviceUrl":"https://smba.trafficmanager.net/emea/",
		"from":{"id":"29:ann","name":"Ann","aadObjectId":"aad-ann"},"recipient":{"id":"28:bot"},
		"conversation":{"id":"`+thread+`","tenantId":"t1"},"channelData":`+channelData+`}`)))
	meet(t, store, a)

	got, err := store.Load(t.Context(), key())
	require.NoError(t, err)
	want := a.Reference()
	want.ActivityID = "" // what is sent later answers nothing
	require.Equal(t, want, got.Reference)
	require.Equal(t, "19:team", got.TeamID)
	require.True(t, got.SeenAt.Equal(a.Timestamp.Time))
	require.True(t, got.Reachable())
}

func TestRememberKeepsThreadsApart(t *testing.T) {
	t.Parallel()
	store := newStore()
	for _, id := range []string{"19:chan", "19:chan;messageid=1", "19:chan;messageid=2"} {
		a := received(0)
		a.ID, a.Conversation.ID = id, id
		meet(t, store, a)
	}
	var got []string
	for r, err := range store.All(t.Context(), proactive.Filter{}) {
		require.NoError(t, err)
		if r.IsPerson() {
			continue
		}
		require.Equal(t, "19:chan", r.Key.ConversationID)
		got = append(got, r.Reference.Conversation.ID)
	}
	require.Equal(t, []string{"19:chan", "19:chan;messageid=1", "19:chan;messageid=2"}, got)
}

func TestRememberMarksRemovalUntilTheBotIsBack(t *testing.T) {
	t.Parallel()
	bot := []schema.ChannelAccount{{ID: "28:bot"}}
	removals := map[string]func(*schema.Activity){
		"uninstalled": func(a *schema.Activity) { a.Type, a.Action = schema.TypeInstallationUpdate, "remove" },
		"removed":     func(a *schema.Activity) { a.Type, a.MembersRemoved = schema.TypeConversationUpdate, bot },
	}
	for name, remove := range removals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			removed := func() bool {
				r, err := store.Load(t.Context(), key())
				require.NoError(t, err)
				return !r.Reachable()
			}
			meet(t, store, received(0))
			gone := received(10)
			remove(gone)
			meet(t, store, gone)
			require.True(t, removed())

			meet(t, store, received(5))
			require.True(t, removed(), "a late activity must not bring the bot back")

			meet(t, store, received(15))
			require.False(t, removed())
		})
	}
}

func TestRememberTakesNeitherUpgradeNorOthersForRemoval(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*schema.Activity){
		"upgrade": func(a *schema.Activity) { a.Type, a.Action = schema.TypeInstallationUpdate, "remove-upgrade" },
		"another member": func(a *schema.Activity) {
			a.Type, a.MembersRemoved = schema.TypeConversationUpdate, []schema.ChannelAccount{{ID: "29:bob"}}
		},
		"installation":      func(a *schema.Activity) { a.Type, a.Action = schema.TypeInstallationUpdate, "add" },
		"contact relations": func(a *schema.Activity) { a.Type, a.Action = schema.TypeContactRelationUpdate, "remove" },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			a := received(0)
			change(a)
			meet(t, store, a)
			r, err := store.Load(t.Context(), key())
			require.NoError(t, err)
			require.True(t, r.Reachable())
		})
	}
}

func TestRememberKeepsTheBotsNotes(t *testing.T) {
	t.Parallel()
	store := newStore()
	err := proactive.Save(t.Context(), store, "app", received(0).Reference(), func(r *proactive.Record) error {
		r.Attributes = map[string]string{"opened": "true"}
		return nil
	})
	require.NoError(t, err)
	meet(t, store, received(1))
	r, err := store.Load(t.Context(), key())
	require.NoError(t, err)
	require.Equal(t, map[string]string{"opened": "true"}, r.Attributes)
	require.Equal(t, "19:chan@thread.tacv2", r.Key.ConversationID)
}

func TestSaveRefusedStoresNothing(t *testing.T) {
	t.Parallel()
	store, refused := newStore(), errors.New("refused")
	err := proactive.Save(t.Context(), store, "app", received(0).Reference(), func(*proactive.Record) error { return refused })
	require.ErrorIs(t, err, refused)
	_, err = store.Load(t.Context(), key())
	require.ErrorIs(t, err, proactive.ErrNotFound)
}

func TestRememberIgnoresTheBotsOwnTurns(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, received(0).Reference().ContinuationActivity())
	for r, err := range store.All(t.Context(), proactive.Filter{}) {
		t.Errorf("remembered %v, error %v", r.Key, err)
	}
}

// TestRememberFailingDoesNotSilenceTheBot is not parallel: the failure goes to slog.Default.
// TestRememberAnotherBot has another bot, which may call this one, speak for Ann in a conversation of its own choice.
func TestRememberAnotherBot(t *testing.T) {
	t.Parallel()
	private := func(minute int, callerID, conversation string) *schema.Activity {
		a := received(minute)
		a.CallerID = callerID
		a.Conversation = schema.ConversationAccount{ID: conversation, TenantID: "t1", ConversationType: schema.ConversationPersonal}
		return a
	}
	store := newStore()
	meet(t, store, private(1, "urn:botframework:azure", "a:ann"))
	forged := private(2, "urn:botframework:aadappid:other", "a:mallory")
	forged.ServiceURL = "https://mallory.example/"
	meet(t, store, forged)
	removed := private(3, "urn:botframework:aadappid:other", "a:ann")
	removed.Type, removed.Action = schema.TypeInstallationUpdate, "remove"
	meet(t, store, removed)

	ann, err := store.Load(t.Context(), proactive.KeyOf("app", forged.Reference()))
	require.NoError(t, err)
	require.Equal(t, "a:ann", ann.Reference.Conversation.ID)
	require.Equal(t, proactive.Installed, ann.Install.State)

	meet(t, store, private(4, "urn:botframework:aadappid:APP", "a:new")) // of a local client
	ann, err = store.Load(t.Context(), ann.Key)
	require.NoError(t, err)
	require.Equal(t, "a:new", ann.Reference.Conversation.ID)
}

func TestRememberFailingDoesNotSilenceTheBot(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	meet(t, brokenStore{}, received(0))
	require.Contains(t, log.String(), "conversation not remembered")
	require.Contains(t, log.String(), errBroken.Error())
}

var errBroken = errors.New("the disk is full")

type brokenStore struct{}

func (brokenStore) Load(context.Context, proactive.Key) (proactive.Record, error) {
	return proactive.Record{}, errBroken
}

func (brokenStore) Update(context.Context, proactive.Key, func(*proactive.Record) error) error {
	return errBroken
}
func (brokenStore) Delete(context.Context, proactive.Key) error { return errBroken }
func (brokenStore) UpdateAll(context.Context, []proactive.Key, func(*proactive.Record) error) error {
	return errBroken
}

func (brokenStore) All(context.Context, proactive.Filter) iter.Seq2[proactive.Record, error] {
	return func(yield func(proactive.Record, error) bool) { yield(proactive.Record{}, errBroken) }
}

func TestSaveWithoutNotes(t *testing.T) {
	t.Parallel()
	store := newStore()
	ref := received(0).Reference()
	require.NoError(t, proactive.Save(t.Context(), store, "app", ref, nil))
	r, err := store.Load(t.Context(), key())
	require.NoError(t, err)
	ref.ActivityID = ""
	require.Equal(t, ref, r.Reference)
}

// TestRememberAClockThatIsAhead is about a message that claims to be from the future.
func TestRememberAClockThatIsAhead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newStore()
		a := received(0)
		a.Timestamp = schema.NewTime(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
		meet(t, store, a)
		time.Sleep(time.Minute)
		gone := received(0)
		gone.Timestamp = schema.NewTime(time.Now())
		gone.Type, gone.Action = schema.TypeInstallationUpdate, "remove"
		meet(t, store, gone)
		r, err := store.Load(t.Context(), key())
		require.NoError(t, err)
		require.False(t, r.Reachable())
	})
}

// TestRememberOneConversationOnce is about Teams' conversation updates, which name the organization elsewhere than its
// messages do.
func TestRememberOneConversationOnce(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, received(0))
	update := received(1)
	update.Type, update.Conversation.TenantID = schema.TypeConversationUpdate, ""
	update.ChannelData = json.RawMessage(channelData)
	meet(t, store, update)
	var got []proactive.Key
	for r, err := range store.All(t.Context(), proactive.Filter{}) {
		require.NoError(t, err)
		got = append(got, r.Key)
	}
	channel, ann := key(), key()
	channel.ThreadID = ""
	ann.UserID, ann.ConversationID, ann.ThreadID = "aad-ann", "", ""
	team := channel
	team.ConversationID = "19:team"
	require.Equal(t, []proactive.Key{channel, key(), team, ann}, got)
}
