package schema

// The JSON methods of spoken messages; see codec.go.

type plainVoiceMessage VoiceMessage

func (v *VoiceMessage) twin() any { return (*plainVoiceMessage)(v) }

// MarshalJSON implements json.Marshaler.
func (v VoiceMessage) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *VoiceMessage) UnmarshalJSON(data []byte) error { return decode(data, v) }
