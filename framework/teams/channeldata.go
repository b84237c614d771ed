// Package teams holds what Microsoft Teams adds to the Activity protocol: the types of its channel data, and
// accessors that read them from an activity.
//
// The accessors never fail: where the channel data is absent, malformed or not of Teams' shape, they return zero
// values. They do not ask for the activity's ChannelID. Use [Data] where the difference matters.
package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/schema"
)

// ChannelData is the channelData of an activity in Teams, received or sent.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-basics
type ChannelData struct {
	EventType string      `json:"eventType,omitempty"` // such as channelCreated, teamRenamed, editMessage
	Channel   ChannelInfo `json:"channel,omitempty"`
	Team      TeamInfo    `json:"team,omitempty"`
	Tenant    TenantInfo  `json:"tenant,omitempty"`

	// Older names of the ids of Channel and Team, which some clients still send alone.
	LegacyChannelID string `json:"teamsChannelId,omitempty"`
	LegacyTeamID    string `json:"teamsTeamId,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"` // members not named above
}

// ChannelInfo is a channel of a team.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.channelinfo
type ChannelInfo struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"` // empty for the General channel
	Type string `json:"type,omitempty"` // standard, private or shared

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

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TenantInfo is an organization.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.tenantinfo
type TenantInfo struct {
	ID string `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

type (
	plainChannelData ChannelData
	plainChannelInfo ChannelInfo
	plainTeamInfo    TeamInfo
	plainTenantInfo  TenantInfo
)

// MarshalJSON implements json.Marshaler.
func (v ChannelData) MarshalJSON() ([]byte, error) { return wire.Marshal((*plainChannelData)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ChannelData) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, (*plainChannelData)(v))
}

// MarshalJSON implements json.Marshaler.
func (v ChannelInfo) MarshalJSON() ([]byte, error) { return wire.Marshal((*plainChannelInfo)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ChannelInfo) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, (*plainChannelInfo)(v))
}

// MarshalJSON implements json.Marshaler.
func (v TeamInfo) MarshalJSON() ([]byte, error) { return wire.Marshal((*plainTeamInfo)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TeamInfo) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, (*plainTeamInfo)(v)) }

// MarshalJSON implements json.Marshaler.
func (v TenantInfo) MarshalJSON() ([]byte, error) { return wire.Marshal((*plainTenantInfo)(&v)) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TenantInfo) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, (*plainTenantInfo)(v))
}

// Data returns the activity's channel data. The error says why it cannot be read as Teams'; absent channel data is
// [schema.ErrNoValue].
func Data(a *schema.Activity) (ChannelData, error) { return schema.As[ChannelData](a.ChannelData) }

// Channel returns the channel that the activity belongs to.
func Channel(a *schema.Activity) ChannelInfo {
	data, _ := Data(a)
	if data.Channel.ID == "" {
		data.Channel.ID = data.LegacyChannelID
	}
	return data.Channel
}

// ChannelID returns the id of the channel that the activity belongs to, or "" outside a channel.
func ChannelID(a *schema.Activity) string { return Channel(a).ID }

// Team returns the team that the activity belongs to.
func Team(a *schema.Activity) TeamInfo {
	data, _ := Data(a)
	if data.Team.ID == "" {
		data.Team.ID = data.LegacyTeamID
	}
	return data.Team
}

// TeamID returns the id of the team that the activity belongs to, or "" outside a team.
func TeamID(a *schema.Activity) string { return Team(a).ID }

// TenantID returns the id of the organization that the activity belongs to: from the channel data, else from the
// conversation.
func TenantID(a *schema.Activity) string {
	if data, _ := Data(a); data.Tenant.ID != "" {
		return data.Tenant.ID
	}
	return a.Conversation.TenantID
}

// EventType returns what happened, for a conversation update of Teams, such as channelCreated.
func EventType(a *schema.Activity) string {
	data, _ := Data(a)
	return data.EventType
}
