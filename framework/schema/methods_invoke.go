package schema

// The JSON methods of invokes; see codec.go.

type (
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

func (v *AdaptiveCardInvokeValue) twin() any      { return (*plainAdaptiveCardInvokeValue)(v) }
func (v *AdaptiveCardInvokeAction) twin() any     { return (*plainAdaptiveCardInvokeAction)(v) }
func (v *AdaptiveCardInvokeResponse) twin() any   { return (*plainAdaptiveCardInvokeResponse)(v) }
func (v *Error) twin() any                        { return (*plainError)(v) }
func (v *InnerHTTPError) twin() any               { return (*plainInnerHTTPError)(v) }
func (v *SearchInvokeValue) twin() any            { return (*plainSearchInvokeValue)(v) }
func (v *SearchInvokeOptions) twin() any          { return (*plainSearchInvokeOptions)(v) }
func (v *SearchInvokeResponse) twin() any         { return (*plainSearchInvokeResponse)(v) }
func (v *SearchResult) twin() any                 { return (*plainSearchResult)(v) }
func (t *TokenExchangeInvokeRequest) twin() any   { return (*plainTokenExchangeInvokeRequest)(t) }
func (q *SignInStateVerificationQuery) twin() any { return (*plainSignInStateVerificationQuery)(q) }

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
func (t TokenExchangeInvokeRequest) MarshalJSON() ([]byte, error) { return encode(&t) }

// UnmarshalJSON implements json.Unmarshaler.
func (t *TokenExchangeInvokeRequest) UnmarshalJSON(data []byte) error { return decode(data, t) }

// MarshalJSON implements json.Marshaler.
func (q SignInStateVerificationQuery) MarshalJSON() ([]byte, error) { return encode(&q) }

// UnmarshalJSON implements json.Unmarshaler.
func (q *SignInStateVerificationQuery) UnmarshalJSON(data []byte) error { return decode(data, q) }
