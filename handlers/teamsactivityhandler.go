package handlers

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// TeamsActivityHandler is an [ActivityHandler] with handlers for what only Microsoft Teams sends. The same rules hold:
// the zero value is ready, register before serving, do not copy.
//
// Notifications: a generic handler and a handler of Teams both run, the generic one first, and a SkipRest does not reach
// from one to the other. Those of conversationUpdate, messageUpdate and messageDelete run only for activities whose
// channel is Teams, since other channels send these types too.
//
// Invokes and events: their names are Teams' own, so their handlers run whatever the channel is called; Outlook and
// Microsoft 365 send the invokes of message extensions under other channel ids. Only an invoke without a name is
// answered for Teams alone.
//
// An invoke whose value is absent, null, of another form than its handler's type or larger than 1 MiB is answered 400
// with the protocol's error object, {"error": {"code": "BadArgument", "message": "..."}}, and no handler runs. So is one
// with a member that its method's comment calls required. An open member, such as the data of a form, is read with
// [schema.As]; return a [*framework.BadValueError] where it does not fit. An invoke that nothing is registered for is
// answered 501, as is a command, dialog or action that has no handler where others have one; the Teams SDK answers 200,
// which hides that something is missing.
//
// What a handler returns is the body of a 200, and nil a 200 without a body. A [*framework.InvokeError] sets another
// status; any other error is answered 500 without its text. An answer that is set with
// [framework.TurnContext.SetInvokeResponse] takes the place of what the handler returns.
type TeamsActivityHandler struct {
	ActivityHandler

	byEventType map[teamsEvent][]teamsEventFunc

	teamsMembersAdded, teamsMembersRemoved []ValuesFunc[[]schema.ChannelAccount, teams.TeamInfo]

	dialogFetches, dialogSubmits dialogs

	extensionQueries     responders[teams.MessagingExtensionQuery, *teams.MessagingExtensionResponse]
	extensionSettingURLs responders[teams.MessagingExtensionQuery, *teams.MessagingExtensionResponse]
	extensionFetches     responders[teams.MessagingExtensionAction, *teams.MessagingExtensionActionResponse]
	extensionSubmits     responders[teams.MessagingExtensionAction, *teams.MessagingExtensionActionResponse]
	extensionEdits       responders[teams.MessagingExtensionAction, *teams.MessagingExtensionActionResponse]
	extensionSends       responders[teams.MessagingExtensionAction, *teams.MessagingExtensionActionResponse]

	fileConsents  responders[teams.FileConsentCardResponse, struct{}]
	messageSubmit responders[teams.MessageSubmitAction, struct{}]
}

// teamsEvent is what happened, by the type of the activity and the eventType of its channel data.
type teamsEvent struct{ activityType, eventType string }

// teamsEventFunc is a handler of what the channel data tells, which is read once for all handlers of an event.
type teamsEventFunc = ValueFunc[teams.ChannelData]

var (
	_ framework.Handler       = (*TeamsActivityHandler)(nil)
	_ framework.QueueBypasser = (*TeamsActivityHandler)(nil)
)

// OnTurn runs the handlers of turn's activity, as [ActivityHandler.OnTurn] does.
func (h *TeamsActivityHandler) OnTurn(ctx context.Context, turn *framework.TurnContext) error {
	if err := h.ActivityHandler.OnTurn(ctx, turn); err != nil {
		return err
	}
	if turn.Activity.ChannelID != schema.ChannelTeams {
		return nil
	}
	switch turn.Activity.Type {
	case schema.TypeConversationUpdate:
		return h.onTeamsConversationUpdate(ctx, turn)
	case schema.TypeMessageUpdate, schema.TypeMessageDelete:
		return h.runEventType(ctx, turn)
	default:
		return nil
	}
}

func (h *TeamsActivityHandler) onTeamsConversationUpdate(ctx context.Context, turn *framework.TurnContext) error {
	if err := runTeamMembers(ctx, turn, h.teamsMembersAdded, turn.Activity.MembersAdded); err != nil {
		return err
	}
	if err := runTeamMembers(ctx, turn, h.teamsMembersRemoved, turn.Activity.MembersRemoved); err != nil {
		return err
	}
	return h.runEventType(ctx, turn)
}

// runEventType runs the handlers of what the channel data calls the event.
func (h *TeamsActivityHandler) runEventType(ctx context.Context, turn *framework.TurnContext) error {
	if len(h.byEventType) == 0 {
		return nil
	}
	data, _ := teams.Data(turn.Activity) // what cannot be read has no event type
	for _, fn := range h.byEventType[teamsEvent{turn.Activity.Type, data.EventType}] {
		if err := fn(ctx, turn, data); err != nil {
			return withoutSkipRest(err)
		}
	}
	return nil
}

// onEventType registers fn for activities of a type whose channel data has that eventType.
func (h *TeamsActivityHandler) onEventType(
	method, activityType, eventType string, hasHandler bool, fn teamsEventFunc,
) {
	h.mustAccept(method, hasHandler)
	if h.byEventType == nil {
		h.byEventType = make(map[teamsEvent][]teamsEventFunc)
	}
	key := teamsEvent{activityType, eventType}
	h.byEventType[key] = append(h.byEventType[key], fn)
}
