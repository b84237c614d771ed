package schema

import (
	"encoding/json"
	"slices"
)

// EntityMessage is the type of the [MessageEntity].
const EntityMessage = "https://schema.org/Message"

// AIGenerated is the additional type of a [MessageEntity] that makes Teams label the message.
const AIGenerated = "AIGeneratedContent"

// MessageEntity says about a message that AI wrote it, which sources it cites, and how confidential it is. An activity
// has at most one: [Activity.MarkAIGenerated], [Activity.AddCitation] and [Activity.SetSensitivity] see to that.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
type MessageEntity struct {
	Kind           string               `json:"@type,omitempty"`    // Message
	Context        string               `json:"@context,omitempty"` // https://schema.org
	ID             *string              `json:"@id,omitzero"`       // always empty, and written all the same
	AdditionalType []string             `json:"additionalType,omitempty"`
	Citation       []Claim              `json:"citation,omitempty"`
	UsageInfo      SensitivityUsageInfo `json:"usageInfo,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (MessageEntity) entityType() string { return EntityMessage }

// Claim is one citation: the text says [1] where the claim with Position 1 is meant.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
type Claim struct {
	Kind       string     `json:"@type,omitempty"` // Claim
	Position   int        `json:"position,omitzero"`
	Appearance Appearance `json:"appearance,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Appearance is how a citation is shown. Name and Abstract are required.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
type Appearance struct {
	Kind           string               `json:"@type,omitempty"` // DigitalDocument
	Name           string               `json:"name,omitempty"`  // title, at most 80 characters
	URL            string               `json:"url,omitempty"`
	Abstract       string               `json:"abstract,omitempty"`       // extract, at most 160 characters
	Text           string               `json:"text,omitempty"`           // an Adaptive Card as text, shown when pressed
	EncodingFormat string               `json:"encodingFormat,omitempty"` // of Text: ContentTypeAdaptiveCard
	Image          AppearanceImage      `json:"image,omitzero,omitempty"`
	Keywords       []string             `json:"keywords,omitempty"` // at most 3, each of at most 28 characters
	UsageInfo      SensitivityUsageInfo `json:"usageInfo,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AppearanceImage names the icon of a citation, such as Microsoft Word, Image, PDF or Source Code.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
type AppearanceImage struct {
	Kind string `json:"@type,omitempty"` // ImageObject
	Name string `json:"name,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SensitivityUsageInfo is a sensitivity label. LabelID says which of the organization's labels in Microsoft Purview; Teams
// then shows their name and description. The older form says Name, and Description for whoever hovers it. A citation's
// label needs a LabelID, which the message's own label must have too.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/agent-message-sensitivity-labels
type SensitivityUsageInfo struct {
	Type        string             `json:"type,omitempty"`  // https://schema.org/Message
	Kind        string             `json:"@type,omitempty"` // CreativeWork
	LabelID     string             `json:"@id,omitempty"`
	Name        string             `json:"name,omitempty"`
	Description string             `json:"description,omitempty"`
	Position    int                `json:"position,omitzero"` // of the claim that it is about
	Pattern     SensitivityPattern `json:"pattern,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SensitivityPattern says which label of which set a [SensitivityUsageInfo] is.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
type SensitivityPattern struct {
	Kind             string `json:"@type,omitempty"` // DefinedTerm
	InDefinedTermSet string `json:"inDefinedTermSet,omitempty"`
	Name             string `json:"name,omitempty"`
	TermCode         string `json:"termCode,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MarkAIGenerated makes Teams label the message as written by AI.
func (a *Activity) MarkAIGenerated() {
	a.changeMessageEntity(func(m *MessageEntity) {
		if !slices.Contains(m.AdditionalType, AIGenerated) {
			m.AdditionalType = append(slices.Clip(m.AdditionalType), AIGenerated)
		}
	})
}

// AddCitation adds a source to the message; the text has [n] where position n, counted from 1, is meant. What Kind and
// EncodingFormat must say is filled in where they are empty.
func (a *Activity) AddCitation(position int, source Appearance) {
	fill(&source.Kind, "DigitalDocument")
	if source.Text != "" {
		fill(&source.EncodingFormat, ContentTypeAdaptiveCard)
	}
	if source.Image.Name != "" {
		fill(&source.Image.Kind, "ImageObject")
	}
	if source.UsageInfo.Name != "" || source.UsageInfo.LabelID != "" {
		source.UsageInfo.complete()
	}
	a.changeMessageEntity(func(m *MessageEntity) {
		m.Citation = append(slices.Clip(m.Citation), Claim{Kind: "Claim", Position: position, Appearance: source})
	})
}

// SetSensitivity labels the message. What Type and Kind must say is filled in where they are empty.
func (a *Activity) SetSensitivity(label SensitivityUsageInfo) {
	label.complete()
	a.changeMessageEntity(func(m *MessageEntity) { m.UsageInfo = label })
}

// changeMessageEntity changes the activity's message entity, which it adds if there is none, in a new list: others may
// share the old one.
func (a *Activity) changeMessageEntity(change func(*MessageEntity)) {
	entities := slices.Clone(a.Entities)
	at := slices.IndexFunc(entities, func(e Entity) bool {
		_, ok := entityAs[MessageEntity](e)
		return ok
	})
	if at < 0 {
		at, entities = len(entities), append(entities, MessageEntity{})
	}
	m, _ := entityAs[MessageEntity](entities[at])
	fill(&m.Kind, "Message")
	fill(&m.Context, "https://schema.org")
	if m.ID == nil {
		m.ID = new(string)
	}
	change(&m)
	entities[at] = m
	a.Entities = entities
}

func (s *SensitivityUsageInfo) complete() {
	fill(&s.Type, EntityMessage)
	fill(&s.Kind, "CreativeWork")
	if s.Pattern.Name != "" {
		fill(&s.Pattern.Kind, "DefinedTerm")
	}
}

func fill(field *string, value string) {
	if *field == "" {
		*field = value
	}
}
