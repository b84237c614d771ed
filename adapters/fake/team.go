package fake

import (
	"maps"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// CreatesChannel has the person add a channel to the team, and goes on in it: a standard one, or if a kind is given a
// private or shared one, which begins with that person and the bot.
func (c *Conversation) CreatesChannel(name string, kind ...string) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	general := c.InChannel("General")
	sort := "standard"
	if len(kind) > 0 {
		sort = kind[0]
	}
	room := channelRoom(c.person.TenantID, name)
	if _, known := c.w.rooms[room]; known {
		c.w.fail("the team has a channel %q already", name)
	}
	id, told, err := c.w.teams.CreateChannel(c.person, general.id, name, sort)
	c.w.check(err)
	c.w.rooms[room] = id
	created := &Conversation{w: c.w, bot: c.bot, person: c.person, name: name, id: id}
	return created.tell(told, nil)
}

// ChangesChannel has the person do something with this channel: teams.EventChannelRenamed with its new name,
// teams.EventChannelDeleted, teams.EventChannelRestored, teams.EventChannelShared and teams.EventChannelUnshared with the
// names of other teams. It goes on in the channel.
func (c *Conversation) ChangesChannel(event string, names ...string) *Conversation {
	c.w.t.Helper()
	change := world.Change{Event: event}
	channel := *c
	channel.id, _ = teams.SplitThreadID(c.id)
	switch event {
	case teams.EventChannelShared, teams.EventChannelUnshared:
		for _, name := range names {
			change.Teams = append(change.Teams, c.w.otherTeam(name))
		}
	case teams.EventChannelRenamed:
		if len(names) != 1 {
			c.w.fail("%s takes one name, not %d", event, len(names))
		}
		change.Name = names[0]
	}
	channel.change(change)
	if change.Name != "" {
		maps.DeleteFunc(c.w.rooms, func(_, id string) bool { return id == channel.id })
		channel.name = change.Name
		where, _ := c.w.teams.Conversation(channel.id)
		c.w.rooms[channelRoom(where.TenantID, change.Name)] = channel.id
	}
	return &channel
}

// ChangesTeam has the person do something with the team: teams.EventTeamRenamed with its new name,
// teams.EventTeamArchived, teams.EventTeamUnarchived, teams.EventTeamDeleted, teams.EventTeamRestored or
// teams.EventTeamHardDeleted.
func (c *Conversation) ChangesTeam(event string, name ...string) *Conversation {
	c.w.t.Helper()
	change := world.Change{Event: event}
	if len(name) > 0 {
		change.Name = name[0]
	}
	return c.change(change)
}

func (c *Conversation) change(change world.Change) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	told, err := c.w.teams.Change(c.person, c.id, change)
	return c.tell(told, err)
}

// otherTeam is a team that nobody of the story is in.
func (w *World) otherTeam(name string) teams.TeamInfo {
	t, ok := w.otherTeams[name]
	if !ok {
		t = w.teams.AddTeam(name)
		w.otherTeams[name] = t
	}
	return t
}

// InMeeting goes on in the chat of a meeting, as the same person, who organizes it if the story has not named it before.
// The others are there as well. A meeting begins with [Conversation.StartsMeeting].
func (c *Conversation) InMeeting(title string, others ...string) *Conversation {
	c.w.t.Helper()
	m, ok := c.w.meetings[title]
	if !ok {
		m = c.w.teams.AddMeeting(title, c.person)
		c.w.meetings[title] = m
	}
	return c.seat(c.person, title, m.ConversationID, c.persons(others)...)
}

// StartsMeeting has the person start the meeting whose chat this is, for everybody.
func (c *Conversation) StartsMeeting() *Conversation {
	c.w.t.Helper()
	return c.meet((*world.World).StartMeeting)
}

// EndsMeeting has the person end the meeting.
func (c *Conversation) EndsMeeting() *Conversation {
	c.w.t.Helper()
	return c.meet((*world.World).EndMeeting)
}

// Joins has the person join the meeting, which runs.
func (c *Conversation) Joins() *Conversation {
	c.w.t.Helper()
	return c.meet((*world.World).JoinMeeting)
}

// Leaves has the person leave the meeting.
func (c *Conversation) Leaves() *Conversation {
	c.w.t.Helper()
	return c.meet((*world.World).LeaveMeeting)
}

func (c *Conversation) meet(do func(*world.World, world.Person, string) ([]*schema.Activity, error)) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	m := c.Meeting()
	told, err := do(c.w.teams, c.person, m.ID)
	return c.tell(told, err)
}

// Meeting returns the meeting whose chat this is, as the connector's routes have it.
func (c *Conversation) Meeting() world.Meeting {
	c.w.t.Helper()
	m, ok := c.w.meetings[c.name]
	if !ok || m.ConversationID != c.id {
		c.w.fail("%s is no meeting", c.place())
	}
	return m
}
