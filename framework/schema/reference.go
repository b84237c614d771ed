package schema

import (
	"encoding/json"
	"slices"
)

// ConversationReference is the address of a conversation: keep it, and the bot can speak there later.
//
// Its JSON is the protocol's, which botbuilder's JavaScript and Python store too, so references that they kept can be
// read. Member names match exactly: what .NET stored under names such as ActivityId ends up in Extra.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#conversation-reference
type ConversationReference struct {
	ActivityID   string              `json:"activityId,omitempty"` // what a message sent here answers; "" for nothing
	User         ChannelAccount      `json:"user,omitzero,omitempty"`
	Bot          ChannelAccount      `json:"bot,omitzero,omitempty"`
	Conversation ConversationAccount `json:"conversation,omitzero,omitempty"`
	ChannelID    string              `json:"channelId,omitempty"`
	ServiceURL   string              `json:"serviceUrl,omitempty"`
	Locale       string              `json:"locale,omitempty"`
	DeliveryMode string              `json:"deliveryMode,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Reference returns the address that a received activity came from.
//
// ActivityID stays empty for a conversationUpdate of Direct Line and Web Chat, whose ids name no message that
// could be answered.
func (a *Activity) Reference() ConversationReference {
	ref := ConversationReference{
		ActivityID:   a.ID,
		User:         a.From,
		Bot:          a.Recipient,
		Conversation: a.Conversation,
		ChannelID:    a.ChannelID,
		ServiceURL:   a.ServiceURL,
		Locale:       a.Locale,
	}
	if a.Type == TypeConversationUpdate && (a.ChannelID == ChannelDirectLine || a.ChannelID == ChannelWebChat) {
		ref.ActivityID = ""
	}
	return ref
}

// Address returns a copy of the activity, sent by the bot to the referenced conversation. Attachments and entities may
// be added to, taken from and replaced in the copy; what is inside them is shared.
//
// The address of the reference replaces the activity's own; the activity's Locale and ReplyToID win where set. A
// recipient who is alone to see the message ([ChannelAccount.IsTargeted]) stays; without an id it is the reference's user.
// Type becomes message if it is empty. Suggested actions without an action go (A7701), Expiration becomes UTC (A3090),
// and where the channel speaks, a message says that it accepts input (A3041).
func (r ConversationReference) Address(a *Activity) *Activity {
	out := *a
	out.Attachments, out.Entities = slices.Clone(a.Attachments), slices.Clone(a.Entities)
	if out.Type == "" {
		out.Type = TypeMessage
	}
	out.ChannelID, out.ServiceURL = r.ChannelID, r.ServiceURL
	out.Conversation = r.Conversation
	out.From = r.Bot
	if !a.Recipient.IsTargeted || a.Recipient.ID == "" {
		out.Recipient = r.User
		out.Recipient.IsTargeted = a.Recipient.IsTargeted
	}
	if out.Locale == "" {
		out.Locale = r.Locale
	}
	if out.ReplyToID == "" {
		out.ReplyToID = r.ActivityID
	}
	if len(out.SuggestedActions.Actions)+len(out.SuggestedActions.Extra) == 0 {
		out.SuggestedActions = SuggestedActions{}
	}
	if at := out.Expiration; !at.Time.IsZero() {
		out.Expiration = NewTime(at.UTC())
	}
	if out.Type == TypeMessage && out.InputHint == "" && usesInputHints(r.ChannelID) {
		out.InputHint = InputHintAccepting
	}
	return &out
}

// usesInputHints reports whether a channel opens a microphone, or not, as the input hint says.
//
// Source: https://learn.microsoft.com/azure/bot-service/dotnet/bot-builder-dotnet-add-input-hints
func usesInputHints(channelID string) bool {
	return channelID == ChannelDirectLineSpeech || channelID == ChannelCortana
}

// ContinuationActivity returns the event that stands for the referenced conversation in a turn that the bot
// starts: what framework.Adapter.ContinueConversation gives its handler. Its ID is the reference's ActivityID and so
// may be empty: an invented one would make whatever is sent in the turn a reply to a message that does not exist.
func (r ConversationReference) ContinuationActivity() *Activity {
	return &Activity{
		Type:         TypeEvent,
		Name:         EventContinueConversation,
		ID:           r.ActivityID,
		ChannelID:    r.ChannelID,
		ServiceURL:   r.ServiceURL,
		Locale:       r.Locale,
		Conversation: r.Conversation,
		From:         r.User,
		Recipient:    r.Bot,
		RelatesTo:    r,
	}
}
