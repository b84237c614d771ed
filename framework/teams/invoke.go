package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// Names of further invokes of Teams.
//
//nolint:gosec // G101 takes the name of an invoke for a credential
const (
	InvokeFileConsent       = "fileConsent/invoke"              // value: FileConsentCardResponse, answer: none
	InvokeO365ConnectorCard = "actionableMessage/executeAction" // value: O365ConnectorCardActionQuery, answer: none
	InvokeHandoff           = "handoff/action"                  // value: Handoff, answer: none
	InvokeSignInFailure     = "signin/failure"                  // value: SignInFailure, answer: none
	InvokeHTMLWidgetTool    = "htmlwidget/calltool"             // value: WidgetToolCall, answer: WidgetToolResponse; preview
)

// Handoff says that a user comes from another conversation, such as one with Copilot. Continuation is a secret by which
// the bot finds that again.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/bot-copilot-handoff
type Handoff struct {
	Continuation string `json:"continuation,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SignInFailure says why single sign-on failed in the client.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-code
type SignInFailure struct {
	Code    string `json:"code,omitempty"` // such as resourcematchfailed, interactionrequired or userconsentrequired
	Message string `json:"message,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// WidgetToolCall is a tool that an HTML widget calls. In preview.
//
// Spec: https://github.com/microsoft/teams.ts/tree/main/packages/api/src/models
type WidgetToolCall struct {
	Name      string     `json:"name,omitempty"`
	Arguments schema.Any `json:"arguments,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// WidgetToolResponse answers a [WidgetToolCall].
//
// Spec: https://github.com/microsoft/teams.ts/tree/main/packages/api/src/models
type WidgetToolResponse struct {
	ResponseType   string           `json:"responseType,omitempty"` // htmlwidget/calltoolresult
	CallToolResult WidgetToolResult `json:"callToolResult,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// WidgetToolResult is what a tool returned.
//
// Spec: https://modelcontextprotocol.io/specification/2025-06-18/server/tools#tool-result
type WidgetToolResult struct {
	Content           []schema.Any `json:"content,omitempty"`
	StructuredContent schema.Any   `json:"structuredContent,omitzero"`
	IsError           bool         `json:"isError,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
