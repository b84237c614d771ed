package world_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// asks makes a request that is to succeed, and reads its answer.
func asks[Out any](b town, method, path, body string, status int) Out {
	b.t.Helper()
	got, answer := b.bot(method, path, body)
	require.Equal(b.t, status, got, answer)
	var out Out
	if answer != "" {
		require.NoError(b.t, json.Unmarshal([]byte(answer), &out))
	}
	return out
}

func TestTeams(t *testing.T) {
	t.Parallel()
	b := setup(t)
	team := b.AddTeam("Contoso", b.ann, b.bob)
	news, _, err := b.CreateChannel(b.ann, team.ID, "News", "private")
	require.NoError(t, err)
	old, _, err := b.CreateChannel(b.ann, team.ID, "Old", "standard")
	require.NoError(t, err)
	_, err = b.Change(b.ann, old, world.Change{Event: teams.EventChannelDeleted})
	require.NoError(t, err)

	path := "v3/teams/" + url.PathEscape(team.ID)
	details := asks[teams.TeamInfo](b, http.MethodGet, path, "", http.StatusOK)
	require.Equal(t, teams.TeamInfo{
		ID: team.ID, Name: "Contoso", AADGroupID: team.AADGroupID, TenantID: b.TenantID(), Type: "standard", ChannelCount: 2, MemberCount: 2,
	}, details)
	_, answer := b.bot(http.MethodGet, path+"/conversations", "")
	require.JSONEq(t, `{"conversations":[{"id":"`+team.ID+`","type":"standard"},{"id":"`+news+`","name":"News","type":"private"}]}`, answer)

	b.refuses(http.MethodGet, "v3/teams/"+url.PathEscape(news), "", http.StatusNotFound, "NotFound")
	b.refuses(http.MethodGet, "v3/teams/none/conversations", "", http.StatusNotFound, "NotFound")
	_, err = b.Uninstall(b.ann, team.ID)
	require.NoError(t, err)
	b.refuses(http.MethodGet, path, "", http.StatusForbidden, "BotNotInConversationRoster")
}

func TestDeletedAndArchived(t *testing.T) {
	t.Parallel()
	b := setup(t)
	team := b.AddTeam("Contoso", b.ann)
	do := func(event string) {
		t.Helper()
		_, err := b.Change(b.ann, team.ID, world.Change{Event: event})
		require.NoError(t, err)
	}
	send := func(status int, code string) {
		t.Helper()
		b.refuses(http.MethodPost, activities(team.ID), hello, status, code)
	}
	do(teams.EventTeamArchived)
	send(http.StatusForbidden, "NotEnoughPermissions")
	do(teams.EventTeamUnarchived)
	b.posts(team.ID, "hi")
	do(teams.EventTeamDeleted)
	send(http.StatusNotFound, "ConversationNotFound")
	_, _, err := b.Send(b.ann, team.ID, schema.TextMessage("hi"))
	require.ErrorContains(t, err, "there is no conversation")
	do(teams.EventTeamRestored)
	b.posts(team.ID, "hi again")
	do(teams.EventTeamHardDeleted)
	_, err = b.Change(b.ann, team.ID, world.Change{Event: teams.EventTeamRestored})
	require.ErrorContains(t, err, "cannot be what happens")
}

func TestChangesThatCannotBe(t *testing.T) {
	t.Parallel()
	b := setup(t)
	team := b.AddTeam("Contoso", b.ann)
	channel, err := b.AddChannel(team.ID, "News")
	require.NoError(t, err)
	for _, c := range []world.Change{
		{Event: teams.EventChannelRestored},
		{Event: teams.EventChannelRenamed},
		{Event: teams.EventChannelShared, Teams: []teams.TeamInfo{team}},
		{Event: teams.EventTeamUnarchived},
		{Event: teams.EventTeamRenamed},
		{Event: teams.EventTeamRestored},
		{Event: "moved"},
	} {
		_, err := b.Change(b.ann, channel, c)
		require.ErrorContains(t, err, "cannot be what happens", c.Event)
	}
	_, err = b.Change(b.ann, team.ID, world.Change{Event: teams.EventChannelDeleted})
	require.ErrorContains(t, err, "cannot be what happens", "General stays")
	_, err = b.Change(b.bob, channel, world.Change{Event: teams.EventChannelDeleted})
	require.ErrorContains(t, err, "Bob is not in News")
	_, _, err = b.CreateChannel(b.ann, team.ID, "X", "secret")
	require.ErrorContains(t, err, "standard, private or shared")
}

