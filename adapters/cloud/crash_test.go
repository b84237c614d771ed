package cloud_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth/authtest"
)

// What a killed process without an inbox loses, and what the channel's next delivery brings back. It holds the section "What
// a crash can lose" of package framework.
func TestCrash(t *testing.T) {
	t.Parallel()
	const never, atOnce = time.Hour, time.Millisecond // when a turn is acknowledged that has not ended
	tests := map[string]struct {
		acknowledge time.Duration
		deliver     []step // until the process is killed
		redeliver   []step // to the next process
		said        map[string]int
	}{
		"a turn that was not acknowledged runs again": {
			acknowledge: never,
			deliver:     []step{{do: "work say", runs: true}},
			redeliver:   []step{{do: "work say", status: 200}},
			said:        map[string]int{"1": 1},
		},
		"so does one that waited for its turn": {
			acknowledge: never,
			deliver:     []step{{do: "work say", runs: true}, {do: "say"}},
			redeliver:   []step{{do: "work say", status: 200}, {do: "say", status: 200}},
			said:        map[string]int{"1": 1, "2": 1},
		},
		"and says again what it had said": {
			acknowledge: never,
			deliver:     []step{{do: "say work", runs: true}},
			redeliver:   []step{{do: "say work", status: 200}},
			said:        map[string]int{"1": 2},
		},
		"a turn that was acknowledged is lost": {
			acknowledge: atOnce,
			deliver:     []step{{do: "work say", runs: true, status: 202}},
			redeliver:   []step{{id: "2", do: "say", status: 200}},
			said:        map[string]int{"1": 0, "2": 1},
		},
		"so is one that waited for its turn, acknowledged": {
			acknowledge: atOnce,
			deliver:     []step{{do: "work", runs: true, status: 202}, {do: "say", status: 202}},
			redeliver:   []step{{id: "3", do: "say", status: 200}},
			said:        map[string]int{"1": 0, "2": 0, "3": 1},
		},
		"an answer is forgotten: what is delivered late runs again": {
			acknowledge: never,
			deliver:     []step{{do: "say", status: 200}},
			redeliver:   []step{{do: "say", status: 200}},
			said:        map[string]int{"1": 2},
		},
		"so is a key of Once": {
			acknowledge: never,
			deliver:     []step{{do: "once", status: 200}},
			redeliver:   []step{{do: "once", status: 200}},
			said:        map[string]int{"1": 2},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCrashes(t)
			bot := c.start(t, tt.acknowledge)
			var ended []func()
			for i, s := range tt.deliver {
				ended = append(ended, c.deliver(t, bot, i, s))
			}
			bot.kill(t)
			for _, end := range ended {
				end()
			}
			close(c.goOn)
			bot = c.start(t, never)
			for i, s := range tt.redeliver {
				c.deliver(t, bot, i, s)()
			}
			for id, times := range tt.said {
				require.Equal(t, times, c.said.of(id), "said by %s", id)
			}
		})
	}
}

// step is a delivery of a message to a bot that may be killed meanwhile.
type step struct {
	id     string // default its number, from 1
	do     string // what the bot does; see botProcess
	runs   bool   // wait until it works on it
	status int    // of the answer; 0 if there is none, because it is killed before
}

// crashes is all that the killed process does not take with it: its channel, its identity service, and the work it does.
type crashes struct {
	identity         *authtest.Service
	login, connector *httptest.Server
	said             *texts
	goOn             chan struct{} // lets work end
	begins           chan string   // activities, whenever one is worked on
	inbox            *database     // of the bot, or nil
	mu               sync.Mutex
	working          map[string]chan struct{} // by activity, closed when it works
}

