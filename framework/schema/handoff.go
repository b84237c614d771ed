package schema

import "encoding/json"

// Values of [HandoffStatus.State].
const (
	HandoffAccepted  = "accepted"
	HandoffFailed    = "failed"
	HandoffCompleted = "completed"
)

// HandoffStatus is the value of the event [EventHandoffStatus]: how the hand-over to a person goes.
//
// Spec: https://learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human
type HandoffStatus struct {
	State   string `json:"state,omitempty"` // one of the constants above
	Message string `json:"message,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// NewHandoff returns the event by which a bot asks a hub such as Omnichannel to hand its conversation over to a person:
// send it to the conversation itself. Context says to whom and why, in the hub's own form; transcript is what was said so
// far, or nil. Teams knows no such event.
//
// Spec: https://learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human
func NewHandoff(conversation ConversationReference, context Any, transcript *Transcript) *Activity {
	event := &Activity{Type: TypeEvent, Name: EventHandoffInitiate, Value: context, RelatesTo: conversation}
	if transcript != nil {
		event.Attachments = []Attachment{{ContentType: "application/json", Name: "Transcript", Content: transcript}}
	}
	return event
}

// NewHandoffStatus returns the event by which a hub says how the hand-over goes.
func NewHandoffStatus(state, message string) *Activity {
	return &Activity{Type: TypeEvent, Name: EventHandoffStatus, Value: HandoffStatus{State: state, Message: message}}
}
