package proactive_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// inPrivate is a message of Ann's to the bot, sent so many minutes after noon.
func inPrivate(minute int) *schema.Activity {
	a := received(minute)
	a.ID, a.Conversation = "1", schema.ConversationAccount{ID: "a:ann", TenantID: "t1", ConversationType: schema.ConversationPersonal}
	return a
}

func everyone(t *testing.T, store proactive.Store) (people, places []proactive.Record) {
	t.Helper()
	for r, err := range store.All(t.Context(), proactive.Filter{}) {
		require.NoError(t, err)
		if r.IsPerson() {
			people = append(people, r)
		} else {
			places = append(places, r)
		}
	}
	return people, places
}

func loaded(t *testing.T, store proactive.Store, key proactive.Key) proactive.Record {
	t.Helper()
	r, err := store.Load(t.Context(), key)
	require.NoError(t, err)
	return r
}

func TestOnePersonWhereverTheyAreMet(t *testing.T) {
	t.Parallel()
	elsewhere := received(1)
	elsewhere.ServiceURL = "https://smba.example/other/"
	for name, met := range map[string][]*schema.Activity{
		"in private first":   {inPrivate(0), elsewhere},
		"in a channel first": {received(0), inPrivate(1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			for _, a := range met {
				meet(t, store, a)
			}
			people, _ := everyone(t, store)
			require.Len(t, people, 1)
			require.Equal(t, personOf("ann"), people[0].Key)
			require.Equal(t, inPrivate(0).Conversation, people[0].Reference.Conversation)
			require.Equal(t, inPrivate(0).ServiceURL, people[0].Reference.ServiceURL, "the address of the private conversation")
		})
	}
}

func TestAPersonMetInAChannelHasWhatOpenNeeds(t *testing.T) {
	t.Parallel()
	store := newStore()
	a := received(0)
	meet(t, store, a)
	require.Equal(t, schema.ConversationReference{
		User: a.From, Bot: a.Recipient, Conversation: schema.ConversationAccount{TenantID: "t1"},
		ChannelID: a.ChannelID, ServiceURL: a.ServiceURL, Locale: "de-DE",
	}, loaded(t, store, personOf("ann")).Reference)
}

func TestWhoBecomesAPerson(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		who  schema.ChannelAccount
		want bool
	}{
		"a member":                     {schema.ChannelAccount{ID: "29:bob", AADObjectID: "aad-bob"}, true},
		"the bot":                      {schema.ChannelAccount{ID: "28:bot"}, false},
		"the bot with an object id":    {schema.ChannelAccount{ID: "28:bot", AADObjectID: "aad-bob"}, false},
		"another bot":                  {schema.ChannelAccount{ID: "28:other"}, false},
		"a bot by its role":            {schema.ChannelAccount{ID: "x", AADObjectID: "aad-bob", Role: "bot"}, false},
		"a skill":                      {schema.ChannelAccount{ID: "x", AADObjectID: "aad-bob", Role: "skill"}, false},
		"an update that lacks the id":  {schema.ChannelAccount{ID: "29:bob"}, false},
		"nobody":                       {schema.ChannelAccount{AADObjectID: "aad-bob"}, false},
		"the conversation as a sender": {schema.ChannelAccount{ID: thread, AADObjectID: "aad-bob"}, false},
	}
	for name, tt := range tests {
		for _, how := range []string{"wrote", "was added"} {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				store, a := newStore(), received(0)
				a.From = tt.who
				if tt.who.ID == a.Recipient.ID { // its own messages run nothing
					a.Type, a.Name = schema.TypeEvent, "vendor/name"
				}
				if how == "was added" {
					a.From, a.MembersAdded, a.Type = received(0).Recipient, []schema.ChannelAccount{tt.who}, schema.TypeConversationUpdate
				}
				meet(t, store, a)
				people, _ := everyone(t, store)
				require.Len(t, people, map[bool]int{true: 1}[tt.want])
				if tt.want {
					require.Equal(t, personOf("bob"), people[0].Key)
				}
			})
		}
	}
}

