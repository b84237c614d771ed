package connector_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// The ids of the routes' tests have every character that ids of Teams have.
const (
	threadID  = "19:c@thread.tacv2;messageid=1"
	meetingID = "MCMx+/Y=" // base64
	teamID    = "19:general@thread.tacv2"
	tenantID  = "00000000-0000-4000-8000-00000000007e"

	threadPath  = "/v3/conversations/19%3Ac%40thread.tacv2%3Bmessageid%3D1"
	meetingPath = "/v1/meetings/MCMx%2B%2FY%3D"
	teamPath    = "/v3/teams/19%3Ageneral%40thread.tacv2"
)

// route is a request and its answer. What stands in a file of testdata is named by it.
type route struct {
	name   string // the method, and what is particular
	do     func(ctx context.Context, c clients) (any, error)
	method string
	uri    string // below the service URL
	body   string // JSON; "" for none
	status int
	answer string
	want   any

	ignores bool // the answer's body says nothing
}

// golden returns a file of testdata, or text that is none.
func golden(tb testing.TB, text string) string {
	tb.Helper()
	if filepath.Ext(text) != ".json" {
		return text
	}
	raw, err := os.ReadFile(filepath.Join("testdata", text))
	require.NoError(tb, err)
	return string(raw)
}

// clients are what routes are called on.
type clients struct {
	*connector.Client

	tokens *connector.TokenClient
}

func clientsOf(tb testing.TB, out *connector.Outbound, serviceURL string) clients {
	tb.Helper()
	tokens, err := out.TokenClient(reference())
	require.NoError(tb, err)
	return clients{clientOf(tb, out, serviceURL), tokens}
}

type none = struct{}

// id returns the id of a response, or what it is besides.
func id(r schema.ResourceResponse, err error) (any, error) { return r.ID, err }

func nothing(err error) (any, error) { return none{}, err }

