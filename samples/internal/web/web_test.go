package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/samples/internal/web"
)

func TestPublicURL(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, url, port, want, err string
	}{
		{"none", "", "", "http://localhost:3978", ""},
		{"none, another port", "", "8080", "http://localhost:8080", ""},
		{"a host", "https://bot.example.com", "8080", "https://bot.example.com", ""},
		{"a folder", "https://bot.example.com/bots/1/", "", "https://bot.example.com/bots/1", ""},
		{"this machine", "http://127.0.0.1:8080", "", "http://127.0.0.1:8080", ""},
		{"not encrypted", "http://bot.example.com", "", "", "from https:// only"},
		{"a name alone", "bot.example.com", "", "", "use an address such as"},
		{"a password", "https://me:secret@bot.example.com", "", "", "use an address such as"},
		{"a query", "https://bot.example.com?a=b", "", "", "use an address such as"},
		{"not an address", "https://bot.example.com:port", "", "", "use an address such as"},
		{"a script", "javascript://bot.example.com", "", "", "from https:// only"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := web.PublicURL(func(name string) string { return map[string]string{web.Env: tt.url, "PORT": tt.port}[name] })
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func get(t *testing.T, publicURL, method, path string) *http.Response {
	t.Helper()
	router := web.Router(publicURL, map[string]http.Handler{"/page": web.Page("text/html; charset=utf-8", []byte("<h1>Hi"))})
	answer := httptest.NewRecorder()
	router.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), method, path, nil))
	return answer.Result()
}

func TestPages(t *testing.T) {
	t.Parallel()
	answer := get(t, "https://bot.example.com", http.MethodGet, "/page")
	defer answer.Body.Close()
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Equal(t, "text/html; charset=utf-8", answer.Header.Get("Content-Type"))
	require.Equal(t, "nosniff", answer.Header.Get("X-Content-Type-Options"))
	policy := answer.Header.Get("Content-Security-Policy")
	require.Contains(t, policy, "frame-ancestors https://teams.microsoft.com ")
	require.NotContains(t, policy, "localhost", "only a local page may be shown by a local client")

	local := get(t, "http://localhost:3978", http.MethodGet, "/page")
	defer local.Body.Close()
	require.Contains(t, local.Header.Get("Content-Security-Policy"), "http://localhost:*")

	for method, path := range map[string]string{http.MethodPost: "/page", http.MethodGet: "/other"} {
		refused := get(t, "https://bot.example.com", method, path)
		defer refused.Body.Close()
		require.GreaterOrEqual(t, refused.StatusCode, 400, path)
	}
}
