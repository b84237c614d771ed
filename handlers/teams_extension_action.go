package handlers

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/teams"
)

// OnMessagingExtensionFetchTask registers the handler that opens the dialog of an action (composeExtension/fetchTask), for
// the commands of these ids, as in the app's manifest; without ids, for every command that has no handler of its own. It
// panics if a command has a handler. The dialog is made with [teams.ActionDialog].
func (h *TeamsActivityHandler) OnMessagingExtensionFetchTask(
	fn func(
		ctx context.Context, turn *framework.TurnContext, action teams.MessagingExtensionAction,
	) (*teams.MessagingExtensionActionResponse, error),
	commandIDs ...string,
) {
	const method = "OnMessagingExtensionFetchTask"
	isFirst := h.extensionFetches.empty()
	addRoutes(h, method, &h.extensionFetches, fn, commandIDs)
	if isFirst {
		h.answerInvoke(method, teams.InvokeMessagingExtensionFetchTask, teamsAnswer(checkAction, func(
			a *teams.MessagingExtensionAction,
		) extensionAction {
			return h.extensionFetches.find(a.CommandID)
		}))
	}
}

// OnMessagingExtensionSubmitAction registers the handler of a form that was submitted in the dialog of an action
// (composeExtension/submitAction, unless it is about a preview). Commands work as in
// [TeamsActivityHandler.OnMessagingExtensionFetchTask]. The answer is made with [teams.ActionResult],
// [teams.ActionPreview] or [teams.ActionDialog]; a nil response closes the dialog.
//
// A botMessagePreviewAction other than edit, send and none, and more than 10 previewed messages, are answered 400.
func (h *TeamsActivityHandler) OnMessagingExtensionSubmitAction(
	fn func(
		ctx context.Context, turn *framework.TurnContext, action teams.MessagingExtensionAction,
	) (*teams.MessagingExtensionActionResponse, error),
	commandIDs ...string,
) {
	h.onSubmitAction("OnMessagingExtensionSubmitAction", &h.extensionSubmits, fn, commandIDs)
}

// OnMessagingExtensionPreviewEdit registers the handler of a preview that the user wants to edit
// (composeExtension/submitAction with the botMessagePreviewAction edit). Commands work as in
// [TeamsActivityHandler.OnMessagingExtensionFetchTask]. The answer shows the dialog again, filled from the action's
// BotActivityPreview.
func (h *TeamsActivityHandler) OnMessagingExtensionPreviewEdit(
	fn func(
		ctx context.Context, turn *framework.TurnContext, action teams.MessagingExtensionAction,
	) (*teams.MessagingExtensionActionResponse, error),
	commandIDs ...string,
) {
	h.onSubmitAction("OnMessagingExtensionPreviewEdit", &h.extensionEdits, fn, commandIDs)
}

// OnMessagingExtensionPreviewSend registers the handler of a preview that the user wants the bot to post
// (composeExtension/submitAction with the botMessagePreviewAction send). Commands work as in
// [TeamsActivityHandler.OnMessagingExtensionFetchTask]. The bot posts the message itself; the response is nil unless
// something is to be shown.
func (h *TeamsActivityHandler) OnMessagingExtensionPreviewSend(
	fn func(
		ctx context.Context, turn *framework.TurnContext, action teams.MessagingExtensionAction,
	) (*teams.MessagingExtensionActionResponse, error),
	commandIDs ...string,
) {
	h.onSubmitAction("OnMessagingExtensionPreviewSend", &h.extensionSends, fn, commandIDs)
}

// extensionAction is a handler of an action of a message extension.
type extensionAction = responder[teams.MessagingExtensionAction, *teams.MessagingExtensionActionResponse]

// Values of [teams.MessagingExtensionAction.BotMessagePreviewAction].
const (
	previewEdit = "edit"
	previewSend = "send"
)

// maxPreviews is how many previewed messages an action may have; Teams sends one.
const maxPreviews = 10

func (h *TeamsActivityHandler) onSubmitAction(
	method string,
	commands *responders[teams.MessagingExtensionAction, *teams.MessagingExtensionActionResponse],
	fn extensionAction,
	commandIDs []string,
) {
	isFirst := h.extensionSubmits.empty() && h.extensionEdits.empty() && h.extensionSends.empty()
	addRoutes(h, method, commands, fn, commandIDs)
	if isFirst {
		h.answerInvoke(method, teams.InvokeMessagingExtensionSubmitAction, teamsAnswer(checkSubmitAction, h.submitAction))
	}
}

// submitAction returns the handler of a form or preview that was submitted.
func (h *TeamsActivityHandler) submitAction(a *teams.MessagingExtensionAction) extensionAction {
	switch a.BotMessagePreviewAction {
	case previewEdit:
		return h.extensionEdits.find(a.CommandID)
	case previewSend:
		return h.extensionSends.find(a.CommandID)
	default:
		return h.extensionSubmits.find(a.CommandID)
	}
}

func checkSubmitAction(a *teams.MessagingExtensionAction) finding {
	switch a.BotMessagePreviewAction {
	case "", previewEdit, previewSend:
		return checkAction(a)
	default:
		return "has a botMessagePreviewAction that is neither edit nor send"
	}
}

func checkAction(a *teams.MessagingExtensionAction) finding {
	if len(a.BotActivityPreview) > maxPreviews {
		return "has more than 10 previewed messages"
	}
	return ""
}