func conversationRoutes() []route {
	activity := threadPath + "/activities"
	return []route{
		{
			"CreateConversation", func(ctx context.Context, c clients) (any, error) {
				created, err := c.CreateConversation(ctx, teams.NewThread(threadID, hello()))
				return created.ID + " " + created.ActivityID, err
			}, "POST", "/v3/conversations", `{"isGroup": true, "channelData": {"channel": {"id": "19:c@thread.tacv2"}}, "activity": {"type": "message", "text": "hello"}}`,
			201, `{"id": "19:c@thread.tacv2;messageid=2", "activityId": "2"}`, "19:c@thread.tacv2;messageid=2 2", false,
		},
		{
			"Conversations", func(ctx context.Context, c clients) (any, error) {
				page, err := c.Conversations(ctx, "a+b/c&d=")
				got := page.ContinuationToken
				for _, conversation := range page.Conversations {
					for _, member := range conversation.Members {
						got += " " + member.AADObjectID
					}
				}
				return got, err
			}, "GET", "/v3/conversations?continuationToken=a%2Bb%2Fc%26d%3D", "",
			200, `{"continuationToken": "next", "conversations": [{"id": "1", "members": [{"id": "29:ann", "objectId": "o"}]}]}`, "next o", false,
		},
		{"SendToConversation", func(ctx context.Context, c clients) (any, error) {
			return id(c.SendToConversation(ctx, threadID, hello()))
		}, "POST", activity, `{"type": "message", "text": "hello", "conversation": {"id": "19:c@thread.tacv2;messageid=1"}}`, 201, `{"id": "1"}`, "1", false},
		{"SendToConversation, one recipient", func(ctx context.Context, c clients) (any, error) {
			return id(c.SendToConversation(ctx, threadID, secretly("")))
		}, "POST", activity + "?isTargetedActivity=true", `{"type": "message", "text": "psst", "recipient": {"id": "29:ann", "isTargeted": true},
			"conversation": {"id": "19:c@thread.tacv2;messageid=1"}}`, 201, `{"id": "1"}`, "1", false},
		{"ReplyToActivity", func(ctx context.Context, c clients) (any, error) {
			return id(c.ReplyToActivity(ctx, threadID, "1:2", hello()))
		}, "POST", activity + "/1%3A2", `{"type": "message", "text": "hello", "conversation": {"id": "19:c@thread.tacv2;messageid=1"}}`, 202, "", "", false},
		{"ReplyToActivity, one recipient", func(ctx context.Context, c clients) (any, error) {
			return id(c.ReplyToActivity(ctx, threadID, "1:2", secretly("")))
		}, "POST", activity + "/1%3A2?isTargetedActivity=true", `{"type": "message", "text": "psst", "recipient": {"id": "29:ann", "isTargeted": true},
			"conversation": {"id": "19:c@thread.tacv2;messageid=1"}}`, 201, `{"id": "1"}`, "1", false},
		{"UpdateActivity", func(ctx context.Context, c clients) (any, error) {
			return id(c.UpdateActivity(ctx, threadID, &schema.Activity{Type: "message", ID: "1:2", Text: "new"}))
		}, "PUT", activity + "/1%3A2", `{"type": "message", "id": "1:2", "text": "new", "conversation": {"id": "19:c@thread.tacv2;messageid=1"}}`, 200, `{"id": "1"}`, "1", false},
		{"UpdateActivity, one recipient", func(ctx context.Context, c clients) (any, error) {
			return id(c.UpdateActivity(ctx, threadID, secretly("1:2")))
		}, "PUT", activity + "/1%3A2?isTargetedActivity=true", `{"type": "message", "id": "1:2", "text": "psst",
			"conversation": {"id": "19:c@thread.tacv2;messageid=1"}}`, 200, "", "", false},
		{"DeleteActivity", func(ctx context.Context, c clients) (any, error) {
			return nothing(c.DeleteActivity(ctx, threadID, "1:2"))
		}, "DELETE", activity + "/1%3A2", "", 202, "", none{}, true},
		{"DeleteTargetedActivity", func(ctx context.Context, c clients) (any, error) {
			return nothing(c.DeleteTargetedActivity(ctx, threadID, "1:2"))
		}, "DELETE", activity + "/1%3A2?isTargetedActivity=true", "", 200, "", none{}, true},
		{"AddReaction", func(ctx context.Context, c clients) (any, error) {
			return nothing(c.AddReaction(ctx, threadID, "1:2", "1f44b_wavinghand-tone1"))
		}, "PUT", activity + "/1%3A2/reactions/1f44b_wavinghand-tone1", "", 200, "", none{}, true},
		{"DeleteReaction", func(ctx context.Context, c clients) (any, error) {
			return nothing(c.DeleteReaction(ctx, threadID, "1:2", "like"))
		}, "DELETE", activity + "/1%3A2/reactions/like", "", 200, "", none{}, true},
		{"SendHistory", func(ctx context.Context, c clients) (any, error) {
			return id(c.SendHistory(ctx, threadID, []*schema.Activity{{Type: "message", ID: "old", Text: "hello", From: schema.ChannelAccount{ID: "29:ann"}}}))
		}, "POST", activity + "/history", "history.json", 200, `{"id": "h"}`, "h", false},
	}
}

func secretly(id string) *schema.Activity {
	a := schema.TextMessage("psst")
	a.ID, a.Recipient = id, schema.ChannelAccount{ID: "29:ann", IsTargeted: true}
	return a
}

func memberRoutes() []route {
	objectIDs := func(members []schema.ChannelAccount, err error) (any, error) {
		var ids []string
		for _, m := range members {
			ids = append(ids, m.AADObjectID)
		}
		return ids, err
	}
	both := []string{"00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000b1"}
	return []route{
		{"Members", func(ctx context.Context, c clients) (any, error) {
			return objectIDs(c.Members(ctx, threadID))
		}, "GET", threadPath + "/members", "", 200, "members.json", both, false},
		{"ActivityMembers", func(ctx context.Context, c clients) (any, error) {
			return objectIDs(c.ActivityMembers(ctx, threadID, "1:2"))
		}, "GET", threadPath + "/activities/1%3A2/members", "", 200, "members.json", both, false},
		{"Member", func(ctx context.Context, c clients) (any, error) {
			member, err := c.Member(ctx, threadID, "29:1a/b=")
			return []any{member.AADObjectID, teams.MemberOf(member).Email}, err
		}, "GET", threadPath + "/members/29%3A1a%2Fb%3D", "", 200, `{"id": "29:1a/b=", "objectId": "o", "email": "a@contoso.example"}`, []any{"o", "a@contoso.example"}, false},
		{"DeleteMember", func(ctx context.Context, c clients) (any, error) {
			return nothing(c.DeleteMember(ctx, threadID, "29:1a/b="))
		}, "DELETE", threadPath + "/members/29%3A1a%2Fb%3D", "", 204, "", none{}, true},
		{"PagedMembers", func(ctx context.Context, c clients) (any, error) {
			page, err := c.PagedMembers(ctx, threadID, 50, "t=")
			return objectIDs(page.Members, err)
		}, "GET", threadPath + "/pagedmembers?pageSize=50&continuationToken=t%3D", "", 200, `{"members": [{"id": "29:ann", "objectId": "o"}]}`, []string{"o"}, false},
	}
}

