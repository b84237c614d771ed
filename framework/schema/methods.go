package schema

// The JSON methods of the wire types; see codec.go.

type (
	plainActivity                     Activity
	plainMessageReaction              MessageReaction
	plainTextHighlight                TextHighlight
	plainSemanticAction               SemanticAction
	plainChannelAccount               ChannelAccount
	plainConversationAccount          ConversationAccount
	plainConversationReference        ConversationReference
	plainConversationParameters       ConversationParameters
	plainConversationResourceResponse ConversationResourceResponse
	plainResourceResponse             ResourceResponse
	plainAttachment                   Attachment
	plainHeroCard                     HeroCard
	plainCardImage                    CardImage
	plainCardAction                   CardAction
	plainSuggestedActions             SuggestedActions
	plainAdaptiveCardInvokeValue      AdaptiveCardInvokeValue
	plainAdaptiveCardInvokeAction     AdaptiveCardInvokeAction
	plainAdaptiveCardInvokeResponse   AdaptiveCardInvokeResponse
	plainError                        Error
	plainInnerHTTPError               InnerHTTPError
	plainSearchInvokeValue            SearchInvokeValue
	plainSearchInvokeOptions          SearchInvokeOptions
	plainSearchInvokeResponse         SearchInvokeResponse
	plainSearchResult                 SearchResult
	plainTokenExchangeInvokeRequest   TokenExchangeInvokeRequest
	plainSignInStateVerificationQuery SignInStateVerificationQuery
)

func (v *Activity) twin() any                     { return (*plainActivity)(v) }
func (v *MessageReaction) twin() any              { return (*plainMessageReaction)(v) }
func (v *TextHighlight) twin() any                { return (*plainTextHighlight)(v) }
func (v *SemanticAction) twin() any               { return (*plainSemanticAction)(v) }
func (v *ChannelAccount) twin() any               { return (*plainChannelAccount)(v) }
func (v *ConversationAccount) twin() any          { return (*plainConversationAccount)(v) }
func (v *ConversationReference) twin() any        { return (*plainConversationReference)(v) }
func (v *ConversationParameters) twin() any       { return (*plainConversationParameters)(v) }
func (v *ConversationResourceResponse) twin() any { return (*plainConversationResourceResponse)(v) }
func (v *ResourceResponse) twin() any             { return (*plainResourceResponse)(v) }
func (v *Attachment) twin() any                   { return (*plainAttachment)(v) }
func (v *HeroCard) twin() any                     { return (*plainHeroCard)(v) }
func (v *CardImage) twin() any                    { return (*plainCardImage)(v) }
func (v *CardAction) twin() any                   { return (*plainCardAction)(v) }
func (v *SuggestedActions) twin() any             { return (*plainSuggestedActions)(v) }
func (v *AdaptiveCardInvokeValue) twin() any      { return (*plainAdaptiveCardInvokeValue)(v) }
func (v *AdaptiveCardInvokeAction) twin() any     { return (*plainAdaptiveCardInvokeAction)(v) }
func (v *AdaptiveCardInvokeResponse) twin() any   { return (*plainAdaptiveCardInvokeResponse)(v) }
func (v *Error) twin() any                        { return (*plainError)(v) }
func (v *InnerHTTPError) twin() any               { return (*plainInnerHTTPError)(v) }
func (v *SearchInvokeValue) twin() any            { return (*plainSearchInvokeValue)(v) }
func (v *SearchInvokeOptions) twin() any          { return (*plainSearchInvokeOptions)(v) }
func (v *SearchInvokeResponse) twin() any         { return (*plainSearchInvokeResponse)(v) }
func (v *SearchResult) twin() any                 { return (*plainSearchResult)(v) }
func (v *TokenExchangeInvokeRequest) twin() any   { return (*plainTokenExchangeInvokeRequest)(v) }
func (v *SignInStateVerificationQuery) twin() any { return (*plainSignInStateVerificationQuery)(v) }

// MarshalJSON implements json.Marshaler.
func (v Activity) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Activity) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessageReaction) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageReaction) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TextHighlight) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TextHighlight) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SemanticAction) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SemanticAction) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ChannelAccount) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ChannelAccount) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ConversationAccount) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ConversationAccount) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ConversationReference) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ConversationReference) UnmarshalJSON(data []byte) error { return decode(data, v) }

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

// MarshalJSON implements json.Marshaler.
func (v Attachment) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Attachment) UnmarshalJSON(data []byte) error { return decode(data, v) }

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

// MarshalJSON implements json.Marshaler.
func (v AdaptiveCardInvokeValue) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AdaptiveCardInvokeValue) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AdaptiveCardInvokeAction) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AdaptiveCardInvokeAction) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AdaptiveCardInvokeResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AdaptiveCardInvokeResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Error) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Error) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v InnerHTTPError) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *InnerHTTPError) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SearchInvokeValue) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SearchInvokeValue) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SearchInvokeOptions) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SearchInvokeOptions) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SearchInvokeResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SearchInvokeResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SearchResult) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SearchResult) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TokenExchangeInvokeRequest) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenExchangeInvokeRequest) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SignInStateVerificationQuery) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SignInStateVerificationQuery) UnmarshalJSON(data []byte) error { return decode(data, v) }
