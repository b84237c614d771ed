package handlers

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// OnChannelCreated registers a handler of a channel that was made in a team.
func (h *TeamsActivityHandler) OnChannelCreated(fn ValuesFunc[teams.ChannelInfo, teams.TeamInfo]) {
	h.onChannel("OnChannelCreated", teams.EventChannelCreated, fn)
}

// OnChannelDeleted registers a handler of a channel that was deleted.
func (h *TeamsActivityHandler) OnChannelDeleted(fn ValuesFunc[teams.ChannelInfo, teams.TeamInfo]) {
	h.onChannel("OnChannelDeleted", teams.EventChannelDeleted, fn)
}

// OnChannelRenamed registers a handler of a channel that got another name.
func (h *TeamsActivityHandler) OnChannelRenamed(fn ValuesFunc[teams.ChannelInfo, teams.TeamInfo]) {
	h.onChannel("OnChannelRenamed", teams.EventChannelRenamed, fn)
}

// OnChannelRestored registers a handler of a channel that was deleted and is back.
func (h *TeamsActivityHandler) OnChannelRestored(fn ValuesFunc[teams.ChannelInfo, teams.TeamInfo]) {
	h.onChannel("OnChannelRestored", teams.EventChannelRestored, fn)
}

// OnChannelShared registers a handler of a channel that was shared with other teams; SharedWithTeams of [teams.Data] names
// them.
func (h *TeamsActivityHandler) OnChannelShared(fn ValuesFunc[teams.ChannelInfo, teams.TeamInfo]) {
	h.onChannel("OnChannelShared", teams.EventChannelShared, fn)
}

// OnChannelUnshared registers a handler of a channel that is shared with some teams no longer; UnsharedFromTeams of
// [teams.Data] names them.
func (h *TeamsActivityHandler) OnChannelUnshared(fn ValuesFunc[teams.ChannelInfo, teams.TeamInfo]) {
	h.onChannel("OnChannelUnshared", teams.EventChannelUnshared, fn)
}

// OnChannelMemberAdded registers a handler of members who joined a shared or private channel; MembershipSource of
// [teams.Data] says through what. The rules of [TeamsActivityHandler.OnTeamMemberAdded] hold.
func (h *TeamsActivityHandler) OnChannelMemberAdded(fn ValuesFunc[[]schema.ChannelAccount, teams.ChannelInfo]) {
	onMembers(h, "OnChannelMemberAdded", teams.EventChannelMemberAdded, addedTo, channelOf, fn)
}

// OnChannelMemberRemoved registers a handler of members who left a shared or private channel. The rules of
// [TeamsActivityHandler.OnTeamMemberAdded] hold.
func (h *TeamsActivityHandler) OnChannelMemberRemoved(fn ValuesFunc[[]schema.ChannelAccount, teams.ChannelInfo]) {
	onMembers(h, "OnChannelMemberRemoved", teams.EventChannelMemberRemoved, removedFrom, channelOf, fn)
}

func (h *TeamsActivityHandler) onChannel(method, eventType string, fn ValuesFunc[teams.ChannelInfo, teams.TeamInfo]) {
	h.onEventType(method, schema.TypeConversationUpdate, eventType, fn != nil,
		func(ctx context.Context, turn *framework.TurnContext, data teams.ChannelData) error {
			turn.Handling(method)
			channel, team := data.Place()
			return fn(ctx, turn, channel, team)
		})
}

func channelOf(data teams.ChannelData) teams.ChannelInfo {
	channel, _ := data.Place()
	return channel
}
