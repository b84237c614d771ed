package schema

// The JSON methods of tokens; see codec.go.

type (
	plainTokenExchangeInvokeResponse TokenExchangeInvokeResponse
	plainTokenResponse               TokenResponse
	plainTokenStatus                 TokenStatus
	plainTokenExchangeRequest        TokenExchangeRequest
	plainSignInResource              SignInResource
	plainTokenOrSignInResource       TokenOrSignInResource
	plainTokenExchangeState          TokenExchangeState
)

func (v *TokenExchangeInvokeResponse) twin() any { return (*plainTokenExchangeInvokeResponse)(v) }
func (t *TokenResponse) twin() any               { return (*plainTokenResponse)(t) }
func (v *TokenStatus) twin() any                 { return (*plainTokenStatus)(v) }
func (t *TokenExchangeRequest) twin() any        { return (*plainTokenExchangeRequest)(t) }
func (s *SignInResource) twin() any              { return (*plainSignInResource)(s) }
func (t *TokenOrSignInResource) twin() any       { return (*plainTokenOrSignInResource)(t) }
func (v *TokenExchangeState) twin() any          { return (*plainTokenExchangeState)(v) }

// MarshalJSON implements json.Marshaler.
func (v TokenExchangeInvokeResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenExchangeInvokeResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (t TokenResponse) MarshalJSON() ([]byte, error) { return encode(&t) }

// UnmarshalJSON implements json.Unmarshaler.
func (t *TokenResponse) UnmarshalJSON(data []byte) error { return decode(data, t) }

// MarshalJSON implements json.Marshaler.
func (v TokenStatus) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenStatus) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (t TokenExchangeRequest) MarshalJSON() ([]byte, error) { return encode(&t) }

// UnmarshalJSON implements json.Unmarshaler.
func (t *TokenExchangeRequest) UnmarshalJSON(data []byte) error { return decode(data, t) }

// MarshalJSON implements json.Marshaler.
func (s SignInResource) MarshalJSON() ([]byte, error) { return encode(&s) }

// UnmarshalJSON implements json.Unmarshaler.
func (s *SignInResource) UnmarshalJSON(data []byte) error { return decode(data, s) }

// MarshalJSON implements json.Marshaler.
func (t TokenOrSignInResource) MarshalJSON() ([]byte, error) { return encode(&t) }

// UnmarshalJSON implements json.Unmarshaler.
func (t *TokenOrSignInResource) UnmarshalJSON(data []byte) error { return decode(data, t) }

// MarshalJSON implements json.Marshaler.
func (v TokenExchangeState) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenExchangeState) UnmarshalJSON(data []byte) error { return decode(data, v) }
