package world

import (
	"net/http"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func (w *World) teamsRoutes(base string) []route {
	meeting := base + "/v1/meetings/{meeting}"
	return []route{
		{method: http.MethodGet, path: base + "/v3/teams/{team}", do: w.teamDetails},
		{method: http.MethodGet, path: base + "/v3/teams/{team}/conversations", do: w.teamChannels},
		{method: http.MethodGet, path: meeting, do: w.meetingDetails},
		{method: http.MethodGet, path: meeting + "/participants/{participant}", do: w.meetingParticipant},
		{method: http.MethodPost, path: meeting + "/notification", do: w.notifyMeeting},
	}
}

// teamOf finds a team that the bot is in, by the id of its General channel.
func (w *World) teamOf(c call) (*place, *refusal) {
	general, ok := w.places[c.vars["team"]]
	if !ok || general.team == nil || general.team.ID != c.vars["team"] || general.gone() {
		return nil, refuse(http.StatusNotFound, "NotFound", "There is no such team.")
	}
	if _, _, problem := w.reachable(general.account.ID); problem != nil {
		return nil, problem
	}
	return general, nil
}

// teamDetails answers with the team and how large it is.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#get-teams-details
func (w *World) teamDetails(c call) (int, any, *refusal) {
	general, problem := w.teamOf(c)
	if problem != nil {
		return 0, nil, problem
	}
	details := general.team.TeamInfo
	details.TenantID, details.Type = general.team.tenant, standard
	details.ChannelCount, details.MemberCount = len(w.channels(general.team)), general.roster.count()
	return http.StatusOK, details, nil
}

// teamChannels answers with the channels that the bot is in, General first and without a name.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#get-the-list-of-channels-in-a-team
func (w *World) teamChannels(c call) (int, any, *refusal) {
	general, problem := w.teamOf(c)
	if problem != nil {
		return 0, nil, problem
	}
	return http.StatusOK, map[string][]teams.ChannelInfo{"conversations": w.channels(general.team)}, nil
}

func (w *World) channels(t *team) []teams.ChannelInfo {
	var found []teams.ChannelInfo
	for _, where := range w.inOrder {
		if where.team == t && !where.gone() && where.roster.bot {
			found = append(found, where.channelInfo())
		}
	}
	return found
}

// meetingOf finds a meeting whose chat the bot is in.
func (w *World) meetingOf(c call) (*meeting, *refusal) {
	m, ok := w.meetings[c.vars["meeting"]]
	if !ok {
		return nil, refuse(http.StatusNotFound, "MeetingNotFound", "There is no such meeting.")
	}
	_, _, problem := w.reachable(m.chat.account.ID)
	return m, problem
}

// meetingDetails answers with what is known of the meeting.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#get-meeting-details-api
func (w *World) meetingDetails(c call) (int, any, *refusal) {
	m, problem := w.meetingOf(c)
	if problem != nil {
		return 0, nil, problem
	}
	return http.StatusOK, teams.Meeting{
		Details:      m.details,
		Conversation: schema.ConversationAccount{ID: m.chat.account.ID, ConversationType: "groupchat", IsGroup: true},
		Organizer:    w.profile(m.organizer),
	}, nil
}

// meetingParticipant answers with someone of the meeting's chat, asked for by Entra object id, and by account id too.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#get-participant-api
func (w *World) meetingParticipant(c call) (int, any, *refusal) {
	m, problem := w.meetingOf(c)
	if problem != nil {
		return 0, nil, problem
	}
	if c.query.Get("tenantId") != m.chat.account.TenantID {
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "tenantId is not the meeting's organization")
	}
	p, ok := w.person(c.vars["participant"])
	if !ok || !m.chat.roster.has(p) {
		return 0, nil, refuse(http.StatusNotFound, "ParticipantNotFound", "The person takes no part in the meeting.")
	}
	return http.StatusOK, teams.MeetingParticipant{
		User:         w.profile(p),
		Meeting:      m.presence(p),
		Conversation: schema.ConversationAccount{ID: m.chat.account.ID},
	}, nil
}

// notifyMeeting shows something to some who are in the meeting: 202 if to all, 207 if to some of the recipients.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#targeted-meeting-notification-api
func (w *World) notifyMeeting(c call) (int, any, *refusal) {
	m, problem := w.meetingOf(c)
	if problem != nil {
		return 0, nil, problem
	}
	var n teams.MeetingNotification
	if problem := decode(c.body, &n); problem != nil {
		return 0, nil, problem
	}
	if problem := checkNotification(n); problem != nil {
		return 0, nil, problem
	}
	var failed []teams.MeetingNotificationFailure
	var reached []Person
	for _, id := range n.Value.Recipients {
		p, ok := w.person(id)
		switch {
		case !ok || !m.chat.roster.has(p):
			failed = append(failed, notNotified(id, "MemberNotFoundInConversation", "Invalid recipient"))
		case !m.present[p.ID]:
			failed = append(failed, notNotified(id, "UserNotInMeeting", "The recipient is not in the meeting"))
		default:
			reached = append(reached, p)
		}
	}
	if reached == nil {
		return 0, nil, refuse(http.StatusNotFound, "MemberNotFoundInConversation", "None of the recipients is in the meeting.")
	}
	for _, p := range reached {
		w.recordByBot(Notified, m.chat, "", &schema.Activity{
			Type: schema.TypeEvent, Name: n.Type, Recipient: p.account(), Value: n.Value,
		}, p.Name)
	}
	if failed == nil {
		return http.StatusAccepted, nil, nil
	}
	return http.StatusMultiStatus, teams.MeetingNotificationResponse{RecipientsFailureInfo: failed}, nil
}

func notNotified(id, code, reason string) teams.MeetingNotificationFailure {
	return teams.MeetingNotificationFailure{RecipientMRI: id, ErrorCode: code, FailureReason: reason}
}

func checkNotification(n teams.MeetingNotification) *refusal {
	switch {
	case n.Type != "targetedMeetingNotification":
		return refuse(http.StatusBadRequest, "BadArgument", "type is not targetedMeetingNotification")
	case len(n.Value.Recipients) == 0 || len(n.Value.Surfaces) == 0:
		return refuse(http.StatusBadRequest, "BadArgument", "value has no recipients or no surfaces")
	}
	for _, s := range n.Value.Surfaces {
		switch {
		case s.Surface == "meetingStage" && s.ContentType == "task" && s.Content != nil, s.Surface == "meetingTabIcon":
		default:
			return refuse(http.StatusBadRequest, "BadArgument",
				"a surface is neither meetingStage, with content of type task, nor meetingTabIcon")
		}
	}
	return nil
}