func TestMeetings(t *testing.T) {
	t.Parallel()
	b := setup(t)
	carol := b.AddPerson(world.Person{Name: "Carol"})
	m := b.AddMeeting("Standup", b.ann, b.bob)
	path := "v1/meetings/" + url.PathEscape(m.ID)

	got := asks[teams.Meeting](b, http.MethodGet, path, "", http.StatusOK)
	require.Equal(t, m.ID, got.Details.ID)
	require.Equal(t, "Standup", got.Details.Title)
	require.Equal(t, m.ConversationID, got.Conversation.ID)
	require.Equal(t, b.ann.ID, got.Organizer.ID)
	b.refuses(http.MethodGet, "v1/meetings/none", "", http.StatusNotFound, "MeetingNotFound")

	participant := func(p world.Person) string {
		return path + "/participants/" + p.AADObjectID + "?tenantId=" + b.TenantID()
	}
	who := asks[teams.MeetingParticipant](b, http.MethodGet, participant(b.bob), "", http.StatusOK)
	require.Equal(t, teams.MeetingPresence{Role: "Presenter"}, who.Meeting)
	require.Equal(t, "bob@teams.example", who.User.Email)
	b.refuses(http.MethodGet, participant(carol), "", http.StatusNotFound, "ParticipantNotFound")
	b.refuses(http.MethodGet, path+"/participants/"+b.bob.AADObjectID, "", http.StatusBadRequest, "BadArgument")

	notify := func(recipients string) string {
		return `{"type":"targetedMeetingNotification","value":{"recipients":[` + recipients + `],"surfaces":[{"surface":"meetingTabIcon"}]}}`
	}
	b.refuses(http.MethodPost, path+"/notification", notify(`"`+b.ann.ID+`"`), http.StatusNotFound, "MemberNotFoundInConversation")
	for _, act := range []func(world.Person, string) ([]*schema.Activity, error){b.StartMeeting, b.JoinMeeting} {
		told, err := act(b.ann, m.ID)
		require.NoError(t, err)
		require.Len(t, told, 1)
		require.Equal(t, m.ID, teams.MeetingID(told[0]))
	}
	_, err := b.JoinMeeting(b.ann, m.ID)
	require.ErrorContains(t, err, "cannot be what happens in the meeting")
	status, answer := b.bot(http.MethodPost, path+"/notification", notify(`"`+b.ann.ID+`"`))
	require.Equal(t, http.StatusAccepted, status)
	require.Empty(t, answer)
	failures := asks[teams.MeetingNotificationResponse](b, http.MethodPost, path+"/notification",
		notify(fmt.Sprintf("%q,%q,%q", b.ann.ID, b.bob.ID, carol.ID)), http.StatusMultiStatus)
	require.Len(t, failures.RecipientsFailureInfo, 2)
	require.Equal(t, b.bob.ID, failures.RecipientsFailureInfo[0].RecipientMRI)
	require.Equal(t, "MemberNotFoundInConversation", failures.RecipientsFailureInfo[1].ErrorCode)
	last := b.Timeline(0)[len(b.Timeline(0))-1]
	require.Equal(t, world.Notified, last.Kind)
	require.Equal(t, b.ann.Name, last.Only)
	for _, bad := range []string{`{"type":"x"}`, notify(""), strings.Replace(notify(`"x"`), "meetingTabIcon", "meetingStage", 1)} {
		b.refuses(http.MethodPost, path+"/notification", bad, http.StatusBadRequest, "BadArgument")
	}
}

