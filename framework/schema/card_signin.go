package schema

import "encoding/json"

// SignInCard asks the user to sign in at a page. Make one with [NewSignInCard].
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#signincard-object
type SignInCard struct {
	Text    string       `json:"text,omitempty"`
	Buttons []CardAction `json:"buttons,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// NewSignInCard returns a card with text and a button named title that opens url.
func NewSignInCard(text, title, url string) SignInCard {
	return SignInCard{Text: text, Buttons: []CardAction{{Type: ActionSignIn, Title: title, Value: url}}}
}

// Attachment returns the card as an attachment of a message.
func (c SignInCard) Attachment() Attachment {
	return Attachment{ContentType: ContentTypeSignInCard, Content: c}
}

// OAuthCard asks the user to sign in at an OAuth connection of the bot. Make one with [NewOAuthCard].
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.oauthcard
type OAuthCard struct {
	Text                  string                `json:"text,omitempty"`
	ConnectionName        string                `json:"connectionName,omitempty"`
	TokenExchangeResource TokenExchangeResource `json:"tokenExchangeResource,omitzero,omitempty"`
	TokenPostResource     TokenPostResource     `json:"tokenPostResource,omitzero,omitempty"`
	Buttons               []CardAction          `json:"buttons,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// NewOAuthCard returns a card with text and a button named title that opens link, for the connection of that name. For
// single sign-on, set TokenExchangeResource as well.
func NewOAuthCard(connectionName, text, title, link string) OAuthCard {
	return OAuthCard{
		Text: text, ConnectionName: connectionName,
		Buttons: []CardAction{{Type: ActionSignIn, Title: title, Value: link}},
	}
}

// Attachment returns the card as an attachment of a message.
func (c OAuthCard) Attachment() Attachment {
	return Attachment{ContentType: ContentTypeOAuthCard, Content: c}
}

// TokenExchangeResource lets a client get the token without asking the user: single sign-on.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.tokenexchangeresource
type TokenExchangeResource struct {
	ID         string `json:"id,omitempty"`  // unique for each request
	URI        string `json:"uri,omitempty"` // of the application that the token is for
	ProviderID string `json:"providerId,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TokenPostResource is where a client may post a token itself.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.tokenpostresource
type TokenPostResource struct {
	SASURL string `json:"sasUrl,omitempty"` // a secret: never log it

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
