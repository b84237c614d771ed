package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
)

// Metrics are on this machine only unless somebody says otherwise.
func TestMetricsAddress(t *testing.T) {
	t.Parallel()
	for set, want := range map[string]string{"": "localhost:9464", ":9000": ":9000", "off": "off"} {
		o, err := newOperations(set)
		require.NoError(t, err)
		require.Equal(t, want, o.metricsAddr)
	}
}

// What the bot does is in its metrics, which are not where strangers are.
func TestMetrics(t *testing.T) {
	t.Parallel()
	o, err := newOperations("")
	require.NoError(t, err)
	bot := newBot(newStore())
	adapter, err := o.newAdapter(cloud.Config{Local: true, Logger: slog.New(slog.DiscardHandler)}, bot)
	require.NoError(t, err)
	defer func() { require.NoError(t, adapter.Shutdown(context.Background())) }()
	router := newRouter(adapter)

	require.Equal(t, "alive\n", ask(t, router, http.MethodGet, cloud.LivePath, "").Body.String())
	require.Equal(t, "ready\n", ask(t, router, http.MethodGet, cloud.ReadyPath, "").Body.String())
	gone := newRouter(adapter, cloud.Check{Name: "database", Run: func(context.Context) error { return errors.New("it is gone") }})
	unready := ask(t, gone, http.MethodGet, cloud.ReadyPath, "")
	require.Equal(t, http.StatusServiceUnavailable, unready.Code)
	require.Contains(t, unready.Body.String(), "database")
	require.Equal(t, http.StatusNotFound, ask(t, router, http.MethodGet, "/metrics", "").Code)
	require.Equal(t, http.StatusBadRequest, ask(t, router, http.MethodPost, cloud.Endpoint, "{}").Code)
	require.Equal(t, http.StatusOK, ask(t, router, http.MethodPost, cloud.Endpoint,
		`{"type": "typing", "channelId": "msteams", "serviceUrl": "http://localhost:1/", "from": {"id": "29:ada"},
		  "recipient": {"id": "28:bot"}, "conversation": {"id": "a:chat"}}`).Code)

	metrics := ask(t, o.metrics(), http.MethodGet, "/metrics", "").Body.String()
	for _, line := range []string{
		`convo_turn_duration_seconds_count{convo_activity_type="typing",convo_channel="msteams",convo_outcome="ok"} 1`,
		`convo_refused_total{convo_rule="BadArgument"} 1`,
		`convo_turns 0`,
		`go_goroutines `,
	} {
		require.Contains(t, metrics, "\n"+line)
	}
}

// A taken address is an error that names the variable, and the bot does not start without its metrics. That it is told to end,
// at whatever moment, is no error.
func TestServe(t *testing.T) {
	t.Parallel()
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "localhost:0")
	require.NoError(t, err)
	defer taken.Close()
	serve := func(ctx context.Context, metricsAddr string) error {
		o, err := newOperations(metricsAddr)
		require.NoError(t, err)
		adapter, err := o.newAdapter(cloud.Config{Local: true, Logger: slog.New(slog.DiscardHandler)}, newBot(newStore()))
		require.NoError(t, err)
		return o.serve(ctx, "localhost:0", adapter, newRouter(adapter))
	}
	require.ErrorContains(t, serve(t.Context(), taken.Addr().String()), "METRICS_ADDR")
	ended, end := context.WithCancel(t.Context())
	end()
	for _, addr := range []string{"localhost:0", "off"} {
		soon, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
		require.NoError(t, serve(soon, addr))
		stop()
		require.NoError(t, serve(ended, addr))
	}
}

// ask makes a request as it comes from this machine.
func ask(t *testing.T, h http.Handler, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	ctx := context.WithValue(t.Context(), http.LocalAddrContextKey, net.Addr(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}))
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
	r.RemoteAddr, r.Host = "127.0.0.1:40000", "localhost:3978"
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
