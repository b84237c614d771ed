package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/samples/internal/web"
)

const publicURL = "https://bot.example.com"

func start(t *testing.T, w *fake.World) *fake.Conversation {
	t.Helper()
	return w.Connect(newBot(memory.NewState(slog.New(slog.DiscardHandler)), publicURL))
}

func TestAttendance(t *testing.T) {
	t.Parallel()
	ann := start(t, fake.NewWorld(t)).InMeeting("Weekly", "Bob", "Eve")
	ann.StartsMeeting().ExpectText("**Weekly** has begun, and I keep the list of who is here.")
	ann.Joins()
	ann.As("Bob").Joins()
	ann.As("Eve").Joins()
	ann.As("Bob").Leaves()
	ann.Says("who").ExpectText("Here are: Ann, Eve.")
	ann.EndsMeeting().ExpectText("**Weekly** has ended. There were: Ann, Bob, Eve.")
	ann.Says("who").ExpectText("Here are: nobody.").ExpectNothing()

	// The same meeting a week later begins with an empty list.
	ann.StartsMeeting().ExpectContains("has begun")
	ann.As("Eve").Joins()
	ann.EndsMeeting().ExpectText("**Weekly** has ended. There were: Eve.").ExpectNothing()
}

func TestAsking(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ann := start(t, fake.NewWorld(t)).InMeeting("Weekly", "Bob")
		ann.StartsMeeting().ExpectContains("has begun")
		ann.Says("details").ExpectText("Weekly: Scheduled, planned from 00:00 to 01:00 UTC.")
		ann.Says("me").ExpectText("You are Organizer, and not in the meeting now.")
		ann.As("Bob").Joins().Says("me").ExpectText("You are Presenter, and in the meeting.")
		ann.Says("hi").ExpectContains("I keep the list").ExpectNothing()

		lunch := ann.InGroup("Lunch", "Bob")
		lunch.Says("details").ExpectText("Ask me in the chat of a meeting.").ExpectNothing()
	})
}

func TestRemind(t *testing.T) {
	t.Parallel()
	ann := start(t, fake.NewWorld(t)).InMeeting("Weekly", "Bob", "Eve")
	ann.StartsMeeting().ExpectContains("has begun")
	ann.Says("remind").ExpectText("Nobody is here.")
	bob := ann.As("Bob").Joins()
	ann.Joins()
	ann.Says("remind").ExpectNotification("Five minutes left")
	bob.ExpectNotification(publicURL + "/reminder")
	ann.ExpectText("Shown to 2 of 2.").ExpectNothing()
}

// TestSomeAreGone: people may have left when the note comes, whom the bot has not heard of yet.
func TestSomeAreGone(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	ann := start(t, w).InMeeting("Weekly", "Bob")
	ann.StartsMeeting().ExpectContains("has begun")
	ann.Joins()
	bob := ann.As("Bob").Joins()
	_, err := w.Teams().LeaveMeeting(bob.Person(), ann.Meeting().ID)
	require.NoError(t, err)
	ann.Says("remind").ExpectNotification("Five minutes left").ExpectText("Shown to 1 of 2.").ExpectNothing()
}

// TestNotAllowed: without the permissions, which are granted by who installs the app, Teams answers 403.
func TestNotAllowed(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"details", "me", "remind"} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			w := fake.NewWorld(t)
			ann := start(t, w).InMeeting("Weekly")
			w.Teams().Inject(world.Fault{Method: http.MethodGet, Status: http.StatusForbidden})
			ann.Says(command).ExpectContains("Teams does not tell me: ").ExpectNothing()
		})
	}
}

func TestMayRemind(t *testing.T) {
	t.Parallel()
	for role, may := range map[string]bool{"Organizer": true, "Presenter": true, "Attendee": false, "": false} {
		require.Equal(t, may, mayRemind(role), role)
	}
}

func TestTheListIsBounded(t *testing.T) {
	t.Parallel()
	var a attendance
	a.in("m")
	for i := range maxAttendees + 1 {
		a.note([]teams.MeetingMember{{User: member(fmt.Sprint("29:", i), "")}}, true)
	}
	require.Len(t, a.People, maxAttendees)
	a.note([]teams.MeetingMember{{User: member("29:0", "Ann")}}, false)
	require.Len(t, a.present(), maxAttendees-1)
	require.Equal(t, "somebody", a.People[0].Name)
	a.in("n")
	require.Equal(t, "nobody", a.names(true))
}

func member(id, name string) teams.Member {
	return teams.Member{ChannelAccount: schema.ChannelAccount{ID: id, Name: name}}
}

// TestWhatIsSent: nothing that an event may hold breaks the bot.
func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	ann := start(t, fake.NewWorld(t)).InMeeting("Weekly")
	ann.Sends(&schema.Activity{Type: schema.TypeEvent, Name: teams.EventMeetingParticipantsJoin, Value: map[string]any{}})
	ann.Sends(&schema.Activity{Type: schema.TypeEvent, Name: teams.EventMeetingParticipantsJoin, Value: "Ann"}).ExpectError("")
	ann.Sends(&schema.Activity{Type: schema.TypeEvent, Name: "example/other", Value: 1})
	ann.Says("who").ExpectText("Here are: nobody.")
	ann.Invokes(teams.InvokeTaskFetch, map[string]any{})
	ann.ExpectRefusal(http.StatusNotImplemented, "").ExpectNothing()
}

func TestPage(t *testing.T) {
	t.Parallel()
	router := web.Router(publicURL, map[string]http.Handler{reminderPath: web.Page("text/html; charset=utf-8", reminderPage)})
	answer := httptest.NewRecorder()
	router.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, reminderPath, nil))
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, answer.Body.String(), "Five minutes left")
}
