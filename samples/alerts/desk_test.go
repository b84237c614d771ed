package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/mux"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/memory"
)

const key = "a-key-of-the-tests"

// desk is the bot in a simulated Teams, with those who send it alerts.
type desk struct {
	t      *testing.T
	world  *fake.World
	store  proactive.Store
	state  state.Storage
	bot    *alertBot
	router *mux.Router
	ann    *fake.Conversation

	mu        sync.Mutex
	decisions []string
	broken    error // what carrying out a decision comes to
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	d := &desk{t: t, world: fake.NewWorld(t), store: memory.NewReferences(logger), state: memory.NewState(logger)}
	d.start()
	return d
}

// start starts the bot, or a new one that knows only what is stored.
func (d *desk) start() {
	d.bot = newBot(d.store, d.state, d.decide, slog.New(slog.DiscardHandler))
	d.router = mux.NewRouter()
	d.bot.mount(d.router, key, d.world.Adapter())
	d.ann = d.world.Connect(d.bot)
}

func (d *desk) decide(_ context.Context, a alert, by decision) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken == nil {
		d.decisions = append(d.decisions, fmt.Sprintf("%s %t by %s %s", a.Name, by.Approved, by.UserName, by.UserID))
	}
	return d.broken
}

// post sends a body to one of the bot's addresses.
func (d *desk) post(to, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(d.t.Context(), http.MethodPost, "/hooks/"+to, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.router.ServeHTTP(w, r)
	return w
}

// sends sends a body that the bot takes, and wants this outcome.
func (d *desk) sends(to, body string, want outcome) {
	d.t.Helper()
	w := d.post(to, body)
	require.Equal(d.t, http.StatusOK, w.Code, w.Body)
	var got outcome
	require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &got))
	require.Equal(d.t, want, got)
}

// refuses sends a body that the bot refuses with this status and this in its words.
func (d *desk) refuses(to, body string, status int, part string) {
	d.t.Helper()
	w := d.post(to, body)
	require.Equal(d.t, status, w.Code, w.Body)
	require.Contains(d.t, w.Body.String(), part)
}

// fires is a body with one alert that fires, resolved one with the same that is resolved.
func fires(fingerprint string, change ...string) string {
	return body("firing", fingerprint, change...)
}

// twoFire is a body with two of them.
func twoFire(one, other string) string {
	first, _ := strings.CutSuffix(fires(one), "]}")
	_, second, _ := strings.Cut(fires(other), `"alerts":[`)
	return first + "," + second
}

func resolved(fingerprint string) string { return body("resolved", fingerprint) }

func body(status, fingerprint string, change ...string) string {
	text := `{"version":"4","alerts":[{"status":"` + status + `","fingerprint":"` + fingerprint + `","startsAt":"2026-11-20T22:14:05Z",
		"endsAt":"` + map[string]string{"firing": "0001-01-01T00:00:00Z", "resolved": "2026-11-20T23:02:05Z"}[status] + `",
		"labels":{"alertname":"DiskAlmostFull","severity":"critical","instance":"db-1"},
		"annotations":{"summary":"The disk is 93 % full"},"generatorURL":"http://prometheus.example/graph"}]}`
	return strings.NewReplacer(change...).Replace(text)
}

func golden(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return string(raw)
}
