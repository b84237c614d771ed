package proactive_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// teamUpdate is a conversation update that Teams sends to the General channel of the team 19:team.
func teamUpdate(minute int, eventType string, data map[string]any) *schema.Activity {
	a := received(minute)
	a.ID = fmt.Sprint("update", minute)
	a.Type, a.Conversation.ID, a.From.AADObjectID = schema.TypeConversationUpdate, "19:team", ""
	all := map[string]any{"eventType": eventType, "team": map[string]any{"id": "19:team", "name": "Crew"}, "tenant": map[string]any{"id": "t1"}}
	maps.Copy(all, data)
	a.ChannelData = all
	return a
}

// install is what says that the bot was added to the team 19:team, or removed from it.
func install(minute int, action string) *schema.Activity {
	a := teamUpdate(minute, "", nil)
	a.Type, a.Action = schema.TypeInstallationUpdate, action
	return a
}

// inThread is a message in a thread of a channel of the team 19:team.
func inThread(minute int, channel, thread string) *schema.Activity {
	a := received(minute)
	a.ID = fmt.Sprint("message", minute)
	a.Conversation.ID = channel + ";messageid=" + thread
	a.ChannelData = json.RawMessage(fmt.Sprintf(`{"team":{"id":"19:team"},"channel":{"id":%q},"tenant":{"id":"t1"}}`, channel))
	return a
}

// states returns where the bot is and is not, as "conversation state reason" without what is empty.
func states(t *testing.T, store proactive.Store) []string {
	t.Helper()
	_, places := everyone(t, store)
	var out []string
	for _, r := range places {
		out = append(out, strings.TrimSpace(fmt.Sprint(r.Reference.Conversation.ID, " ", r.Install.State, " ", r.Install.Reason)))
	}
	return out
}

