package world_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func TestConversations(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat, group := b.PersonalChat(b.ann), b.AddGroupChat("Release", b.ann, b.bob)
	team := b.AddTeam("Contoso", b.ann, b.bob)
	secret, _, err := b.CreateChannel(b.ann, team.ID, "Secret", "private")
	require.NoError(t, err)
	meeting := b.AddMeeting("Engines", b.ann)
	want := []world.ConversationInfo{
		{ID: chat, Type: "personal", Name: "Ann Berg's chat", With: b.ann.ID, Installed: true, Members: 1},
		{ID: group, Type: "groupChat", Name: "Release", Installed: true, Members: 2},
		{ID: team.ID, Type: "channel", Name: "General", TeamID: team.ID, TeamName: "Contoso", Kind: "standard", Installed: true, Members: 2},
		{ID: secret, Type: "channel", Name: "Secret", TeamID: team.ID, TeamName: "Contoso", Kind: "private", Installed: true, Members: 1},
		{ID: meeting.ConversationID, Type: "groupChat", Name: "Engines", MeetingID: meeting.ID, Installed: true, Members: 1},
	}
	for i := range want {
		want[i].TenantID = b.TenantID()
	}
	require.Equal(t, want, b.Conversations())
	for _, one := range want {
		got, ok := b.Conversation(one.ID)
		require.True(t, ok)
		require.Equal(t, one, got)
	}
	thread := b.posts(team.ID, "hello")
	inThread, ok := b.Conversation(teams.ThreadID(team.ID, thread))
	require.True(t, ok)
	require.Equal(t, want[2], inThread)
	for _, id := range []string{"", "19:none", teams.ThreadID(team.ID, "1")} {
		_, ok = b.Conversation(id)
		require.False(t, ok, id)
	}
	require.Equal(t, []world.Person{b.ann, b.bob}, b.Members(group))
	require.Equal(t, []world.Person{b.ann}, b.Members(secret))
	require.Nil(t, b.Members("19:none"))

	_, err = b.Uninstall(b.ann, group)
	require.NoError(t, err)
	for _, event := range []string{teams.EventTeamArchived, teams.EventTeamDeleted} {
		_, err = b.Change(b.ann, team.ID, world.Change{Event: event})
		require.NoError(t, err)
	}
	require.NoError(t, b.RemovePerson(b.ann.ID))
	want[0].Deleted, want[0].Members = true, 0
	want[1].Installed, want[1].Members = false, 1
	want[2].Archived, want[2].Deleted, want[2].Members = true, true, 1
	want[3].Archived, want[3].Deleted, want[3].Members = true, true, 0
	want[4].Members = 0
	require.Equal(t, want, b.Conversations())
}

func TestRenameChat(t *testing.T) {
	t.Parallel()
	b := setup(t)
	group := b.AddGroupChat("Release", b.ann)
	told, err := b.RenameChat(b.ann, group, "Release 2")
	require.NoError(t, err)
	require.Len(t, told, 1)
	require.Equal(t, schema.TypeConversationUpdate, told[0].Type)
	require.Equal(t, "Release 2", told[0].TopicName)
	require.Equal(t, schema.ChannelAccount{ID: b.ann.ID, AADObjectID: b.ann.AADObjectID}, told[0].From)
	require.Equal(t, group, told[0].Conversation.ID)
	require.NoError(t, told[0].CheckReceived())
	require.Equal(t, "Release 2", b.Conversations()[0].Name)

	_, err = b.Uninstall(b.ann, group)
	require.NoError(t, err)
	told, err = b.RenameChat(b.ann, group, "Release 3")
	require.NoError(t, err)
	require.Empty(t, told)

	team := b.AddTeam("Contoso", b.ann).ID
	for name, fails := range map[string]func() error{
		"world: the new name of Release 3 is empty, or what it was": func() error { _, err := b.RenameChat(b.ann, group, "Release 3"); return err },
		"world: General is no group chat":                           func() error { _, err := b.RenameChat(b.ann, team, "Chat"); return err },
		"world: Bob is not in Release 3":                            func() error { _, err := b.RenameChat(b.bob, group, "Chat"); return err },
		"world: Ann Berg's chat is no group chat":                   func() error { return b.DeleteChat(b.ann, b.PersonalChat(b.ann)) },
	} {
		require.EqualError(t, fails(), name)
	}
}

