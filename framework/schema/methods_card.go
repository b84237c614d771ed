package schema

// The JSON methods of attachments and cards; see codec.go.

type (
	plainAttachment            Attachment
	plainAttachmentData        AttachmentData
	plainAttachmentInfo        AttachmentInfo
	plainAttachmentView        AttachmentView
	plainHeroCard              HeroCard
	plainThumbnailCard         ThumbnailCard
	plainCardImage             CardImage
	plainCardAction            CardAction
	plainSuggestedActions      SuggestedActions
	plainAnimationCard         AnimationCard
	plainAudioCard             AudioCard
	plainVideoCard             VideoCard
	plainMediaURL              MediaURL
	plainThumbnailURL          ThumbnailURL
	plainReceiptCard           ReceiptCard
	plainFact                  Fact
	plainReceiptItem           ReceiptItem
	plainSignInCard            SignInCard
	plainOAuthCard             OAuthCard
	plainTokenExchangeResource TokenExchangeResource
	plainTokenPostResource     TokenPostResource
)

func (v *Attachment) twin() any            { return (*plainAttachment)(v) }
func (v *AttachmentData) twin() any        { return (*plainAttachmentData)(v) }
func (v *AttachmentInfo) twin() any        { return (*plainAttachmentInfo)(v) }
func (v *AttachmentView) twin() any        { return (*plainAttachmentView)(v) }
func (v *HeroCard) twin() any              { return (*plainHeroCard)(v) }
func (v *ThumbnailCard) twin() any         { return (*plainThumbnailCard)(v) }
func (v *CardImage) twin() any             { return (*plainCardImage)(v) }
func (v *CardAction) twin() any            { return (*plainCardAction)(v) }
func (v *SuggestedActions) twin() any      { return (*plainSuggestedActions)(v) }
func (v *AnimationCard) twin() any         { return (*plainAnimationCard)(v) }
func (v *AudioCard) twin() any             { return (*plainAudioCard)(v) }
func (v *VideoCard) twin() any             { return (*plainVideoCard)(v) }
func (v *MediaURL) twin() any              { return (*plainMediaURL)(v) }
func (v *ThumbnailURL) twin() any          { return (*plainThumbnailURL)(v) }
func (v *ReceiptCard) twin() any           { return (*plainReceiptCard)(v) }
func (v *Fact) twin() any                  { return (*plainFact)(v) }
func (v *ReceiptItem) twin() any           { return (*plainReceiptItem)(v) }
func (v *SignInCard) twin() any            { return (*plainSignInCard)(v) }
func (v *OAuthCard) twin() any             { return (*plainOAuthCard)(v) }
func (v *TokenExchangeResource) twin() any { return (*plainTokenExchangeResource)(v) }
func (v *TokenPostResource) twin() any     { return (*plainTokenPostResource)(v) }

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
func (v ThumbnailCard) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ThumbnailCard) UnmarshalJSON(data []byte) error { return decode(data, v) }

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

// MarshalJSON implements json.Marshaler.
func (v AnimationCard) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AnimationCard) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AudioCard) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AudioCard) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v VideoCard) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *VideoCard) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MediaURL) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MediaURL) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ThumbnailURL) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ThumbnailURL) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ReceiptCard) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ReceiptCard) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Fact) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Fact) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ReceiptItem) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ReceiptItem) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SignInCard) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SignInCard) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v OAuthCard) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *OAuthCard) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TokenExchangeResource) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenExchangeResource) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TokenPostResource) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenPostResource) UnmarshalJSON(data []byte) error { return decode(data, v) }
