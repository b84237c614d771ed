package playground_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// listener is a bot that keeps what it is told.
type listener chan *schema.Activity

func (l listener) OnTurn(_ context.Context, turn *framework.TurnContext) error {
	l <- turn.Activity
	return nil
}

func (l listener) next(t *testing.T) *schema.Activity {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	select {
	case a := <-l:
		return a
	case <-ctx.Done():
		require.Fail(t, "the bot was told nothing")
		return nil
	}
}

// did is what came of a deed.
type did struct {
	ID   string `json:"id"`
	Told bool   `json:"told"`
}

func (p *page) world(in m) did {
	p.t.Helper()
	status, body := p.deed(in)
	require.Equal(p.t, http.StatusOK, status, body)
	var out did
	require.NoError(p.t, json.Unmarshal([]byte(body), &out), body)
	return out
}

func (p *page) deed(in m) (status int, body string) {
	p.t.Helper()
	return p.posts("world", in)
}

// seen is the part of the state that the world panel changes.
type seen struct {
	People []struct {
		ID, Name, Locale, TimeZone  string
		TenantID                    string
		Guest, Blocked, Unreachable bool
	}
	Conversations []struct {
		ID, Type, Name, Kind, With, TeamName, MeetingID, TenantID string
		Installed, Archived, Deleted, Running                     bool
		Members, SharedWith, Present                              []string
		Count                                                     int
	}
	Tenants []struct{ ID, Name string }
}

func (p *page) sees() seen {
	p.t.Helper()
	var s seen
	p.get("state", nil, &s)
	return s
}

func TestAPersonJoinsAndInstallsTheBot(t *testing.T) {
	t.Parallel()
	bot := make(listener, 10)
	p := serve(t, bot)
	eve := p.world(m{"do": "addPerson", "name": "Eve Eklund", "locale": "sv-SE", "timeZone": "Europe/Stockholm", "guest": true})
	state := p.sees()
	last := state.People[len(state.People)-1]
	require.Equal(t, "Eve Eklund", last.Name)
	require.Equal(t, "sv-SE", last.Locale)
	require.Equal(t, "Europe/Stockholm", last.TimeZone)
	require.True(t, last.Guest)

	installed := p.world(m{"do": "install", "by": eve.ID})
	require.True(t, installed.Told)
	joined := bot.next(t)
	require.Equal(t, schema.TypeConversationUpdate, joined.Type)
	require.Equal(t, installed.ID, joined.Conversation.ID)
	require.Equal(t, "add", bot.next(t).Action)

	p.world(m{"do": "uninstall", "by": eve.ID, "in": installed.ID})
	require.Equal(t, "remove", bot.next(t).Action)
	p.world(m{"do": "renamePerson", "people": []string{eve.ID}, "name": "Eva Eklund"})
	p.world(m{"do": "block", "by": eve.ID})
	p.world(m{"do": "unreachable", "people": []string{eve.ID}})
	state = p.sees()
	last = state.People[len(state.People)-1]
	require.Equal(t, "Eva Eklund", last.Name)
	require.True(t, last.Blocked)
	require.True(t, last.Unreachable)
	p.world(m{"do": "unblock", "by": eve.ID})
	p.world(m{"do": "reachable", "people": []string{eve.ID}})
	state = p.sees()
	last = state.People[len(state.People)-1]
	require.False(t, last.Blocked || last.Unreachable)
	p.world(m{"do": "removePerson", "people": []string{eve.ID}})
	require.Len(t, p.sees().People, len(state.People)-1)
	require.Empty(t, bot, "nothing of these is told")
}

func TestPeopleOfAnotherOrganization(t *testing.T) {
	t.Parallel()
	bot := make(listener, 10)
	p := serve(t, bot)
	ann := p.play.World().People()[0]
	zoe := p.world(m{"do": "addPerson", "name": "Zoe Zafar", "tenant": "Fabrikam"}).ID
	yan := p.world(m{"do": "addPerson", "name": "Yan Yi", "tenant": "fabrikam"}).ID
	p.world(m{"do": "addPerson", "name": "Xia", "tenant": "Contoso"})
	state := p.sees()
	require.Len(t, state.Tenants, 2)
	fabrikam := state.Tenants[1]
	require.Equal(t, "Fabrikam", fabrikam.Name)
	var tenants []string
	for _, one := range state.People[3:] {
		tenants = append(tenants, one.TenantID)
	}
	require.Equal(t, []string{ann.TenantID, fabrikam.ID, fabrikam.ID, ann.TenantID}, tenants)

	p.world(m{"do": "createTeam", "by": zoe, "name": "Research", "people": []string{yan}})
	require.Equal(t, fabrikam.ID, bot.next(t).Conversation.TenantID)
	state = p.sees()
	require.Equal(t, fabrikam.ID, state.Conversations[len(state.Conversations)-1].TenantID)
	status, body := p.deed(m{"do": "createTeam", "by": zoe, "name": "Both", "people": []string{ann.ID}})
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, body, "as its guests only")
}

