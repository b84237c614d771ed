package cloud_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
)

// Turns of many conversations wait at once, for a database say: others are served meanwhile, as fast as ever; those that
// wait are acknowledged in time, and each says what it has to say, once.
//
// It must not run beside other tests: it measures the heap.
func TestForceTurnsInFlight(t *testing.T) {
	turns := size(2_000, 50_000)
	synctest.Test(t, func(t *testing.T) {
		b, gate, said := newWaitingBot(t, &framework.Engine{TurnLimit: turns + 1})
		requests, answers := make([]*http.Request, turns), make([]*httptest.ResponseRecorder, turns)
		token := b.token(t, nil)
		for n := range requests {
			requests[n], answers[n] = requestWith(t.Context(), token, waiting(t, n)), httptest.NewRecorder()
		}
		b.requireAtOnce(t, "warm")
		idle := memoryInUse()

		for n := range requests {
			go b.ServeHTTP(answers[n], requests[n])
		}
		synctest.Wait()
		require.EqualValues(t, turns+1, b.turns.Load())
		running := memoryInUse()
		b.requireAtOnce(t, "beside those that run")

		time.Sleep(8 * time.Second)
		synctest.Wait()
		for n := range answers {
			require.Equal(t, http.StatusAccepted, answers[n].Code)
		}
		acknowledged := memoryInUse()
		b.requireAtOnce(t, "beside those acknowledged")

		close(gate)
		time.Sleep(time.Second)
		said.requireOnce(t, turns)
		ended := memoryInUse()
		runtime.KeepAlive(requests) // neither their memory nor that of the answers is the turns'
		runtime.KeepAlive(answers)
		t.Logf("%d turns through ServeHTTP, bytes for each: %d in flight (%d MiB in all), %d acknowledged, %d ended",
			turns, (running-idle)/int64(turns), (running-idle)>>20, (acknowledged-idle)/int64(turns), (ended-idle)/int64(turns))
		require.Less(t, (running-idle)/int64(turns), int64(32<<10), "memory of a turn")
		// What is remembered for a while: the answer, and how much the conversation was sent.
		require.Less(t, (ended-idle)/int64(turns), int64(8<<10), "memory of an ended turn")
	})
}

// The same over sockets, where each turn has a connection.
//
// It must not run beside other tests: it measures the heap.
func TestForceTurnsInFlightOverLoopback(t *testing.T) {
	turns := size(200, 5_000)
	b, gate, said := newWaitingBot(t, &framework.Engine{AckAfter: time.Hour})
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := cloud.NewServer(b, slog.New(slog.DiscardHandler))
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		require.NoError(t, server.Close())
		require.ErrorIs(t, <-served, http.ErrServerClosed)
	})
	post := func(ctx context.Context, body, token string) int {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+listener.Addr().String(), strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return 0
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		resp, err := transport.RoundTrip(r)
		if err != nil {
			t.Error(err)
			return 0
		}
		defer resp.Body.Close()
		return resp.StatusCode
	}

	token := b.token(t, nil)
	require.Equal(t, http.StatusOK, post(t.Context(), activity(t, nil), token))
	idle := memoryInUse()
	var clients sync.WaitGroup
	var answered atomic.Int64
	begin := time.Now()
	for n := range turns {
		body := waiting(t, n)
		clients.Go(func() {
			if post(context.Background(), body, token) == http.StatusOK {
				answered.Add(1)
			}
		})
	}
	require.Eventually(t, func() bool { return b.turns.Load() == int64(turns)+1 }, time.Minute, 10*time.Millisecond)
	started := time.Since(begin)
	running := memoryInUse()
	begin = time.Now()
	require.Equal(t, http.StatusOK, post(t.Context(), activity(t, map[string]any{"id": "beside"}), token))
	beside := time.Since(begin)
	begin = time.Now()
	close(gate)
	clients.Wait()
	require.EqualValues(t, turns, answered.Load())
	said.requireOnce(t, turns)
	t.Logf("%d turns over loopback, bytes for each with both ends of its connection: %d (%d MiB in all)",
		turns, (running-idle)/int64(turns), (running-idle)>>20)
	t.Logf("all started after %s, one beside them was answered in %s, all ended in %s",
		started.Round(time.Millisecond), beside.Round(time.Microsecond), time.Since(begin).Round(time.Millisecond))
	require.Less(t, (running-idle)/int64(turns), int64(128<<10), "memory of a turn and its connection")
}

// newWaitingBot returns a bot whose turns of messages from waiting wait for the gate, and what it says.
func newWaitingBot(t *testing.T, engine *framework.Engine) (b *bot, gate chan struct{}, said *texts) {
	t.Helper()
	gate, said = make(chan struct{}), &texts{count: map[string]int{}}
	b = newBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
		if strings.HasPrefix(turn.Activity.Text, "wait") {
			<-gate
		}
		return turn.SendText(ctx, turn.Activity.Text)
	}, func(cfg *cloud.Config) { cfg.Engine, cfg.Logger = engine, slog.New(slog.DiscardHandler) })
	b.network["smba.trafficmanager.net"] = said
	return b, gate, said
}

// waiting is a message, in a conversation of its own, whose turn waits.
func waiting(t *testing.T, n int) string {
	t.Helper()
	name := "wait " + strconv.Itoa(n)
	return activity(t, map[string]any{"id": name, "text": name, "conversation": map[string]any{"id": fmt.Sprint("a:chat", n)}})
}

// requireAtOnce wants a message answered without any delay.
func (b *bot) requireAtOnce(t *testing.T, id string) {
	t.Helper()
	begin := time.Now()
	require.Equal(t, http.StatusOK, b.post(t, activity(t, map[string]any{"id": id})).Code)
	require.Zero(t, time.Since(begin))
}

// texts is a connector that counts what it is sent.
type texts struct {
	mu    sync.Mutex
	count map[string]int
}

func (c *texts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var said struct {
		Text string `json:"text"`
	}
	_ = json.NewDecoder(r.Body).Decode(&said) // what is missing will be missed
	c.mu.Lock()
	c.count[said.Text]++
	c.mu.Unlock()
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write([]byte(`{"id":"1"}`))
}

func (c *texts) of(text string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count[text]
}

// requireOnce wants the answers to the first messages from waiting, once each.
func (c *texts) requireOnce(t *testing.T, messages int) {
	t.Helper()
	for n := range messages {
		require.Equal(t, 1, c.of("wait "+strconv.Itoa(n)))
	}
}
