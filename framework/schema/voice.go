package schema

import "encoding/json"

// ValueTypeVoiceMessage is the [Activity.ValueType] of a message whose value is a [VoiceMessage].
const ValueTypeVoiceMessage = "application/vnd.microsoft.activity.voice+json"

// VoiceMessage is all of what somebody said: the value of a message, read with [As]. ContentType and ContentURL are
// required; a Transcription helps those who cannot hear. What is streamed comes as events, see [EventMediaStart].
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#voice-message
type VoiceMessage struct {
	ContentType   string `json:"contentType,omitempty"` // such as audio/webm
	ContentURL    string `json:"contentUrl,omitempty"`  // where the sound is, or the sound itself as a data URL
	Transcription string `json:"transcription,omitempty"`
	DurationMS    int64  `json:"durationMs,omitzero"` // milliseconds
	Timestamp     Time   `json:"timestamp,omitzero"`
	Locale        string `json:"locale,omitempty"` // BCP 47

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Message returns the message that carries it.
func (v VoiceMessage) Message() *Activity {
	return &Activity{Type: TypeMessage, ValueType: ValueTypeVoiceMessage, Value: v}
}
