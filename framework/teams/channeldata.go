package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// ChannelData is the channelData of an activity in Teams, received or sent.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-basics
type ChannelData struct {
	EventType string      `json:"eventType,omitempty"` // one of the Event constants, or another
	Channel   ChannelInfo `json:"channel,omitzero,omitempty"`
	Team      TeamInfo    `json:"team,omitzero,omitempty"`
	Tenant    TenantInfo  `json:"tenant,omitzero,omitempty"`
	Meeting   MeetingInfo `json:"meeting,omitzero,omitempty"`
	Settings  Settings    `json:"settings,omitzero,omitempty"`
	Source    Source      `json:"source,omitzero,omitempty"`
	App       AppInfo     `json:"app,omitzero,omitempty"`

	// MembershipSource says through what someone came into or left a shared channel.
	MembershipSource  schema.MembershipSource `json:"membershipSource,omitzero,omitempty"`
	SharedWithTeams   []TeamInfo              `json:"sharedWithTeams,omitempty"`   // of channelShared
	UnsharedFromTeams []TeamInfo              `json:"unsharedFromTeams,omitempty"` // of channelUnshared

	Notification NotificationInfo `json:"notification,omitzero,omitempty"` // of a message to send
	OnBehalfOf   []OnBehalfOf     `json:"onBehalfOf,omitempty"`            // of a message to send

	// Buttons by which a user judges a message of the bot; see EnableFeedback. Set one of the two: FeedbackLoopEnabled is
	// the older form and the same as a loop of type default.
	FeedbackLoopEnabled *bool        `json:"feedbackLoopEnabled,omitempty"`
	FeedbackLoop        FeedbackLoop `json:"feedbackLoop,omitzero,omitempty"`

	// The same as in the entity schema.StreamInfo; some SDKs send both.
	StreamID       string `json:"streamId,omitempty"`
	StreamType     string `json:"streamType,omitempty"`
	StreamSequence int    `json:"streamSequence,omitzero"`

	// Older names of the ids of Channel and Team, which some clients still send alone.
	LegacyChannelID string `json:"teamsChannelId,omitempty"`
	LegacyTeamID    string `json:"teamsTeamId,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Values of [ChannelData.EventType]. The list is open.
const (
	EventChannelCreated       = "channelCreated"
	EventChannelDeleted       = "channelDeleted"
	EventChannelRenamed       = "channelRenamed"
	EventChannelRestored      = "channelRestored"
	EventChannelShared        = "channelShared"
	EventChannelUnshared      = "channelUnshared"
	EventChannelMemberAdded   = "channelMemberAdded"
	EventChannelMemberRemoved = "channelMemberRemoved"
	EventTeamArchived         = "teamArchived"
	EventTeamUnarchived       = "teamUnarchived"
	EventTeamDeleted          = "teamDeleted"
	EventTeamHardDeleted      = "teamHardDeleted"
	EventTeamRenamed          = "teamRenamed"
	EventTeamRestored         = "teamRestored"
	EventTeamMemberAdded      = "teamMemberAdded"
	EventTeamMemberRemoved    = "teamMemberRemoved"
	EventEditMessage          = "editMessage"
	EventUndeleteMessage      = "undeleteMessage"
	EventSoftDeleteMessage    = "softDeleteMessage"
)

// ChannelInfo is a channel of a team.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.channelinfo
type ChannelInfo struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"` // empty for the General channel
	Type string `json:"type,omitempty"` // standard, private or shared

	AADObjectID string `json:"aadObjectId,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TeamInfo is a team.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.teaminfo
type TeamInfo struct {
	ID         string `json:"id,omitempty"` // the id of its General channel
	Name       string `json:"name,omitempty"`
	AADGroupID string `json:"aadGroupId,omitempty"`
	TenantID   string `json:"tenantId,omitempty"`

	Type         string `json:"type,omitempty"`        // standard, sharedChannel or privateChannel
	ChannelCount int    `json:"channelCount,omitzero"` // from the connector only
	MemberCount  int    `json:"memberCount,omitzero"`  // from the connector only

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TenantInfo is an organization.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.tenantinfo
type TenantInfo struct {
	ID string `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MeetingInfo names a meeting.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.teamsmeetinginfo
type MeetingInfo struct {
	ID string `json:"id,omitempty"` // base64 of the meeting's conversation

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Settings are what was chosen when the app was installed.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.teamschanneldatasettings
type Settings struct {
	SelectedChannel ChannelInfo `json:"selectedChannel,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Source says where in Teams an activity was made, such as message or compose.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/resources/bot-v3/bots-notifications
type Source struct {
	Name string `json:"name,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AppInfo is the Teams app that sent an activity.
//
// Spec: https://github.com/microsoft/teams.net/blob/24285d716404c6ddb99471c09be3846446550512/src/Microsoft.Teams.Apps/Schema/TeamsChannelData.cs
type AppInfo struct {
	ID      string `json:"id,omitempty"`
	Version string `json:"version,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// NotificationInfo makes Teams tell the recipient of a message in the activity feed, or in a meeting.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.notificationinfo
type NotificationInfo struct {
	Alert               *bool  `json:"alert,omitempty"`
	AlertInMeeting      *bool  `json:"alertInMeeting,omitempty"` // then Alert is to be false
	ExternalResourceURL string `json:"externalResourceUrl,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// OnBehalfOf names the person for whom the bot sends a message. Teams takes one.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.onbehalfof
type OnBehalfOf struct {
	ItemID      int    `json:"itemid"`                // 0, and written all the same
	MentionType string `json:"mentionType,omitempty"` // person
	MRI         string `json:"mri,omitempty"`         // the person's account id, 29:...
	DisplayName string `json:"displayName,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// FeedbackLoop says which form a user judges a message in.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
type FeedbackLoop struct {
	Type string `json:"type,omitempty"` // FeedbackDefault or FeedbackCustom

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
