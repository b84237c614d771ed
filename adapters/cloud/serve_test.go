package cloud_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
)

// A bot that is told to stop finishes the turn that runs, takes nothing new, and ends without an error.
func TestListenAndServe(t *testing.T) {
	t.Parallel()
	started, proceed := make(chan struct{}), make(chan struct{})
	b := newLocalBot(t, func(_ context.Context, turn *framework.TurnContext) error {
		if turn.Activity.ID != "running" {
			return nil
		}
		close(started)
		<-proceed
		return nil
	})
	server := listen(t, b, ":0", nil)

	status := make(chan int, 1)
	running := activity(t, map[string]any{"id": "running"})
	go func() { status <- server.post(t, cloud.Endpoint, running) }()
	<-started
	server.stop()
	// The end begins a moment after it was asked for.
	require.Eventually(t, func() bool {
		return server.post(t, cloud.Endpoint, invoke(t, map[string]any{"id": nil})) == http.StatusServiceUnavailable
	}, time.Minute, time.Millisecond)
	close(proceed)
	require.Equal(t, http.StatusOK, <-status)
	require.NoError(t, server.wait())
	_, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", server.addrs[0])
	require.Error(t, err, "nobody listens any more")
}

// A connection over which nothing was asked yet, as browsers and load balancers open them in advance, does not keep the bot
// from ending well.
func TestListenAndServeEndsBesideAnUnusedConnection(t *testing.T) {
	t.Parallel()
	server := listen(t, newLocalBot(t, nil), "localhost:0", nil)
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", server.addrs[0])
	require.NoError(t, err)
	defer conn.Close()
	require.Equal(t, http.StatusOK, server.get(t, cloud.LivePath), "the earlier connection is the server's")
	server.stop()
	require.NoError(t, server.wait())
	_, err = conn.Read(make([]byte, 1))
	require.Error(t, err, "it is closed")
}

// Without a router the bot is at the conventional path; with one, wherever that leads to it.
func TestListenAndServeRoutes(t *testing.T) {
	t.Parallel()
	b := newLocalBot(t, nil)
	server := listen(t, b, "localhost:0", nil)
	require.Equal(t, http.StatusOK, server.post(t, cloud.Endpoint, activity(t, nil)))
	require.Equal(t, http.StatusNotFound, server.post(t, "/", activity(t, nil)))

	b = newLocalBot(t, nil)
	mux := http.NewServeMux()
	mux.Handle("/bots/one", b)
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	server = listen(t, b, "localhost:0", mux)
	require.Equal(t, http.StatusOK, server.post(t, "/bots/one", activity(t, nil)))
	require.Equal(t, http.StatusNotFound, server.post(t, cloud.Endpoint, activity(t, nil)))
	require.Equal(t, http.StatusNoContent, server.post(t, "/health", ""))
}

// A bot without credentials listens on this machine only, with credentials everywhere.
func TestListeningAddress(t *testing.T) {
	t.Parallel()
	server := listen(t, newLocalBot(t, nil), ":0", nil)
	first, port, err := net.SplitHostPort(server.addrs[0])
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1", first)
	if hasIPv6(t) {
		require.Equal(t, []string{"127.0.0.1:" + port, "[::1]:" + port}, server.addrs)
		require.Equal(t, http.StatusOK, (&running{addrs: server.addrs[1:]}).post(t, cloud.Endpoint, activity(t, nil)))
	}

	for _, addr := range []string{"127.0.0.1:0", "localhost:0"} {
		server := listen(t, newLocalBot(t, nil), addr, nil)
		require.Len(t, server.addrs, 1)
		require.True(t, netip.MustParseAddrPort(server.addrs[0]).Addr().IsLoopback())
	}

	for addr, reason := range map[string]string{
		"0.0.0.0:0":        "listens on this machine only",
		"[::]:0":           "listens on this machine only",
		"192.0.2.1:0":      "listens on this machine only",
		"bot.example:0":    "listens on this machine only",
		"localhost.evil:0": "listens on this machine only",
		"localhost":        "missing port",
		":no-such-port":    "no-such-port",
	} {
		err := cloud.ListenAndServe(t.Context(), addr, newLocalBot(t, nil).Adapter, nil)
		require.ErrorContains(t, err, reason, addr)
	}

	server = listen(t, newBot(t, nil), ":0", nil)
	require.Len(t, server.addrs, 1)
	require.True(t, netip.MustParseAddrPort(server.addrs[0]).Addr().IsUnspecified())
}

func TestListenAndServeReportsATakenAddress(t *testing.T) {
	t.Parallel()
	server := listen(t, newLocalBot(t, nil), "127.0.0.1:0", nil)
	err := cloud.ListenAndServe(t.Context(), server.addrs[0], newBot(t, nil).Adapter, nil)
	require.ErrorIs(t, err, syscall.EADDRINUSE)
	require.ErrorContains(t, err, "if another bot is running, end it or choose another address", "what to do")
}

// running is a bot that ListenAndServe serves.
type running struct {
	addrs []string
	stop  context.CancelFunc
	wait  func() error
}

// listen starts ListenAndServe, and ends it with the test.
func listen(t *testing.T, b *bot, addr string, router http.Handler) *running {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	var err error
	go func() {
		defer close(ended)
		err = cloud.ListenAndServe(ctx, addr, b.Adapter, router)
	}()
	r := &running{stop: stop, wait: func() error { <-ended; return err }}
	t.Cleanup(func() {
		stop()
		require.NoError(t, r.wait())
	})
	require.Eventually(t, func() bool {
		r.addrs = nil
		for _, line := range b.logs.lines(t, "bot is listening") {
			addr, _ := strings.CutPrefix(fmt.Sprint(line["url"]), "http://")
			r.addrs = append(r.addrs, strings.TrimSuffix(addr, cloud.Endpoint))
		}
		both := strings.HasPrefix(addr, ":") && !strings.Contains(strings.Join(r.addrs, ""), "[::]") && hasIPv6(t)
		return len(r.addrs) == 2 || len(r.addrs) == 1 && !both
	}, time.Minute, time.Millisecond)
	return r
}

// post sends a request to the first address and returns the status of the answer.
func (r *running) post(t *testing.T, path, body string) int {
	t.Helper()
	return r.do(t, http.MethodPost, path, body)
}

func (r *running) get(t *testing.T, path string) int {
	t.Helper()
	return r.do(t, http.MethodGet, path, "")
}

func (r *running) do(t *testing.T, method, path, body string) int {
	t.Helper()
	transport := &http.Transport{DisableKeepAlives: true}
	defer transport.CloseIdleConnections()
	req, err := http.NewRequestWithContext(context.Background(), method, "http://"+r.addrs[0]+path, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := transport.RoundTrip(req)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

func hasIPv6(t *testing.T) bool {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp6", "[::1]:0")
	if err != nil {
		return false
	}
	require.NoError(t, l.Close())
	return true
}
