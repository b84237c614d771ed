package schema

import "encoding/json"

// Values of [SessionValue.State] and [SessionResult.State].
const (
	SessionListening = "listening" // the bot waits for the user
	SessionThinking  = "thinking"
	SessionSpeaking  = "speaking"
	SessionIdle      = "idle"
	SessionError     = "error"
)

// Values of [SessionValue.Signal], [SessionValue.Origin] and [SessionValue.Reason].
const (
	SessionBargeIn = "bargeIn" // somebody interrupts what the bot is saying

	SessionByUser   = "user" // who interrupts
	SessionBySystem = "system"

	SessionCompleted = "completed" // why a session ends
	SessionCancelled = "cancelled"
	SessionFailed    = "error"
	SessionTimeout   = "timeout"
)

// Values of [SessionResult.Status].
const (
	SessionSuccess      = "success"      // of session.init
	SessionAcknowledged = "acknowledged" // of the others
	SessionFailure      = "failure"
)

// SessionValue is the value of a session command, by which a stream of voice begins, changes its state, and ends: read it
// with [As]. SessionID belongs to session.init; State, or Signal and Origin, to session.update; Reason to session.end.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#session-lifecycle-commands
type SessionValue struct {
	SessionID string `json:"sessionId,omitempty"`
	State     string `json:"state,omitempty"`
	Signal    string `json:"signal,omitempty"`
	Origin    string `json:"origin,omitempty"`
	Reason    string `json:"reason,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SessionResult is the value of the result of a session command. State may be the one that the session is in from now on.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#session-lifecycle-commands
type SessionResult struct {
	CommandID string `json:"commandId,omitempty"` // the command's, if it has one
	Status    string `json:"status,omitempty"`
	SessionID string `json:"sessionId,omitempty"`
	State     string `json:"state,omitempty"`
	Error     Error  `json:"error,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
