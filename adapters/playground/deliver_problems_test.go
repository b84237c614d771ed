package playground_test

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/playground"
)

// Whatever is wrong with the bot, the person is told at once what to do about it, and so is the inspector.
func TestProblemsWithTheBot(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status int
		header http.Header
		err    error
		want   []string
	}{
		"not running":   {err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, want: []string{"nothing listens at http://bot.test/api/messages", "start the bot"}},
		"no such host":  {err: &net.DNSError{Name: "bot.test"}, want: []string{"no host bot.test"}},
		"not https":     {err: http.ErrSchemeMismatch, want: []string{"speaks http, not https"}},
		"broken":        {err: errors.New("some reason"), want: []string{"some reason", "is it running?"}},
		"not trusted":   {status: 401, want: []string{"401 Unauthorized", "its app id is 0000", "/v1/.well-known/openidconfiguration", "/teams/", "its own log"}},
		"not allowed":   {status: 403, want: []string{"403 Forbidden", "its app id is 0000"}},
		"another path":  {status: 404, want: []string{"/api/messages"}},
		"redirect":      {status: 308, header: http.Header{"Location": {"https://elsewhere.test/x"}}, want: []string{"the final URL, perhaps https://elsewhere.test/x"}},
		"failed":        {status: 500, want: []string{"500 Internal Server Error", "its log says where"}},
		"no handler":    {status: 501, want: []string{"no handler for this"}},
		"anything else": {status: 418, want: []string{"the bot answered 418"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := inMemory(t, func(*http.Request, sent) (*http.Response, error) {
					if tt.err != nil {
						return nil, tt.err
					}
					resp, err := answers(tt.status, "no")
					if tt.header != nil {
						resp.Header = tt.header
					}
					return resp, err
				}, 1)
				defer m.end()
				for _, what := range []string{saying("hi"), invoke} {
					_, problem := m.says(0, what)
					for _, want := range tt.want {
						require.Contains(t, problem, want)
					}
					traffic := m.traffic()
					require.Equal(t, problem, traffic[len(traffic)-1].Problem)
					require.Equal(t, tt.status, traffic[len(traffic)-1].Status)
				}
			})
		})
	}
}

// A bot without credentials that wants them is told of in other words.
func TestAnAnonymousPlaygroundIsRefused(t *testing.T) {
	t.Parallel()
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	t.Cleanup(bot.Close)
	p := serveFor(t, playground.Config{Bot: bot.URL, Anonymous: true, Logger: slog.New(slog.DiscardHandler)})
	var out struct{ Problem string }
	ann := p.play.World().People()[0]
	p.act(m{"do": "send", "person": ann.ID, "conversation": p.play.World().PersonalChat(ann), "activity": m{"type": "message", "text": "hi"}}, &out)
	require.Contains(t, out.Problem, "Start the playground with the bot's app id and password")
}
