package schema

import "encoding/json"

// TokenExchangeInvokeResponse answers signin/tokenExchange when the token cannot be exchanged: with status 412, and then
// the client shows the sign-in button.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.tokenexchangeinvokeresponse
type TokenExchangeInvokeResponse struct {
	ID             string `json:"id,omitempty"` // of the request
	ConnectionName string `json:"connectionName,omitempty"`
	FailureDetail  string `json:"failureDetail,omitempty"` // shown to nobody

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TokenResponse is a user's token for a service that the bot has a connection to.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.tokenresponse
type TokenResponse struct {
	ChannelID      string `json:"channelId,omitempty"`
	ConnectionName string `json:"connectionName,omitempty"`
	Token          string `json:"token,omitempty"` // a secret: never log it
	Expiration     Time   `json:"expiration,omitzero"`
	IsExchangeable bool   `json:"isExchangeable,omitzero"`
	Properties     Any    `json:"properties,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TokenStatus says whether the user has signed in to a connection.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.tokenstatus
type TokenStatus struct {
	ChannelID                  string `json:"channelId,omitempty"`
	ConnectionName             string `json:"connectionName,omitempty"`
	HasToken                   bool   `json:"hasToken,omitzero"`
	ServiceProviderDisplayName string `json:"serviceProviderDisplayName,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TokenExchangeRequest asks for a token in exchange for another, or for one of another resource: one of the two is set.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.tokenexchangerequest
type TokenExchangeRequest struct {
	URI   string `json:"uri,omitempty"`
	Token string `json:"token,omitempty"` // a secret: never log it

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SignInResource is where a user signs in.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.signinresource
type SignInResource struct {
	SignInLink            string                `json:"signInLink,omitempty"`
	TokenExchangeResource TokenExchangeResource `json:"tokenExchangeResource,omitzero,omitempty"`
	TokenPostResource     TokenPostResource     `json:"tokenPostResource,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TokenOrSignInResource is the user's token, or else where they sign in.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.agents.core.models.tokenorsigninresourceresponse
type TokenOrSignInResource struct {
	TokenResponse  TokenResponse  `json:"tokenResponse,omitzero,omitempty"`
	SignInResource SignInResource `json:"signInResource,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TokenExchangeState says where a sign-in belongs. Its JSON in base64 is the state of a sign-in URL.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.tokenexchangestate
type TokenExchangeState struct {
	ConnectionName string                `json:"connectionName,omitempty"`
	Conversation   ConversationReference `json:"conversation,omitzero,omitempty"`
	RelatesTo      ConversationReference `json:"relatesTo,omitzero,omitempty"`
	BotURL         string                `json:"botUrl,omitempty"`
	MSAppID        string                `json:"msAppId,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
