package cloud

import (
	"log/slog"
	"net/http"
)

// NewServer returns the server that [ListenAndServe] runs, for tests that bring their own network and time.
func NewServer(router http.Handler, logger *slog.Logger) *http.Server {
	return newServer(router, logger)
}
