package handlers

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// OnTeamsMembersAdded registers a handler of members who joined a team, group chat or personal chat in Teams; the team is
// zero outside of one. It runs after handlers of [ActivityHandler.OnMembersAdded], whose rules hold: both run (in
// Microsoft's SDKs this one takes the place of the other), and the bot itself is never in the list.
//
// The accounts are what Teams sent: mostly ids alone. Microsoft's SDKs ask the connector for everyone's profile first,
// which costs a request per member and fails the turn where one fails; ask for it where you need it, as
// connector.Profiles does.
func (h *TeamsActivityHandler) OnTeamsMembersAdded(fn ValuesFunc[[]schema.ChannelAccount, teams.TeamInfo]) {
	h.mustAccept("OnTeamsMembersAdded", fn != nil)
	h.teamsMembersAdded = append(h.teamsMembersAdded, namedValues("OnTeamsMembersAdded", fn))
}

// OnTeamsMembersRemoved registers a handler of members who left. The rules of [TeamsActivityHandler.OnTeamsMembersAdded]
// hold. Where an activity has both, handlers of both run.
func (h *TeamsActivityHandler) OnTeamsMembersRemoved(fn ValuesFunc[[]schema.ChannelAccount, teams.TeamInfo]) {
	h.mustAccept("OnTeamsMembersRemoved", fn != nil)
	h.teamsMembersRemoved = append(h.teamsMembersRemoved, namedValues("OnTeamsMembersRemoved", fn))
}

// OnTeamMemberAdded registers a handler of members who joined a team, where Teams says so with the eventType
// teamMemberAdded. It runs after [TeamsActivityHandler.OnTeamsMembersAdded], which also runs where Teams does not.
//
// The bot itself is never in the list, and the handler does not run if nobody else came. If Teams names nobody, the list
// is empty.
func (h *TeamsActivityHandler) OnTeamMemberAdded(fn ValuesFunc[[]schema.ChannelAccount, teams.TeamInfo]) {
	onMembers(h, "OnTeamMemberAdded", teams.EventTeamMemberAdded, addedTo, teamOf, fn)
}

// OnTeamMemberRemoved registers a handler of members who left a team, where Teams says so with the eventType
// teamMemberRemoved. The rules of [TeamsActivityHandler.OnTeamMemberAdded] hold.
func (h *TeamsActivityHandler) OnTeamMemberRemoved(fn ValuesFunc[[]schema.ChannelAccount, teams.TeamInfo]) {
	onMembers(h, "OnTeamMemberRemoved", teams.EventTeamMemberRemoved, removedFrom, teamOf, fn)
}

// OnTeamArchived registers a handler of a team that was archived.
func (h *TeamsActivityHandler) OnTeamArchived(fn ValueFunc[teams.TeamInfo]) {
	h.onTeam("OnTeamArchived", teams.EventTeamArchived, fn)
}

// OnTeamUnarchived registers a handler of a team that is archived no longer.
func (h *TeamsActivityHandler) OnTeamUnarchived(fn ValueFunc[teams.TeamInfo]) {
	h.onTeam("OnTeamUnarchived", teams.EventTeamUnarchived, fn)
}

// OnTeamDeleted registers a handler of a team that was deleted, and can be restored for a while.
func (h *TeamsActivityHandler) OnTeamDeleted(fn ValueFunc[teams.TeamInfo]) {
	h.onTeam("OnTeamDeleted", teams.EventTeamDeleted, fn)
}

// OnTeamHardDeleted registers a handler of a team that was deleted for good.
func (h *TeamsActivityHandler) OnTeamHardDeleted(fn ValueFunc[teams.TeamInfo]) {
	h.onTeam("OnTeamHardDeleted", teams.EventTeamHardDeleted, fn)
}

// OnTeamRenamed registers a handler of a team that got another name.
func (h *TeamsActivityHandler) OnTeamRenamed(fn ValueFunc[teams.TeamInfo]) {
	h.onTeam("OnTeamRenamed", teams.EventTeamRenamed, fn)
}

// OnTeamRestored registers a handler of a team that was deleted and is back.
func (h *TeamsActivityHandler) OnTeamRestored(fn ValueFunc[teams.TeamInfo]) {
	h.onTeam("OnTeamRestored", teams.EventTeamRestored, fn)
}

func (h *TeamsActivityHandler) onTeam(method, eventType string, fn ValueFunc[teams.TeamInfo]) {
	h.onEventType(method, schema.TypeConversationUpdate, eventType, fn != nil,
		func(ctx context.Context, turn *framework.TurnContext, data teams.ChannelData) error {
			turn.Handling(method)
			return fn(ctx, turn, teamOf(data))
		})
}

func addedTo(a *schema.Activity) []schema.ChannelAccount { return a.MembersAdded }

func removedFrom(a *schema.Activity) []schema.ChannelAccount { return a.MembersRemoved }

func teamOf(data teams.ChannelData) teams.TeamInfo {
	_, team := data.Place()
	return team
}

// onMembers registers a handler of the members that list finds in an activity, and of what they came into or left.
func onMembers[Place any](
	h *TeamsActivityHandler, method, eventType string, list func(*schema.Activity) []schema.ChannelAccount,
	place func(teams.ChannelData) Place, fn ValuesFunc[[]schema.ChannelAccount, Place],
) {
	h.onEventType(method, schema.TypeConversationUpdate, eventType, fn != nil,
		func(ctx context.Context, turn *framework.TurnContext, data teams.ChannelData) error {
			members := list(turn.Activity)
			others := withoutBot(turn, members)
			if len(others) == 0 && len(members) > 0 {
				return nil
			}
			turn.Handling(method)
			return fn(ctx, turn, others, place(data))
		})
}

// runTeamMembers runs the handlers of members who came or went, unless only the bot did.
func runTeamMembers(
	ctx context.Context, turn *framework.TurnContext, handlers []ValuesFunc[[]schema.ChannelAccount, teams.TeamInfo], members []schema.ChannelAccount,
) error {
	if len(handlers) == 0 || len(members) == 0 {
		return nil
	}
	others := withoutBot(turn, members)
	if len(others) == 0 {
		return nil
	}
	team := teams.Team(turn.Activity)
	for _, fn := range handlers {
		if err := fn(ctx, turn, others, team); err != nil {
			return withoutSkipRest(err)
		}
	}
	return nil
}
