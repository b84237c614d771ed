package cloud

import (
	"log/slog"
	"net/http"
)

// NewServer returns the server that [ListenAndServe] runs, for tests that bring their own network and time.
func NewServer(router http.Handler, logger *slog.Logger) *http.Server {
	return newServer(router, logger)
}

// SetMaxReading sets how many bytes of bodies may be in memory.
func (a *Adapter) SetMaxReading(bytes int64) { a.maxReading = bytes }

// Reading is how many there are.
func (a *Adapter) Reading() int64 { return a.reading.Load() }
