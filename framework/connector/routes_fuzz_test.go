package connector_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzAnswers: whatever a service answers to whatever route, the call comes to an end, and an error does not hold the bot's
// token.
func FuzzAnswers(f *testing.F) {
	for i, r := range routes() {
		f.Add(i, r.status, golden(f, r.answer), "")
	}
	f.Add(0, 302, "", "https://blobs.example/?sig=1")
	f.Add(1, 429, `{"error": {"code": "Throttled"}}`, "")
	f.Add(2, 200, `{"`+botToken+`": [`, botToken)
	all := routes()
	f.Fuzz(func(t *testing.T, which, status int, body, location string) {
		r := all[uint(which)%uint(len(all))]
		service := answering(answer(status, body, "Location", location, "Ms-Cv", location))
		out := service.outbound()
		out.Tokens, out.MaxWait, out.TokenServiceURL = token(botToken), -1, tokenURL
		got, err := r.do(t.Context(), clientsOf(t, out, serviceURL))
		if err != nil {
			require.NotContains(t, err.Error(), botToken)
			require.Less(t, len(err.Error()), 3000)
			require.False(t, strings.ContainsAny(err.Error(), "\r\n"), "an error is one line of a log")
			return
		}
		require.True(t, status/100 == 2 || status == http.StatusFound || status == http.StatusMovedPermanently, "%d: %v", status, got)
	})
}
