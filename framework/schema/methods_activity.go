package schema

// The JSON methods of activities; see codec.go.

type (
	plainActivity           Activity
	plainMessageReaction    MessageReaction
	plainReactionUser       ReactionUser
	plainTextHighlight      TextHighlight
	plainSemanticAction     SemanticAction
	plainCommandValue       CommandValue
	plainCommandResultValue CommandResultValue
	plainSessionValue       SessionValue
	plainSessionResult      SessionResult
	plainExpectedReplies    ExpectedReplies
	plainTranscript         Transcript
)

func (a *Activity) twin() any           { return (*plainActivity)(a) }
func (v *MessageReaction) twin() any    { return (*plainMessageReaction)(v) }
func (v *ReactionUser) twin() any       { return (*plainReactionUser)(v) }
func (v *TextHighlight) twin() any      { return (*plainTextHighlight)(v) }
func (v *SemanticAction) twin() any     { return (*plainSemanticAction)(v) }
func (v *CommandValue) twin() any       { return (*plainCommandValue)(v) }
func (v *CommandResultValue) twin() any { return (*plainCommandResultValue)(v) }
func (v *SessionValue) twin() any       { return (*plainSessionValue)(v) }
func (v *SessionResult) twin() any      { return (*plainSessionResult)(v) }
func (v *ExpectedReplies) twin() any    { return (*plainExpectedReplies)(v) }
func (v *Transcript) twin() any         { return (*plainTranscript)(v) }

// MarshalJSON implements json.Marshaler.
func (a Activity) MarshalJSON() ([]byte, error) {
	w := newWriter(&a)
	if w.activity(&a); !w.gaveUp {
		return w.text, nil
	}
	rare := a // in memory of its own, which only this needs
	return encode(&rare)
}

// UnmarshalJSON implements json.Unmarshaler.
func (a *Activity) UnmarshalJSON(data []byte) error { return decode(data, a) }

// MarshalJSON implements json.Marshaler.
func (v MessageReaction) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageReaction) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ReactionUser) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ReactionUser) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TextHighlight) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TextHighlight) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SemanticAction) MarshalJSON() ([]byte, error) {
	if v.isUnread() {
		return v.unread, nil
	}
	return encode(&v)
}

// UnmarshalJSON implements json.Unmarshaler.
func (v *SemanticAction) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v CommandValue) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *CommandValue) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v CommandResultValue) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *CommandResultValue) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ExpectedReplies) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ExpectedReplies) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Transcript) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Transcript) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SessionValue) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SessionValue) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SessionResult) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SessionResult) UnmarshalJSON(data []byte) error { return decode(data, v) }
