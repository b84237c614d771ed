package schema

// The JSON methods of what hands a conversation over; see codec.go.

type plainHandoffStatus HandoffStatus

func (v *HandoffStatus) twin() any { return (*plainHandoffStatus)(v) }

// MarshalJSON implements json.Marshaler.
func (v HandoffStatus) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *HandoffStatus) UnmarshalJSON(data []byte) error { return decode(data, v) }
