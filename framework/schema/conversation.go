package schema

import "encoding/json"

// ConversationParameters ask a channel for a new conversation: private, group, or a new thread in a Teams channel.
//
// Teams makes a thread from IsGroup true, ChannelData.Channel.ID and Activity, which becomes its first message; a
// private conversation from one member and the tenant, where the member's ID may be a Microsoft Entra object id
// (https://github.com/MicrosoftDocs/msteams-docs/issues/14079). It makes no groups. Which channels do, and how many members
// they take, is not published.
//
// Bot, TenantID, the tenant in ChannelData and the activity's type are filled in by
// framework.TurnContext.CreateConversation where they are absent; it also says what is known of refusals.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#conversationparameters-object
type ConversationParameters struct {
	IsGroup     bool             `json:"isGroup"` // always written: channels differ in what its absence means
	Bot         ChannelAccount   `json:"bot,omitzero,omitempty"`
	Members     []ChannelAccount `json:"members,omitempty"`
	TopicName   string           `json:"topicName,omitempty"`
	TenantID    string           `json:"tenantId,omitempty"`
	Activity    *Activity        `json:"activity,omitempty"` // first message
	ChannelData Any              `json:"channelData,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// ConversationResourceResponse is a channel's answer to [ConversationParameters].
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#conversationresourceresponse-object
type ConversationResourceResponse struct {
	ID         string `json:"id,omitempty"`         // of the conversation
	ActivityID string `json:"activityId,omitempty"` // of its first message, when there was one
	ServiceURL string `json:"serviceUrl,omitempty"` // where to reach it, when elsewhere

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// ResourceResponse names what a channel made or changed; ID may be empty, as channels may answer without a body.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#resourceresponse-object
type ResourceResponse struct {
	ID string `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// ExpectedReplies answers an activity whose delivery mode is expectReplies.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#delivery-mode
type ExpectedReplies struct {
	Activities []Activity `json:"activities,omitempty"`
	Body       Any        `json:"body,omitzero"` // the invoke's answer, when the activity was one

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Transcript is what was said in a conversation, oldest first.
//
// Spec: https://github.com/microsoft/botframework-sdk/blob/main/specs/transcript/transcript.md
type Transcript struct {
	Activities []Activity `json:"activities,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
