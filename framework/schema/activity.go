package schema

import "encoding/json"

// Activity is one communication between a channel and a bot: a message, a member joining, an invoke.
//
// The zero value is an empty activity. The framework fills in the address of what a bot sends, so a bot usually
// sets only Type (message if empty), Text and Attachments. Fields are grouped as the specification groups them.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#basic-activity-structure
type Activity struct {
	Type           string              `json:"type,omitempty"`
	ID             string              `json:"id,omitempty"`
	Timestamp      Time                `json:"timestamp,omitzero"`      // UTC, set by the channel
	LocalTimestamp Time                `json:"localTimestamp,omitzero"` // with the sender's offset
	LocalTimezone  string              `json:"localTimezone,omitempty"` // IANA name
	CallerID       string              `json:"callerId,omitempty"`      // from the verified token, never from the wire
	ServiceURL     string              `json:"serviceUrl,omitempty"`
	ChannelID      string              `json:"channelId,omitempty"`
	From           ChannelAccount      `json:"from,omitzero,omitempty"`
	Conversation   ConversationAccount `json:"conversation,omitzero,omitempty"`
	Recipient      ChannelAccount      `json:"recipient,omitzero,omitempty"`
	ReplyToID      string              `json:"replyToId,omitempty"`
	Entities       []Entity            `json:"entities,omitempty"`
	ChannelData    Any                 `json:"channelData,omitempty"` // in Teams: teams.ChannelData
	DeliveryMode   string              `json:"deliveryMode,omitempty"`

	// Message.
	Text             string           `json:"text,omitempty"`
	TextFormat       string           `json:"textFormat,omitempty"` // plain, markdown or xml
	Locale           string           `json:"locale,omitempty"`     // BCP 47
	Speak            string           `json:"speak,omitempty"`      // SSML or text
	InputHint        string           `json:"inputHint,omitempty"`  // acceptingInput, expectingInput or ignoringInput
	Attachments      []Attachment     `json:"attachments,omitempty"`
	AttachmentLayout string           `json:"attachmentLayout,omitempty"` // list or carousel
	Summary          string           `json:"summary,omitempty"`
	SuggestedActions SuggestedActions `json:"suggestedActions,omitzero,omitempty"`
	Expiration       Time             `json:"expiration,omitzero"`
	Importance       string           `json:"importance,omitempty"` // low, normal or high
	ListenFor        []string         `json:"listenFor,omitempty"`
	SemanticAction   SemanticAction   `json:"semanticAction,omitzero,omitempty"`
	TextHighlights   []TextHighlight  `json:"textHighlights,omitempty"`

	// Conversation update, message reaction, installation update and contact relation update.
	MembersAdded     []ChannelAccount  `json:"membersAdded,omitempty"`
	MembersRemoved   []ChannelAccount  `json:"membersRemoved,omitempty"`
	TopicName        string            `json:"topicName,omitempty"`
	HistoryDisclosed bool              `json:"historyDisclosed,omitzero"` // deprecated by the specification
	ReactionsAdded   []MessageReaction `json:"reactionsAdded,omitempty"`
	ReactionsRemoved []MessageReaction `json:"reactionsRemoved,omitempty"`
	Action           string            `json:"action,omitempty"` // add, remove, add-upgrade or remove-upgrade

	// Event, invoke, command, trace and end of conversation.
	Name      string                `json:"name,omitempty"`
	Value     Any                   `json:"value,omitzero"`
	ValueType string                `json:"valueType,omitempty"`
	RelatesTo ConversationReference `json:"relatesTo,omitzero,omitempty"`
	Code      string                `json:"code,omitempty"`
	Label     string                `json:"label,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"` // members not named above
}

// MessageReaction is a reaction to a message, such as like or heart.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#message-reaction
type MessageReaction struct {
	Type            string       `json:"type,omitempty"` // one of the Reaction constants, or another
	CreatedDateTime Time         `json:"createdDateTime,omitzero"`
	User            ReactionUser `json:"user,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// ReactionUser is who reacted, where a channel says so; usually only Activity.From does.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messageactionspayloaduser
type ReactionUser struct {
	ID               string `json:"id,omitempty"` // Microsoft Entra object id, not an account's ID
	DisplayName      string `json:"displayName,omitempty"`
	UserIdentityType string `json:"userIdentityType,omitempty"` // aadUser, onPremiseAadUser, anonymousGuest or federatedUser

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TextHighlight is a passage of the text that a suggestion is about.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#text-highlight
type TextHighlight struct {
	Text       string `json:"text,omitempty"`
	Occurrence int    `json:"occurrence,omitzero"` // counts from 1; 0 means the first

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// SemanticAction names a programmatic action that the user's words stand for.
//
// One that an activity has in another form is ignored, as the specification wants (A3133): it reads as the zero value, and
// is written back as it came.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#semantic-action
type SemanticAction struct {
	ID       string            `json:"id,omitempty"`
	State    string            `json:"state,omitempty"` // start, continue or done
	Entities map[string]Entity `json:"entities,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`

	unread json.RawMessage // what an activity has in place of it
}
