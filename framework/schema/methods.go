package schema

// The JSON methods of every wire type. Reading keeps unknown members in Extra; writing leaves out what is absent.
// Both go through the type's twin of codec.go.

// MarshalJSON implements json.Marshaler.
func (a Activity) MarshalJSON() ([]byte, error) { return encode((*plainActivity)(&a)) }

// UnmarshalJSON implements json.Unmarshaler.
func (a *Activity) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainActivity)(a))
}

// MarshalJSON implements json.Marshaler.
func (v MessageReaction) MarshalJSON() ([]byte, error) { return encode((*plainMessageReaction)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageReaction) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainMessageReaction)(v))
}

// MarshalJSON implements json.Marshaler.
func (v TextHighlight) MarshalJSON() ([]byte, error) { return encode((*plainTextHighlight)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TextHighlight) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainTextHighlight)(v))
}

// MarshalJSON implements json.Marshaler.
func (v SemanticAction) MarshalJSON() ([]byte, error) { return encode((*plainSemanticAction)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SemanticAction) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainSemanticAction)(v))
}

// MarshalJSON implements json.Marshaler.
func (v ChannelAccount) MarshalJSON() ([]byte, error) { return encode((*plainChannelAccount)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ChannelAccount) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainChannelAccount)(v))
}

// MarshalJSON implements json.Marshaler.
func (v ConversationAccount) MarshalJSON() ([]byte, error) {
	return encode((*plainConversationAccount)(&v))
}

// UnmarshalJSON implements json.Unmarshaler.
func (v *ConversationAccount) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainConversationAccount)(v))
}

// MarshalJSON implements json.Marshaler.
func (r ConversationReference) MarshalJSON() ([]byte, error) {
	return encode((*plainConversationReference)(&r))
}

// UnmarshalJSON implements json.Unmarshaler.
func (r *ConversationReference) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainConversationReference)(r))
}

// MarshalJSON implements json.Marshaler.
func (v ConversationParameters) MarshalJSON() ([]byte, error) {
	return encode((*plainConversationParameters)(&v))
}

// UnmarshalJSON implements json.Unmarshaler.
func (v *ConversationParameters) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainConversationParameters)(v))
}

// MarshalJSON implements json.Marshaler.
func (v ConversationResourceResponse) MarshalJSON() ([]byte, error) {
	return encode((*plainConversationResourceResponse)(&v))
}

// UnmarshalJSON implements json.Unmarshaler.
func (v *ConversationResourceResponse) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainConversationResourceResponse)(v))
}

// MarshalJSON implements json.Marshaler.
func (v ResourceResponse) MarshalJSON() ([]byte, error) { return encode((*plainResourceResponse)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ResourceResponse) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainResourceResponse)(v))
}

// MarshalJSON implements json.Marshaler.
func (v Attachment) MarshalJSON() ([]byte, error) { return encode((*plainAttachment)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Attachment) UnmarshalJSON(data []byte) error { return decode(data, (*plainAttachment)(v)) }

// MarshalJSON implements json.Marshaler.
func (c HeroCard) MarshalJSON() ([]byte, error) { return encode((*plainHeroCard)(&c)) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *HeroCard) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainHeroCard)(c))
}

// MarshalJSON implements json.Marshaler.
func (v CardImage) MarshalJSON() ([]byte, error) { return encode((*plainCardImage)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *CardImage) UnmarshalJSON(data []byte) error { return decode(data, (*plainCardImage)(v)) }

// MarshalJSON implements json.Marshaler.
func (v CardAction) MarshalJSON() ([]byte, error) { return encode((*plainCardAction)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *CardAction) UnmarshalJSON(data []byte) error { return decode(data, (*plainCardAction)(v)) }

// MarshalJSON implements json.Marshaler.
func (v SuggestedActions) MarshalJSON() ([]byte, error) { return encode((*plainSuggestedActions)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SuggestedActions) UnmarshalJSON(data []byte) error {
	return decode(data, (*plainSuggestedActions)(v))
}
