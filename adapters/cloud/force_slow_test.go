package cloud_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
)

// Clients that send a byte a second, or nothing, hold little and not for long; the others do not notice.
//
// It must not run beside other tests: it measures the heap.
func TestForceSlowClients(t *testing.T) {
	clients := size(50, 1_000)
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, echo, func(cfg *cloud.Config) { cfg.Logger = slog.New(slog.DiscardHandler) })
		states := &connections{open: map[net.Conn]bool{}}
		server := cloud.NewServer(b, slog.New(slog.DiscardHandler))
		server.ConnState = states.changed
		listener := servePipes(t, server)
		head := "POST / HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"
		ways := []trickle{
			{"nothing", "", "", 10 * time.Second},
			{"a header", "", head, 10 * time.Second},
			{"a body", head + b.authorization(t) + "Content-Length: 1000\r\n\r\n", strings.Repeat(" ", 1000), 30 * time.Second},
			{"chunks of a body", head + b.authorization(t) + "Transfer-Encoding: chunked\r\n\r\n", strings.Repeat("1\r\n \r\n", 99), 30 * time.Second},
			{"a stranger's body", head + "Content-Length: 1000\r\n\r\n", strings.Repeat(" ", 1000), 30 * time.Second},
			{"nothing after an answer", "GET / HTTP/1.1\r\nHost: bot\r\n\r\n", "", 2 * time.Minute},
		}
		idle := memoryInUse()
		var slow sync.WaitGroup
		for n := range clients {
			way := ways[n%len(ways)]
			client, err := listener.dial(t.Context())
			require.NoError(t, err)
			slow.Go(func() { way.run(t, client) })
		}
		synctest.Wait()
		t.Logf("%d slow clients: %d B each, with both ends of their connections", clients, (memoryInUse()-idle)/int64(clients))
		require.Less(t, (memoryInUse()-idle)/int64(clients), int64(64<<10), "memory of a slow client")

		for second := range 60 {
			conn, err := listener.dial(t.Context())
			require.NoError(t, err)
			begin := time.Now()
			b.send(t, conn, activity(t, map[string]any{"id": strconv.Itoa(second)}))
			require.Equal(t, http.StatusOK, readStatus(t, conn))
			require.Zero(t, time.Since(begin), "another client noticed")
			require.NoError(t, conn.Close())
			time.Sleep(time.Second)
		}
		slow.Wait()
		require.EqualValues(t, 60, b.turns.Load())
		synctest.Wait()
		require.Empty(t, states.still(), "connections that stayed open")
		require.NoError(t, b.Shutdown(context.Background()))
	})
}

// trickle is a way of being slow.
type trickle struct {
	name   string
	first  string        // is sent at once
	then   string        // follows at a byte a second
	closed time.Duration // when the server has closed the connection, at the latest
}

// run talks to the server until it hangs up, and wants it to do so in time.
func (w trickle) run(t *testing.T, conn net.Conn) {
	t.Helper()
	begin := time.Now()
	hungUp := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, conn)
		close(hungUp)
	}()
	_, err := io.WriteString(conn, w.first)
	for _, letter := range []byte(w.then) {
		if err != nil {
			break
		}
		time.Sleep(time.Second)
		_, err = conn.Write([]byte{letter})
	}
	<-hungUp
	_ = conn.Close()
	if took := time.Since(begin); took > w.closed+time.Second { // it lingers for half a second
		t.Errorf("a client that sends %s was kept for %s", w.name, took)
	}
}

// connections are those of a server that are open.
type connections struct {
	mu   sync.Mutex
	open map[net.Conn]bool
}

func (c *connections) changed(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if state == http.StateClosed {
		delete(c.open, conn)
		return
	}
	c.open[conn] = true
}

func (c *connections) still() map[net.Conn]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.open
}
