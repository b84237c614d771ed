package webhook_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/webhook"
)

// Whatever body comes in, the answer is one of those that the package documents, and the function runs only if it fits.
func FuzzBody(f *testing.F) {
	for _, body := range []string{
		``, `null`, `{}`, `[]`, `{"name":"convo","failed":["a"],"took":7}`, `{"took":1e400}`, `{"name":1}`, `{"a":1,"a":2}`, `{} {}`,
		"{\"name\":\"\xff\"}", `{"name":"\ud800"}`, `{"x":[[[[{}]]]]}`,
	} {
		f.Add("application/json", []byte(body))
	}
	f.Add("text/plain", []byte("{}"))
	f.Add("application/json; charset=", []byte("{}"))
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		ran := false
		h := webhook.New(key, func(_ context.Context, in build) (build, error) {
			ran = true
			return in, nil
		}, webhook.MaxBody(4096), webhook.Logger(slog.New(slog.DiscardHandler)))
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(string(body)))
		r.Header.Set("Authorization", "Bearer "+key)
		r.Header.Set("Content-Type", contentType)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.True(t, slices.Contains([]int{200, 400, 413, 415}, w.Code), "status %d", w.Code)
		require.Equal(t, w.Code == http.StatusOK, ran)
		require.True(t, json.Valid(w.Body.Bytes()), "%q", w.Body)
		require.Less(t, w.Body.Len(), 8<<10)
		if ran {
			require.True(t, json.Valid(body), "%q was read", body)
		}
	})
}

// FuzzAuthorization looks for headers that open the endpoint though they do not hold the key.
func FuzzAuthorization(f *testing.F) {
	for _, value := range []string{
		"", key, "Bearer", "Bearer ", "Bearer " + key, "bEaReR   " + key, "Bearer " + key + " ", "Bearer\t" + key, "Basic " + key,
		"Bearer " + key + "\x00", "Bearer " + key + "," + key, `Bearer "` + key + `"`,
	} {
		f.Add(value, "")
	}
	f.Add("Bearer "+key, "Bearer "+key)
	f.Fuzz(func(t *testing.T, first, second string) {
		var logs strings.Builder
		h := webhook.New(key, func(context.Context, build) (answer, error) { return answer{}, nil },
			webhook.Logger(slog.New(slog.NewTextHandler(&logs, nil))))
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("{}"))
		r.Header.Set("Content-Type", "application/json")
		r.Header["Authorization"] = []string{first}
		if second != "" {
			r.Header["Authorization"] = []string{first, second}
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		scheme, sent, _ := strings.Cut(first, " ")
		if opens := second == "" && strings.EqualFold(scheme, "Bearer") && strings.TrimLeft(sent, " ") == key; opens {
			require.Equal(t, http.StatusOK, w.Code)
		} else {
			require.Equal(t, http.StatusUnauthorized, w.Code)
		}
		require.NotContains(t, logs.String(), key)
	})
}
