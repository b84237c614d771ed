package handlers

import (
	"context"
	"slices"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/teams"
)

// OnMeetingStart registers a handler of meetings that begin. As all events of Teams, it runs after handlers of
// [ActivityHandler.OnEventActivity]; a value of another form is a [*framework.BadValueError].
func (h *TeamsActivityHandler) OnMeetingStart(fn ValueFunc[teams.MeetingStart]) {
	onEventNamed(&h.ActivityHandler, "OnMeetingStart", teams.EventMeetingStart, fn)
}

// OnMeetingEnd registers a handler of meetings that end.
func (h *TeamsActivityHandler) OnMeetingEnd(fn ValueFunc[teams.MeetingEnd]) {
	onEventNamed(&h.ActivityHandler, "OnMeetingEnd", teams.EventMeetingEnd, fn)
}

// OnMeetingParticipantsJoin registers a handler of people who join a meeting.
func (h *TeamsActivityHandler) OnMeetingParticipantsJoin(fn ValueFunc[teams.MeetingParticipants]) {
	onEventNamed(&h.ActivityHandler, "OnMeetingParticipantsJoin", teams.EventMeetingParticipantsJoin, fn)
}

// OnMeetingParticipantsLeave registers a handler of people who leave a meeting.
func (h *TeamsActivityHandler) OnMeetingParticipantsLeave(fn ValueFunc[teams.MeetingParticipants]) {
	onEventNamed(&h.ActivityHandler, "OnMeetingParticipantsLeave", teams.EventMeetingParticipantsLeave, fn)
}

// OnReadReceipt registers a handler of users who read messages of the bot in a personal chat.
func (h *TeamsActivityHandler) OnReadReceipt(fn ValueFunc[teams.ReadReceipt]) {
	onEventNamed(&h.ActivityHandler, "OnReadReceipt", teams.EventReadReceipt, fn)
}

// OnAgentLifecycle registers a handler of what happens to an agent's own user, for activities whose ValueType is one of
// these, such as [teams.AgenticUserIdentityCreated]; without any, for all.
func (h *TeamsActivityHandler) OnAgentLifecycle(fn ValueFunc[teams.AgentLifecycle], valueTypes ...string) {
	const method = "OnAgentLifecycle"
	h.mustAccept(method, fn != nil)
	for _, valueType := range valueTypes {
		h.mustAcceptNamed(method, valueType, true)
	}
	read := eventOf(method, fn)
	h.addEvent(teams.EventAgentLifecycle, func(ctx context.Context, turn *framework.TurnContext) error {
		if len(valueTypes) > 0 && !slices.Contains(valueTypes, turn.Activity.ValueType) {
			return nil
		}
		return read(ctx, turn)
	})
}
