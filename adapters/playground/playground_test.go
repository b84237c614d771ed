package playground_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/handlers"
)

// page is a browser that has the page open.
type page struct {
	t      testing.TB
	play   *playground.Playground
	token  string
	files  string // below which its modules are
	client *http.Client
}

// serve runs a playground and a Convo bot that trusts it, each behind an address of its own, and opens the page.
func serve(tb testing.TB, bot framework.Handler) *page {
	tb.Helper()
	return serveWith(tb, playground.Config{}, bot)
}

// serveWith is serve for a playground of another configuration.
func serveWith(tb testing.TB, cfg playground.Config, bot framework.Handler) *page {
	tb.Helper()
	var adapter http.Handler
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { adapter.ServeHTTP(w, r) }))
	tb.Cleanup(endpoint.Close)
	cfg.Bot = endpoint.URL
	p := serveFor(tb, cfg)
	cloudAdapter, err := cloud.New(p.play.BotConfig(cloud.Config{}), bot)
	require.NoError(tb, err)
	adapter = cloudAdapter
	tb.Cleanup(func() { require.NoError(tb, cloudAdapter.Shutdown(context.Background())) })
	return p
}

// serveFor runs a playground for a bot that runs elsewhere, and opens the page.
func serveFor(tb testing.TB, cfg playground.Config) *page {
	tb.Helper()
	cfg.Addr = "localhost:0"
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	play, err := playground.Listen(tb.Context(), cfg)
	require.NoError(tb, err)
	ctx, stop := context.WithCancel(tb.Context())
	served := make(chan error, 1)
	go func() { served <- play.Serve(ctx) }()
	tb.Cleanup(func() {
		stop()
		require.NoError(tb, <-served)
	})
	p := &page{t: tb, play: play, client: &http.Client{}}
	status, html := p.request(http.MethodGet, "/", nil)
	require.Equal(tb, http.StatusOK, status)
	p.token = tokenIn(tb, html)
	p.files = regexp.MustCompile(`/page/\w+/`).FindString(html)
	return p
}

// tokenIn returns the page's token.
func tokenIn(tb testing.TB, html string) string {
	tb.Helper()
	found := regexp.MustCompile(`name="playground-token" content="(\w+)"`).FindStringSubmatch(html)
	require.NotNil(tb, found, html)
	return found[1]
}

func (p *page) request(method, path string, body []byte) (status int, answer string) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.play.URL()+path, bytes.NewReader(body))
	require.NoError(p.t, err)
	req.Header.Set("X-Playground-Token", p.token)
	resp, err := p.client.Do(req)
	require.NoError(p.t, err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	require.NoError(p.t, err)
	return resp.StatusCode, string(raw)
}

func (p *page) get(path string, query url.Values, into any) {
	p.t.Helper()
	status, body := p.request(http.MethodGet, "/playground/"+path+"?"+query.Encode(), nil)
	require.Equal(p.t, http.StatusOK, status, body)
	require.NoError(p.t, json.Unmarshal([]byte(body), into), body)
}

func (p *page) act(in, out any) {
	p.t.Helper()
	raw, err := json.Marshal(in)
	require.NoError(p.t, err)
	status, body := p.request(http.MethodPost, "/playground/acts", raw)
	require.Equal(p.t, http.StatusOK, status, body)
	if out != nil {
		require.NoError(p.t, json.Unmarshal([]byte(body), out), body)
	}
}

type m = map[string]any

// eventually waits until there is to be seen what is wanted.
func (p *page) eventually(what string, want []string, look func() []string) {
	p.t.Helper()
	limit, cancel := context.WithTimeout(p.t.Context(), patience)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		got := look()
		if slices.Equal(got, want) {
			return
		}
		select {
		case <-ticker.C:
		case <-limit.Done():
			require.Equal(p.t, want, got, what)
		}
	}
}

func TestAPersonTalksWithABotWhoseAuthenticationIsOn(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
	})
	p := serve(t, &bot)
	ann := p.play.World().People()[0]
	chat := p.play.World().PersonalChat(ann)
	p.act(m{"do": "send", "person": ann.ID, "conversation": chat, "activity": m{"type": "message", "text": "hi"}}, nil)
	p.eventually("the talk", []string{"hi", "Echo: hi"}, func() []string { return textsOf(p.play.World().Messages(chat)) })
	var messages []struct {
		Activity struct{ Text string }
	}
	p.get("messages", url.Values{"person": {ann.ID}, "conversation": {chat}}, &messages)
	require.Len(t, messages, 2)
	require.Equal(t, "Echo: hi", messages[1].Activity.Text)
}
