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
// Handlers of Teams' notifications run after those of the ActivityHandler for the same activity, and only for activities
// whose channel is Teams; a SkipRest does not reach from one to the other.
type TeamsActivityHandler struct {
	ActivityHandler

	byEventType map[string][]framework.HandlerFunc // of conversationUpdate, messageUpdate and messageDelete, by channelData.eventType
}

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
	case schema.TypeConversationUpdate, schema.TypeMessageUpdate, schema.TypeMessageDelete:
		return run(ctx, turn, h.byEventType[teams.EventType(turn.Activity)])
	default:
		return nil
	}
}

// OnTeamRenamed registers a handler of a team that got another name.
func (h *TeamsActivityHandler) OnTeamRenamed(
	fn func(ctx context.Context, turn *framework.TurnContext, team teams.TeamInfo) error,
) {
	h.onTeam("OnTeamRenamed", teams.EventTeamRenamed, fn)
}

// OnTaskFetch registers the handler of dialogs that are to open and whose name has no handler of its own.
func (h *TeamsActivityHandler) OnTaskFetch(
	fn func(ctx context.Context, turn *framework.TurnContext, req teams.TaskModuleRequest) (*teams.TaskModuleResponse, error),
) {
	OnInvoke(h, teams.InvokeTaskFetch, fn)
}

func (h *TeamsActivityHandler) onTeam(
	method, eventType string, fn func(ctx context.Context, turn *framework.TurnContext, team teams.TeamInfo) error,
) {
	h.onEventType(method, eventType, fn != nil, func(ctx context.Context, turn *framework.TurnContext) error {
		return fn(ctx, turn, teams.Team(turn.Activity))
	})
}

func (h *TeamsActivityHandler) onEventType(method, eventType string, hasHandler bool, fn framework.HandlerFunc) {
	h.mustAccept(method, hasHandler)
	if h.byEventType == nil {
		h.byEventType = make(map[string][]framework.HandlerFunc)
	}
	h.byEventType[eventType] = append(h.byEventType[eventType], fn)
}
