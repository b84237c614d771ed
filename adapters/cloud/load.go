package cloud

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/convobot/convo/framework"
)

// defaultMaxReading is how much request bodies may take in memory before it is known what they are, in bytes. Only who has
// a genuine token gets as far.
const defaultMaxReading = 128 << 20

var errReading = errors.New("too much is being read at once")

// meteredBody counts what one body takes, read and decoded, against what all may hold.
type meteredBody struct {
	io.ReadCloser
	all   *atomic.Int64
	limit int64
	held  int64
}

func (b *meteredBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if !b.charge(int64(n)) {
		return n, errReading
	}
	return n, err
}

// charge counts that many bytes more, and reports whether there is room for them.
func (b *meteredBody) charge(bytes int64) bool {
	b.held += bytes
	return b.all.Add(bytes) <= b.limit
}

// release is called when the body is no longer in memory.
func (b *meteredBody) release() { b.all.Add(-b.held) }

func overloaded() *refusal {
	return &refusal{status: http.StatusServiceUnavailable, code: "ServiceUnavailable", message: "try again later", cause: errReading}
}

// ruleCounts counts refused requests by the rule that they failed. The zero value is ready.
type ruleCounts struct {
	mu     sync.Mutex
	counts map[string]uint64
}

func (c *ruleCounts) add(rule string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = make(map[string]uint64)
	}
	c.counts[rule]++
}

func (c *ruleCounts) addTo(counts map[string]uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for rule, n := range c.counts {
		counts[rule] += n
	}
}

// Stats returns how busy the bot is. Refused has the engine's rules, those of [auth.Rule], and those of the request's form:
// MethodNotAllowed, UnsupportedMediaType, RequestEntityTooLarge, BadArgument, and in local mode Forbidden. The adapter's
// rules are there once a request has failed them.
func (a *Adapter) Stats() framework.Stats {
	s := a.engine.Stats()
	a.refused.addTo(s.Refused)
	return s
}