func TestWhatHappensToTeams(t *testing.T) {
	t.Parallel()
	channel := func(id, name string) map[string]any {
		return map[string]any{"channel": map[string]any{"id": id, "name": name}}
	}
	event := func(minute int, eventType string) *schema.Activity { return teamUpdate(minute, eventType, nil) }
	removed := func(reason string) []string {
		return []string{"19:a removed " + reason, "19:a;messageid=1 removed " + reason, "19:b removed " + reason, "19:b;messageid=2 removed " + reason, "19:team removed " + reason}
	}
	all := []string{"19:a installed", "19:a;messageid=1 installed", "19:b installed", "19:b;messageid=2 installed", "19:team installed"}
	left := func(minute int) *schema.Activity {
		a := teamUpdate(minute, "teamMemberRemoved", nil)
		a.MembersRemoved = []schema.ChannelAccount{a.Recipient}
		return a
	}
	back := func(minute int) *schema.Activity {
		a := teamUpdate(minute, "teamMemberAdded", nil)
		a.MembersAdded = []schema.ChannelAccount{a.Recipient}
		return a
	}
	tests := map[string]struct {
		events []*schema.Activity
		want   []string
	}{
		"nothing":                  {nil, all},
		"the bot is removed":       {[]*schema.Activity{left(10)}, removed("uninstalled")},
		"the app is removed":       {[]*schema.Activity{install(10, "remove")}, removed("uninstalled")},
		"removed and back":         {[]*schema.Activity{left(10), back(20)}, all},
		"uninstalled and back":     {[]*schema.Activity{install(10, "remove"), install(20, "add")}, all},
		"back, and a late removal": {[]*schema.Activity{install(20, "add"), install(10, "remove")}, all},
		"upgraded":                 {[]*schema.Activity{install(10, "remove-upgrade"), install(11, "add-upgrade")}, all},
		"deleted":                  {[]*schema.Activity{event(10, "teamDeleted")}, removed("teamDeleted")},
		"deleted for good":         {[]*schema.Activity{event(10, "teamHardDeleted")}, removed("teamDeleted")},
		"deleted and restored":     {[]*schema.Activity{event(10, "teamDeleted"), event(20, "teamRestored")}, all},
		"deleted, a late message":  {[]*schema.Activity{event(10, "teamDeleted"), inThread(9, "19:a", "1")}, removed("teamDeleted")},
		"archived":                 {[]*schema.Activity{event(10, "teamArchived")}, removed("teamArchived")},
		"archived and back":        {[]*schema.Activity{event(10, "teamArchived"), event(20, "teamUnarchived")}, all},
		"renamed":                  {[]*schema.Activity{event(10, "teamRenamed")}, all},
		"a late deletion":          {[]*schema.Activity{event(20, "teamRestored"), event(10, "teamDeleted")}, all},
		"a late archiving":         {[]*schema.Activity{event(20, "teamUnarchived"), event(10, "teamArchived")}, all},
		"a late deletion of a channel": {
			[]*schema.Activity{teamUpdate(20, "channelRestored", channel("19:a", "A")), teamUpdate(10, "channelDeleted", channel("19:a", "A"))}, all,
		},
		"a channel is deleted": {
			[]*schema.Activity{teamUpdate(10, "channelDeleted", channel("19:a", "A"))},
			[]string{"19:a removed channelDeleted", "19:a;messageid=1 removed channelDeleted", "19:b installed", "19:b;messageid=2 installed", "19:team installed"},
		},
		"a channel is deleted and restored": {
			[]*schema.Activity{teamUpdate(10, "channelDeleted", channel("19:a", "A")), teamUpdate(20, "channelRestored", channel("19:a", "A"))}, all,
		},
		"the bot is back, the channel is not": {
			[]*schema.Activity{teamUpdate(10, "channelDeleted", channel("19:a", "A")), install(20, "remove"), install(30, "add")},
			[]string{"19:a removed channelDeleted", "19:a;messageid=1 removed channelDeleted", "19:b installed", "19:b;messageid=2 installed", "19:team installed"},
		},
		"a channel that was never met is deleted": {
			[]*schema.Activity{teamUpdate(10, "channelDeleted", channel("19:c", "C"))},
			[]string{"19:a installed", "19:a;messageid=1 installed", "19:b installed", "19:b;messageid=2 installed", "19:c removed channelDeleted", "19:team installed"},
		},
		"a channel is created": {
			[]*schema.Activity{teamUpdate(10, "channelCreated", channel("19:c", "C"))},
			[]string{"19:a installed", "19:a;messageid=1 installed", "19:b installed", "19:b;messageid=2 installed", "19:c installed", "19:team installed"},
		},
		"another team is deleted": {[]*schema.Activity{func() *schema.Activity {
			a := teamUpdate(10, "teamDeleted", map[string]any{"team": map[string]any{"id": "19:other"}})
			a.Conversation.ID = "19:other"
			return a
		}()}, []string{"19:a installed", "19:a;messageid=1 installed", "19:b installed", "19:b;messageid=2 installed", "19:other removed teamDeleted", "19:team installed"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			turn := remembering(t, store)
			for _, a := range append([]*schema.Activity{install(0, "add"), inThread(1, "19:a", "1"), inThread(2, "19:b", "2")}, tt.events...) {
				turn(a)
			}
			require.Equal(t, tt.want, states(t, store))
			require.True(t, loaded(t, store, personOf("ann")).Reachable(), "people are there still")
		})
	}
}

