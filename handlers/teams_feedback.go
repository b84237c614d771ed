package handlers

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// OnFeedback registers the handler of a user who judges a message of the bot, which the activity's ReplyToID names
// (message/submitAction with the actionName feedback). It is answered without a body.
func (h *TeamsActivityHandler) OnFeedback(fn ValueFunc[teams.Feedback]) {
	const method = "OnFeedback"
	h.mustAccept(method, fn != nil)
	h.onMessageSubmit(method, func(
		ctx context.Context, turn *framework.TurnContext, action teams.MessageSubmitAction,
	) error {
		feedback, err := read[teams.Feedback](action.ActionValue)
		if err != nil {
			return &framework.BadValueError{Name: turn.Activity.Name, Member: "actionValue", Err: err}
		}
		return fn(ctx, turn, feedback)
	}, teams.ActionFeedback)
}

// OnMessageSubmitAction registers the handler of these actions of a user on a message of the bot, which the activity's
// ReplyToID names (message/submitAction); without names, of every action that has no handler of its own. The actionName is
// required. It is answered without a body, and panics if an action has a handler; see [TeamsActivityHandler.OnFeedback].
func (h *TeamsActivityHandler) OnMessageSubmitAction(fn ValueFunc[teams.MessageSubmitAction], actionNames ...string) {
	h.onMessageSubmit("OnMessageSubmitAction", fn, actionNames...)
}

// OnMessageFetchTask registers the handler that shows the dialog in which a user judges a message (message/fetchTask), where
// the message's [teams.FeedbackLoop] is of type custom. What is submitted in it goes to [TeamsActivityHandler.OnFeedback].
func (h *TeamsActivityHandler) OnMessageFetchTask(fn InvokeFunc[teams.MessageFetchTask, *teams.TaskModuleResponse]) {
	onTeamsInvoke(h, "OnMessageFetchTask", teams.InvokeMessageFetchTask, nil, fn)
}

// OnSuggestedActionSubmit registers the handler of a suggested action of type Action.Submit that was pressed
// (suggestedActions/submit). The data is the action's, as the client sent it, and required. It is answered without a body.
func (h *TeamsActivityHandler) OnSuggestedActionSubmit(fn ValueFunc[schema.Any]) {
	onTeamsInvoke(h, "OnSuggestedActionSubmit", teams.InvokeSuggestedActionsSubmit, nil, withoutBody(fn))
}

func (h *TeamsActivityHandler) onMessageSubmit(
	method string, fn ValueFunc[teams.MessageSubmitAction], actionNames ...string,
) {
	isFirst := h.messageSubmit.empty()
	addResponders(h, method, &h.messageSubmit, withoutBody(fn), actionNames)
	if isFirst {
		h.answerInvoke(method, teams.InvokeMessageSubmitAction, teamsAnswer(byName(&h.messageSubmit, checkSubmit,
			func(action *teams.MessageSubmitAction) string { return action.ActionName })))
	}
}

func checkSubmit(action *teams.MessageSubmitAction) finding {
	if action.ActionName == "" {
		return "has no actionName"
	}
	return ""
}
