package teams

import (
	"cmp"

	"github.com/convobot/convo/framework/schema"
)

// Data returns the activity's channel data. The error says why it cannot be read as Teams'; absent channel data is
// [schema.ErrNoValue].
func Data(a *schema.Activity) (ChannelData, error) { return schema.As[ChannelData](a.ChannelData) }

// Place returns the channel and the team that the activity belongs to, each with its older id where it has no other.
func (v ChannelData) Place() (ChannelInfo, TeamInfo) {
	channel, team := v.Channel, v.Team
	channel.ID = cmp.Or(channel.ID, v.LegacyChannelID)
	team.ID = cmp.Or(team.ID, v.LegacyTeamID)
	return channel, team
}

// Channel returns the channel that the activity belongs to.
func Channel(a *schema.Activity) ChannelInfo {
	data, _ := Data(a)
	channel, _ := data.Place()
	return channel
}

// ChannelID returns the id of the channel that the activity belongs to, or "" outside a channel.
func ChannelID(a *schema.Activity) string { return Channel(a).ID }

// Team returns the team that the activity belongs to.
func Team(a *schema.Activity) TeamInfo {
	data, _ := Data(a)
	_, team := data.Place()
	return team
}

// TeamID returns the id of the team that the activity belongs to, or "" outside a team.
func TeamID(a *schema.Activity) string { return Team(a).ID }

// RosterID returns the id whose members are those around the activity: of its team, or else of its conversation. It is
// what TeamsInfo.getMembers of botbuilder asks for.
func RosterID(a *schema.Activity) string { return cmp.Or(TeamID(a), a.Conversation.ID) }

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

// MeetingID returns the id of the meeting that the activity belongs to, or "" outside a meeting.
func MeetingID(a *schema.Activity) string {
	data, _ := Data(a)
	return data.Meeting.ID
}

// SelectedChannel returns the channel that was chosen when the app was added to a team.
func SelectedChannel(a *schema.Activity) ChannelInfo {
	data, _ := Data(a)
	return data.Settings.SelectedChannel
}
