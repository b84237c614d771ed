package cloud_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
)

// A client cannot hold a connection by being slow.
func TestSlowClient(t *testing.T) {
	t.Parallel()
	head := "POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"
	tests := map[string]struct {
		send   func(b *bot) string
		closed time.Duration
		status int
	}{
		"row 55: says nothing":      {func(*bot) string { return "" }, 10 * time.Second, 0},
		"row 55: half a header":     {func(*bot) string { return head }, 10 * time.Second, 0},
		"row 55: half a body":       {func(b *bot) string { return head + b.authorization(t) + "Content-Length: 100\r\n\r\n{" }, 30 * time.Second, 400},
		"row 55: idle after answer": {func(*bot) string { return "GET / HTTP/1.1\r\nHost: bot\r\n\r\n" }, 2 * time.Minute, 405},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBot(t, nil)
				client := dial(t, b)
				start := time.Now()
				_, err := io.WriteString(client, tt.send(b))
				require.NoError(t, err)
				answer, err := io.ReadAll(client)
				require.NoError(t, err)
				require.Equal(t, tt.closed, time.Since(start))
				if tt.status == 0 {
					require.Empty(t, string(answer))
					return
				}
				require.Contains(t, string(answer), fmt.Sprintf("HTTP/1.1 %d ", tt.status))
			})
		})
	}
}

// A client that does not take its answer is given up after half a minute.
func TestClientThatDoesNotRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, answers(200, strings.Repeat("x", 1<<20)))
		client := dial(t, b)
		b.send(t, client, invoke(t, nil))
		time.Sleep(30 * time.Second)
		synctest.Wait()
		got, err := io.ReadAll(client)
		require.NoError(t, err)
		require.Less(t, len(got), 1<<20)
	})
}

// The limit of a large answer is over with it: the connection serves on.
func TestConnectionAfterALargeAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, answers(200, strings.Repeat("x", 64<<10)))
		client := dial(t, b)
		b.send(t, client, invoke(t, nil))
		require.Equal(t, http.StatusOK, readStatus(t, client))
		time.Sleep(time.Minute)
		_, err := io.WriteString(client, "GET / HTTP/1.1\r\nHost: bot\r\n\r\n")
		require.NoError(t, err)
		require.Equal(t, http.StatusMethodNotAllowed, readStatus(t, client))
	})
}

// How long a client may take to send has nothing to do with how long it waits for an answer.
func TestLongTurnIsAnswered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, slow(5*time.Minute))
		client := dial(t, b)
		b.send(t, client, activity(t, map[string]any{"deliveryMode": "expectReplies"}))
		require.Equal(t, http.StatusOK, readStatus(t, client))
	})
}

// A client that hangs up in the middle of a turn cancels nothing.
func TestClientHangsUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, slow(5*time.Second))
		client := dial(t, b)
		b.send(t, client, activity(t, nil))
		synctest.Wait()
		require.NoError(t, client.Close())
		time.Sleep(5 * time.Second)
		synctest.Wait()
		require.Len(t, b.connector.requests(), 1)
	})
}

// A body that is too long is not read on: of an endless one net/http takes 256 KiB more, in the hope of its end, and
// then the server hangs up.
func TestEndlessBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, nil)
		client := dial(t, b)
		status := make(chan int, 1)
		go func() { status <- readStatus(t, client) }()
		_, err := io.WriteString(client, "POST / HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"+
			b.authorization(t)+"Transfer-Encoding: chunked\r\n\r\n")
		require.NoError(t, err)
		chunk := fmt.Sprintf("%x\r\n%s\r\n", 1<<10, strings.Repeat(" ", 1<<10))
		written := 0
		for err == nil {
			var n int
			n, err = io.WriteString(client, chunk)
			written += n
		}
		require.Equal(t, http.StatusRequestEntityTooLarge, <-status)
		require.Greater(t, written, 1<<20)
		require.Less(t, written, 1<<20+320<<10)
	})
}

func TestHeaderLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := dial(t, newBot(t, nil))
		go func() { _, _ = io.WriteString(client, "POST / HTTP/1.1\r\nX: "+strings.Repeat("x", 100<<10)) }()
		require.Equal(t, http.StatusRequestHeaderFieldsTooLarge, readStatus(t, client))
	})
}

// A stranger's body is not read, however long it is said to be.
func TestStrangersBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := dial(t, newBot(t, nil))
		_, err := io.WriteString(client, "POST / HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"+
			"Content-Length: 1000000\r\n\r\n")
		require.NoError(t, err)
		start := time.Now()
		require.Equal(t, http.StatusUnauthorized, readStatus(t, client))
		require.Zero(t, time.Since(start))
	})
}

func (b *bot) authorization(t *testing.T) string {
	t.Helper()
	return "Authorization: Bearer " + b.token(t, nil) + "\r\n"
}

// send writes a genuine request.
func (b *bot) send(t *testing.T, client net.Conn, body string) {
	t.Helper()
	_, err := fmt.Fprintf(client, "POST / HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s",
		b.authorization(t), len(body), body)
	require.NoError(t, err)
}

func readStatus(t *testing.T, client net.Conn) int {
	t.Helper()
	resp, err := http.ReadResponse(bufio.NewReader(client), nil)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	if err != nil {
		t.Error(err)
	}
	return resp.StatusCode
}

// dial serves the bot as ListenAndServe does, but in memory and within the bubble's time, and connects to it.
func dial(t *testing.T, b *bot) net.Conn {
	t.Helper()
	listener := servePipes(t, cloud.NewServer(b, b.logs.logger()))
	client, err := listener.dial(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = client.Close()
		require.NoError(t, b.Shutdown(context.Background()))
	})
	return client
}
