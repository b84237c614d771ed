package schema

import "encoding/json"

// Values of [ConversationAccount.ConversationType] in Teams.
const (
	ConversationPersonal = "personal"
	ConversationGroup    = "groupChat"
	ConversationChannel  = "channel"
)

// Values of the Role of an account. Agents SDKs name a bot agent.
const (
	RoleUser            = "user"
	RoleBot             = "bot"
	RoleAgent           = "agent"
	RoleSkill           = "skill"
	RoleConnectorUser   = "connectoruser"
	RoleAgenticInstance = "agenticAppInstance" // agenticInstance in the specification's prose
	RoleAgenticUser     = "agenticUser"
)

// ChannelAccount is a person or a bot as one channel knows it.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#channel-account
type ChannelAccount struct {
	ID          string `json:"id,omitempty"`          // on this channel; in Teams "29:..." for people, "28:<app id>" for bots
	Name        string `json:"name,omitempty"`        // display name
	AADObjectID string `json:"aadObjectId,omitempty"` // Microsoft Entra object id
	Role        string `json:"role,omitempty"`        // one of the Role constants, or another
	TenantID    string `json:"tenantId,omitempty"`

	// Set for agents that have a user of their own.
	AgenticUserID         string `json:"agenticUserId,omitempty"`
	AgenticAppID          string `json:"agenticAppId,omitempty"`
	AgenticAppBlueprintID string `json:"agenticAppBlueprintId,omitempty"`

	// MembershipSources say why the account is a member of a shared channel.
	MembershipSources []MembershipSource `json:"membershipSources,omitempty"`
	// IsTargeted marks the recipient of a message for them alone. The mark does not hide it: Teams shows a message to
	// one person only if it came over the route for that (isTargetedActivity=true in its query).
	IsTargeted bool `json:"isTargeted,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MembershipSource is a team or a channel through which someone is a member of a channel.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/build-apps-for-shared-private-channels
type MembershipSource struct {
	SourceType     string `json:"sourceType,omitempty"` // channel or team
	ID             string `json:"id,omitempty"`
	MembershipType string `json:"membershipType,omitempty"` // direct or transitive
	TeamGroupID    string `json:"teamGroupId,omitempty"`
	TenantID       string `json:"tenantId,omitempty"`

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
