package playground_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/playground"
)

// The token that goes with activities serves for some minutes, and another one comes long before it expires.
func TestTheTokenOfDeliveriesStaysFresh(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var tokens []string
		m := inMemory(t, func(req *http.Request, _ sent) (*http.Response, error) {
			tokens = append(tokens, req.Header.Get("Authorization"))
			return answers(http.StatusOK, "")
		}, 1)
		defer m.end()
		for _, wait := range []time.Duration{0, 4 * time.Minute, 2 * time.Minute} {
			time.Sleep(wait)
			m.says(0, invoke)
		}
		require.Len(t, tokens, 3)
		require.Equal(t, tokens[0], tokens[1])
		require.NotEqual(t, tokens[1], tokens[2])
	})
}

func TestALargeAnswerIsSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := inMemory(t, func(*http.Request, sent) (*http.Response, error) {
			return answers(http.StatusOK, strings.Repeat(" ", 4<<20)+`"x"`)
		}, 1)
		defer m.end()
		_, problem := m.says(0, invoke)
		require.Equal(t, "the bot's answer is larger than 4 MiB", problem)
	})
}

// A request of the bot that a fault leaves without an answer says so in the inspector.
func TestALostAnswerIsSaid(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	w := p.play.World()
	ann := w.People()[0]
	p.arms(m{"kind": "lost"})
	p.act(m{"do": "send", "person": ann.ID, "conversation": w.PersonalChat(ann), "activity": m{"type": "message", "text": "hi"}}, nil)
	p.exchanges(2)
	var problems []string
	for _, x := range trafficOf(t, p.play, p.token) {
		problems = append(problems, x.Problem)
	}
	require.Contains(t, problems, "a fault closed the connection without an answer")
}

// A refused request of the bot is in the log, for whoever has no page open.
func TestARefusedRequestIsLogged(t *testing.T) {
	t.Parallel()
	var logged bytes.Buffer
	p := serveFor(t, playground.Config{Bot: "http://localhost:1/api/messages", Logger: slog.New(slog.NewTextHandler(&logged, nil))})
	status, _ := ask(t.Context(), p.play, "", http.MethodGet, "/teams/v3/conversations", "")
	require.Equal(t, http.StatusUnauthorized, status)
	require.Contains(t, logged.String(), "the bot's request was refused")
	require.Contains(t, logged.String(), "has no bearer token")
}