func newCrashes(t *testing.T) *crashes {
	t.Helper()
	c := &crashes{
		identity: newIdentity(t, authtest.Config{}),
		said:     &texts{count: map[string]int{}},
		goOn:     make(chan struct{}),
		begins:   make(chan string, 10_000),
		working:  map[string]chan struct{}{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /work/{id}", func(_ http.ResponseWriter, r *http.Request) {
		c.work(r.PathValue("id"))
		select {
		case <-c.goOn:
		case <-r.Context().Done():
		}
	})
	mux.Handle("/v3/", c.said)
	c.login, c.connector = serve(t, c.identity), serve(t, mux)
	return c
}

// work notes that the activity is worked on.
func (c *crashes) work(id string) {
	select {
	case c.begins <- id:
	default: // nobody wants to know
	}
	started := c.started(id)
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-started:
	default:
		close(started)
	}
}

// started returns what is closed when the activity is worked on.
func (c *crashes) started(id string) chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.working[id] == nil {
		c.working[id] = make(chan struct{})
	}
	return c.working[id]
}

// deliver delivers a message and returns when it is where the step wants it. The returned function waits for its end.
func (c *crashes) deliver(t *testing.T, bot *botCommand, number int, s step) (end func()) {
	t.Helper()
	if s.id == "" {
		s.id = strconv.Itoa(number + 1)
	}
	token, err := c.identity.SignChannelToken(c.connector.URL, nil)
	require.NoError(t, err)
	body := activity(t, map[string]any{"id": s.id, "text": s.do, "serviceUrl": c.connector.URL})
	written := make(chan struct{})
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		WroteRequest: func(httptrace.WroteRequestInfo) { close(written) },
	})
	answered := make(chan int, 1)
	go func() { answered <- postTo(ctx, bot.url, token, body) }()
	end = func() { require.Equal(t, s.status, <-answered, "answer to %s", s.id) }
	wait := func(until <-chan struct{}) {
		select {
		case <-until:
		case <-time.After(time.Minute):
			require.Fail(t, "the bot does not run "+s.id)
		}
	}
	wait(written)
	if s.runs {
		wait(c.started(s.id))
	}
	if s.status != 0 {
		end()
		return func() {}
	}
	return end
}

// postTo makes one request on a connection of its own and returns the status of the answer, 0 if there is none.
func postTo(ctx context.Context, url, token, body string) int {
	transport := &http.Transport{DisableKeepAlives: true}
	defer transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return 0
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := transport.RoundTrip(r)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// botCommand is a bot in a process of its own.
type botCommand struct {
	*exec.Cmd
	url    string
	stdin  io.Closer
	output chan error // its end
}

// start runs this test's program again, as a bot.
func (c *crashes) start(t *testing.T, acknowledge time.Duration) *botCommand {
	t.Helper()
	settings, err := json.Marshal(botSettings{
		Login: c.login.URL, Connector: c.connector.URL, Acknowledge: acknowledge, Inbox: c.inbox,
	})
	require.NoError(t, err)
	program, err := os.Executable()
	require.NoError(t, err)
	bot := &botCommand{Cmd: exec.CommandContext(context.WithoutCancel(t.Context()), program), output: make(chan error, 1)}
	bot.Env = append(os.Environ(), botVariable+"="+string(settings))
	bot.stdin, err = bot.StdinPipe()
	require.NoError(t, err)
	output, err := bot.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, bot.Start())
	t.Cleanup(func() { bot.kill(t) })

	url := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(output)
		for lines.Scan() {
			var line struct {
				Msg string `json:"msg"`
				URL string `json:"url"`
			}
			if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "bot is listening" {
				url <- line.URL
			}
		}
		close(url)
		bot.output <- lines.Err()
	}()
	bot.url = <-url
	require.NotEmpty(t, bot.url, "the bot did not start")
	return bot
}

// kill kills the bot, if it lives: no handler of its own hears of it.
func (b *botCommand) kill(t *testing.T) {
	t.Helper()
	if b.ProcessState != nil {
		return
	}
	require.NoError(t, b.Process.Kill())
	require.NoError(t, <-b.output)
	require.Error(t, b.Wait())
	_ = b.stdin.Close()
}
