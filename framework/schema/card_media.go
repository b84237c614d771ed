package schema

import "encoding/json"

// AnimationCard plays a GIF or a short video. Teams does not show it.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#animationcard-object
type AnimationCard struct {
	Title     string       `json:"title,omitempty"`
	Subtitle  string       `json:"subtitle,omitempty"`
	Text      string       `json:"text,omitempty"`
	Image     ThumbnailURL `json:"image,omitzero,omitempty"` // shown until it plays
	Media     []MediaURL   `json:"media,omitempty"`
	Buttons   []CardAction `json:"buttons,omitempty"`
	Aspect    string       `json:"aspect,omitempty"`    // 16:9 or 4:3
	Duration  string       `json:"duration,omitempty"`  // ISO 8601, such as PT1M30S
	Shareable *bool        `json:"shareable,omitempty"` // true if nil
	AutoLoop  *bool        `json:"autoloop,omitempty"`  // true if nil
	AutoStart *bool        `json:"autostart,omitempty"` // true if nil
	Value     Any          `json:"value,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Attachment returns the card as an attachment of a message.
func (c AnimationCard) Attachment() Attachment {
	return Attachment{ContentType: ContentTypeAnimationCard, Content: c}
}

// AudioCard plays sound. Teams does not show it.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#audiocard-object
type AudioCard struct {
	Title     string       `json:"title,omitempty"`
	Subtitle  string       `json:"subtitle,omitempty"`
	Text      string       `json:"text,omitempty"`
	Image     ThumbnailURL `json:"image,omitzero,omitempty"` // shown until it plays
	Media     []MediaURL   `json:"media,omitempty"`
	Buttons   []CardAction `json:"buttons,omitempty"`
	Aspect    string       `json:"aspect,omitempty"`    // 16:9 or 4:3
	Duration  string       `json:"duration,omitempty"`  // ISO 8601, such as PT1M30S
	Shareable *bool        `json:"shareable,omitempty"` // true if nil
	AutoLoop  *bool        `json:"autoloop,omitempty"`  // true if nil
	AutoStart *bool        `json:"autostart,omitempty"` // true if nil
	Value     Any          `json:"value,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Attachment returns the card as an attachment of a message.
func (c AudioCard) Attachment() Attachment {
	return Attachment{ContentType: ContentTypeAudioCard, Content: c}
}

// VideoCard plays a video. Teams does not show it.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#videocard-object
type VideoCard struct {
	Title     string       `json:"title,omitempty"`
	Subtitle  string       `json:"subtitle,omitempty"`
	Text      string       `json:"text,omitempty"`
	Image     ThumbnailURL `json:"image,omitzero,omitempty"` // shown until it plays
	Media     []MediaURL   `json:"media,omitempty"`
	Buttons   []CardAction `json:"buttons,omitempty"`
	Aspect    string       `json:"aspect,omitempty"`    // 16:9 or 4:3
	Duration  string       `json:"duration,omitempty"`  // ISO 8601, such as PT1M30S
	Shareable *bool        `json:"shareable,omitempty"` // true if nil
	AutoLoop  *bool        `json:"autoloop,omitempty"`  // true if nil
	AutoStart *bool        `json:"autostart,omitempty"` // true if nil
	Value     Any          `json:"value,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Attachment returns the card as an attachment of a message.
func (c VideoCard) Attachment() Attachment {
	return Attachment{ContentType: ContentTypeVideoCard, Content: c}
}

// MediaURL is where an animation, a sound or a video is; of several, the client takes the first that it can play.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#mediaurl-object
type MediaURL struct {
	URL     string `json:"url,omitempty"`
	Profile string `json:"profile,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// ThumbnailURL is the picture of a media card.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#thumbnailurl-object
type ThumbnailURL struct {
	URL string `json:"url,omitempty"`
	Alt string `json:"alt,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
