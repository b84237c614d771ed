package cards

import "github.com/convobot/convo/framework/schema"

// defaultVersion is the newest that Teams shows, and the first in which it knows Action.Execute and refresh. What Teams has
// taken from version 1.6 works in a card of 1.5 too.
const defaultVersion = "1.5"

// Card is an Adaptive Card. The zero value is a valid card that shows nothing.
//
// Spec: https://adaptivecards.io/explorer/AdaptiveCard.html
type Card struct {
	Body    []Element `json:"body,omitempty"`
	Actions []Action  `json:"actions,omitempty"` // the buttons below; Teams shows six and puts the others into a menu

	Version                  string          `json:"version"`                         // "1.5" if empty; clients that know only older ones show FallbackText
	FallbackText             string          `json:"fallbackText,omitempty"`          // where the card cannot be shown
	Speak                    string          `json:"speak,omitempty"`                 // for screen readers
	Lang                     string          `json:"lang,omitempty"`                  // ISO 639-1, for dates and times
	RTL                      *bool           `json:"rtl,omitempty"`                   // as the client's language if nil
	SelectAction             Action          `json:"selectAction,omitzero,omitempty"` // when the card itself is tapped; no [ShowCard]
	BackgroundImage          BackgroundImage `json:"backgroundImage,omitzero"`
	MinHeight                string          `json:"minHeight,omitempty"`                // pixels, as "80px"
	VerticalContentAlignment Alignment       `json:"verticalContentAlignment,omitempty"` // Top, Center or Bottom
	Refresh                  Refresh         `json:"refresh,omitzero"`
	Authentication           Authentication  `json:"authentication,omitzero"`
	Metadata                 Metadata        `json:"metadata,omitzero"`
	MSTeams                  MSTeams         `json:"msteams,omitzero"`

	Extra map[string]any `json:",embed,unknown"`
}

// Attachment returns the card as an attachment of a message.
func (c Card) Attachment() schema.Attachment { return schema.AdaptiveCard(c) }

// Refresh has clients ask the bot for another view of the card when they show it: for each user their own.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards#refresh-model
type Refresh struct {
	Action Execute `json:"action,omitzero"`

	// UserIDs are those for whom Teams refreshes by itself, at most 60, by their ids in this conversation. Without the
	// list it does so for everyone where there are not more than 60 members; with an empty one for nobody. Others
	// find the refresh in the message's menu.
	UserIDs []string `json:"userIds,omitzero"`

	Extra map[string]any `json:",embed,unknown"`
}

// MaxRefreshUsers is how many users [Refresh] may name.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards#user-ids-in-refresh
const MaxRefreshUsers = 60

// Authentication has the client sign the user in, or get a token without asking, before an [Execute] of the card runs.
//
// Spec: https://adaptivecards.io/explorer/Authentication.html
type Authentication struct {
	Text                  string                       `json:"text,omitempty"`
	ConnectionName        string                       `json:"connectionName,omitempty"` // of the bot's registration
	TokenExchangeResource schema.TokenExchangeResource `json:"tokenExchangeResource,omitzero"`
	Buttons               []schema.CardAction          `json:"buttons,omitempty"` // one of them of type [schema.ActionSignIn]

	Extra map[string]any `json:",embed,unknown"`
}

// BackgroundImage is a picture behind a card or container.
//
// Spec: https://adaptivecards.io/explorer/BackgroundImage.html
type BackgroundImage struct {
	URL                 string    `json:"url"`
	FillMode            FillMode  `json:"fillMode,omitempty"`
	HorizontalAlignment Alignment `json:"horizontalAlignment,omitempty"` // Left, Center or Right
	VerticalAlignment   Alignment `json:"verticalAlignment,omitempty"`   // Top, Center or Bottom

	Extra map[string]any `json:",embed,unknown"`
}

// Metadata is about the card and is not shown.
//
// Spec: https://adaptivecards.io/explorer/Metadata.html
type Metadata struct {
	WebURL string `json:"webUrl,omitempty"` // what identifies the card

	Extra map[string]any `json:",embed,unknown"`
}

// MSTeams is what Teams adds to a card.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#full-width-adaptive-card
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#mention-support-within-adaptive-cards
type MSTeams struct {
	Width    string           `json:"width,omitempty"`    // [Full], or as narrow as cards are
	Entities []schema.Mention `json:"entities,omitempty"` // the Text of each stands in the card; see [schema.NewMention]

	Extra map[string]any `json:",embed,unknown"`
}

// Full makes a card as wide as the conversation.
const Full = "Full"
