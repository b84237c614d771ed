package schema

// The JSON methods of entities; see codec.go.

type (
	plainMention             Mention
	plainClientInfo          ClientInfo
	plainProductInfo         ProductInfo
	plainContextEntity       ContextEntity
	plainScreenContext       ScreenContext
	plainStreamInfo          StreamInfo
	plainActivityTreatment   ActivityTreatment
	plainTargetedMessageInfo TargetedMessageInfo
	plainQuotedReply         QuotedReply
	plainQuotedMessage       QuotedMessage
	plainPlace               Place
	plainGeoCoordinates      GeoCoordinates
	plainThing               Thing
	plainStringEntity        StringEntity
	plainNumberEntity        NumberEntity
)

// An entity on the wire has its type besides its members.
type (
	wireMention struct {
		Type string `json:"type"`
		*plainMention
	}
	wireClientInfo struct {
		Type string `json:"type"`
		*plainClientInfo
	}
	wireProductInfo struct {
		Type string `json:"type"`
		*plainProductInfo
	}
	wireContextEntity struct {
		Type string `json:"type"`
		*plainContextEntity
	}
	wireStreamInfo struct {
		Type string `json:"type"`
		*plainStreamInfo
	}
	wireActivityTreatment struct {
		Type string `json:"type"`
		*plainActivityTreatment
	}
	wireTargetedMessageInfo struct {
		Type string `json:"type"`
		*plainTargetedMessageInfo
	}
	wireQuotedReply struct {
		Type string `json:"type"`
		*plainQuotedReply
	}
	wirePlace struct {
		Type string `json:"type"`
		*plainPlace
	}
	wireGeoCoordinates struct {
		Type string `json:"type"`
		*plainGeoCoordinates
	}
	wireThing struct {
		Type string `json:"type"`
		*plainThing
	}
	wireStringEntity struct {
		Type string `json:"type"`
		*plainStringEntity
	}
	wireNumberEntity struct {
		Type string `json:"type"`
		*plainNumberEntity
	}
)

func (m *Mention) twin() any     { return &wireMention{m.entityType(), (*plainMention)(m)} }
func (v *ClientInfo) twin() any  { return &wireClientInfo{v.entityType(), (*plainClientInfo)(v)} }
func (v *ProductInfo) twin() any { return &wireProductInfo{v.entityType(), (*plainProductInfo)(v)} }
func (v *ContextEntity) twin() any {
	return &wireContextEntity{v.entityType(), (*plainContextEntity)(v)}
}
func (v *ScreenContext) twin() any { return (*plainScreenContext)(v) }
func (v *StreamInfo) twin() any    { return &wireStreamInfo{v.entityType(), (*plainStreamInfo)(v)} }
func (v *ActivityTreatment) twin() any {
	return &wireActivityTreatment{v.entityType(), (*plainActivityTreatment)(v)}
}

func (v *TargetedMessageInfo) twin() any {
	return &wireTargetedMessageInfo{v.entityType(), (*plainTargetedMessageInfo)(v)}
}

func (v *QuotedReply) twin() any   { return &wireQuotedReply{v.entityType(), (*plainQuotedReply)(v)} }
func (v *QuotedMessage) twin() any { return (*plainQuotedMessage)(v) }
func (v *Place) twin() any         { return &wirePlace{v.entityType(), (*plainPlace)(v)} }
func (v *GeoCoordinates) twin() any {
	return &wireGeoCoordinates{v.entityType(), (*plainGeoCoordinates)(v)}
}
func (v *Thing) twin() any        { return &wireThing{v.entityType(), (*plainThing)(v)} }
func (v *StringEntity) twin() any { return &wireStringEntity{v.entityType(), (*plainStringEntity)(v)} }

func (v *NumberEntity) twin() any { return &wireNumberEntity{v.entityType(), (*plainNumberEntity)(v)} }

// MarshalJSON implements json.Marshaler.
func (m Mention) MarshalJSON() ([]byte, error) { return encode(&m) }

// UnmarshalJSON implements json.Unmarshaler.
func (m *Mention) UnmarshalJSON(data []byte) error { return decode(data, m) }

// MarshalJSON implements json.Marshaler.
func (v ClientInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ClientInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ProductInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ProductInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ContextEntity) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ContextEntity) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ScreenContext) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ScreenContext) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v StreamInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *StreamInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ActivityTreatment) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ActivityTreatment) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TargetedMessageInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TargetedMessageInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v QuotedReply) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *QuotedReply) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v QuotedMessage) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *QuotedMessage) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Place) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Place) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v GeoCoordinates) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *GeoCoordinates) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Thing) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Thing) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v StringEntity) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *StringEntity) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v NumberEntity) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *NumberEntity) UnmarshalJSON(data []byte) error { return decode(data, v) }
