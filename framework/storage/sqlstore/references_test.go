package sqlstore_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

func TestReferences(t *testing.T) {
	t.Parallel()
	onEachEmpty(t, func(t *testing.T, empty func(*testing.T) place) {
		t.Helper()
		storagetest.References(t, func(t *testing.T) proactive.Store {
			t.Helper()
			return empty(t).open(t, sqlstore.Options{}).References()
		})
	})
}

// TestReferencesFilters compares what every combination of filters finds with what the filter itself says.
func TestReferencesFilters(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		store, random := open(sqlstore.Options{}).References(), rand.New(rand.NewPCG(1, 2))
		all := scatter(t, store, random, 1100)
		found := 0
		for range 100 {
			filter := randomFilter(random, all)
			var want []proactive.Key
			for _, r := range all {
				if filter.Includes(r) {
					want = append(want, r.Key)
				}
			}
			require.Equal(t, want, keysOf(t, store, filter), "%+v", filter)
			found += len(want)
		}
		require.Greater(t, found, 5_000, "the filters find too little to say something")
	})
}

// scatter stores records of many kinds, and returns them in the order of their keys.
func scatter(t *testing.T, store proactive.Store, random *rand.Rand, n int) []proactive.Record {
	t.Helper()
	records := make(map[proactive.Key]proactive.Record)
	for i := range n {
		k := proactive.Key{AppID: pick(random, "app1", "app1", "app1", "app2"), TenantID: pick(random, "t1", "t2", "")}
		k.ChannelID = pick(random, schema.ChannelTeams, schema.ChannelTeams, schema.ChannelWebChat)
		r := proactive.Record{}
		if random.IntN(3) > 0 {
			k.UserID = fmt.Sprintf("00000000-0000-0000-0000-%012X", i)
			r.Reference.User = schema.ChannelAccount{ID: "29:" + k.UserID[30:], AADObjectID: pick(random, k.UserID, "")}
		} else {
			k.ConversationID, k.ThreadID = pick(random, "19:a", "19:b"), fmt.Sprint(i)
			r.Reference.Conversation.IsGroup = true
			r.TeamID = pick(random, "19:a", "")
		}
		if random.IntN(4) == 0 {
			r.Notices = map[string]proactive.TopicState{"x": {Waiting: []proactive.Notice{{Topic: "x", Body: json.RawMessage("1")}}}}
		}
		r.Key = k
		records[k] = r
	}
	keys := slices.SortedFunc(maps.Keys(records), proactive.Key.Compare)
	require.NoError(t, store.UpdateAll(t.Context(), keys, func(r *proactive.Record) error {
		*r = records[r.Key]
		return nil
	}))
	list := make([]proactive.Record, len(keys))
	for i, k := range keys {
		list[i] = records[k]
	}
	return list
}

func randomFilter(random *rand.Rand, all []proactive.Record) (f proactive.Filter) {
	one := all[random.IntN(len(all))] // a filter that finds something
	set := func() bool { return random.IntN(4) == 0 }
	if set() {
		f.AppID = one.Key.AppID
	}
	if set() {
		f.ChannelID = one.Key.ChannelID
	}
	if set() {
		f.TenantID = one.Key.TenantID
	}
	if set() {
		f.UserID = pick(random, one.Key.UserID, one.Reference.User.ID)
	}
	if set() {
		f.ConversationID = one.Key.ConversationID
	}
	if set() {
		f.TeamID = one.TeamID
	}
	f.Waiting = set()
	if set() {
		f.After = all[random.IntN(len(all))].Key
	}
	return f
}

func pick(random *rand.Rand, from ...string) string { return from[random.IntN(len(from))] }

func keysOf(t *testing.T, store proactive.Store, filter proactive.Filter) (keys []proactive.Key) {
	t.Helper()
	for r, err := range store.All(t.Context(), filter) {
		require.NoError(t, err)
		keys = append(keys, r.Key)
	}
	return keys
}
