package cloud_test

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth/authtest"
)

// fault is one thing that a connector, or the way to it, does to a message.
type fault struct {
	name   string
	takes  bool             // the message first
	answer http.HandlerFunc // nil is the usual one
	class  framework.Class  // of the error, if the bot does not try again by itself; -1 is none
}

const noError framework.Class = -1

// messageFaults returns what may happen to a message; the last is nothing.
func messageFaults() []fault {
	return []fault{
		{"closed unread", false, hangUp, framework.Ambiguous},
		{"taken, then closed", true, hangUp, framework.Ambiguous},
		{"half an answer", true, halfAnswer, framework.Ambiguous},
		{"malformed answer", true, answersWith(201, `{"id":`), framework.Ambiguous},
		{"no JSON", true, answersWith(200, `<html>OK</html>`), framework.Ambiguous},
		{"408 taken", true, answersWith(408, ""), framework.Ambiguous},
		{"408 untaken", false, answersWith(408, ""), framework.Ambiguous},
		{"500 taken", true, answersWith(500, problem("ServiceError")), framework.Ambiguous},
		{"500 untaken", false, answersWith(500, problem("ServiceError")), framework.Ambiguous},
		{"502 taken", true, answersWith(502, "<html>Bad Gateway</html>"), framework.Ambiguous},
		{"502 untaken", false, answersWith(502, "<html>Bad Gateway</html>"), framework.Ambiguous},
		{"503 taken", true, answersWith(503, ""), framework.Ambiguous},
		{"503 untaken", false, answersWith(503, ""), framework.Ambiguous},
		{"504 taken", true, answersWith(504, ""), framework.Ambiguous},
		{"504 untaken", false, answersWith(504, ""), framework.Ambiguous},
		{"silent, taken", true, after(40*time.Second, nil), framework.Ambiguous},
		{"silent, untaken", false, after(40*time.Second, hangUp), framework.Ambiguous},
		{"slow", true, after(3*time.Second, nil), noError},
		{"empty answer", true, answersWith(202, ""), noError},
		{"429 for a second", false, comeBackAfter("1"), framework.RetryLater},
		{"429 for a minute", false, comeBackAfter("60"), framework.RetryLater},
		{"429 without a time", false, answersWith(429, ""), framework.RetryLater},
		{"412", false, answersWith(412, problem("PreconditionFailed")), framework.RetryLater},
		{"none", true, nil, noError},
	}
}

// faultyChannel is a connector that draws what happens to each request, and keeps a ledger of what it took.
type faultyChannel struct {
	t        *testing.T
	seed     uint64
	identity *authtest.Service
	faults   []fault
	counts   []atomic.Int64        // by fault
	ledger   map[string]*delivered // by message, which the request's correlation id names

	token, revoked atomic.Value // the bot's last token, and one that is no longer accepted
	unauthorized   atomic.Int64 // requests with that
}

// delivered is what became of one message at the connector.
type delivered struct {
	number int

	mu       sync.Mutex
	requests int
	taken    int
	last     fault
}

func newFaultyChannel(t *testing.T, seed uint64, messages int) *faultyChannel {
	t.Helper()
	c := &faultyChannel{t: t, seed: seed, faults: messageFaults(), ledger: make(map[string]*delivered, messages)}
	c.counts = make([]atomic.Int64, len(c.faults))
	for n := range messages {
		c.ledger[messageName(n)] = &delivered{number: n}
	}
	return c
}

func messageName(n int) string { return "message-" + strconv.Itoa(n) }

// drawFrom is a source of chance that is the same for the same seed and name.
func drawFrom(seed uint64, name string) *rand.Rand {
	hash := fnv.New64a()
	_, _ = io.WriteString(hash, name)
	return rand.New(rand.NewPCG(seed, hash.Sum64()))
}

// draw chooses the fault of a message's next request. Half of the first requests share all faults out evenly; of the
// later ones three in ten have one.
func (c *faultyChannel) draw(d *delivered) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	none := len(c.faults) - 1
	chance := drawFrom(c.seed, strconv.Itoa(d.number)+"/"+strconv.Itoa(d.requests))
	pick := (d.number + int(c.seed%1000)) % (2 * none)
	if d.requests > 0 {
		pick = chance.IntN(none)
		if chance.IntN(10) >= 3 {
			pick = none
		}
	}
	pick = min(pick, none)
	d.requests++
	d.last = c.faults[pick]
	return pick
}

func (c *faultyChannel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.Header.Get("X-Ms-Correlation-Id")
	d := c.ledger[name]
	if d == nil {
		c.t.Errorf("a request of no message: %s %s", r.Method, r.URL)
		return
	}
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if err := c.identity.VerifyBotToken(token); err != nil {
		c.t.Errorf("%s: %v", name, err)
	}
	c.token.Store(token)
	if token == c.revoked.Load() {
		c.unauthorized.Add(1)
		answersWith(http.StatusUnauthorized, problem("Unauthorized"))(w, r)
		return
	}
	pick := c.draw(d)
	c.counts[pick].Add(1)
	f := c.faults[pick]
	if f.takes && !d.take(c.t, name, r) {
		return
	}
	if f.answer != nil {
		f.answer(w, r)
		return
	}
	answersWith(http.StatusCreated, `{"id":"1"}`)(w, r)
}

// revoke has the connector accept the bot's token no longer.
func (c *faultyChannel) revoke() { c.revoked.Store(c.token.Load()) }

// take reads the message and counts it; not if it did not arrive whole.
func (d *delivered) take(t *testing.T, name string, r *http.Request) bool {
	t.Helper()
	var body bytes.Buffer
	if _, err := body.ReadFrom(r.Body); err != nil {
		return false
	}
	var said struct {
		Text string `json:"text"`
	}
	if err := json.Unmarshal(body.Bytes(), &said); err != nil || said.Text != name {
		t.Errorf("%s: the connector got %q, %v", name, body.String(), err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.taken++
	return true
}

// seen returns how often the message was taken, and the fault of its last request.
func (d *delivered) seen() (taken int, last fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.taken, d.last
}

// hangUp closes the connection without an answer, and without reading what was not read.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// halfAnswer promises more than it sends.
func halfAnswer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "100")
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, `{"id":"1",`)
	_ = http.NewResponseController(w).Flush()
	hangUp(w, r)
}

func answersWith(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func problem(code string) string { return `{"error":{"code":"` + code + `","message":"try again"}}` }

func comeBackAfter(seconds string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", seconds)
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

// after answers later than d; a nil answer is the usual one.
func after(d time.Duration, answer http.HandlerFunc) http.HandlerFunc {
	if answer == nil {
		answer = answersWith(http.StatusCreated, `{"id":"1"}`)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			answer(w, r)
		case <-r.Context().Done():
		}
	}
}

// faultyIdentity is an identity service whose documents and tokens can be out of reach, in one way after another.
type faultyIdentity struct {
	*authtest.Service
	documentsDown, tokensDown atomic.Bool
	requests, refused         atomic.Int64
}

func (s *faultyIdentity) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.requests.Add(1)
	down := s.documentsDown.Load()
	if r.Method == http.MethodPost {
		down = s.tokensDown.Load()
	}
	if !down {
		s.Service.ServeHTTP(w, r)
		return
	}
	ways := []http.HandlerFunc{
		answersWith(503, ""), hangUp, answersWith(200, `{"jwks_uri":`), halfAnswer, answersWith(429, ""),
		after(20*time.Second, nil), answersWith(200, "<html>Sign in</html>"), answersWith(500, problem("server_error")),
	}
	ways[int(s.refused.Add(1)-1)%len(ways)](w, r)
}
