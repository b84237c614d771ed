package world

import (
	"fmt"
	"slices"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Kinds of channels. Members of a team are members of its standard channels; the others have members of their own.
const (
	standard = "standard"
	private  = "private"
	shared   = "shared"
)

// team is a team and what became of it.
type team struct {
	teams.TeamInfo

	tenant                    string
	archived, deleted, purged bool
}

// Change is what a person does with a channel or a team.
type Change struct {
	Event string           // channelRenamed, teamArchived and so on, as in package teams
	Name  string           // of channelRenamed and teamRenamed: the new name
	Teams []teams.TeamInfo // of channelShared and channelUnshared
}

// CreateChannel has a person add a channel to the team with that id, of a kind: standard, private or shared. A private or
// shared one begins with that person and the bot. It returns the channel's id and what Teams tells the bot.
func (w *World) CreateChannel(by Person, teamID, name, kind string) (channelID string, told []*schema.Activity, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	general, _, err := w.enter(by, teamID)
	switch {
	case err != nil:
		return "", nil, err
	case general.team == nil:
		return "", nil, fmt.Errorf("world: %q is not the id of a team", teamID)
	case !slices.Contains([]string{standard, private, shared}, kind):
		return "", nil, fmt.Errorf("world: a channel is standard, private or shared, not %q", kind)
	}
	members := general.roster
	if kind != standard {
		members = newRoster([]Person{by})
		members.bot = general.roster.bot
	}
	id := fmt.Sprintf("19:channel-%d@thread.tacv2", w.next())
	channel := w.addChannel(general.team, id, name, kind, members)
	told, err = w.tellOfChannel(by, channel, teams.ChannelData{EventType: teams.EventChannelCreated})
	return id, told, err
}

// Change has a person change the channel, or through any of its channels the team. What is deleted the bot can no longer
// use, and in a team that is archived it cannot write. It returns what Teams tells the bot.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
func (w *World) Change(by Person, channelID string, c Change) ([]*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, ok := w.at(channelID)
	switch {
	case !ok || where.team == nil:
		return nil, fmt.Errorf("world: there is no channel %q", channelID)
	case !where.roster.has(by):
		return nil, fmt.Errorf("world: %s is not in %s", by.Name, where.name)
	}
	do := where.changeChannel
	isTeam := slices.Contains([]string{
		teams.EventTeamRenamed, teams.EventTeamArchived, teams.EventTeamUnarchived, teams.EventTeamDeleted,
		teams.EventTeamHardDeleted, teams.EventTeamRestored,
	}, c.Event)
	if isTeam {
		do = where.team.change
	}
	if !do(c) {
		return nil, fmt.Errorf("world: %s cannot be what happens to %s now", c.Event, where.name)
	}
	data := teams.ChannelData{EventType: c.Event}
	if isTeam {
		data.Team, data.Tenant.ID = where.team.TeamInfo, where.team.tenant
		general := w.places[where.team.ID]
		return w.tell(by, general, general.account, &schema.Activity{Type: schema.TypeConversationUpdate}, data)
	}
	switch c.Event {
	case teams.EventChannelShared:
		data.SharedWithTeams = c.Teams
	case teams.EventChannelUnshared:
		data.UnsharedFromTeams = c.Teams
	}
	return w.tellOfChannel(by, where, data)
}

// change changes the team, if it can be.
func (t *team) change(c Change) bool {
	switch {
	case t.purged:
		return false
	case c.Event == teams.EventTeamRestored && t.deleted:
		t.deleted = false
	case c.Event == teams.EventTeamHardDeleted:
		t.deleted, t.purged = true, true
	case t.deleted:
		return false
	case c.Event == teams.EventTeamDeleted:
		t.deleted = true
	case c.Event == teams.EventTeamRenamed && c.Name != "":
		t.Name = c.Name
	case c.Event == teams.EventTeamArchived && !t.archived:
		t.archived = true
	case c.Event == teams.EventTeamUnarchived && t.archived:
		t.archived = false
	default:
		return false
	}
	return true
}

// changeChannel changes a channel, if it can be. General is as old as the team.
func (p *place) changeChannel(c Change) bool {
	switch {
	case p.team.deleted || p.account.ID == p.team.ID:
		return false
	case c.Event == teams.EventChannelRestored && p.deleted:
		p.deleted = false
	case p.deleted:
		return false
	case c.Event == teams.EventChannelDeleted:
		p.deleted = true
	case c.Event == teams.EventChannelRenamed && c.Name != "":
		p.name = c.Name
	case c.Event == teams.EventChannelShared && p.kind == shared && len(c.Teams) > 0:
		p.sharing = append(p.sharing, c.Teams...)
	case c.Event == teams.EventChannelUnshared && len(c.Teams) > 0 && p.isSharedWith(c.Teams):
		p.sharing = slices.DeleteFunc(p.sharing, func(t teams.TeamInfo) bool { return hasTeam(c.Teams, t.ID) })
	default:
		return false
	}
	return true
}

func (p *place) isSharedWith(some []teams.TeamInfo) bool {
	return !slices.ContainsFunc(some, func(t teams.TeamInfo) bool { return !hasTeam(p.sharing, t.ID) })
}

func hasTeam(some []teams.TeamInfo, id string) bool {
	return slices.ContainsFunc(some, func(t teams.TeamInfo) bool { return t.ID == id })
}

// gone reports whether the place was deleted.
func (p *place) gone() bool { return p.deleted || p.team != nil && p.team.deleted }

// ownMembers reports whether it is a channel that has members of its own.
func (p *place) ownMembers() bool { return p.kind == private || p.kind == shared }

// channelInfo is the channel as Teams tells of it; General has no name there.
func (p *place) channelInfo() teams.ChannelInfo {
	info := teams.ChannelInfo{ID: p.account.ID, Name: p.name, Type: p.kind}
	if info.ID == p.team.ID {
		info.Name = ""
	}
	return info
}

// teamInfo is the team of a channel as Teams tells of it: with more where the channel has members of its own.
func (p *place) teamInfo() teams.TeamInfo {
	info := p.team.TeamInfo
	if p.ownMembers() {
		info.TenantID, info.Type = p.team.tenant, standard
	}
	return info
}

// tellOfChannel tells of a channel: in its team, or in the channel itself if that has members of its own.
func (w *World) tellOfChannel(by Person, channel *place, data teams.ChannelData) ([]*schema.Activity, error) {
	in := w.places[channel.team.ID]
	if channel.ownMembers() {
		in = channel
	}
	data.Channel, data.Team, data.Tenant.ID = channel.channelInfo(), channel.teamInfo(), channel.team.tenant
	return w.tell(by, in, in.account, &schema.Activity{Type: schema.TypeConversationUpdate}, data)
}