func TestALocaleIsTheSendersOnly(t *testing.T) {
	t.Parallel()
	store, a := newStore(), received(0)
	a.MembersAdded = []schema.ChannelAccount{{ID: "29:bob", AADObjectID: "aad-bob"}}
	meet(t, store, a)
	require.Equal(t, "de-DE", loaded(t, store, personOf("ann")).Locale())
	require.Empty(t, loaded(t, store, personOf("bob")).Locale())

	update := received(1)
	update.From.Name, update.Locale = "", ""
	meet(t, store, update)
	ann := loaded(t, store, personOf("ann"))
	require.Equal(t, "Ann", ann.Reference.User.Name)
	require.Equal(t, "de-DE", ann.Locale(), "what an update leaves out stays known")
}

func TestAThreadTeachesItsChannelAndTeam(t *testing.T) {
	t.Parallel()
	store, a := newStore(), received(0)
	a.ChannelData = json.RawMessage(channelData)
	meet(t, store, a)
	_, places := everyone(t, store)
	var ids []string
	for _, r := range places {
		ids = append(ids, r.Reference.Conversation.ID)
		require.Equal(t, "19:team", r.TeamID)
		require.Equal(t, schema.ConversationChannel, r.Reference.Conversation.ConversationType)
	}
	require.Equal(t, []string{"19:chan@thread.tacv2", thread, "19:team"}, ids)
	require.Empty(t, places[0].Reference.User, "nobody wrote there")

	meet(t, store, received(1)) // says no team
	require.Equal(t, "19:team", loaded(t, store, key()).TeamID)
}

func TestALateActivityChangesNothing(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, received(5))
	people, places := everyone(t, store)
	late := received(4)
	late.From.Name, late.Locale, late.ServiceURL = "Old", "en", "https://smba.example/old/"
	meet(t, store, late)
	againPeople, againPlaces := everyone(t, store)
	require.Equal(t, people, againPeople)
	require.Equal(t, places, againPlaces)
}

func TestRemovalInPrivate(t *testing.T) {
	t.Parallel()
	store := newStore()
	reachable := func() bool { return loaded(t, store, personOf("ann")).Reachable() }
	gone := inPrivate(0)
	gone.Type, gone.Action = schema.TypeInstallationUpdate, "remove"
	meet(t, store, gone)
	require.False(t, reachable())
	meet(t, store, received(1))
	require.False(t, reachable(), "writing in a channel says nothing about private messages")
	meet(t, store, inPrivate(2))
	require.True(t, reachable())
}

// TestAnUpdateWithoutTheObjectID is about Teams' conversation updates, which may name people by their other id only.
func TestAnUpdateWithoutTheObjectID(t *testing.T) {
	t.Parallel()
	store := newStore()
	update := inPrivate(0)
	update.Type, update.From.AADObjectID = schema.TypeConversationUpdate, ""
	meet(t, store, update)
	meet(t, store, inPrivate(1))
	people, _ := everyone(t, store)
	require.Len(t, people, 1, "told once")
	require.Equal(t, personOf("ann"), people[0].Key)
}

// TestAPersonWithoutAnObjectID is about guests who have none: who writes in private is remembered.
func TestAPersonWithoutAnObjectID(t *testing.T) {
	t.Parallel()
	store := newStore()
	message := inPrivate(0)
	message.From.AADObjectID = ""
	meet(t, store, message)
	people, _ := everyone(t, store)
	require.Len(t, people, 1)
	require.Equal(t, message.From.ID, people[0].Key.UserID)
}

