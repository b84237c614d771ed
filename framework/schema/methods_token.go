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
func (v *TokenResponse) twin() any               { return (*plainTokenResponse)(v) }
func (v *TokenStatus) twin() any                 { return (*plainTokenStatus)(v) }
func (v *TokenExchangeRequest) twin() any        { return (*plainTokenExchangeRequest)(v) }
func (v *SignInResource) twin() any              { return (*plainSignInResource)(v) }
func (v *TokenOrSignInResource) twin() any       { return (*plainTokenOrSignInResource)(v) }
func (v *TokenExchangeState) twin() any          { return (*plainTokenExchangeState)(v) }

// MarshalJSON implements json.Marshaler.
func (v TokenExchangeInvokeResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenExchangeInvokeResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TokenResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TokenStatus) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenStatus) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TokenExchangeRequest) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenExchangeRequest) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v SignInResource) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SignInResource) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TokenOrSignInResource) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenOrSignInResource) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TokenExchangeState) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TokenExchangeState) UnmarshalJSON(data []byte) error { return decode(data, v) }
