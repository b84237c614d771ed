package cloud_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth/authtest"
)

const (
	appID      = "00000000-0000-0000-0000-00000000b07a"
	password   = "s3cret+/=password"
	identity   = "identity.test"
	serviceURL = "https://smba.trafficmanager.net/amer/"
)

func TestMain(m *testing.M) {
	if settings := os.Getenv(botVariable); settings != "" {
		os.Exit(botProcess(settings))
	}
	goleak.VerifyTestMain(m)
}

// The keys are shared because making one is slow.
var (
	channelKey = sync.OnceValue(newKey)
	entraKey   = sync.OnceValue(newKey)
)

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

// bot is an adapter with credentials, the identity service that it trusts, and the connector that it answers to. All
// are in memory.
type bot struct {
	*cloud.Adapter
	identity  *authtest.Service
	connector *channel
	network   network
	logs      *logs
	turns     *atomic.Int64 // that reached the handler
}

// newBot returns a bot that runs handler. A nil handler does nothing.
func newBot(t *testing.T, handler framework.HandlerFunc, change ...func(*cloud.Config)) *bot {
	t.Helper()
	b := &bot{
		identity:  newIdentity(t, authtest.Config{}),
		connector: &channel{},
		logs:      &logs{},
		turns:     &atomic.Int64{},
	}
	b.network = network{identity: b.identity, "smba.trafficmanager.net": b.connector}
	cfg := cloud.Config{
		AppID:       appID,
		AppPassword: password,
		Cloud:       b.identity.Cloud("https://" + identity),
		HTTPClient:  &http.Client{Transport: b.network},
		Logger:      b.logs.logger(),
	}
	for _, c := range change {
		c(&cfg)
	}
	b.Adapter = newAdapter(t, cfg, b.counted(handler))
	return b
}

// newLocalBot returns a bot without credentials.
func newLocalBot(t *testing.T, handler framework.HandlerFunc) *bot {
	t.Helper()
	b := &bot{logs: &logs{}, turns: &atomic.Int64{}}
	b.Adapter = newAdapter(t, cloud.Config{Local: true, Logger: b.logs.logger()}, b.counted(handler))
	return b
}

func newAdapter(t *testing.T, cfg cloud.Config, handler framework.Handler) *cloud.Adapter {
	t.Helper()
	adapter, err := cloud.New(cfg, handler)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, adapter.Shutdown(context.Background())) })
	return adapter
}

func newIdentity(t *testing.T, cfg authtest.Config) *authtest.Service {
	t.Helper()
	cfg.AppID, cfg.Password, cfg.SigningKey, cfg.EntraKey = appID, password, channelKey(), entraKey()
	service, err := authtest.New(cfg)
	require.NoError(t, err)
	return service
}

func (b *bot) counted(handler framework.HandlerFunc) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		b.turns.Add(1)
		if handler == nil {
			return nil
		}
		return handler(ctx, turn)
	})
}

// token returns a genuine token of the channel, with some claims replaced.
func (b *bot) token(t *testing.T, claims map[string]any) string {
	t.Helper()
	token, err := b.identity.SignChannelToken(serviceURL, claims)
	require.NoError(t, err)
	return token
}

// post sends a body with a genuine token, and returns the answer.
func (b *bot) post(t *testing.T, body string) *httptest.ResponseRecorder {
	t.Helper()
	return b.do(b.request(t, body))
}

func (b *bot) request(t *testing.T, body string) *http.Request {
	t.Helper()
	return requestWith(t.Context(), b.token(t, nil), body)
}

func requestWith(ctx context.Context, token, body string) *http.Request {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/api/messages", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

func (b *bot) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

// localRequest is a request as it comes from this machine.
func localRequest(t *testing.T, body string) *http.Request {
	t.Helper()
	loopback := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 3978}
	ctx := context.WithValue(t.Context(), http.LocalAddrContextKey, net.Addr(loopback))
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/api/messages", strings.NewReader(body))
	r.RemoteAddr, r.Host = "127.0.0.1:40000", "localhost:3978"
	r.Header.Set("Content-Type", "application/json")
	return r
}

// echo is the handler of most tests.
func echo(ctx context.Context, turn *framework.TurnContext) error {
	return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
}

// activity returns a message from Teams with some members replaced, or removed if nil.
func activity(tb testing.TB, change map[string]any) string {
	tb.Helper()
	members := map[string]any{
		"type":         "message",
		"id":           "1700000000001",
		"timestamp":    "2026-01-02T03:04:05.678Z",
		"channelId":    "msteams",
		"serviceUrl":   serviceURL,
		"from":         map[string]any{"id": "29:ada", "name": "Ada"},
		"recipient":    map[string]any{"id": "28:" + appID, "name": "Bot"},
		"conversation": map[string]any{"id": "a:chat", "conversationType": "personal"},
		"text":         "hi",
	}
	maps.Copy(members, change)
	maps.DeleteFunc(members, func(_ string, value any) bool { return value == nil })
	body, err := json.Marshal(members)
	require.NoError(tb, err)
	return string(body)
}

// invoke returns an invoke from Teams with some members replaced.
func invoke(tb testing.TB, change map[string]any) string {
	tb.Helper()
	members := map[string]any{"type": "invoke", "name": "test/invoke", "text": nil}
	maps.Copy(members, change)
	return activity(tb, members)
}

// network is a transport without sockets: a handler for each host.
type network map[string]http.Handler

func (n network) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	handler, ok := n[r.URL.Host]
	if !ok {
		handler = http.NotFoundHandler()
	}
	in := r.Clone(r.Context())
	in.Host = r.URL.Host
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, in)
	return w.Result(), nil
}

// channel is the channel's side of sending. It takes everything, keeps it, and answers with a new id, unless answer
// is set.
type channel struct {
	answer http.HandlerFunc

	mu   sync.Mutex
	sent []sent
}

// sent is one request of the bot.
type sent struct{ route, authorization, correlation, body string }

func (c *channel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body bytes.Buffer
	_, _ = body.ReadFrom(r.Body) // what is missing will be missed
	c.mu.Lock()
	c.sent = append(c.sent, sent{
		route:         r.Method + " " + r.URL.EscapedPath(),
		authorization: r.Header.Get("Authorization"),
		correlation:   r.Header.Get("X-Ms-Correlation-Id"),
		body:          body.String(),
	})
	c.mu.Unlock()
	if c.answer != nil {
		c.answer(w, r)
		return
	}
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write([]byte(`{"id":"sent"}`))
}

func (c *channel) requests() []sent {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sent
}

// logs is what a bot logged.
type logs struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logs) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// reset forgets what was logged.
func (l *logs) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = bytes.Buffer{}
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// lines returns the lines with that message.
func (l *logs) lines(t *testing.T, message string) []map[string]any {
	t.Helper()
	var found []map[string]any
	for line := range strings.Lines(l.String()) {
		var record map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &record))
		if record["msg"] == message {
			found = append(found, record)
		}
	}
	return found
}
