package schema

import "encoding/json"

// CommandValue is the value of a command: read it with [As].
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#command-activity
type CommandValue struct {
	CommandID string `json:"commandId,omitempty"` // the same in the command and its result
	Data      Any    `json:"data,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// CommandResultValue is the value of a command result: Error if the command failed, else Data.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#command-result-activity
type CommandResultValue struct {
	CommandID string `json:"commandId,omitempty"`
	Data      Any    `json:"data,omitzero"`
	Error     Error  `json:"error,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