func TestBatches(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.PersonalChat(b.ann)
	start := func(kind, rest string) string {
		t.Helper()
		body := `{"activity":` + hello + `,"tenantId":"` + b.TenantID() + `"` + rest + `}`
		return asks[map[string]string](b, http.MethodPost, "v3/batch/conversation/"+kind, body, http.StatusCreated)["operationId"]
	}
	state := func(id string) teams.BatchOperationState {
		t.Helper()
		return asks[teams.BatchOperationState](b, http.MethodGet, "v3/batch/conversation/"+id, "", http.StatusOK)
	}
	id := start("users/", `,"members":[{"id":"`+b.ann.AADObjectID+`"},{"id":"`+b.bob.ID+`"},{"id":"29:nobody"}]`)
	require.Equal(t, teams.BatchOperationState{
		State: "completed", StatusMap: map[string]int{"201": 1, "400": 1, "403": 1}, TotalEntriesCount: 3,
	}, state(id))
	require.Equal(t, []string{"hello"}, b.texts(b.PersonalChat(b.ann)))
	failed := asks[teams.BatchFailedEntries](b, http.MethodGet, "v3/batch/conversation/failedentries/"+id, "", http.StatusOK)
	require.Len(t, failed.FailedEntries, 2)
	require.Equal(t, b.bob.ID, failed.FailedEntries[0].ID)
	require.Contains(t, failed.FailedEntries[0].Error, "403 ForbiddenOperationException")

	team := b.AddTeam("Contoso", b.ann, b.bob)
	require.Equal(t, map[string]int{"201": 2}, state(start("team", `,"teamId":"`+team.ID+`"`)).StatusMap)
	require.Equal(t, 2, state(start("tenant", "")).TotalEntriesCount)
	require.Equal(t, map[string]int{"201": 1, "404": 1}, state(start("channels", `,"members":[{"id":"`+team.ID+`"},{"id":"19:none"}]`)).StatusMap)
	require.Equal(t, []string{"hello"}, b.texts(team.ID))

	b.PauseBatches()
	one, two := start("users", `,"members":[{"id":"`+b.ann.ID+`"}]`), start("users", `,"members":[{"id":"`+b.ann.ID+`"}]`)
	before := len(b.texts(b.PersonalChat(b.ann)))
	require.Equal(t, "ongoing", state(one).State)
	asks[any](b, http.MethodDelete, "v3/batch/conversation/"+one, "", http.StatusOK)
	asks[any](b, http.MethodDelete, "v3/batch/conversation/"+id, "", http.StatusOK)
	b.ResumeBatches()
	require.Equal(t, "cancelled", state(one).State)
	require.Equal(t, "completed", state(two).State)
	require.Equal(t, "completed", state(id).State)
	require.Len(t, b.texts(b.PersonalChat(b.ann)), before+1)
}

func TestBatchPagesAndRefusals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var members []string
	for i := range 120 {
		members = append(members, fmt.Sprintf(`{"id":"29:nobody-%d"}`, i))
	}
	body := func(rest string) string {
		return `{"activity":` + hello + `,"tenantId":"` + b.TenantID() + `"` + rest + `}`
	}
	id := asks[map[string]string](b, http.MethodPost, "v3/batch/conversation/users",
		body(`,"members":[`+strings.Join(members, ",")+`]`), http.StatusCreated)["operationId"]
	var sizes []int
	for token, more := "", true; more; more = token != "" {
		page := asks[teams.BatchFailedEntries](b, http.MethodGet, "v3/batch/conversation/failedentries/"+id+"?continuationToken="+token, "", http.StatusOK)
		sizes, token = append(sizes, len(page.FailedEntries)), page.ContinuationToken
	}
	require.Equal(t, []int{50, 50, 20}, sizes)

	for _, bad := range []string{
		body(""), body(`,"members":[]`), strings.Replace(body(`,"members":[{"id":"x"}]`), b.TenantID(), "other", 1),
		strings.Replace(body(`,"members":[{"id":"x"}]`), `"message"`, `"typing"`, 1),
		body(`,"members":[` + strings.Repeat(`{"id":"x"},`, 10_000) + `{"id":"x"}]`),
	} {
		b.refuses(http.MethodPost, "v3/batch/conversation/users", bad, http.StatusBadRequest, "BadArgument")
	}
	b.refuses(http.MethodPost, "v3/batch/conversation/team", body(`,"teamId":"none"`), http.StatusNotFound, "NotFound")
	b.refuses(http.MethodGet, "v3/batch/conversation/nonsense", "", http.StatusBadRequest, "BadSyntax")
	b.refuses(http.MethodGet, "v3/batch/conversation/failedentries/"+id+"?continuationToken=999", "", http.StatusBadRequest, "BadArgument")
	for range 100 {
		asks[any](b, http.MethodPost, "v3/batch/conversation/tenant", body(""), http.StatusCreated)
	}
	b.refuses(http.MethodGet, "v3/batch/conversation/"+id, "", http.StatusNotFound, "NotFound")
}

