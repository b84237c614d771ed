package cloud_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
)

// Whatever comes in, the answer is one of those that the package documents, and is JSON or empty.
func FuzzServeHTTP(f *testing.F) {
	for _, body := range []string{
		"", "null", "[]", "{", activity(f, nil), activity(f, nil) + "{}", invoke(f, nil),
		activity(f, map[string]any{"deliveryMode": "expectReplies"}), activity(f, map[string]any{"serviceUrl": "http://localhost:1/"}),
		invoke(f, map[string]any{"value": []any{map[string]any{"x": 1e300}}}), activity(f, map[string]any{"type": "event"}),
		activity(f, map[string]any{"entities": []any{map[string]any{"type": "mention"}, nil}, "channelData": map[string]any{"tenant": 1}}),
	} {
		f.Add(http.MethodPost, "application/json", "localhost", "X-Ms-Correlation-Id", "abc", []byte(body))
	}
	f.Add(http.MethodGet, "text/plain", "evil.test", "Content-Encoding", "gzip", []byte("{}"))
	f.Add(http.MethodPost, "application/json; charset=", "[::1", "Forwarded", "for=1", []byte("{}"))

	documented := []int{200, 202, 400, 403, 405, 413, 415, 500, 501}
	logger := slog.New(slog.DiscardHandler)
	f.Fuzz(func(t *testing.T, method, contentType, host, name, value string, body []byte) {
		adapter, err := cloud.New(cloud.Config{
			Local: true, MaxBody: 4096, Logger: logger,
			HTTPClient: &http.Client{Transport: network{}},
		}, framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			if turn.Activity.Text == "" {
				turn.SetInvokeResponse(http.StatusOK, turn.Activity.Value)
			}
			return turn.SendText(ctx, turn.Activity.Text)
		}))
		require.NoError(t, err)
		r := localRequest(t, string(body))
		r.Method, r.Host = method, host
		r.Header.Set("Content-Type", contentType)
		r.Header.Set(name, value)

		w := httptest.NewRecorder()
		adapter.ServeHTTP(w, r)
		require.NoError(t, adapter.Shutdown(context.Background()))
		require.True(t, slices.Contains(documented, w.Code), "status %d", w.Code)
		if w.Body.Len() > 0 && w.Header().Get("Content-Type") != "text/event-stream" {
			require.True(t, json.Valid(w.Body.Bytes()), "%q", w.Body)
		}
	})
}
