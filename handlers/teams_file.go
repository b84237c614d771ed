package handlers

import "github.com/convobot/convo/framework/teams"

// OnFileConsentAccept registers the handler of a [teams.FileConsentCard] that the user agreed to (fileConsent/invoke with
// the action accept): the file may now be put to UploadInfo.UploadURL, which is required. It is answered without a body.
//
// Put the file there with PUT and the header Content-Range, such as "bytes 0-4/5", whole or in chunks one after the other, and
// without the bot's token: the URL is the permission. It came from a client, so look first whether its host is one of
// OneDrive's or SharePoint's. Then a [teams.FileInfoCard] shows the file. samples/files does all of it.
//
// An action other than accept and decline is answered 400, one of the two without a handler 501.
func (h *TeamsActivityHandler) OnFileConsentAccept(fn ValueFunc[teams.FileConsentCardResponse]) {
	h.onFileConsent("OnFileConsentAccept", teams.FileConsentAccept, fn)
}

// OnFileConsentDecline registers the handler of a [teams.FileConsentCard] that the user refused (fileConsent/invoke with
// the action decline). The rules of [TeamsActivityHandler.OnFileConsentAccept] hold.
func (h *TeamsActivityHandler) OnFileConsentDecline(fn ValueFunc[teams.FileConsentCardResponse]) {
	h.onFileConsent("OnFileConsentDecline", teams.FileConsentDecline, fn)
}

func (h *TeamsActivityHandler) onFileConsent(method, action string, fn ValueFunc[teams.FileConsentCardResponse]) {
	h.mustAccept(method, fn != nil)
	isFirst := h.fileConsents.empty()
	h.fileConsents.add(method, action, withoutBody(fn))
	if isFirst {
		h.answerInvoke(method, teams.InvokeFileConsent, teamsAnswer(byName(&h.fileConsents, checkFileConsent,
			func(consent *teams.FileConsentCardResponse) string { return consent.Action })))
	}
}

func checkFileConsent(c *teams.FileConsentCardResponse) finding {
	switch {
	case c.Action != teams.FileConsentAccept && c.Action != teams.FileConsentDecline:
		return "has an action that is neither accept nor decline"
	case c.Action == teams.FileConsentAccept && c.UploadInfo.UploadURL == "":
		return "has no uploadUrl in its uploadInfo"
	default:
		return ""
	}
}
