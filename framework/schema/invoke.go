package schema

import "encoding/json"

// Names of the invokes that every channel may send.
//
//nolint:gosec // G101 takes the name of an invoke for a credential
const (
	InvokeAdaptiveCardAction  = "adaptiveCard/action"  // value: AdaptiveCardInvokeValue, answer: AdaptiveCardInvokeResponse
	InvokeSearch              = "application/search"   // value: SearchInvokeValue, answer: SearchInvokeResponse
	InvokeSignInVerifyState   = "signin/verifyState"   // value: SignInStateVerificationQuery, answer: none
	InvokeSignInTokenExchange = "signin/tokenExchange" // value: TokenExchangeInvokeRequest, answer: none
)

// AdaptiveCardInvokeValue is what a client sends when an Action.Execute of an Adaptive Card is pressed, or when a card
// refreshes itself.
//
// Spec: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
type AdaptiveCardInvokeValue struct {
	Action         AdaptiveCardInvokeAction   `json:"action,omitzero,omitempty"`
	Authentication TokenExchangeInvokeRequest `json:"authentication,omitzero,omitempty"` // answer to a login request with a token
	State          string                     `json:"state,omitempty"`                   // answer to a login request with a magic code
	Trigger        string                     `json:"trigger,omitempty"`                 // manual, or automatic for a refresh

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AdaptiveCardInvokeAction is the action that was pressed. Verb says which, and Data holds the action's own data with
// the card's inputs merged into it; both are as the client sent them, so a bot must not take who pressed it from Data.
//
// Spec: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
type AdaptiveCardInvokeAction struct {
	Type  string `json:"type,omitempty"` // Action.Execute
	ID    string `json:"id,omitempty"`
	Title string `json:"title,omitempty"`
	Verb  string `json:"verb,omitempty"`
	Data  Any    `json:"data,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AdaptiveCardInvokeResponse answers an [AdaptiveCardInvokeValue]. The HTTP status stays 200; StatusCode says how the
// action went. Make one with [CardResponse], [MessageResponse] or [ErrorResponse].
//
// Spec: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
type AdaptiveCardInvokeResponse struct {
	StatusCode int    `json:"statusCode,omitzero"`
	Type       string `json:"type,omitempty"` // says what Value is: one of the content types below
	Value      Any    `json:"value,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Content types of an [AdaptiveCardInvokeResponse], besides [ContentTypeAdaptiveCard], and of a [SearchInvokeResponse].
const (
	ContentTypeMessage            = "application/vnd.microsoft.activity.message"
	ContentTypeLoginRequest       = "application/vnd.microsoft.activity.loginRequest"
	ContentTypeError              = "application/vnd.microsoft.error"
	ContentTypeIncorrectAuthCode  = "application/vnd.microsoft.error.incorrectAuthCode"
	ContentTypePreconditionFailed = "application/vnd.microsoft.error.preconditionFailed"
	ContentTypeSearchResponse     = "application/vnd.microsoft.search.searchResponse"
)

// CardResponse answers with a card that takes the place of the one that was pressed, for who pressed it: the card itself,
// such as a cards.Card, and no [Attachment]. To change it for everyone, update the message as well.
func CardResponse(card Any) AdaptiveCardInvokeResponse {
	return AdaptiveCardInvokeResponse{StatusCode: 200, Type: ContentTypeAdaptiveCard, Value: card}
}

// MessageResponse answers with a short text for who pressed the action; the card stays as it is.
func MessageResponse(text string) AdaptiveCardInvokeResponse {
	return AdaptiveCardInvokeResponse{StatusCode: 200, Type: ContentTypeMessage, Value: text}
}

// ErrorResponse answers that the action failed: status is 400 to 599, code is for programs and message for people.
func ErrorResponse(status int, code, message string) AdaptiveCardInvokeResponse {
	return AdaptiveCardInvokeResponse{StatusCode: status, Type: ContentTypeError, Value: Error{Code: code, Message: message}}
}

// Error is the protocol's error object.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#error-object
type Error struct {
	Code           string         `json:"code,omitempty"`
	Message        string         `json:"message,omitempty"`
	InnerHTTPError InnerHTTPError `json:"innerHttpError,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// InnerHTTPError is what another service answered, when that was the reason of an [Error].
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#innerhttperror-object
type InnerHTTPError struct {
	StatusCode int `json:"statusCode,omitzero"`
	Body       Any `json:"body,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SearchInvokeValue asks for the choices of a typeahead input, or for search results.
//
// Spec: https://learn.microsoft.com/adaptive-cards/authoring-cards/dynamic-search
type SearchInvokeValue struct {
	Kind         string              `json:"kind,omitempty"` // search (default in Teams), searchAnswer or typeahead
	QueryText    string              `json:"queryText,omitempty"`
	QueryOptions SearchInvokeOptions `json:"queryOptions,omitzero,omitempty"`
	Context      Any                 `json:"context,omitzero"`
	Dataset      string              `json:"dataset,omitempty"` // of the input that asks

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SearchInvokeOptions say which part of the results is wanted.
//
// Spec: https://learn.microsoft.com/adaptive-cards/authoring-cards/dynamic-search
type SearchInvokeOptions struct {
	Skip int `json:"skip,omitzero"`
	Top  int `json:"top,omitzero"` // 0 leaves the number to the bot

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SearchInvokeResponse answers a [SearchInvokeValue]. Make one with [SearchResponse].
//
// Spec: https://learn.microsoft.com/adaptive-cards/authoring-cards/dynamic-search
type SearchInvokeResponse struct {
	StatusCode int    `json:"statusCode,omitzero"`
	Type       string `json:"type,omitempty"`
	Value      Any    `json:"value,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SearchResult is one choice of a typeahead input: Title is shown, and Value is what the input then holds.
//
// Spec: https://learn.microsoft.com/adaptive-cards/authoring-cards/dynamic-search
type SearchResult struct {
	Title string `json:"title,omitempty"`
	Value string `json:"value,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SearchResponse answers with these choices; without any, that nothing was found.
func SearchResponse(results ...SearchResult) SearchInvokeResponse {
	if results == nil {
		results = []SearchResult{}
	}
	return SearchInvokeResponse{
		StatusCode: 200, Type: ContentTypeSearchResponse, Value: map[string][]SearchResult{"results": results},
	}
}

// TokenExchangeInvokeRequest offers a token of the user for one of the bot's own.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.tokenexchangeinvokerequest
type TokenExchangeInvokeRequest struct {
	ID             string `json:"id,omitempty"` // of the request; the same for all of the user's devices
	ConnectionName string `json:"connectionName,omitempty"`
	Token          string `json:"token,omitempty"` // a secret: never log it

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SignInStateVerificationQuery ends a sign-in in a window of its own.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.signinstateverificationquery
type SignInStateVerificationQuery struct {
	State string `json:"state,omitempty"` // the magic code

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
