package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// Names of the events of meetings.
const (
	EventMeetingStart             = "application/vnd.microsoft.meetingStart"            // value: MeetingStart
	EventMeetingEnd               = "application/vnd.microsoft.meetingEnd"              // value: MeetingEnd
	EventMeetingParticipantsJoin  = "application/vnd.microsoft.meetingParticipantJoin"  // value: MeetingParticipants
	EventMeetingParticipantsLeave = "application/vnd.microsoft.meetingParticipantLeave" // value: MeetingParticipants
)

// MeetingStart says that a meeting began. Take the meeting's id from the channel data, see [MeetingID]: Teams' documentation
// warns of the one in the event, which may be the conversation's.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#receive-real-time-teams-meeting-events
type MeetingStart struct {
	ID          string      `json:"Id,omitempty"` // see above
	JoinURL     string      `json:"JoinUrl,omitempty"`
	MeetingType string      `json:"MeetingType,omitempty"` // such as Scheduled
	Title       string      `json:"Title,omitempty"`
	StartTime   schema.Time `json:"StartTime,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MeetingEnd says that a meeting ended. For the meeting's id, see [MeetingStart].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#receive-real-time-teams-meeting-events
type MeetingEnd struct {
	ID          string      `json:"Id,omitempty"` // see MeetingStart
	JoinURL     string      `json:"JoinUrl,omitempty"`
	MeetingType string      `json:"MeetingType,omitempty"` // such as Scheduled
	Title       string      `json:"Title,omitempty"`
	EndTime     schema.Time `json:"EndTime,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MeetingParticipants are people who joined or left a meeting.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#receive-meeting-participant-events
type MeetingParticipants struct {
	Members []MeetingMember `json:"members,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MeetingMember is someone who joined or left a meeting.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.teamsmeetingmember
type MeetingMember struct {
	User    Member          `json:"user,omitzero"`
	Meeting MeetingPresence `json:"meeting,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MeetingPresence is what someone is in a meeting.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.meetingparticipantinfo
type MeetingPresence struct {
	Role      string `json:"role,omitempty"`     // Organizer, Presenter or Attendee
	InMeeting bool   `json:"inMeeting,omitzero"` // Teams sends it and bots read it; false is not written, and means the same as absent

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Meeting is what the connector knows of a meeting.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#get-meeting-details-api
type Meeting struct {
	Details      MeetingDetails             `json:"details,omitzero,omitempty"`
	Conversation schema.ConversationAccount `json:"conversation,omitzero,omitempty"`
	Organizer    Member                     `json:"organizer,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MeetingDetails are a meeting's subject and times.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.meetingdetails
type MeetingDetails struct {
	ID                 string      `json:"id,omitempty"`
	MSGraphResourceID  string      `json:"msGraphResourceId,omitempty"`
	ScheduledStartTime schema.Time `json:"scheduledStartTime,omitzero"`
	ScheduledEndTime   schema.Time `json:"scheduledEndTime,omitzero"`
	JoinURL            string      `json:"joinUrl,omitempty"`
	Title              string      `json:"title,omitempty"`
	Type               string      `json:"type,omitempty"` // such as Scheduled

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MeetingParticipant is a person as the connector knows them in a meeting.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#get-participant-api
type MeetingParticipant struct {
	User         Member                     `json:"user,omitzero"`
	Meeting      MeetingPresence            `json:"meeting,omitzero,omitempty"`
	Conversation schema.ConversationAccount `json:"conversation,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MeetingNotification is shown to some of a meeting's participants. Make one with [NewMeetingNotification].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#targeted-meeting-notification-api
type MeetingNotification struct {
	Type        string                   `json:"type,omitempty"` // targetedMeetingNotification
	Value       MeetingNotificationValue `json:"value,omitzero,omitempty"`
	ChannelData ChannelData              `json:"channelData,omitzero,omitempty"` // OnBehalfOf

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MeetingNotificationValue says who is shown what.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.targetedmeetingnotificationvalue
type MeetingNotificationValue struct {
	Recipients []string         `json:"recipients,omitempty"` // account ids, 29:...
	Surfaces   []MeetingSurface `json:"surfaces,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Values of [MeetingSurface.Surface].
const (
	SurfaceMeetingStage   = "meetingStage"   // shows Content
	SurfaceMeetingTabIcon = "meetingTabIcon" // marks the tab TabEntityID
)

// MeetingSurface is a part of the meeting's window. Make one with [StageSurface] or [TabIconSurface].
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.surface
type MeetingSurface struct {
	Surface     string          `json:"surface,omitempty"`
	ContentType string          `json:"contentType,omitempty"` // task
	Content     *TaskModuleTask `json:"content,omitempty"`     // of meetingStage: ShowDialog(...).Task
	TabEntityID string          `json:"tabEntityId,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// StageSurface shows a dialog on the stage of a meeting; of [TaskModuleInfo], Teams takes a URL here, and no card.
func StageSurface(info TaskModuleInfo) MeetingSurface {
	return MeetingSurface{Surface: SurfaceMeetingStage, ContentType: "task", Content: &TaskModuleTask{Type: "continue", Value: info}}
}

// TabIconSurface marks the icon of a tab of the meeting, named as in the app's manifest.
func TabIconSurface(tabEntityID string) MeetingSurface {
	return MeetingSurface{Surface: SurfaceMeetingTabIcon, TabEntityID: tabEntityID}
}

// NewMeetingNotification shows surfaces to the participants with these account ids.
func NewMeetingNotification(recipients []string, surfaces ...MeetingSurface) MeetingNotification {
	return MeetingNotification{
		Type: "targetedMeetingNotification", Value: MeetingNotificationValue{Recipients: recipients, Surfaces: surfaces},
	}
}

// MeetingNotificationResponse names who was not shown a notification.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.meetingnotificationresponse
type MeetingNotificationResponse struct {
	RecipientsFailureInfo []MeetingNotificationFailure `json:"recipientsFailureInfo,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MeetingNotificationFailure says why someone was not shown a notification.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.meetingnotificationrecipientfailureinfo
type MeetingNotificationFailure struct {
	RecipientMRI  string `json:"recipientMri,omitempty"`
	ErrorCode     string `json:"errorCode,omitempty"`
	FailureReason string `json:"failureReason,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
