package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// slowReader is a page to which things happen while it takes an event.
type slowReader struct {
	*httptest.ResponseRecorder

	meanwhile func(event []byte)
}

// FlushError is for [http.ResponseController].
func (w slowReader) FlushError() error {
	event := bytes.Clone(w.Body.Bytes())
	w.Body.Reset()
	w.meanwhile(event)
	return nil
}

// A change of the world is told though a request went over the wire at the same time.
func TestAChangeIsToldBesideWhatWentOverTheWire(t *testing.T) {
	t.Parallel()
	p, err := Listen(t.Context(), Config{Addr: "localhost:0", Bot: "http://localhost:1/", Anonymous: true, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	require.NoError(t, p.EndDeliveries())
	ctx, leave := context.WithCancel(t.Context())
	var told []bool
	page := slowReader{httptest.NewRecorder(), func(event []byte) {
		var b batch
		require.NoError(t, json.Unmarshal(bytes.TrimPrefix(event, []byte("data: ")), &b))
		if told = append(told, b.Changed); len(told) > 32 { // which of two comes first is by chance
			leave()
			return
		}
		p.world.AddGroupChat("Launch", p.world.People()[0])
		p.traffic.add(exchange{})
	}}
	p.serveEvents(page, httptest.NewRequestWithContext(ctx, http.MethodGet, "/playground/events", http.NoBody))
	require.NotContains(t, told[1:], false)
}
