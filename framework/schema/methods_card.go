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
func (c *HeroCard) twin() any              { return (*plainHeroCard)(c) }
func (c *ThumbnailCard) twin() any         { return (*plainThumbnailCard)(c) }
func (v *CardImage) twin() any             { return (*plainCardImage)(v) }
func (v *CardAction) twin() any            { return (*plainCardAction)(v) }
func (v *SuggestedActions) twin() any      { return (*plainSuggestedActions)(v) }
func (c *AnimationCard) twin() any         { return (*plainAnimationCard)(c) }
func (c *AudioCard) twin() any             { return (*plainAudioCard)(c) }
func (c *VideoCard) twin() any             { return (*plainVideoCard)(c) }
func (v *MediaURL) twin() any              { return (*plainMediaURL)(v) }
func (v *ThumbnailURL) twin() any          { return (*plainThumbnailURL)(v) }
func (c *ReceiptCard) twin() any           { return (*plainReceiptCard)(c) }
func (v *Fact) twin() any                  { return (*plainFact)(v) }
func (v *ReceiptItem) twin() any           { return (*plainReceiptItem)(v) }
func (c *SignInCard) twin() any            { return (*plainSignInCard)(c) }
func (c *OAuthCard) twin() any             { return (*plainOAuthCard)(c) }
func (v *TokenExchangeResource) twin() any { return (*plainTokenExchangeResource)(v) }
func (t *TokenPostResource) twin() any     { return (*plainTokenPostResource)(t) }

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
func (c HeroCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *HeroCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

// MarshalJSON implements json.Marshaler.
func (c ThumbnailCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *ThumbnailCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

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
func (c AnimationCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *AnimationCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

// MarshalJSON implements json.Marshaler.
func (c AudioCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *AudioCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

// MarshalJSON implements json.Marshaler.
func (c VideoCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *VideoCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

// MarshalJSON implements json.Marshaler.
func (v MediaURL) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MediaURL) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ThumbnailURL) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ThumbnailURL) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (c ReceiptCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *ReceiptCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

// MarshalJSON implements json.Marshaler.
func (v Fact) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Fact) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ReceiptItem) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ReceiptItem) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (c SignInCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *SignInCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

// MarshalJSON implements json.Marshaler.
func (c OAuthCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *OAuthCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

// MarshalJSON implements json.Marshaler.
func (v TokenExchangeResource) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenExchangeResource) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (t TokenPostResource) MarshalJSON() ([]byte, error) { return encode(&t) }

// UnmarshalJSON implements json.Unmarshaler.
func (t *TokenPostResource) UnmarshalJSON(data []byte) error { return decode(data, t) }