func TestDeleteChat(t *testing.T) {
	t.Parallel()
	b := setup(t)
	group := b.AddGroupChat("Release", b.ann)
	b.posts(group, "hi")
	require.NoError(t, b.DeleteChat(b.ann, group))
	require.True(t, b.Conversations()[0].Deleted)
	b.refuses(http.MethodPost, activities(group), hello, http.StatusNotFound, "ConversationNotFound")
	require.EqualError(t, b.DeleteChat(b.ann, group), `world: there is no conversation "`+group+`"`)
	require.Nil(t, b.Page(b.ann, group, "", 0))
}

// Whoever draws the world is woken by what changes it.
func TestChangesWake(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat, group := b.PersonalChat(b.ann), b.AddGroupChat("Release", b.ann)
	for name, change := range map[string]func() error{
		"a person comes":    func() error { b.AddPerson(world.Person{}); return nil },
		"a new name":        func() error { _, err := b.RenamePerson(b.ann.ID, "Ann"); return err },
		"a person goes":     func() error { return b.RemovePerson(b.AddPerson(world.Person{}).ID) },
		"a chat":            func() error { b.AddGroupChat("Other"); return nil },
		"a chat's new name": func() error { _, err := b.RenameChat(b.ann, group, "Launch"); return err },
		"a chat goes":       func() error { return b.DeleteChat(b.ann, b.AddGroupChat("Other", b.ann)) },
		"a seat":            func() error { return b.Seat(group, b.bob) },
		"uninstalled":       func() error { _, err := b.Uninstall(b.ann, chat); return err },
		"blocked":           func() error { b.Block(b.ann); return nil },
		"unblocked":         func() error { b.Unblock(b.ann); return nil },
		"unreachable":       func() error { b.Unreachable(b.bob); return nil },
		"a rule":            func() error { b.AllowStarting(world.StartGroups); return nil },
		"a fault":           func() error { b.Inject(world.Fault{Conversation: "none"}); return nil },
	} {
		changed := b.Changed()
		require.NoError(t, change(), name)
		select {
		case <-changed:
		default:
			t.Errorf("%s: nobody was told", name)
		}
	}
}

func TestAMeetingSaysWhoIsInIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.AddMeeting("Standup", b.ann, b.bob).ID
	_, err := b.JoinMeeting(b.ann, id)
	require.Error(t, err, "it does not run")
	_, err = b.StartMeeting(b.bob, id)
	require.NoError(t, err)
	_, err = b.JoinMeeting(b.ann, id)
	require.NoError(t, err, "what was refused before changed nothing")
	running, present := b.MeetingNow(id)
	require.True(t, running)
	require.Equal(t, []world.Person{b.ann}, present)
	_, err = b.EndMeeting(b.bob, id)
	require.NoError(t, err)
	running, present = b.MeetingNow(id)
	require.False(t, running)
	require.Empty(t, present)
	running, present = b.MeetingNow("none")
	require.False(t, running)
	require.Empty(t, present)
}

func TestASharedChannelSaysWithWhom(t *testing.T) {
	t.Parallel()
	b := setup(t)
	home, other := b.AddTeam("Home", b.ann), b.AddTeam("Other", b.bob)
	id, _, err := b.CreateChannel(b.ann, home.ID, "Common", "shared")
	require.NoError(t, err)
	_, err = b.Change(b.ann, id, world.Change{Event: teams.EventChannelShared, Teams: []teams.TeamInfo{other}})
	require.NoError(t, err)
	all := b.Conversations()
	require.Equal(t, []teams.TeamInfo{other}, all[len(all)-1].SharedWith)
}