func teamRoutes() []route {
	return []route{
		{"TeamDetails", func(ctx context.Context, c clients) (any, error) {
			return c.TeamDetails(ctx, teamID)
		}, "GET", teamPath, "", 200, "team.json", teams.TeamInfo{
			ID: teamID, Name: "Contoso", AADGroupID: "00000000-0000-4000-8000-000000000601", Type: "standard", ChannelCount: 3, MemberCount: 12,
		}, false},
		{"TeamChannels", func(ctx context.Context, c clients) (any, error) {
			return c.TeamChannels(ctx, teamID)
		}, "GET", teamPath + "/conversations", "", 200, "channels.json", []teams.ChannelInfo{
			{ID: teamID}, {ID: "19:plans@thread.tacv2", Name: "Plans", Type: "standard"}, {ID: "19:board@thread.tacv2", Name: "Board", Type: "private"},
		}, false},
		{
			"Meeting", func(ctx context.Context, c clients) (any, error) {
				m, err := c.Meeting(ctx, meetingID)
				return []any{m.Details.ID, m.Details.ScheduledStartTime, m.Conversation.ID, m.Organizer.AADObjectID, m.Organizer.Email}, err
			}, "GET", meetingPath, "", 200, "meeting.json",
			[]any{meetingID, timeOf("2026-11-23T09:00:00Z"), "19:meeting_1@thread.v2", "00000000-0000-4000-8000-0000000000a1", "ann@contoso.example"},
			false,
		},
		{
			"MeetingParticipant", func(ctx context.Context, c clients) (any, error) {
				p, err := c.MeetingParticipant(ctx, meetingID, "a/b", tenantID)
				return []any{p.Meeting.Role, p.Meeting.InMeeting, p.User.AADObjectID, p.User.UserRole}, err
			}, "GET", meetingPath + "/participants/a%2Fb?tenantId=" + tenantID, "", 200, "meeting-participant.json",
			[]any{"Presenter", true, "00000000-0000-4000-8000-0000000000a1", "user"},
			false,
		},
		{
			"SendMeetingNotification", func(ctx context.Context, c clients) (any, error) {
				return c.SendMeetingNotification(ctx, meetingID, vote())
			}, "POST", meetingPath + "/notification", "meeting-notification.json", 207, "meeting-notification-failures.json",
			teams.MeetingNotificationResponse{RecipientsFailureInfo: []teams.MeetingNotificationFailure{
				{RecipientMRI: "29:bob", ErrorCode: "MemberNotFoundInConversation", FailureReason: "The recipient is not in the meeting"},
			}},
			false,
		},
		{"SendMeetingNotification, to all", func(ctx context.Context, c clients) (any, error) {
			return c.SendMeetingNotification(ctx, meetingID, vote())
		}, "POST", meetingPath + "/notification", "meeting-notification.json", 202, "", teams.MeetingNotificationResponse{}, false},
	}
}

func timeOf(text string) schema.Time {
	var t schema.Time
	if err := t.UnmarshalJSON([]byte(`"` + text + `"`)); err != nil {
		panic(err)
	}
	return t
}

func vote() teams.MeetingNotification {
	dialog := teams.TaskModuleTask{Type: "continue", Value: teams.TaskModuleInfo{
		Title: "Vote", Height: 300, Width: 400, URL: "https://contoso.example/vote",
	}}
	return teams.MeetingNotification{
		Value: teams.MeetingNotificationValue{
			Recipients: []string{"29:ann", "29:bob"},
			Surfaces: []teams.MeetingSurface{
				{Surface: "meetingStage", ContentType: "task", Content: &dialog}, {Surface: "meetingTabIcon", TabEntityID: "votes"},
			},
		},
		ChannelData: teams.ChannelData{OnBehalfOf: []teams.OnBehalfOf{{MentionType: "person", MRI: "29:ann", DisplayName: "Ann Ada"}}},
	}
}

