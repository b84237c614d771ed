package playground

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// The directions of an [exchange].
const (
	toBot   = "toBot"
	fromBot = "fromBot"
)

// exchange is a request and its answer, as the page's inspector shows them.
type exchange struct {
	Serial       int               `json:"serial"` // the first is 1
	Time         time.Time         `json:"time"`
	Direction    string            `json:"direction"`
	Method       string            `json:"method"`
	URL          string            `json:"url"`
	Headers      map[string]string `json:"headers,omitempty"` // without the token
	Claims       json.RawMessage   `json:"claims,omitempty"`  // of the token
	Body         json.RawMessage   `json:"body,omitempty"`
	Status       int               `json:"status"`
	Answer       json.RawMessage   `json:"answer,omitempty"`
	Problem      string            `json:"problem,omitempty"` // in words for the person
	Again        bool              `json:"again,omitempty"`   // it was delivered once more, as it was not answered in time
	Duration     time.Duration     `json:"duration"`          // in nanoseconds
	Conversation string            `json:"conversation,omitempty"`
	Activity     string            `json:"activity,omitempty"` // the id of what was delivered
	Handler      string            `json:"handler,omitempty"`  // those that ran for it, if the bot tells; see [Playground.Inspect]
	Error        string            `json:"error,omitempty"`    // that the turn ended with, likewise
}

// see keeps the headers, but for what proves who somebody is: of a token, only what it claims.
func (x *exchange) see(h http.Header) {
	x.Headers = make(map[string]string)
	for name, values := range h {
		switch name {
		case "Authorization":
			x.Claims = claims(values[0])
		case "Proxy-Authorization", "Cookie", tokenHeader:
		default:
			x.Headers[name] = strings.Join(values, ", ")
		}
	}
}

// size is about how much memory the exchange takes, in bytes.
func (x *exchange) size() int {
	size := len(x.Body) + len(x.Answer) + len(x.URL) + len(x.Conversation) + len(x.Claims) + len(x.Problem) + len(x.Handler) + len(x.Error) + 1000
	for name, value := range x.Headers {
		size += len(name) + len(value)
	}
	return size
}

// claims returns the middle part of a bearer token, if it is JSON.
func claims(authorization string) json.RawMessage {
	parts := strings.Split(authorization, ".")
	if len(parts) != 3 {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || !json.Valid(raw) {
		return nil
	}
	return raw
}

// maxTraffic is how much of what went over the wire is kept, in bytes.
const maxTraffic = 64 << 20

// traffic is what went over the wire, in the order of the answers: the newest, within [kept] and [maxTraffic].
type traffic struct {
	mu        sync.Mutex
	exchanges []exchange
	bytes     int
	seen      int // so far, those forgotten too
	changes   chan struct{}
}

func (t *traffic) add(x exchange) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen++
	x.Serial = t.seen
	t.exchanges = append(t.exchanges, x)
	t.bytes += x.size()
	forget := 0
	for ; t.bytes > maxTraffic || len(t.exchanges)-forget > kept; forget++ {
		t.bytes -= t.exchanges[forget].size()
		t.exchanges[forget] = exchange{} // the array stays until append needs another
	}
	t.exchanges = t.exchanges[forget:]
	if t.changes != nil {
		close(t.changes)
		t.changes = nil
	}
}

// problems returns why the bot did not take activities, by their ids: those of which the last delivery is still kept, and failed.
func (t *traffic) problems() map[string]string {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := make(map[string]string)
	for i := range t.exchanges {
		x := &t.exchanges[i]
		switch {
		case x.Direction != toBot:
		case x.Problem != "":
			found[x.Activity] = x.Problem
		default:
			delete(found, x.Activity)
		}
	}
	return found
}

// after returns the exchanges after the first n, as far as they are kept, and what is closed when there are more.
func (t *traffic) after(n int) ([]exchange, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.changes == nil {
		t.changes = make(chan struct{})
	}
	forgotten := t.seen - len(t.exchanges)
	return slices.Clone(t.exchanges[min(max(n-forgotten, 0), len(t.exchanges)):]), t.changes
}

// count returns how many exchanges there were so far, those forgotten too.
func (t *traffic) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.seen
}