func TestRememberKeepsWhatIsNotItsOwn(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, inPrivate(0))
	noon := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	want := proactive.Preferences{Locale: "fr", Topics: []string{"build"}, OptedOut: map[string]time.Time{"ads": noon}, MutedUntil: noon}
	require.NoError(t, store.Update(t.Context(), personOf("ann"), func(r *proactive.Record) error {
		r.Preferences, r.Attributes = want, map[string]string{"team": "blue"}
		return nil
	}))
	meet(t, store, inPrivate(1))
	meet(t, store, received(2))
	ann := loaded(t, store, personOf("ann"))
	require.Equal(t, want, ann.Preferences)
	require.Equal(t, map[string]string{"team": "blue"}, ann.Attributes)
	require.Equal(t, "fr", ann.Locale(), "the chosen language")
}

// TestUntypedConversations is about channels, such as Web Chat, that do not say what kind a conversation is.
func TestUntypedConversations(t *testing.T) {
	t.Parallel()
	store, a := newStore(), received(0)
	a.ChannelID, a.From = schema.ChannelWebChat, schema.ChannelAccount{ID: "dl_ann"}
	a.Conversation = schema.ConversationAccount{ID: "conv1"}
	meet(t, store, a)
	people, places := everyone(t, store)
	require.Empty(t, places)
	require.Len(t, people, 1)
	require.Equal(t, proactive.Key{AppID: "app", ChannelID: schema.ChannelWebChat, ConversationID: "conv1"}, people[0].Key)
	require.Equal(t, people[0].Key, proactive.PersonKey("app", people[0].Reference))
	require.True(t, proactive.Audience{Users: []string{"dl_ann"}}.Includes(people[0]))
}

func TestKeys(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		conversation schema.ConversationAccount
		user         schema.ChannelAccount
		key, person  proactive.Key
	}{
		"private": {
			schema.ConversationAccount{ID: "a:1", ConversationType: "personal"},
			schema.ChannelAccount{ID: "29:a", AADObjectID: "aad"},
			proactive.Key{UserID: "aad"},
			proactive.Key{UserID: "aad"},
		},
		"private without object id": {
			schema.ConversationAccount{ID: "a:1", ConversationType: "personal"},
			schema.ChannelAccount{ID: "29:a"},
			proactive.Key{UserID: "29:a"},
			proactive.Key{UserID: "29:a"},
		},
		"private, of nobody": {
			schema.ConversationAccount{ID: "a:1", ConversationType: "personal"},
			schema.ChannelAccount{},
			proactive.Key{ConversationID: "a:1"},
			proactive.Key{ConversationID: "a:1"},
		},
		"thread": {
			schema.ConversationAccount{ID: "19:c;messageid=7", ConversationType: "channel"},
			schema.ChannelAccount{ID: "29:a", AADObjectID: "aad"},
			proactive.Key{ConversationID: "19:c", ThreadID: "7"},
			proactive.Key{UserID: "aad"},
		},
		"group chat": {
			schema.ConversationAccount{ID: "19:g", ConversationType: "groupChat"},
			schema.ChannelAccount{ID: "29:a"},
			proactive.Key{ConversationID: "19:g"},
			proactive.Key{UserID: "29:a"},
		},
		"untyped group": {
			schema.ConversationAccount{ID: "g", IsGroup: true},
			schema.ChannelAccount{ID: "u"},
			proactive.Key{ConversationID: "g"},
			proactive.Key{UserID: "u"},
		},
		"untyped": {
			schema.ConversationAccount{ID: "c"},
			schema.ChannelAccount{ID: "u"},
			proactive.Key{ConversationID: "c"},
			proactive.Key{ConversationID: "c"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.conversation.TenantID = "t"
			ref := schema.ConversationReference{User: tt.user, Conversation: tt.conversation, ChannelID: "msteams"}
			for _, k := range []*proactive.Key{&tt.key, &tt.person} {
				k.AppID, k.ChannelID, k.TenantID = "app", "msteams", "t"
			}
			require.Equal(t, tt.key, proactive.KeyOf("app", ref))
			require.Equal(t, tt.person, proactive.PersonKey("app", ref))
		})
	}
}
