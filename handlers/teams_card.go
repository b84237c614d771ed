package handlers

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// OnCardActionInvoke registers the handler of an invoke without a name, which Teams sends for a button of type invoke on a
// hero or thumbnail card. The value is the button's, as the client sent it, and required.
//
// On other channels an invoke without a name is answered 501.
func (h *TeamsActivityHandler) OnCardActionInvoke(fn InvokeFunc[schema.Any, schema.Any]) {
	const method = "OnCardActionInvoke"
	h.mustAccept(method, fn != nil)
	answer := teamsAnswer(only(method, nil, fn))
	h.answerInvoke(method, "", func(ctx context.Context, turn *framework.TurnContext) error {
		if turn.Activity.ChannelID != schema.ChannelTeams {
			return nil
		}
		return answer(ctx, turn)
	})
}

// OnO365ConnectorCardAction registers the handler of an HttpPOST action of a [teams.O365ConnectorCard] that was pressed
// (actionableMessage/executeAction). It is answered without a body.
func (h *TeamsActivityHandler) OnO365ConnectorCardAction(fn ValueFunc[teams.O365ConnectorCardActionQuery]) {
	onTeamsInvoke(h, "OnO365ConnectorCardAction", teams.InvokeO365ConnectorCard, nil, withoutBody(fn))
}

// OnHandoffAction registers the handler of a user who comes from another conversation, such as one with Copilot
// (handoff/action). The continuation is a secret by which the bot finds it again, and required. It is answered without a
// body.
func (h *TeamsActivityHandler) OnHandoffAction(fn ValueFunc[teams.Handoff]) {
	check := func(handoff *teams.Handoff) finding {
		if handoff.Continuation == "" {
			return "has no continuation"
		}
		return ""
	}
	onTeamsInvoke(h, "OnHandoffAction", teams.InvokeHandoff, check, withoutBody(fn))
}

// OnHTMLWidgetCallTool registers the handler of a tool that an HTML widget calls (htmlwidget/calltool). The tool's name is
// required. In preview: Teams may change it.
func (h *TeamsActivityHandler) OnHTMLWidgetCallTool(fn InvokeFunc[teams.WidgetToolCall, *teams.WidgetToolResponse]) {
	check := func(call *teams.WidgetToolCall) finding {
		if call.Name == "" {
			return "has no name"
		}
		return ""
	}
	onTeamsInvoke(h, "OnHTMLWidgetCallTool", teams.InvokeHTMLWidgetTool, check, fn)
}
