package connector

import (
	"cmp"
	"context"
	"net/http"

	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/teams"
)

const targetedMeetingNotification = "targetedMeetingNotification"

// Meeting returns a meeting's details and its organizer. The meeting of a turn is teams.MeetingID of its activity. Teams
// wants the app to have the permission OnlineMeeting.ReadBasic.Chat, or answers 403.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#get-meeting-details-api
func (c *Client) Meeting(ctx context.Context, meetingID string) (teams.Meeting, error) {
	return call[teams.Meeting](ctx, c, "get meeting", http.MethodGet, meetingRoute(c, meetingID), nil)
}

// MeetingParticipant returns a person's role in a meeting, and whether they are in it. participantID is their Microsoft
// Entra object id, tenantID that of their organization: AADObjectID of who sent an activity, and teams.TenantID of it.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#get-participant-api
func (c *Client) MeetingParticipant(ctx context.Context, meetingID, participantID, tenantID string) (teams.MeetingParticipant, error) {
	from := meetingRoute(c, meetingID).path("/participants").id("participant", participantID).query("tenantId", tenantID)
	return call[teams.MeetingParticipant](ctx, c, "get meeting participant", http.MethodGet, from, nil)
}

// SendMeetingNotification shows something to some of a meeting's participants. Its Type may be left empty. The response
// names whom it was not shown to; without such it is empty.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#targeted-meeting-notification-api
func (c *Client) SendMeetingNotification(
	ctx context.Context, meetingID string, n teams.MeetingNotification,
) (teams.MeetingNotificationResponse, error) {
	const op = "send meeting notification"
	n.Type = cmp.Or(n.Type, targetedMeetingNotification)
	body, err := n.MarshalJSON()
	if err != nil {
		return teams.MeetingNotificationResponse{}, encodingError(op, err)
	}
	to := meetingRoute(c, meetingID).path("/notification")
	response, err := call[teams.MeetingNotificationResponse](ctx, c, op, http.MethodPost, to, body)
	for i := range response.RecipientsFailureInfo {
		setErrorCode(&response.RecipientsFailureInfo[i])
	}
	return response, err
}

// setErrorCode sets ErrorCode from the name that botbuilder for .NET has for it, where letter case means nothing.
func setErrorCode(f *teams.MeetingNotificationFailure) {
	if lower, ok := f.Extra["errorcode"]; ok && f.ErrorCode == "" {
		_ = wire.Unmarshal(lower, &f.ErrorCode) // what is not a string is no code
	}
}

func meetingRoute(c *Client, meetingID string) *route {
	return c.route("/v1/meetings").id("meeting", meetingID)
}
