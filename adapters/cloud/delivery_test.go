package cloud_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
)

// A slow notification is acknowledged before the channel gives up, and goes on.
func TestEarlyAcknowledgement(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, slow(time.Minute))
		start := time.Now()
		w := b.post(t, activity(t, nil))
		require.Equal(t, http.StatusAccepted, w.Code)
		require.Empty(t, w.Body.String())
		require.Equal(t, 8*time.Second, time.Since(start))
		require.Empty(t, b.connector.requests())

		time.Sleep(time.Minute)
		require.Len(t, b.connector.requests(), 1)
	})
}

// The answer of an invoke is in the response, so it cannot come early; without one in time there is none.
func TestSlowInvoke(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
			turn.SetInvokeResponse(http.StatusOK, nil)
			<-ctx.Done()
			return ctx.Err()
		})
		start := time.Now()
		require.Equal(t, http.StatusInternalServerError, b.post(t, invoke(t, nil)).Code)
		require.Equal(t, 15*time.Second, time.Since(start))
	})
}

// A second delivery is answered as the first one was, and runs nothing.
func TestDuplicate(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body    string
		handler framework.HandlerFunc
		status  int
		turns   int64
	}{
		"message":                {activity(t, nil), echo, 200, 1},
		"invoke":                 {invoke(t, nil), answers(207, "once"), 207, 1},
		"expectReplies":          {activity(t, map[string]any{"deliveryMode": "expectReplies"}), echo, 200, 1},
		"failed after sending":   {activity(t, nil), failsAfter(echo), 500, 1},
		"failed before sending":  {activity(t, nil), fails(errors.New("try again")), 500, 2},
		"without an id, no rule": {activity(t, map[string]any{"id": nil}), echo, 200, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, tt.handler)
			first, second := b.post(t, tt.body), b.post(t, tt.body)
			require.Equal(t, tt.status, first.Code)
			require.Equal(t, first.Code, second.Code)
			require.Equal(t, first.Body.String(), second.Body.String())
			require.Equal(t, tt.turns, b.turns.Load())
		})
	}
}

// A conversation that is written to faster than it is read pushes back; others do not notice.
func TestAttackRow56QueueFull(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, slow(time.Second), func(cfg *cloud.Config) { cfg.Engine = &framework.Engine{QueueLimit: 2, Logger: cfg.Logger} })
		answers := make([]*httptest.ResponseRecorder, 4)
		for i := range answers {
			r := b.request(t, activity(t, map[string]any{"id": fmt.Sprint(i)}))
			go func() { answers[i] = b.do(r) }()
			synctest.Wait()
		}
		requireComeBack(t, answers[3])
		require.Equal(t, http.StatusOK, b.post(t, activity(t, map[string]any{"conversation": map[string]any{"id": "other"}})).Code)

		time.Sleep(time.Minute)
		synctest.Wait()
		for _, w := range answers[:3] {
			require.Equal(t, http.StatusOK, w.Code)
		}
	})
}

// A bot that is shutting down finishes what it has accepted, and sends the channel elsewhere with the rest.
func TestShutdown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, slow(5*time.Second))
		r := b.request(t, activity(t, nil))
		var running *httptest.ResponseRecorder
		go func() { running = b.do(r) }()
		synctest.Wait()
		go func() { _ = b.Shutdown(context.Background()) }()
		synctest.Wait()

		requireComeBack(t, b.post(t, activity(t, map[string]any{"id": "2"})))
		time.Sleep(5 * time.Second)
		synctest.Wait()
		require.Equal(t, http.StatusOK, running.Code)
		require.Len(t, b.connector.requests(), 1)
	})
}

// A client that hangs up cancels nothing.
func TestHangUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, slow(time.Second))
		ctx, hangUp := context.WithCancel(t.Context())
		r := b.request(t, activity(t, nil)).WithContext(ctx)
		go b.do(r)
		synctest.Wait()
		hangUp()
		synctest.Wait()
		require.Empty(t, b.connector.requests())

		time.Sleep(time.Second)
		synctest.Wait()
		require.Len(t, b.connector.requests(), 1)
		require.Equal(t, http.StatusOK, b.post(t, activity(t, nil)).Code, "the channel's next delivery gets the answer")
		require.EqualValues(t, 1, b.turns.Load())
	})
}

func requireComeBack(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	require.NotNil(t, w, "no answer yet")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Equal(t, "5", w.Header().Get("Retry-After"))
	require.Contains(t, w.Body.String(), `"ServiceUnavailable"`)
}

// slow returns a handler that echoes after d, unless its context ends.
func slow(d time.Duration) framework.HandlerFunc {
	return func(ctx context.Context, turn *framework.TurnContext) error {
		select {
		case <-time.After(d):
			return echo(ctx, turn)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func failsAfter(h framework.HandlerFunc) framework.HandlerFunc {
	return func(ctx context.Context, turn *framework.TurnContext) error {
		return errors.Join(h(ctx, turn), errors.New("too late"))
	}
}
