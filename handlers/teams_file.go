package handlers

import "github.com/convobot/convo/framework/teams"

// Values of [teams.FileConsentCardResponse.Action].
const (
	fileAccept  = "accept"
	fileDecline = "decline"
)

// OnFileConsentAccept registers the handler of a [teams.FileConsentCard] that the user agreed to (fileConsent/invoke with
// the action accept): the file may now be put to UploadInfo.UploadURL, which is required. It is answered without a body.
//
// An action other than accept and decline is answered 400, one of the two without a handler 501.
func (h *TeamsActivityHandler) OnFileConsentAccept(fn ValueFunc[teams.FileConsentCardResponse]) {
	h.onFileConsent("OnFileConsentAccept", fileAccept, fn)
}

// OnFileConsentDecline registers the handler of a [teams.FileConsentCard] that the user refused (fileConsent/invoke with
// the action decline). The rules of [TeamsActivityHandler.OnFileConsentAccept] hold.
func (h *TeamsActivityHandler) OnFileConsentDecline(fn ValueFunc[teams.FileConsentCardResponse]) {
	h.onFileConsent("OnFileConsentDecline", fileDecline, fn)
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
	case c.Action != fileAccept && c.Action != fileDecline:
		return "has an action that is neither accept nor decline"
	case c.Action == fileAccept && c.UploadInfo.UploadURL == "":
		return "has no uploadUrl in its uploadInfo"
	default:
		return ""
	}
}