func TestAttachments(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	path := conversation(chat) + "/attachments"
	id := asks[schema.ResourceResponse](b, http.MethodPost, path,
		`{"type":"image/png","name":"a.png","originalBase64":"aGVsbG8=","thumbnailBase64":"aA=="}`, http.StatusCreated).ID
	info := asks[schema.AttachmentInfo](b, http.MethodGet, "v3/attachments/"+id, "", http.StatusOK)
	require.Equal(t, schema.AttachmentInfo{
		Name: "a.png", Type: "image/png", Views: []schema.AttachmentView{{ViewID: "original", Size: 5}, {ViewID: "thumbnail", Size: 1}},
	}, info)
	for view, want := range map[string]string{"original": "hello", "thumbnail": "h"} {
		_, got := b.bot(http.MethodGet, "v3/attachments/"+id+"/views/"+view, "")
		require.Equal(t, want, got)
	}
	b.refuses(http.MethodGet, "v3/attachments/"+id+"/views/large", "", http.StatusNotFound, "NotFound")
	b.refuses(http.MethodGet, "v3/attachments/none", "", http.StatusNotFound, "NotFound")
	b.refuses(http.MethodPost, path, `{"name":"a.png"}`, http.StatusBadRequest, "BadSyntax")

	piece := `{"type":"image/png","originalBase64":"` + strings.Repeat("AAAA", 1<<20-100) + `"}`
	for range 2 { // of 3 MiB
		asks[any](b, http.MethodPost, path, piece, http.StatusCreated)
	}
	b.refuses(http.MethodPost, path, piece, http.StatusInsufficientStorage, "InsufficientStorage")
}

func TestTargetedMessages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	group := b.AddGroupChat("Release", b.ann, b.bob)
	const only = "?isTargetedActivity=true"
	psst := func(to string) string { return `{"type":"message","text":"psst","recipient":{"id":"` + to + `"}}` }
	id := asks[schema.ResourceResponse](b, http.MethodPost, activities(group)+only, psst(b.ann.ID), http.StatusCreated).ID
	require.Empty(t, b.Messages(group))
	require.Len(t, b.MessagesFor(b.ann, group), 1)
	require.Empty(t, b.MessagesFor(b.bob, group))
	require.Equal(t, b.ann.Name, b.Timeline(0)[0].Only)

	b.refuses(http.MethodPost, activities(group)+only, hello, http.StatusBadRequest, "BadArgument")
	b.refuses(http.MethodPost, activities(group)+only, psst("29:nobody"), http.StatusNotFound, "MemberNotFoundInConversation")
	b.refuses(http.MethodPost, activities(b.PersonalChat(b.ann))+only, psst(b.ann.ID), http.StatusBadRequest, "BadArgument")
	b.refuses(http.MethodPut, activity(group, id), hello, http.StatusNotFound, "ActivityNotFoundInConversation")
	b.refuses(http.MethodPut, activity(group, id)+only, psst(b.ann.ID), http.StatusBadRequest, "BadArgument")
	_, _, err := b.React(b.ann, group, id, schema.ReactionLike, true)
	require.ErrorContains(t, err, "only one person sees")

	asks[any](b, http.MethodPut, activity(group, id)+only, hello, http.StatusOK)
	require.Equal(t, "hello", b.MessagesFor(b.ann, group)[0].Text)
	asks[any](b, http.MethodDelete, activity(group, id)+only, "", http.StatusOK)
	require.Empty(t, b.MessagesFor(b.ann, group))
}