func batchRoutes() []route {
	const operation = "/v3/batch/conversation/op%2F1"
	message := `"activity": {"type": "message", "text": "hello"}, "tenantId": "` + tenantID + `"`
	return []route{
		{"SendToUsers", func(ctx context.Context, c clients) (any, error) {
			return c.SendToUsers(ctx, tenantID, []string{"29:ann", "00000000-0000-4000-8000-0000000000b1"}, hello())
		}, "POST", "/v3/batch/conversation/users", "batch-users.json", 201, `{"operationId": "op/1"}`, "op/1", false},
		{"SendToTenant", func(ctx context.Context, c clients) (any, error) {
			return c.SendToTenant(ctx, tenantID, hello())
		}, "POST", "/v3/batch/conversation/tenant", `{` + message + `}`, 201, `"op/1"`, "op/1", false},
		{"SendToTeam", func(ctx context.Context, c clients) (any, error) {
			return c.SendToTeam(ctx, tenantID, teamID, &schema.Activity{Text: "hello", ID: "old", ServiceURL: serviceURL})
		}, "POST", "/v3/batch/conversation/team", `{` + message + `, "teamId": "` + teamID + `"}`, 201, "op/1\n", "op/1", false},
		{"SendToChannels", func(ctx context.Context, c clients) (any, error) {
			return c.SendToChannels(ctx, tenantID, []string{teamID}, hello())
		}, "POST", "/v3/batch/conversation/channels", `{` + message + `, "members": [{"id": "` + teamID + `"}]}`, 201, `{"operationId": "op/1"}`, "op/1", false},
		{"BatchState", func(ctx context.Context, c clients) (any, error) {
			return c.BatchState(ctx, "op/1")
		}, "GET", operation, "", 200, "batch-state.json", teams.BatchOperationState{
			State: "Ongoing", StatusMap: map[string]int{"201": 3, "404": 1}, RetryAfter: timeOf("2026-11-21T12:00:30Z"), TotalEntriesCount: 5,
		}, false},
		{
			"BatchFailed", func(ctx context.Context, c clients) (any, error) {
				page, err := c.BatchFailed(ctx, "op/1", "page+1")
				failed := []string{page.ContinuationToken}
				for _, entry := range page.FailedEntries {
					failed = append(failed, entry.ID+" "+entry.Error)
				}
				return failed, err
			}, "GET", "/v3/batch/conversation/failedentries/op%2F1?continuationToken=page%2B1", "", 200, "batch-failed.json",
			[]string{"page+2", "29:bob 404 the user was not found", "29:eve 403 the bot is blocked", "29:ida 404 the user was not found"},
			false,
		},
		{"CancelBatch", func(ctx context.Context, c clients) (any, error) {
			return nothing(c.CancelBatch(ctx, "op/1"))
		}, "DELETE", operation, "", 200, "", none{}, true},
	}
}

func attachmentRoutes() []route {
	return []route{
		{"UploadAttachment", func(ctx context.Context, c clients) (any, error) {
			return id(c.UploadAttachment(ctx, threadID, schema.AttachmentData{
				Type: "image/png", Name: "dot.png", OriginalBase64: []byte("\x89PNG"), ThumbnailBase64: []byte{0xfe, 0xff},
			}))
		}, "POST", threadPath + "/attachments", "attachment-upload.json", 201, `{"id": "at=1"}`, "at=1", false},
		{"AttachmentInfo", func(ctx context.Context, c clients) (any, error) {
			return c.AttachmentInfo(ctx, "at=1")
		}, "GET", "/v3/attachments/at%3D1", "", 200, "attachment-info.json", schema.AttachmentInfo{
			Name: "dot.png", Type: "image/png", Views: []schema.AttachmentView{{ViewID: "original", Size: 5e9}, {ViewID: "thumbnail", Size: 2}},
		}, false},
		{"AttachmentView", func(ctx context.Context, c clients) (any, error) {
			view, err := c.AttachmentView(ctx, "at=1", "a/b")
			return string(view.Data), err
		}, "GET", "/v3/attachments/at%3D1/views/a%2Fb", "", 200, "\x89PNG", "\x89PNG", true},
	}
}
