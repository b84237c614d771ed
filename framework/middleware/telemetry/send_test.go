package telemetry_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// What a turn sends is counted by class, each activity of a batch by itself.
func TestSends(t *testing.T) {
	t.Parallel()
	throttled := &framework.ChannelError{Class: framework.RetryLater, Status: 429, Message: "words"}
	lost := &framework.ChannelError{Class: framework.Ambiguous, Err: errors.New("reset")}
	b := newBench(t)
	b.channel.errors = []error{nil, nil, throttled, nil, lost, throttled, errors.New("own")}
	_, err := b.run(message(), func(ctx context.Context, turn *framework.TurnContext) error {
		hi := schema.TextMessage("hi")
		_, err := turn.SendActivities(ctx, hi, hi, hi, hi)
		require.ErrorIs(t, err, throttled)
		require.NoError(t, turn.SendText(ctx, "hi"))
		_, err = turn.UpdateActivity(ctx, &schema.Activity{ID: "1"})
		require.ErrorIs(t, err, lost)
		require.ErrorIs(t, turn.DeleteActivity(ctx, "1"), throttled)
		require.Error(t, turn.DeleteActivity(ctx, "2"))
		require.NoError(t, turn.DeleteActivity(ctx, "3"))
		return nil
	})
	require.NoError(t, err)
	require.ElementsMatch(t, []point{
		{map[string]any{"convo.operation": "send", "convo.outcome": "ok"}, 3},
		{map[string]any{"convo.operation": "send", "convo.outcome": "retry-later", "http.response.status_code": int64(429)}, 1},
		{map[string]any{"convo.operation": "update", "convo.outcome": "may-have-been-delivered"}, 1},
		{map[string]any{"convo.operation": "delete", "convo.outcome": "retry-later", "http.response.status_code": int64(429)}, 1},
		{map[string]any{"convo.operation": "delete", "convo.outcome": "failed"}, 1},
		{map[string]any{"convo.operation": "delete", "convo.outcome": "ok"}, 1},
	}, b.points(t, "convo.sends"))
	require.ElementsMatch(t, []point{
		{map[string]any{"convo.operation": "send", "convo.outcome": "ok"}, 1},
		{map[string]any{"convo.operation": "send", "convo.outcome": "retry-later"}, 1},
		{map[string]any{"convo.operation": "update", "convo.outcome": "may-have-been-delivered"}, 1},
		{map[string]any{"convo.operation": "delete", "convo.outcome": "retry-later"}, 1},
		{map[string]any{"convo.operation": "delete", "convo.outcome": "failed"}, 1},
		{map[string]any{"convo.operation": "delete", "convo.outcome": "ok"}, 1},
	}, b.points(t, "convo.send.duration"))

	spans := b.spans.Ended()
	require.Len(t, spans, 7)
	turn := spans[6]
	require.Equal(t, "turn message", turn.Name())
	for i, name := range []string{"send", "send", "update", "delete", "delete", "delete"} {
		require.Equal(t, name, spans[i].Name())
		require.Equal(t, trace.SpanKindClient, spans[i].SpanKind())
		require.Equal(t, turn.SpanContext().SpanID(), spans[i].Parent().SpanID())
	}
	require.Equal(t, map[string]any{"convo.outcome": "retry-later", "http.response.status_code": int64(429)}, labels(spans[0].Attributes()))
	require.Equal(t, codes.Error, spans[0].Status().Code)
	require.Equal(t, "retry-later", spans[0].Status().Description)
}

// What is sent after the turn, by a goroutine that the handler started, is reported too.
func TestSendAfterTheTurn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	later := make(chan *framework.TurnContext, 1)
	_, err := b.run(message(), func(_ context.Context, turn *framework.TurnContext) error { later <- turn; return nil })
	require.NoError(t, err)
	require.NoError(t, (<-later).SendText(context.Background(), "later"))
	require.Equal(t, []point{{map[string]any{"convo.operation": "send", "convo.outcome": "ok"}, 1}}, b.points(t, "convo.sends"))
}

// The transport sees every request, also those that succeed when they are repeated.
func TestTransport(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	answers := []any{http.StatusTooManyRequests, http.StatusCreated, http.StatusCreated, errors.New("reset"), os.ErrDeadlineExceeded}
	client := &http.Client{Transport: b.Transport(roundTripper(func(*http.Request) (*http.Response, error) {
		answer := answers[0]
		answers = answers[1:]
		if err, failed := answer.(error); failed {
			return nil, err
		}
		w := httptest.NewRecorder()
		w.WriteHeader(answer.(int)) //nolint:errcheck // see above
		return w.Result(), nil
	}))}
	for range len(answers) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://smba.example:443/amer/v3/conversations/secret", http.NoBody)
		require.NoError(t, err)
		resp, err := client.Do(req)
		if err == nil {
			require.NoError(t, resp.Body.Close())
		}
	}
	want := func(n int64, result string, value any) point {
		return point{map[string]any{"http.request.method": "POST", "server.address": "smba.example", result: value}, n}
	}
	require.ElementsMatch(t, []point{
		want(1, "http.response.status_code", int64(429)),
		want(2, "http.response.status_code", int64(201)),
		want(1, "error.type", "no-answer"),
		want(1, "error.type", "timeout"),
	}, b.points(t, "http.client.request.duration"))
}

// Without a transport to wrap there is one of its own, whose connections can be closed.
func TestTransportOfItsOwn(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	b := newBench(t)
	client := &http.Client{Transport: b.Transport(nil), Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
	require.NoError(t, err)
	resp, err := client.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Len(t, b.points(t, "http.client.request.duration"), 1)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// How busy the bot is, and what it refused, is asked when metrics are collected.
func TestObserve(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.NoError(t, b.Observe(stats{
		Turns: 3, Waiting: 2, Bytes: 1000, SetAside: 1, Refused: map[string]uint64{"signature": 4, "queue-full": 0},
	}))
	require.Equal(t, []point{{map[string]any{}, 3}}, b.points(t, "convo.turns"))
	require.Equal(t, []point{{map[string]any{}, 2}}, b.points(t, "convo.turns.waiting"))
	require.Equal(t, []point{{map[string]any{}, 1000}}, b.points(t, "convo.received.size"))
	require.Equal(t, []point{{map[string]any{}, 1}}, b.points(t, "convo.set_aside"))
	require.ElementsMatch(t, []point{
		{map[string]any{"convo.rule": "signature"}, 4},
		{map[string]any{"convo.rule": "queue-full"}, 0},
	}, b.points(t, "convo.refused"))
}

type stats framework.Stats

func (s stats) Stats() framework.Stats { return framework.Stats(s) }
