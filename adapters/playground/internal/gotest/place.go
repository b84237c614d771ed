package gotest

import (
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// updates has a person change who is in a place, or what a channel or team is.
func (s *story) updates(at seat, a *schema.Activity) {
	data, _ := teams.Data(a)
	switch {
	case slices.ContainsFunc(a.MembersAdded, s.isBotAccount), slices.ContainsFunc(a.MembersRemoved, s.isBotAccount):
		return // the installation that follows says it
	case len(a.MembersAdded) > 0:
		s.does(at, call("AddsMembers", s.namesOf(a.MembersAdded)...), at)
	case len(a.MembersRemoved) > 0:
		s.does(at, call("RemovesMembers", s.namesOf(a.MembersRemoved)...), at)
	case data.EventType == teams.EventChannelCreated:
		s.createsChannel(at, data)
	case strings.HasPrefix(data.EventType, "channel"):
		s.changesChannel(at, data)
	case strings.HasPrefix(data.EventType, "team"):
		arguments := []string{data.EventType}
		if data.EventType == teams.EventTeamRenamed {
			arguments = append(arguments, data.Team.Name)
		}
		s.does(at, call("ChangesTeam", arguments...), at)
	default:
		s.does(at, sendsJSON(a), at)
	}
}

func (s *story) isBotAccount(account schema.ChannelAccount) bool {
	return account.ID == s.world.Bot().ID
}

func (s *story) namesOf(accounts []schema.ChannelAccount) []string {
	names := make([]string, len(accounts))
	for i, account := range accounts {
		names[i] = s.named(s.person(account.ID))
	}
	return names
}

// createsChannel has a person add a channel, from General. Of a private or shared one Teams tells in the channel itself.
func (s *story) createsChannel(at seat, data teams.ChannelData) {
	channel := data.Channel
	delete(s.where, channel.ID)
	s.where[channel.ID] = s.freeName(channel.ID, channel.Name)
	at.conversation, s.created[channel.ID] = data.Team.ID, true
	if s.where[data.Team.ID] == "" {
		s.where[data.Team.ID] = s.freeName(data.Team.ID, "General")
	}
	arguments := []string{s.where[channel.ID]}
	if channel.Type != "" && channel.Type != "standard" {
		arguments = append(arguments, channel.Type)
	}
	created := seat{at.person, channel.ID}
	one := s.does(at, call("CreatesChannel", arguments...), created)
	one.variable = s.free(identifier(first(s.person(at.person).Name), "In", s.where[channel.ID]))
	s.variables[created] = one
}

func (s *story) changesChannel(at seat, data teams.ChannelData) {
	channel := seat{at.person, data.Channel.ID}
	if s.where[channel.conversation] == "" {
		s.where[channel.conversation] = s.freeName(channel.conversation, data.Channel.Name)
	}
	arguments := []string{data.EventType}
	switch data.EventType {
	case teams.EventChannelRenamed:
		s.at(channel) // by the name that it had
		s.where[channel.conversation] = data.Channel.Name
		arguments = append(arguments, data.Channel.Name)
	case teams.EventChannelShared:
		arguments = append(arguments, teamNames(data.SharedWithTeams)...)
	case teams.EventChannelUnshared:
		arguments = append(arguments, teamNames(data.UnsharedFromTeams)...)
	}
	s.does(channel, call("ChangesChannel", arguments...), channel)
}

func teamNames(some []teams.TeamInfo) []string {
	var names []string
	for _, t := range some {
		names = append(names, t.Name)
	}
	return names
}
