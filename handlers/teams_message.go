package handlers

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// OnMessageEdit registers a handler of messages that their authors edited. It runs after handlers of
// [ActivityHandler.OnMessageUpdate], which also see what is not an edit.
func (h *TeamsActivityHandler) OnMessageEdit(fn framework.HandlerFunc) {
	h.onEventType("OnMessageEdit", schema.TypeMessageUpdate, teams.EventEditMessage, fn != nil, withoutData(named("OnMessageEdit", fn)))
}

// OnMessageUndelete registers a handler of messages that were deleted and that their authors took back. It runs after
// handlers of [ActivityHandler.OnMessageUpdate].
func (h *TeamsActivityHandler) OnMessageUndelete(fn framework.HandlerFunc) {
	h.onEventType("OnMessageUndelete", schema.TypeMessageUpdate, teams.EventUndeleteMessage, fn != nil, withoutData(named("OnMessageUndelete", fn)))
}

// OnMessageSoftDelete registers a handler of messages that their authors deleted, and can take back. It runs after
// handlers of [ActivityHandler.OnMessageDelete].
func (h *TeamsActivityHandler) OnMessageSoftDelete(fn framework.HandlerFunc) {
	h.onEventType("OnMessageSoftDelete", schema.TypeMessageDelete, teams.EventSoftDeleteMessage, fn != nil, withoutData(named("OnMessageSoftDelete", fn)))
}

func withoutData(fn framework.HandlerFunc) teamsEventFunc {
	return func(ctx context.Context, turn *framework.TurnContext, _ teams.ChannelData) error {
		return fn(ctx, turn)
	}
}
