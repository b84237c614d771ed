package playground_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// told is an event of the stream.
type told struct {
	Entries []struct {
		Serial   int `json:"serial"`
		Activity struct {
			Text string `json:"text"`
		} `json:"activity"`
	} `json:"entries"`
	Exchanges []struct {
		Serial int `json:"serial"`
	} `json:"exchanges"`
}

// listening returns what reads the next event of a stream that began after so many entries.
func listening(t *testing.T, url, token, query string) func() (told, int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/playground/events?"+query, http.NoBody)
	require.NoError(t, err)
	req.Header.Set("X-Playground-Token", token)
	resp, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(t, err)
	t.Cleanup(func() { _ = resp.Body.Close() })
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 16<<20)
	return func() (told, int) {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var event told
				require.NoError(t, json.Unmarshal([]byte(data), &event))
				return event, len(data)
			}
		}
		require.NoError(t, lines.Err(), "the stream ended")
		require.Fail(t, "the stream ended")
		return told{}, 0
	}
}

// A stream goes on when the time is over that a client has for its request.
func TestAStreamOutlivesTheReadTimeout(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	server := httptest.NewUnstartedServer(p.play)
	server.Config.ReadTimeout = 50 * time.Millisecond
	server.Start()
	t.Cleanup(server.Close)
	next := listening(t, server.URL, p.token, "")
	next()
	<-time.After(200 * time.Millisecond) // the deadline of the request is over
	ann := p.play.World().People()[0]
	_, _, err := p.play.World().Send(ann, p.play.World().PersonalChat(ann), schema.TextMessage("later"))
	require.NoError(t, err)
	for {
		event, _ := next()
		if n := len(event.Entries); n > 0 && event.Entries[n-1].Activity.Text == "later" {
			return
		}
	}
}

// However much happened, events have a bounded size, nothing is left out, and who comes again gets the rest.
func TestEventsAreBounded(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	w := p.play.World()
	ann := w.People()[0]
	chat := w.PersonalChat(ann)
	const messages, size = 60, 50_000
	for range messages {
		_, _, err := w.Send(ann, chat, schema.TextMessage(strings.Repeat("x", size)))
		require.NoError(t, err)
	}
	total := len(w.Timeline(0))
	seen, events := 0, 0
	for next := listening(t, p.play.URL(), p.token, ""); seen < total; events++ {
		event, length := next()
		require.Less(t, length, 1<<20+2*size)
		for _, e := range event.Entries {
			seen++
			require.Equal(t, seen, e.Serial)
		}
	}
	require.Greater(t, events, messages*size>>20)
	event, _ := listening(t, p.play.URL(), p.token, "entries=50")()
	require.Len(t, event.Entries, total-50)
	require.Equal(t, 51, event.Entries[0].Serial)
	for _, query := range []string{"entries=x", "exchanges=-1"} {
		status, _ := p.request(http.MethodGet, "/playground/events?"+query, nil)
		require.Equal(t, http.StatusBadRequest, status)
	}
}
