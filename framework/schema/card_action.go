package schema

import (
	"cmp"
	"encoding/json"
)

// Values of [CardAction.Type]. The list is open.
const (
	ActionOpenURL      = "openUrl"
	ActionIMBack       = "imBack"   // the client says Value, seen by all
	ActionPostBack     = "postBack" // the client sends Value, seen by the bot alone
	ActionMessageBack  = "messageBack"
	ActionSignIn       = "signin"
	ActionCall         = "call"
	ActionPlayAudio    = "playAudio"
	ActionPlayVideo    = "playVideo"
	ActionShowImage    = "showImage"
	ActionDownloadFile = "downloadFile"
	ActionOpenApp      = "openApp"
	ActionPayment      = "payment"        // no longer offered by channels
	ActionInvoke       = "invoke"         // Teams
	ActionSubmit       = "Action.Submit"  // Teams, as a suggested action: comes back as the invoke suggestedActions/submit
	ActionCompose      = "Action.Compose" // Teams, as a suggested action: puts a message into the message box
)

// CardAction is a button, or what happens when something is tapped. What Value means depends on Type.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#card-action
type CardAction struct {
	Type         string `json:"type,omitempty"`
	Title        string `json:"title,omitempty"`
	Image        string `json:"image,omitempty"` // URL of an icon
	ImageAltText string `json:"imageAltText,omitempty"`
	Text         string `json:"text,omitempty"`
	DisplayText  string `json:"displayText,omitempty"`
	Value        Any    `json:"value,omitzero"`
	ChannelData  Any    `json:"channelData,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AltText returns what stands for the action's image where that is not seen: ImageAltText, or else Text (A7226).
func (v CardAction) AltText() string { return cmp.Or(v.ImageAltText, v.Text) }

// SuggestedActions are buttons offered with a message; they go away when one is chosen.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#suggested-actions
type SuggestedActions struct {
	To      []string     `json:"to,omitempty"` // ids of those who see them; everyone if empty
	Actions []CardAction `json:"actions,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
