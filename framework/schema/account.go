package schema

import "encoding/json"

// Values of [ConversationAccount.ConversationType] in Teams.
const (
	ConversationPersonal = "personal"
	ConversationGroup    = "groupChat"
	ConversationChannel  = "channel"
)

// ChannelAccount is a person or a bot as one channel knows it.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#channel-account
type ChannelAccount struct {
	ID          string `json:"id,omitempty"`          // on this channel; in Teams "29:..." for people, "28:<app id>" for bots
	Name        string `json:"name,omitempty"`        // display name
	AADObjectID string `json:"aadObjectId,omitempty"` // Microsoft Entra object id
	Role        string `json:"role,omitempty"`        // user, bot, skill, ...

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// ConversationAccount is a conversation as one channel knows it.
//
// In a Teams channel ID is "<channel>;messageid=<root message>", which names one thread.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#conversation-account
type ConversationAccount struct {
	ID               string `json:"id,omitempty"`
	Name             string `json:"name,omitempty"`
	AADObjectID      string `json:"aadObjectId,omitempty"`
	Role             string `json:"role,omitempty"` // not to be used (A7512)
	ConversationType string `json:"conversationType,omitempty"`
	TenantID         string `json:"tenantId,omitempty"`
	IsGroup          bool   `json:"isGroup,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
