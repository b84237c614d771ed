package schema

import "encoding/json"

// Content types of the cards that this package builds.
const (
	ContentTypeAdaptiveCard = "application/vnd.microsoft.card.adaptive"
	ContentTypeHeroCard     = "application/vnd.microsoft.card.hero"
)

// AdaptiveCard returns an Adaptive Card as an attachment. Content is the card: raw JSON or any Go value whose JSON
// is a card. It is sent as it is, unchecked.
//
// Spec: https://adaptivecards.io/explorer/AdaptiveCard.html
func AdaptiveCard(content Any) Attachment {
	return Attachment{ContentType: ContentTypeAdaptiveCard, Content: content}
}

// HeroCard is a card with a title, a text, at most one picture in Teams, and up to six buttons.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#hero-card
type HeroCard struct {
	Title    string       `json:"title,omitempty"`
	Subtitle string       `json:"subtitle,omitempty"`
	Text     string       `json:"text,omitempty"`
	Images   []CardImage  `json:"images,omitempty"`
	Buttons  []CardAction `json:"buttons,omitempty"`
	Tap      CardAction   `json:"tap,omitzero,omitempty"` // when the card itself is tapped

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Attachment returns the card as an attachment of a message.
func (c HeroCard) Attachment() Attachment {
	return Attachment{ContentType: ContentTypeHeroCard, Content: c}
}

// CardImage is a picture on a card.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-cards.md#card-image
type CardImage struct {
	URL string     `json:"url,omitempty"`
	Alt string     `json:"alt,omitempty"`
	Tap CardAction `json:"tap,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Values of [CardAction.Type]. The list is open.
const (
	ActionOpenURL     = "openUrl"
	ActionIMBack      = "imBack"
	ActionPostBack    = "postBack"
	ActionMessageBack = "messageBack"
	ActionSignIn      = "signin"
)

// CardAction is a button, or what happens when something is tapped. What Value means depends on Type.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#card-action
type CardAction struct {
	Type         string `json:"type,omitempty"`
	Title        string `json:"title,omitempty"`
	Image        string `json:"image,omitempty"` // URL of an icon
	ImageAltText string `json:"imageAltText,omitempty"`
	Text         string `json:"text,omitempty"`
	DisplayText  string `json:"displayText,omitempty"`
	Value        Any    `json:"value,omitzero"`
	ChannelData  Any    `json:"channelData,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SuggestedActions are buttons offered with a message; they go away when one is chosen.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#suggested-actions
type SuggestedActions struct {
	To      []string     `json:"to,omitempty"` // ids of those who see them; everyone if empty
	Actions []CardAction `json:"actions,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
