package handlers

import "github.com/convobot/convo/framework/teams"

// OnMessagingExtensionFetchTask registers the handler that opens the dialog of an action (composeExtension/fetchTask), for
// the commands of these ids, as in the app's manifest; without ids, for every command that has no handler of its own. It
// panics if a command has a handler. The dialog is made with [teams.ActionDialog].
func (h *TeamsActivityHandler) OnMessagingExtensionFetchTask(fn MessagingExtensionActionFunc, commandIDs ...string) {
	const method = "OnMessagingExtensionFetchTask"
	isFirst := h.extensionFetches.empty()
	addResponders(h, method, &h.extensionFetches, fn, commandIDs)
	if isFirst {
		h.answerInvoke(method, teams.InvokeMessagingExtensionFetchTask, teamsAnswer(byName(&h.extensionFetches, checkAction,
			func(a *teams.MessagingExtensionAction) string { return a.CommandID })))
	}
}

// OnMessagingExtensionSubmitAction registers the handler of a form that was submitted in the dialog of an action
// (composeExtension/submitAction, unless it is about a preview). Commands work as in
// [TeamsActivityHandler.OnMessagingExtensionFetchTask]. The answer is made with [teams.ActionResult],
// [teams.ActionPreview] or [teams.ActionDialog]; a nil response closes the dialog.
//
// A botMessagePreviewAction other than edit, send and none, and more than 10 previewed messages, are answered 400.
func (h *TeamsActivityHandler) OnMessagingExtensionSubmitAction(fn MessagingExtensionActionFunc, commandIDs ...string) {
	h.onSubmitAction("OnMessagingExtensionSubmitAction", &h.extensionSubmits, fn, commandIDs)
}

// OnMessagingExtensionPreviewEdit registers the handler of a preview that the user wants to edit
// (composeExtension/submitAction with the botMessagePreviewAction edit). Commands work as in
// [TeamsActivityHandler.OnMessagingExtensionFetchTask]. The answer shows the dialog again, filled from the action's
// BotActivityPreview.
func (h *TeamsActivityHandler) OnMessagingExtensionPreviewEdit(fn MessagingExtensionActionFunc, commandIDs ...string) {
	h.onSubmitAction("OnMessagingExtensionPreviewEdit", &h.extensionEdits, fn, commandIDs)
}

// OnMessagingExtensionPreviewSend registers the handler of a preview that the user wants the bot to post
// (composeExtension/submitAction with the botMessagePreviewAction send). Commands work as in
// [TeamsActivityHandler.OnMessagingExtensionFetchTask]. The bot posts the message itself; the response is nil unless
// something is to be shown.
func (h *TeamsActivityHandler) OnMessagingExtensionPreviewSend(fn MessagingExtensionActionFunc, commandIDs ...string) {
	h.onSubmitAction("OnMessagingExtensionPreviewSend", &h.extensionSends, fn, commandIDs)
}

// maxPreviews is how many previewed messages an action may have; Teams sends one.
const maxPreviews = 10

func (h *TeamsActivityHandler) onSubmitAction(
	method string,
	commands *responders[teams.MessagingExtensionAction, *teams.MessagingExtensionActionResponse],
	fn MessagingExtensionActionFunc,
	commandIDs []string,
) {
	isFirst := h.extensionSubmits.empty() && h.extensionEdits.empty() && h.extensionSends.empty()
	addResponders(h, method, commands, fn, commandIDs)
	if isFirst {
		h.answerInvoke(method, teams.InvokeMessagingExtensionSubmitAction, teamsAnswer(h.submitAction))
	}
}

// submitAction chooses the handler of a form or preview that was submitted.
func (h *TeamsActivityHandler) submitAction(a *teams.MessagingExtensionAction) (MessagingExtensionActionFunc, finding) {
	var commands *responders[teams.MessagingExtensionAction, *teams.MessagingExtensionActionResponse]
	switch a.BotMessagePreviewAction {
	case "":
		commands = &h.extensionSubmits
	case teams.PreviewEdit:
		commands = &h.extensionEdits
	case teams.PreviewSend:
		commands = &h.extensionSends
	default:
		return nil, "has a botMessagePreviewAction that is neither edit nor send"
	}
	return commands.find(a.CommandID), checkAction(a)
}

func checkAction(a *teams.MessagingExtensionAction) finding {
	if len(a.BotActivityPreview) > maxPreviews {
		return "has more than 10 previewed messages"
	}
	return ""
}
