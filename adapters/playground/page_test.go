package playground_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/playground"
)

// A browser keeps the page's files as long as the playground runs, and asks again for what another start may have otherwise.
func TestWhatABrowserKeeps(t *testing.T) {
	t.Parallel()
	p := serveFor(t, playground.Config{Bot: "http://localhost:1/api/messages"})
	for path, want := range map[string]string{
		"/":                 "no-store",
		p.files + "main.js": "private, max-age=86400, immutable",
		"/page/main.js":     "no-cache",
	} {
		w := httptest.NewRecorder()
		p.play.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, p.play.URL()+path, http.NoBody))
		require.Equal(t, http.StatusOK, w.Code, path)
		require.Equal(t, want, w.Header().Get("Cache-Control"), path)
	}
	again := serveFor(t, playground.Config{Bot: "http://localhost:1/api/messages"})
	require.NotEqual(t, p.files, again.files, "the files of another start")
}
