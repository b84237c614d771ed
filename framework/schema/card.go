package schema

import "encoding/json"

// Content types of the cards of this package. Those of Teams alone are in package teams.
const (
	ContentTypeAdaptiveCard  = "application/vnd.microsoft.card.adaptive"
	ContentTypeHeroCard      = "application/vnd.microsoft.card.hero"
	ContentTypeThumbnailCard = "application/vnd.microsoft.card.thumbnail"
	ContentTypeAnimationCard = "application/vnd.microsoft.card.animation"
	ContentTypeAudioCard     = "application/vnd.microsoft.card.audio"
	ContentTypeVideoCard     = "application/vnd.microsoft.card.video"
	ContentTypeReceiptCard   = "application/vnd.microsoft.card.receipt"
	ContentTypeSignInCard    = "application/vnd.microsoft.card.signin"
	ContentTypeOAuthCard     = "application/vnd.microsoft.card.oauth"
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

// ThumbnailCard is a [HeroCard] whose picture is small.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#thumbnail-card
type ThumbnailCard struct {
	Title    string       `json:"title,omitempty"`
	Subtitle string       `json:"subtitle,omitempty"`
	Text     string       `json:"text,omitempty"`
	Images   []CardImage  `json:"images,omitempty"`
	Buttons  []CardAction `json:"buttons,omitempty"`
	Tap      CardAction   `json:"tap,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Attachment returns the card as an attachment of a message.
func (c ThumbnailCard) Attachment() Attachment {
	return Attachment{ContentType: ContentTypeThumbnailCard, Content: c}
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
