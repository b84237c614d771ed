package schema

// The JSON methods of attachments and cards; see codec.go.

type (
	plainAttachment       Attachment
	plainAttachmentData   AttachmentData
	plainAttachmentInfo   AttachmentInfo
	plainAttachmentView   AttachmentView
	plainHeroCard         HeroCard
	plainCardImage        CardImage
	plainCardAction       CardAction
	plainSuggestedActions SuggestedActions
)

func (v *Attachment) twin() any       { return (*plainAttachment)(v) }
func (v *AttachmentData) twin() any   { return (*plainAttachmentData)(v) }
func (v *AttachmentInfo) twin() any   { return (*plainAttachmentInfo)(v) }
func (v *AttachmentView) twin() any   { return (*plainAttachmentView)(v) }
func (v *HeroCard) twin() any         { return (*plainHeroCard)(v) }
func (v *CardImage) twin() any        { return (*plainCardImage)(v) }
func (v *CardAction) twin() any       { return (*plainCardAction)(v) }
func (v *SuggestedActions) twin() any { return (*plainSuggestedActions)(v) }

// MarshalJSON implements json.Marshaler.
func (v Attachment) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Attachment) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AttachmentData) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AttachmentData) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AttachmentInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AttachmentInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AttachmentView) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AttachmentView) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v HeroCard) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *HeroCard) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v CardImage) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *CardImage) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v CardAction) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *CardAction) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SuggestedActions) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SuggestedActions) UnmarshalJSON(data []byte) error { return decode(data, v) }
