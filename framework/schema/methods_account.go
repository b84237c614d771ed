package schema

// The JSON methods of accounts, references and conversations; see codec.go.

type (
	plainChannelAccount               ChannelAccount
	plainMembershipSource             MembershipSource
	plainConversationAccount          ConversationAccount
	plainConversationReference        ConversationReference
	plainConversationParameters       ConversationParameters
	plainConversationResourceResponse ConversationResourceResponse
	plainResourceResponse             ResourceResponse
)

func (v *ChannelAccount) twin() any               { return (*plainChannelAccount)(v) }
func (v *MembershipSource) twin() any             { return (*plainMembershipSource)(v) }
func (v *ConversationAccount) twin() any          { return (*plainConversationAccount)(v) }
func (r *ConversationReference) twin() any        { return (*plainConversationReference)(r) }
func (v *ConversationParameters) twin() any       { return (*plainConversationParameters)(v) }
func (v *ConversationResourceResponse) twin() any { return (*plainConversationResourceResponse)(v) }
func (v *ResourceResponse) twin() any             { return (*plainResourceResponse)(v) }

// MarshalJSON implements json.Marshaler.
func (v ChannelAccount) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ChannelAccount) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MembershipSource) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MembershipSource) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ConversationAccount) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ConversationAccount) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (r ConversationReference) MarshalJSON() ([]byte, error) { return encode(&r) }

// UnmarshalJSON implements json.Unmarshaler.
func (r *ConversationReference) UnmarshalJSON(data []byte) error { return decode(data, r) }

// MarshalJSON implements json.Marshaler.
func (v ConversationParameters) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ConversationParameters) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ConversationResourceResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ConversationResourceResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ResourceResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ResourceResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }
