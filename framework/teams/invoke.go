package teams

import (
	"encoding/json"
)

// Names of further invokes of Teams.
const (
	InvokeFileConsent       = "fileConsent/invoke"              // value: FileConsentCardResponse, answer: none
	InvokeO365ConnectorCard = "actionableMessage/executeAction" // value: O365ConnectorCardActionQuery, answer: none
	InvokeHandoff           = "handoff/action"                  // value: Handoff, answer: none
	InvokeSignInFailure     = "signin/failure"                  // value: SignInFailure, answer: none
)

// Handoff says that a user comes from another conversation, such as one with Copilot. Continuation is a secret by which
// the bot finds that again.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/bot-copilot-handoff
type Handoff struct {
	Continuation string `json:"continuation,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Values of [SignInFailure.Code]. The list is open.
const (
	SignInInstallAppFailed     = "installappfailed"
	SignInAuthRequestFailed    = "authrequestfailed"
	SignInInstalledAppNotFound = "installedappnotfound"
	SignInInvokeError          = "invokeerror"
	SignInResourceMatchFailed  = "resourcematchfailed" // the token exchange resource is not the app's in Microsoft Entra
	SignInOAuthCardNotValid    = "oauthcardnotvalid"
	SignInTokenMissing         = "tokenmissing"
	SignInUserConsentRequired  = "userconsentrequired" // the client shows the sign-in button
	SignInInteractionRequired  = "interactionrequired" // likewise
)

// SignInFailure says why single sign-on failed in the client.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-code
type SignInFailure struct {
	Code    string `json:"code,omitempty"` // one of the constants above, or another
	Message string `json:"message,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
