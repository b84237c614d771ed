package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/samples/internal/web"
)

const publicURL = "https://bot.example.com"

// start starts a story on Monday, 3 January 2000: in the bubble of synctest the clock begins two days before.
func start(t *testing.T) *fake.Conversation {
	t.Helper()
	time.Sleep(2*24*time.Hour + 12*time.Hour)
	return fake.New(t, newBot(publicURL))
}

func TestBooking(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ann := start(t)
		ann.Says("hi").ExpectCard("Where would you like to sit?")
		ann.Presses("Book a desk").ExpectDialog("Book a desk")

		// What is wrong is said in the dialog, which keeps what was filled in.
		ann.Submits(fake.Inputs{"desk": "B2", "day": "2000-01-02"}).ExpectDialog("That day is over.")
		ann.Submits(fake.Inputs{"day": "2000-01-08"}).ExpectDialog("The office is closed on Saturdays.")

		// The second step, and back.
		ann.Submits(fake.Inputs{"day": "2000-01-05"}).ExpectDialog("Desk B2 on Wednesday, 5 January")
		ann.Presses("Back").ExpectDialog("Book a desk")
		ann.Submits(fake.Inputs{"day": "2000-01-06"}).ExpectDialog("Desk B2 on Thursday, 6 January")
		ann.Presses("Book it").ExpectAnswer("You have booked B2 on Thursday, 6 January.")
		ann.ExpectText("Ann has booked B2 on Thursday, 6 January.").ExpectNothing()
	})
}

// TestSomebodyWasFaster: between the two steps somebody else books the same desk.
func TestSomebodyWasFaster(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ann := start(t).InGroup("Office", "Bob")
		ann.Says("hi").ExpectCard("Where")
		bob := ann.As("Bob")
		wednesday := fake.Inputs{"desk": "A1", "day": "2000-01-05"}
		ann.Presses("Book a desk").ExpectDialog("Book a desk").Submits(wednesday).ExpectDialog("Desk A1")
		bob.Presses("Book a desk").ExpectDialog("Book a desk").Submits(wednesday).ExpectDialog("Desk A1")
		bob.Presses("Book it").ExpectAnswer("You have booked A1")
		bob.ExpectText("Bob has booked A1 on Wednesday, 5 January.")
		ann.Presses("Book it").ExpectDialog("Somebody was faster: A1 on Wednesday, 5 January is taken.")
		ann.Submits(fake.Inputs{"desk": "A2"}).ExpectDialog("Desk A2 on Wednesday, 5 January")
		ann.Presses("Book it").ExpectAnswer("You have booked A2")
		ann.ExpectText("Ann has booked A2 on Wednesday, 5 January.").ExpectNothing()
	})
}

// TestPage: a dialog can show a page, and what the page submits opens the form.
func TestPage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ann := start(t)
		ann.Says("hi").ExpectCard("Where")
		ann.Presses("Floor plan").ExpectDialog(publicURL + "/floorplan")
		ann.Submits(fake.Inputs{"dialog_id": "desk", "desk": "B3"}).ExpectDialog("Book a desk")
		ann.Submits(fake.Inputs{"day": "2000-01-07"}).ExpectDialog("Desk B3 on Friday, 7 January")
		ann.ExpectNothing()
	})
}

// TestSentAgain: Teams sends an invoke again whose answer was lost.
func TestSentAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ann := start(t)
		booked := teams.TaskModuleRequest{Data: submitted{dialogConfirm, booking{"A1", "2000-01-05"}}}
		for range 2 {
			answer := fake.Invoke[teams.TaskModuleResponse](ann, teams.InvokeTaskSubmit, booked)
			require.Equal(t, "message", answer.Task.Type)
		}
		ann.ExpectText("Ann has booked A1 on Wednesday, 5 January.").ExpectNothing()
	})
}

