package playground

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patientWriter is an answer whose request has a deadline.
type patientWriter struct {
	*httptest.ResponseRecorder

	deadline time.Time
}

// SetReadDeadline is for [http.ResponseController].
func (w *patientWriter) SetReadDeadline(t time.Time) error {
	w.deadline = t
	return nil
}

// The server's deadline does not end a request before the longest fault is over that the page can ask for.
func TestABotMayWaitAsLongAsAFaultTakes(t *testing.T) {
	t.Parallel()
	p, err := Listen(t.Context(), Config{Addr: "localhost:0", Bot: "http://localhost:1/", Anonymous: true, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	require.NoError(t, p.EndDeliveries())
	w := &patientWriter{ResponseRecorder: httptest.NewRecorder()}
	p.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, p.ServiceURL()+"v3/conversations", http.NoBody))
	require.Equal(t, http.StatusMethodNotAllowed, w.Code)
	require.Greater(t, time.Until(w.deadline), maxSeconds*time.Second)
}

// When the machine wakes up, the token that goes with activities may have expired, though little time went by for the program.
func TestTheTokensAgeIsThatOfTheWall(t *testing.T) {
	t.Parallel()
	p, err := Listen(t.Context(), Config{Addr: "localhost:0", Bot: "http://localhost:1/", Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	require.NoError(t, p.EndDeliveries())
	_, err = p.channelToken()
	require.NoError(t, err)
	require.NotContains(t, p.signedAt.String(), "m=", "the monotonic clock's reading")
}
