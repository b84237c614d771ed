package world_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// noticed returns the texts of the notices that Ann sees.
func (b town) noticed(conversationID string) []string {
	texts := []string{}
	for _, n := range b.Notices(b.ann, conversationID, "", "") {
		texts = append(texts, n.Text)
	}
	return texts
}

func TestNoticesTellWhatPeopleDid(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cleo := b.AddPerson(world.Person{Name: "Cleo"})
	chat, group := b.PersonalChat(b.ann), b.AddGroupChat("Lunch", b.ann, b.bob)
	team, other := b.AddTeam("Contoso", b.ann, b.bob), b.AddTeam("Fabrikam", b.ann)
	design, err := b.AddChannel(team.ID, "Design")
	require.NoError(t, err)
	var secret, open string
	meeting := b.AddMeeting("Standup", b.ann, b.bob)
	crowd, err := b.AddCrowd("", "Visitor", 5)
	require.NoError(t, err)

	told := func(_ []*schema.Activity, err error) { t.Helper(); require.NoError(t, err) }
	changed := func(in string, c world.Change) {
		t.Helper()
		told(b.Change(b.ann, in, c))
	}
	told(b.Install(b.ann, chat))
	told(b.Install(b.ann, group))
	told(b.Uninstall(b.bob, group))
	told(b.AddMembers(b.ann, group, cleo))
	told(b.RemoveMembers(b.bob, group, cleo, b.bob))
	told(b.RemoveMembers(b.ann, group, cleo))
	told(b.AddMembers(b.bob, team.ID, crowd.Person(0), crowd.Person(1), crowd.Person(2), crowd.Person(3), crowd.Person(4)))
	told(b.RemoveMembers(b.bob, design, b.bob))
	told(b.RenameChat(b.ann, group, "Dinner"))
	secret, made, err := b.CreateChannel(b.ann, team.ID, "Secret", "private")
	told(made, err)
	open, made, err = b.CreateChannel(b.ann, team.ID, "Open", "shared")
	told(made, err)
	_, made, err = b.CreateChannel(b.ann, team.ID, "News", "standard")
	told(made, err)
	told(b.AddMembers(b.ann, secret, cleo))
	changed(open, world.Change{Event: teams.EventChannelShared, Teams: []teams.TeamInfo{other}})
	changed(open, world.Change{Event: teams.EventChannelUnshared, Teams: []teams.TeamInfo{other}})
	changed(design, world.Change{Event: teams.EventChannelRenamed, Name: "Product design"})
	changed(design, world.Change{Event: teams.EventChannelDeleted})
	changed(design, world.Change{Event: teams.EventChannelRestored})
	changed(design, world.Change{Event: teams.EventTeamRenamed, Name: "Contoso 2"})
	changed(design, world.Change{Event: teams.EventTeamArchived})
	changed(design, world.Change{Event: teams.EventTeamUnarchived})
	changed(design, world.Change{Event: teams.EventTeamDeleted})
	changed(design, world.Change{Event: teams.EventTeamRestored})
	told(b.StartMeeting(b.ann, meeting.ID))
	told(b.JoinMeeting(b.bob, meeting.ID))
	told(b.EndMeeting(b.ann, meeting.ID))
	b.AllowStarting(world.StartGroups)
	status, answer := b.bot(http.MethodPost, "v3/conversations", fmt.Sprintf(`{"isGroup":true,"bot":{"id":%q},"members":[{"id":%q},{"id":%q}],"tenantId":%q}`, b.Bot().ID, b.ann.ID, cleo.ID, b.TenantID()))
	require.Equal(t, http.StatusCreated, status, answer)
	conversations := b.Conversations()
	started := conversations[len(conversations)-1].ID

	for _, test := range []struct {
		name, in string
		want     []string
	}{
		{"a personal chat", chat, []string{"Ann Berg added Test Bot to the chat."}},
		{"a group chat", group, []string{
			"Ann Berg added Test Bot to the chat.", "Bob removed Test Bot from the chat.", "Ann Berg added Cleo to the chat.",
			"Bob removed Cleo and Bob from the chat.", "Ann Berg removed Cleo from the chat.", "Ann Berg renamed the chat to Dinner.",
		}},
		{"a team", team.ID, []string{
			"Bob added Visitor 1, Visitor 2, Visitor 3 and 2 others to the team.", "Bob left the team.", "Ann Berg created the channel News.",
			"Ann Berg deleted the channel Product design.", "Ann Berg restored the channel Product design.", "Ann Berg renamed the team to Contoso 2.",
			"Ann Berg archived the team.", "Ann Berg restored the team from the archive.", "Ann Berg restored the team.",
		}},
		{"a channel", design, []string{"Ann Berg renamed the channel to Product design."}},
		{"a private channel", secret, []string{"Ann Berg created the channel Secret.", "Ann Berg added Cleo to the channel."}},
		{"a shared channel", open, []string{
			"Ann Berg created the channel Open.", "Ann Berg shared the channel with Fabrikam.", "Ann Berg no longer shares the channel with Fabrikam.",
		}},
		{"a meeting", meeting.ConversationID, []string{"Ann Berg started the meeting.", "Ann Berg ended the meeting."}},
		{"a chat that the bot started", started, []string{"Test Bot added Ann Berg and Cleo to the chat."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.want, b.noticed(test.in))
		})
	}
}

func TestNoticesStandBetweenMessages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	group := b.AddGroupChat("Lunch", b.ann, b.bob)
	cleo := b.AddPerson(world.Person{Name: "Cleo"})
	first := b.posts(group, "one")
	_, err := b.AddMembers(b.ann, group, cleo)
	require.NoError(t, err)
	second := b.posts(group, "two")
	for range 12 { // ids sort as texts
		_, err = b.RemoveMembers(b.ann, group, cleo)
		require.NoError(t, err)
	}
	all := b.Notices(b.ann, group, "", "")
	require.Len(t, all, 13)
	require.True(t, first < all[0].ID && all[0].ID < second)
	for i, n := range all[1:] {
		require.Greater(t, n.ID, all[i].ID)
		require.Equal(t, group, n.Conversation)
	}
	require.Equal(t, all[:1], b.Notices(b.ann, group, first, second))
	require.Equal(t, all[1:], b.Notices(b.ann, group, second, ""))
	require.Equal(t, all[1:], b.Notices(b.ann, group, all[0].ID, ""))
	require.Equal(t, all[:12], b.Notices(b.ann, group, "", all[12].ID))
	require.Empty(t, b.Notices(b.ann, group, "~", "1"))
	require.Empty(t, b.Notices(cleo, group, "", ""), "who is not there sees nothing")
	require.Empty(t, b.Messages(group)[2:], "a notice is no message")

	var told []world.Notice
	for _, e := range b.Timeline(0) {
		if e.Notice != nil {
			told = append(told, *e.Notice)
		}
	}
	require.Equal(t, all, told)
}