func TestReactions(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	id := b.posts(chat, "hi")
	a, told, err := b.React(b.ann, chat, id, schema.ReactionHeart, true)
	require.NoError(t, err)
	require.True(t, told)
	require.Equal(t, []schema.MessageReaction{{Type: "heart"}}, a.ReactionsAdded)
	require.Equal(t, id, a.ReplyToID)
	_, _, err = b.React(b.ann, chat, id, schema.ReactionHeart, true)
	require.ErrorContains(t, err, "already")

	path := activity(chat, id) + "/reactions/"
	for range 2 {
		asks[any](b, http.MethodPut, path+"like", "", http.StatusOK)
	}
	reactions := b.Reactions(chat, id)
	require.Len(t, reactions, 2)
	require.Equal(t, []string{"heart", "like"}, []string{reactions[0].Type, reactions[1].Type})
	require.True(t, reactions[1].Bot)
	asks[any](b, http.MethodDelete, path+"like", "", http.StatusOK)
	require.Len(t, b.Reactions(chat, id), 1)

	for i := range 20 {
		asks[any](b, http.MethodPut, path+fmt.Sprint(i), "", http.StatusOK)
	}
	b.refuses(http.MethodPut, path+"more", "", http.StatusBadRequest, "BadArgument")
	b.refuses(http.MethodPut, path+strings.Repeat("x", 200), "", http.StatusBadRequest, "BadArgument")
	b.refuses(http.MethodPut, activity(chat, "1")+"/reactions/like", "", http.StatusNotFound, "ActivityNotFoundInConversation")
	b.refuses(http.MethodPost, path+"like", "", http.StatusMethodNotAllowed, "MethodNotAllowed")
	_, told, err = b.React(b.ann, chat, id, schema.ReactionHeart, false)
	require.NoError(t, err)
	require.True(t, told)
}

func TestBeyondTeams(t *testing.T) {
	t.Parallel()
	b := setup(t)
	group := b.AddGroupChat("Release", b.ann, b.bob)
	member := members(group, "/", url.PathEscape(b.bob.ID))
	history := activities(group) + "/history"
	for _, r := range [][2]string{{http.MethodGet, "v3/conversations"}, {http.MethodDelete, member}, {http.MethodPost, history}} {
		b.refuses(r[0], r[1], "{}", http.StatusMethodNotAllowed, "MethodNotAllowed")
	}
	b.AllowAllRoutes()
	asks[any](b, http.MethodDelete, member, "", http.StatusOK)
	b.refuses(http.MethodDelete, member, "", http.StatusNotFound, "MemberNotFoundInConversation")
	var page struct {
		Conversations []struct {
			ID      string                  `json:"id"`
			Members []schema.ChannelAccount `json:"members"`
		} `json:"conversations"`
	}
	_, answer := b.bot(http.MethodGet, "v3/conversations", "")
	require.NoError(t, json.Unmarshal([]byte(answer), &page))
	require.Equal(t, group, page.Conversations[0].ID)
	require.Len(t, page.Conversations[0].Members, 1)

	asks[any](b, http.MethodPost, history, `{"activities":[`+hello+`]}`, http.StatusCreated)
	require.Equal(t, "hello", b.History(group)[0].Text)
	b.refuses(http.MethodPost, history, `{"activities":[`+strings.Repeat(hello+",", 1000)+hello+`]}`,
		http.StatusInsufficientStorage, "InsufficientStorage")
}

func TestMemberByUserPrincipalName(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.AddGroupChat("Release", b.ann)
	for _, id := range []string{b.ann.ID, b.ann.AADObjectID, "Ann.Berg@teams.example"} {
		require.Equal(t, b.ann.ID, asks[schema.ChannelAccount](b, http.MethodGet, members(chat, "/", url.PathEscape(id)), "", http.StatusOK).ID)
	}
	b.refuses(http.MethodGet, members(chat, "/bob@teams.example"), "", http.StatusNotFound, "MemberNotFoundInConversation")
}
