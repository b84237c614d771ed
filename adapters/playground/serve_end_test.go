package playground_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/framework/schema"
)

// When Serve is over, no connection to the bot stays open, whose goroutines would go on for a minute.
func TestServeLeavesNoConnectionOpen(t *testing.T) {
	t.Parallel()
	closed := make(chan struct{})
	bot := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	bot.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			close(closed)
		}
	}
	bot.Start()
	defer bot.Close()
	play, err := playground.Listen(t.Context(), playground.Config{Addr: "localhost:0", Bot: bot.URL, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	served := make(chan error, 1)
	go func() { served <- play.Serve(ctx) }()
	w := play.World()
	ann := w.People()[0]
	p := &page{t: t, play: play, client: &http.Client{}}
	_, html := p.request(http.MethodGet, "/", nil)
	p.token = tokenIn(t, html)
	var out struct{ Told bool }
	p.act(m{"do": "send", "person": ann.ID, "conversation": w.PersonalChat(ann), "activity": schema.TextMessage("hi")}, &out)
	require.True(t, out.Told)
	select {
	case <-closed:
		require.Fail(t, "the connection is used again while there is something to deliver")
	default:
	}
	stop()
	require.NoError(t, <-served)
	<-closed
}
