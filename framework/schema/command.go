package schema

import (
	"encoding/json"
	"strings"
)

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

// IsCommandName reports whether a command may have that name: a media type such as application/vnd.example.lights, or one
// of the session commands (A6311).
func IsCommandName(name string) bool {
	if IsSessionCommand(name) {
		return true
	}
	kind, subtype, _ := strings.Cut(name, "/")
	return isMediaToken(kind) && isMediaToken(subtype)
}

// IsSessionCommand reports whether name is session.init, session.update or session.end. The value of these is a
// [SessionValue], and that of their result a [SessionResult].
func IsSessionCommand(name string) bool {
	return name == CommandSessionInit || name == CommandSessionUpdate || name == CommandSessionEnd
}

// isMediaToken holds for each half of a media type (RFC 6838, section 4.2), whatever its length.
func isMediaToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		isAlphanumeric := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !isAlphanumeric && (i == 0 || !strings.ContainsRune("!#$&-^_.+", rune(c))) {
			return false
		}
	}
	return s != ""
}
