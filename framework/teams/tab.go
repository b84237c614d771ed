package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// Names of the invokes of tabs made of Adaptive Cards.
const (
	InvokeTabFetch  = "tab/fetch"  // value: TabRequest, answer: TabResponse
	InvokeTabSubmit = "tab/submit" // value: TabSubmit, answer: TabResponse
)

// TabRequest is sent when a tab is to be shown.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/build-adaptive-card-tabs
type TabRequest struct {
	TabContext TabEntityContext `json:"tabContext,omitzero,omitempty"`
	Context    TabContext       `json:"context,omitzero,omitempty"`
	State      string           `json:"state,omitempty"` // from a sign-in page

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TabSubmit is sent when a form in a tab is submitted.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/build-adaptive-card-tabs
type TabSubmit struct {
	TabContext TabEntityContext `json:"tabContext,omitzero,omitempty"`
	Context    TabContext       `json:"context,omitzero,omitempty"`
	Data       schema.Any       `json:"data,omitzero"` // of the form; its type is tab/submit

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TabEntityContext names the tab.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.tabentitycontext
type TabEntityContext struct {
	TabEntityID string `json:"tabEntityId,omitempty"` // as in the app's manifest

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TabContext says how the client looks: Theme is default, dark or contrast.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.tabcontext
type TabContext struct {
	Theme string `json:"theme,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TabResponse answers a [TabRequest] or [TabSubmit]. Make one with [TabCards] or [TabAuth].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/build-adaptive-card-tabs
type TabResponse struct {
	Tab TabResponsePayload `json:"tab,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TabResponsePayload is what a tab shows. Type is continue, with cards; or auth or silentAuth, with actions.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.tabresponsepayload
type TabResponsePayload struct {
	Type             string                             `json:"type,omitempty"`
	Value            TabResponseCards                   `json:"value,omitzero,omitempty"`
	SuggestedActions MessagingExtensionSuggestedActions `json:"suggestedActions,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TabResponseCards are the cards of a tab.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.tabresponsecards
type TabResponseCards struct {
	Cards []TabResponseCard `json:"cards,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TabResponseCard is one card of a tab: an Adaptive Card's JSON, or a Go value that has it.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.tabresponsecard
type TabResponseCard struct {
	Card schema.Any `json:"card,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TabCards answers with the cards that the tab shows, each the content of an Adaptive Card.
func TabCards(cards ...schema.Any) *TabResponse {
	var value TabResponseCards
	for _, card := range cards {
		value.Cards = append(value.Cards, TabResponseCard{Card: card})
	}
	return &TabResponse{Tab: TabResponsePayload{Type: "continue", Value: value}}
}

// TabAuth answers that the user has to sign in first, on the page at url.
func TabAuth(title, url string) *TabResponse {
	return &TabResponse{Tab: TabResponsePayload{Type: "auth", SuggestedActions: openPage(title, url)}}
}

// openPage is the one button of an answer that sends the user to a page.
func openPage(title, url string) MessagingExtensionSuggestedActions {
	return MessagingExtensionSuggestedActions{
		Actions: []schema.CardAction{{Type: schema.ActionOpenURL, Title: title, Value: url}},
	}
}