// TestTheBotCannotSpeak: the booking stands, and the dialog says what went wrong.
func TestTheBotCannotSpeak(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(2*24*time.Hour + 12*time.Hour)
		w := fake.NewWorld(t)
		ann := w.Connect(newBot(publicURL))
		w.Teams().Inject(world.Fault{Status: http.StatusForbidden, Times: 1})
		ann.Invokes(teams.InvokeTaskSubmit, teams.TaskModuleRequest{Data: submitted{dialogConfirm, booking{"A1", "2000-01-05"}}})
		ann.ExpectAnswer("You have booked A1 on Wednesday, 5 January, but I cannot say so here").ExpectNothing()
	})
}

// TestWhatClientsSend: nothing that a client may send breaks the bot, or books what cannot be booked.
func TestWhatClientsSend(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		invoke string
		value  any
		status int
	}{
		{"no value", teams.InvokeTaskFetch, nil, http.StatusBadRequest},
		{"a text", teams.InvokeTaskFetch, "book", http.StatusBadRequest},
		{"a name that is a number", teams.InvokeTaskFetch, map[string]any{"data": map[string]any{"dialog_id": 1}}, http.StatusBadRequest},
		{"a desk that is a number", teams.InvokeTaskSubmit, map[string]any{"data": map[string]any{"dialog_id": "book", "desk": 1}}, http.StatusBadRequest},
		{"a list", teams.InvokeTaskSubmit, map[string]any{"data": []int{1}}, http.StatusNotImplemented},
		{"another dialog", teams.InvokeTaskFetch, map[string]any{"data": map[string]any{"dialog_id": "pay"}}, http.StatusNotImplemented},
		{"no dialog", teams.InvokeTaskFetch, map[string]any{}, http.StatusNotImplemented},
		{"another invoke", teams.InvokeTabFetch, map[string]any{}, http.StatusNotImplemented},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ann := fake.New(t, newBot(publicURL))
			ann.Invokes(tt.invoke, tt.value)
			ann.ExpectRefusal(tt.status, "").ExpectNothing()
		})
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC) // a Friday
	tests := []struct {
		booking booking
		want    string
	}{
		{booking{"A1", "2026-11-20"}, ""},
		{booking{"A1", "2026-11-19"}, "That day is over."},
		{booking{"A1", "2026-12-18"}, ""},
		{booking{"A1", "2026-12-21"}, "Desks can be booked 30 days ahead."},
		{booking{"A1", "2026-11-22"}, "The office is closed on Sundays."},
		{booking{"A1", "2026-02-31"}, "Please choose a day."},
		{booking{"A1", ""}, "Please choose a day."},
		{booking{"", "2026-11-20"}, "Please choose a desk."},
		{booking{strings.Repeat("A", 10_000), "2026-11-20"}, "Please choose a desk."},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, tt.booking.problem(now), tt.booking.Day)
	}
	require.Empty(t, booking{"A1", "2026-11-19"}.problem(now.Add(-2*time.Hour)), "it is still Thursday somewhere")
}

func TestOldBookingsGo(t *testing.T) {
	t.Parallel()
	var o office
	now := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)
	require.True(t, o.take(booking{"A1", "2026-11-20"}, "ann", now))
	require.False(t, o.take(booking{"A1", "2026-11-20"}, "bob", now))
	require.True(t, o.take(booking{"A1", "2026-11-23"}, "bob", now.AddDate(0, 0, 2)))
	require.Len(t, o.taken, 1)
}

func TestPages(t *testing.T) {
	t.Parallel()
	router := web.Router(publicURL, pages())
	for path, want := range map[string]string{
		floorPlanPath: `<script src="floorplan.js" defer></script>`, "/floorplan.js": `dialog_id: "` + dialogDesk + `"`,
	} {
		answer := httptest.NewRecorder()
		router.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		require.Equal(t, http.StatusOK, answer.Code, path)
		require.Contains(t, answer.Body.String(), want)
	}
	for _, desk := range desks {
		require.Contains(t, string(floorPlanPage), `value="`+desk+`"`)
	}
}
