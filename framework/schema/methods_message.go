package schema

// The JSON methods of the message entity; see codec.go.

type (
	plainMessageEntity        MessageEntity
	plainClaim                Claim
	plainAppearance           Appearance
	plainAppearanceImage      AppearanceImage
	plainSensitivityUsageInfo SensitivityUsageInfo
	plainSensitivityPattern   SensitivityPattern
)

// An entity on the wire has its type besides its members.
type (
	wireMessageEntity struct {
		Type string `json:"type"`
		*plainMessageEntity
	}
)

func (v *MessageEntity) twin() any {
	return &wireMessageEntity{v.entityType(), (*plainMessageEntity)(v)}
}
func (v *Claim) twin() any                { return (*plainClaim)(v) }
func (v *Appearance) twin() any           { return (*plainAppearance)(v) }
func (v *AppearanceImage) twin() any      { return (*plainAppearanceImage)(v) }
func (s *SensitivityUsageInfo) twin() any { return (*plainSensitivityUsageInfo)(s) }
func (v *SensitivityPattern) twin() any   { return (*plainSensitivityPattern)(v) }

// MarshalJSON implements json.Marshaler.
func (v MessageEntity) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageEntity) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Claim) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Claim) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Appearance) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Appearance) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AppearanceImage) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AppearanceImage) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (s SensitivityUsageInfo) MarshalJSON() ([]byte, error) { return encode(&s) }

// UnmarshalJSON implements json.Unmarshaler.
func (s *SensitivityUsageInfo) UnmarshalJSON(data []byte) error { return decode(data, s) }

// MarshalJSON implements json.Marshaler.
func (v SensitivityPattern) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SensitivityPattern) UnmarshalJSON(data []byte) error { return decode(data, v) }
