package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// MessageActionsPayload is the message that an action command was called on, as Microsoft Graph writes messages.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messageactionspayload
type MessageActionsPayload struct {
	ID                   string              `json:"id,omitempty"`
	ReplyToID            string              `json:"replyToId,omitempty"`
	MessageType          string              `json:"messageType,omitempty"` // message
	CreatedDateTime      schema.Time         `json:"createdDateTime,omitzero"`
	LastModifiedDateTime schema.Time         `json:"lastModifiedDateTime,omitzero"`
	Deleted              bool                `json:"deleted,omitzero"`
	Subject              string              `json:"subject,omitempty"`
	Summary              string              `json:"summary,omitempty"`
	Importance           string              `json:"importance,omitempty"` // normal, high or urgent
	Locale               string              `json:"locale,omitempty"`
	LinkToMessage        string              `json:"linkToMessage,omitempty"`
	From                 MessageFrom         `json:"from,omitzero,omitempty"`
	Body                 MessageBody         `json:"body,omitzero,omitempty"`
	AttachmentLayout     string              `json:"attachmentLayout,omitempty"`
	Attachments          []MessageAttachment `json:"attachments,omitempty"`
	Mentions             []MessageMention    `json:"mentions,omitempty"`
	Reactions            []MessageReaction   `json:"reactions,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessageFrom says who wrote a message, or is mentioned in one: one of the three is set.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messageactionspayloadfrom
type MessageFrom struct {
	User         MessageIdentity `json:"user,omitzero,omitempty"`
	Application  MessageIdentity `json:"application,omitzero,omitempty"`
	Conversation MessageIdentity `json:"conversation,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessageIdentity is a person, an app or a conversation. The member that says what kind of one has a name of its own for
// each of them.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messageactionspayloaduser
type MessageIdentity struct {
	ID          string `json:"id,omitempty"`
	DisplayName string `json:"displayName,omitempty"`

	UserIdentityType         string `json:"userIdentityType,omitempty"`         // aadUser, onPremiseAadUser, anonymousGuest or federatedUser
	ApplicationIdentityType  string `json:"applicationIdentityType,omitempty"`  // aadApplication, bot, tenantBot, office365Connector or webhook
	ConversationIdentityType string `json:"conversationIdentityType,omitempty"` // team or channel

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessageBody is a message's text.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messageactionspayloadbody
type MessageBody struct {
	ContentType string `json:"contentType,omitempty"` // html or text
	Content     string `json:"content,omitempty"`
	TextContent string `json:"textContent,omitempty"` // Content without markup

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessageAttachment is something that goes with a message.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messageactionspayloadattachment
type MessageAttachment struct {
	ID           string     `json:"id,omitempty"`
	ContentType  string     `json:"contentType,omitempty"`
	ContentURL   string     `json:"contentUrl,omitempty"`
	Content      schema.Any `json:"content,omitzero"`
	Name         string     `json:"name,omitempty"`
	ThumbnailURL string     `json:"thumbnailUrl,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessageMention is someone who is mentioned in a message.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messageactionspayloadmention
type MessageMention struct {
	ID          int         `json:"id"` // that of its <at id="0"> in the text; from 0, and written all the same
	MentionText string      `json:"mentionText,omitempty"`
	Mentioned   MessageFrom `json:"mentioned,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessageReaction is a reaction to a message. Who reacted comes in two forms, as an identity and, as botbuilder's types have
// it, wrapped as in [MessageFrom]: read either with [MessageReaction.Who].
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messageactionspayloadreaction
type MessageReaction struct {
	ReactionType    string          `json:"reactionType,omitempty"` // like, heart, laugh, surprised, sad, angry, or another
	CreatedDateTime schema.Time     `json:"createdDateTime,omitzero"`
	User            MessageIdentity `json:"user,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Who returns the person or app that reacted; it is zero where Teams does not say.
func (v MessageReaction) Who() MessageIdentity {
	if v.User.ID != "" {
		return v.User
	}
	for _, kind := range [...]string{"user", "application", "conversation"} {
		if wrapped, err := schema.As[MessageIdentity](v.User.Extra[kind]); err == nil {
			return wrapped
		}
	}
	return v.User
}
