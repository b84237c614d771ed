package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// ContentTypeO365ConnectorCard is the content type of an [O365ConnectorCard].
const ContentTypeO365ConnectorCard = "application/vnd.microsoft.teams.card.o365connector"

// Values of [O365Action.Type].
const (
	O365ViewAction = "ViewAction" // opens Target
	O365OpenURI    = "OpenUri"    // opens one of Targets
	O365HTTPPost   = "HttpPOST"   // sends Body to the bot
	O365ActionCard = "ActionCard" // shows Inputs and Actions
)

// Values of [O365Input.Type].
const (
	O365TextInput        = "textInput"
	O365DateInput        = "dateInput"
	O365MultichoiceInput = "multichoiceInput"
)

// O365ConnectorCard is the card of Office connectors. New bots do better with an Adaptive Card.
//
// Spec: https://learn.microsoft.com/outlook/actionable-messages/message-card-reference#card-fields
type O365ConnectorCard struct {
	Title           string        `json:"title,omitempty"`
	Text            string        `json:"text,omitempty"`
	Summary         string        `json:"summary,omitempty"`    // required if there is no Text
	ThemeColor      string        `json:"themeColor,omitempty"` // RRGGBB
	Sections        []O365Section `json:"sections,omitempty"`
	PotentialAction []O365Action  `json:"potentialAction,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Attachment returns the card as an attachment of a message.
func (c O365ConnectorCard) Attachment() schema.Attachment {
	return schema.Attachment{ContentType: ContentTypeO365ConnectorCard, Content: c}
}

// O365Section is a part of an [O365ConnectorCard].
//
// Spec: https://learn.microsoft.com/outlook/actionable-messages/message-card-reference#section-fields
type O365Section struct {
	Title             string       `json:"title,omitempty"`
	Text              string       `json:"text,omitempty"`
	ActivityTitle     string       `json:"activityTitle,omitempty"`
	ActivitySubtitle  string       `json:"activitySubtitle,omitempty"`
	ActivityText      string       `json:"activityText,omitempty"`
	ActivityImage     string       `json:"activityImage,omitempty"`     // URL
	ActivityImageType string       `json:"activityImageType,omitempty"` // avatar (default) or article
	Markdown          *bool        `json:"markdown,omitempty"`          // true if nil
	Facts             []O365Fact   `json:"facts,omitempty"`
	Images            []O365Image  `json:"images,omitempty"`
	PotentialAction   []O365Action `json:"potentialAction,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// O365Fact is a line of an [O365Section].
//
// Spec: https://learn.microsoft.com/outlook/actionable-messages/message-card-reference#section-fields
type O365Fact struct {
	Name  string `json:"name,omitempty"`
	Value string `json:"value,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// O365Image is a picture of an [O365Section].
//
// Spec: https://learn.microsoft.com/outlook/actionable-messages/message-card-reference#image-object
type O365Image struct {
	Image string `json:"image,omitempty"` // URL
	Title string `json:"title,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// O365Action is something to do with an [O365ConnectorCard]. Which fields mean something depends on Type.
//
// Spec: https://learn.microsoft.com/outlook/actionable-messages/message-card-reference#actions
type O365Action struct {
	Type    string       `json:"@type,omitempty"`
	Context string       `json:"@context,omitempty"` // of a view action: http://schema.org
	ID      string       `json:"@id,omitempty"`
	Name    string       `json:"name,omitempty"`
	Target  []string     `json:"target,omitempty"`  // of a view action: one URL
	Targets []O365Target `json:"targets,omitempty"` // of OpenUri
	Body    string       `json:"body,omitempty"`    // of HttpPOST; {{id.value}} stands for an input
	Inputs  []O365Input  `json:"inputs,omitempty"`  // of an action card
	Actions []O365Action `json:"actions,omitempty"` // of an action card

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// O365Target is a URL for one operating system: default, iOS, android or windows.
//
// Spec: https://learn.microsoft.com/outlook/actionable-messages/message-card-reference#openuri-action
type O365Target struct {
	OS  string `json:"os,omitempty"`
	URI string `json:"uri,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// O365Input is a field of an action card. Which fields mean something depends on Type.
//
// Spec: https://learn.microsoft.com/outlook/actionable-messages/message-card-reference#inputs
type O365Input struct {
	Type          string       `json:"@type,omitempty"`
	ID            string       `json:"id,omitempty"`
	Title         string       `json:"title,omitempty"`
	Value         string       `json:"value,omitempty"`
	IsRequired    bool         `json:"isRequired,omitzero"`
	IsMultiline   bool         `json:"isMultiline,omitzero"` // of a text
	MaxLength     int          `json:"maxLength,omitzero"`   // of a text
	IncludeTime   bool         `json:"includeTime,omitzero"` // of a date
	Choices       []O365Choice `json:"choices,omitempty"`
	Style         string       `json:"style,omitempty"`        // of choices: compact (default) or expanded
	IsMultiSelect bool         `json:"isMultiSelect,omitzero"` // of choices

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// O365Choice is one choice of an [O365Input].
//
// Spec: https://learn.microsoft.com/outlook/actionable-messages/message-card-reference#multichoiceinput
type O365Choice struct {
	Display string `json:"display,omitempty"`
	Value   string `json:"value,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// O365ConnectorCardActionQuery is sent when an HttpPOST action of an [O365ConnectorCard] is pressed.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.o365connectorcardactionquery
type O365ConnectorCardActionQuery struct {
	Body     string `json:"body,omitempty"` // of the action, with the inputs put in
	ActionID string `json:"actionId,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