func TestNamesOfTeamsAndChannels(t *testing.T) {
	t.Parallel()
	store := newStore()
	turn := remembering(t, store)
	placeOf := func(id string) proactive.Place {
		return loaded(t, store, proactive.Key{AppID: "app", ChannelID: schema.ChannelTeams, TenantID: "t1", ConversationID: id}).Place
	}
	turn(teamUpdate(0, "channelCreated", map[string]any{
		"team":    map[string]any{"id": "19:team", "name": "Crew", "aadGroupId": "group"},
		"channel": map[string]any{"id": "19:a", "name": "Talk"},
	}))
	require.Equal(t, proactive.Place{TeamName: "Crew", GroupID: "group", ChannelName: "Talk"}, placeOf("19:a"))
	require.Equal(t, proactive.Place{TeamName: "Crew", GroupID: "group"}, placeOf("19:team"))
	turn(teamUpdate(1, "channelRenamed", map[string]any{"channel": map[string]any{"id": "19:a", "name": "Chat"}}))
	require.Equal(t, "Chat", placeOf("19:a").ChannelName)
	turn(teamUpdate(2, "teamRenamed", map[string]any{"team": map[string]any{"id": "19:team", "name": "Band"}}))
	require.Equal(t, proactive.Place{TeamName: "Band", GroupID: "group"}, placeOf("19:team"))
	turn(inThread(3, "19:a", "1"))
	require.Equal(t, "Chat", placeOf("19:a").ChannelName, "a message does not say the name")

	meeting := received(4)
	meeting.Conversation = schema.ConversationAccount{ID: "19:meeting", TenantID: "t1", ConversationType: schema.ConversationGroup}
	meeting.ChannelData = json.RawMessage(`{"meeting":{"id":"m1"}}`)
	turn(meeting)
	require.Equal(t, proactive.Place{MeetingID: "m1"}, placeOf("19:meeting"))
}

func TestTheTeamsThatSomebodyWasMetIn(t *testing.T) {
	t.Parallel()
	store := newStore()
	turn := remembering(t, store)
	ann := func() []string { return loaded(t, store, personOf("ann")).Person.Teams }
	turn(inPrivate(0))
	require.Empty(t, ann())
	turn(inThread(1, "19:a", "1"))
	require.Equal(t, []string{"19:team"}, ann())
	other := inThread(2, "19:o", "1")
	other.ChannelData = json.RawMessage(`{"team":{"id":"19:other"}}`)
	turn(other)
	turn(inThread(3, "19:a", "1"))
	require.Equal(t, []string{"19:other", "19:team"}, ann())

	added := teamUpdate(4, "teamMemberAdded", nil)
	added.MembersAdded = []schema.ChannelAccount{{ID: "29:bob", Name: "Bob", AADObjectID: "aad-bob"}}
	turn(added)
	require.Equal(t, []string{"19:team"}, loaded(t, store, personOf("bob")).Person.Teams)

	gone := teamUpdate(5, "teamMemberRemoved", nil)
	gone.MembersRemoved = []schema.ChannelAccount{{ID: "29:ann"}, {ID: "29:nobody"}} // one id is enough, and who is unknown stays so
	turn(gone)
	require.Equal(t, []string{"19:other"}, ann())
	people, _ := everyone(t, store)
	require.Len(t, people, 2)

	for n := range 30 {
		a := inThread(10+n, "19:x", "1")
		a.ChannelData = json.RawMessage(fmt.Sprintf(`{"team":{"id":"19:%d"}}`, n))
		turn(a)
	}
	require.Len(t, ann(), 20)
	require.Equal(t, "19:29", ann()[0], "the last one first")
}

// TestALargeTeam is about more threads than are written at once.
func TestALargeTeam(t *testing.T) {
	t.Parallel()
	store := newStore()
	turn := remembering(t, store)
	turn(install(0, "add"))
	ref := inThread(1, "19:a", "1").Reference()
	ref.Conversation.TenantID = "t1"
	for n := range 1200 {
		ref.Conversation.ID = fmt.Sprintf("19:a;messageid=%d", n)
		require.NoError(t, proactive.Save(t.Context(), store, "app", ref, func(r *proactive.Record) error {
			r.TeamID = "19:team"
			return nil
		}))
	}
	turn(install(2, "remove"))
	_, places := everyone(t, store)
	require.Len(t, places, 1201)
	for _, r := range places {
		require.False(t, r.Reachable(), r.Key)
	}
	turn(install(3, "add"))
	_, places = everyone(t, store)
	for _, r := range places {
		require.True(t, r.Reachable(), r.Key)
	}
}