func TestPlacesChange(t *testing.T) {
	t.Parallel()
	bot := make(listener, 10)
	p := serve(t, bot)
	people := p.play.World().People()
	ann, bob := people[0].ID, people[1].ID

	chat := p.world(m{"do": "createChat", "by": ann, "name": "Trip", "people": []string{bob}}).ID
	require.Len(t, bot.next(t).MembersAdded, 1, "the bot")
	require.Equal(t, "Trip", bot.next(t).Conversation.Name)
	p.world(m{"do": "renameChat", "by": bob, "in": chat, "name": "Voyage"})
	require.Equal(t, "Voyage", bot.next(t).TopicName)
	p.world(m{"do": "addMembers", "by": ann, "in": chat, "people": []string{people[2].ID, people[3].ID}})
	require.Len(t, bot.next(t).MembersAdded, 2)
	p.world(m{"do": "removeMembers", "by": ann, "in": chat, "people": []string{bob}})
	require.Len(t, bot.next(t).MembersRemoved, 1)
	require.False(t, p.world(m{"do": "deleteChat", "by": ann, "in": chat}).Told)

	team := p.world(m{"do": "createTeam", "by": ann, "name": "Northwind", "people": []string{bob}}).ID
	bot.next(t)
	require.Equal(t, "add", bot.next(t).Action)
	change := func(by, in, event, name string, teams ...string) *schema.Activity {
		p.world(m{"do": "change", "by": by, "in": in, "event": event, "name": name, "teams": teams})
		return bot.next(t)
	}
	channel := p.world(m{"do": "createChannel", "by": ann, "in": team, "name": "Plans", "kind": "shared"}).ID
	require.Contains(t, channelData(t, bot.next(t)), "channelCreated")
	require.Contains(t, channelData(t, change(ann, channel, "channelRenamed", "Goals")), "Goals")
	contoso := p.sees().Conversations[5].ID // of the team's first channel
	require.Contains(t, channelData(t, change(ann, channel, "channelShared", "", contoso)), "Contoso")
	state := p.sees()
	require.Equal(t, []string{contoso}, state.Conversations[len(state.Conversations)-1].SharedWith)
	change(bob, team, "teamArchived", "")
	state = p.sees()
	require.True(t, state.Conversations[len(state.Conversations)-1].Archived)
	change(bob, team, "teamUnarchived", "")
}

func channelData(t *testing.T, a *schema.Activity) string {
	t.Helper()
	raw, err := json.Marshal(a.ChannelData)
	require.NoError(t, err)
	return string(raw)
}

func TestMeetingsRun(t *testing.T) {
	t.Parallel()
	bot := make(listener, 10)
	p := serve(t, bot)
	people := p.play.World().People()
	ann, bob := people[0].ID, people[1].ID
	p.world(m{"do": "createMeeting", "by": ann, "name": "Standup", "people": []string{bob}})
	bot.next(t)
	bot.next(t)
	state := p.sees()
	meeting := state.Conversations[len(state.Conversations)-1].MeetingID
	for _, step := range []struct{ do, by, want string }{
		{"startMeeting", ann, "application/vnd.microsoft.meetingStart"},
		{"joinMeeting", bob, "application/vnd.microsoft.meetingParticipantJoin"},
		{"leaveMeeting", bob, "application/vnd.microsoft.meetingParticipantLeave"},
		{"joinMeeting", bob, "application/vnd.microsoft.meetingParticipantJoin"},
	} {
		p.world(m{"do": step.do, "by": step.by, "in": meeting})
		require.Equal(t, step.want, bot.next(t).Name)
	}
	state = p.sees()
	now := state.Conversations[len(state.Conversations)-1]
	require.True(t, now.Running)
	require.Equal(t, []string{bob}, now.Present)
	p.world(m{"do": "endMeeting", "by": ann, "in": meeting})
	require.Equal(t, "application/vnd.microsoft.meetingEnd", bot.next(t).Name)
}

func TestACrowdJoins(t *testing.T) {
	t.Parallel()
	p := serve(t, make(listener, 1))
	lunch := p.sees().Conversations[4].ID
	crowd := p.world(m{"do": "addCrowd", "name": "Visitor", "in": lunch, "count": 100_000})
	require.Equal(t, 100_003, p.sees().Conversations[4].Count)
	_, ok := p.play.World().Person(crowd.ID)
	require.True(t, ok)
}

func TestWhatCannotBeDoneIsSaid(t *testing.T) {
	t.Parallel()
	p := serve(t, make(listener, 1))
	dan := p.play.World().People()[3].ID
	lunch := p.sees().Conversations[4].ID
	tests := map[string]struct {
		in     m
		status int
		want   string
	}{
		"an unknown deed":     {m{"do": "fly", "by": dan}, http.StatusBadRequest, `nobody can`},
		"nobody does it":      {m{"do": "createTeam", "name": "X"}, http.StatusBadRequest, "choose who does it"},
		"no name":             {m{"do": "createTeam", "by": dan}, http.StatusBadRequest, "it needs a name"},
		"no name of a person": {m{"do": "addPerson"}, http.StatusBadRequest, "a person needs a name"},
		"an unknown zone":     {m{"do": "addPerson", "name": "X", "timeZone": "Mars"}, http.StatusBadRequest, "Europe/Berlin"},
		"an unknown person":   {m{"do": "removePerson", "people": []string{"29:x"}}, http.StatusBadRequest, "there is no person"},
		"nobody chosen":       {m{"do": "addMembers", "by": dan, "in": lunch}, http.StatusBadRequest, "choose somebody"},
		"not theirs":          {m{"do": "renameChat", "by": dan, "in": lunch, "name": "X"}, http.StatusConflict, `"Dan Dubois is not in Lunch"`},
		"an unknown team":     {m{"do": "change", "by": dan, "in": lunch, "event": "channelShared", "teams": []string{"19:x"}}, http.StatusBadRequest, "there is no team"},
		"no crowd":            {m{"do": "addCrowd", "name": "X"}, http.StatusConflict, "a crowd has a name"},
		"not the JSON":        {m{"does": "fly"}, http.StatusBadRequest, "unknown field"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, body := p.deed(tt.in)
			require.Equal(t, tt.status, status, body)
			require.Contains(t, body, tt.want)
		})
	}
}
