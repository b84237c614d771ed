package connector

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/wait"
)

const (
	maxAttempts   = 4
	firstBackoff  = 500 * time.Millisecond
	maxRetryAfter = 24 * time.Hour // more is a mistake of the channel, or an attack
)

// do makes a request and repeats it where that cannot double a message; the package comment says when.
func (c *Client) do(ctx context.Context, op, method string, to *route, body []byte) (answer, error) {
	if to.err != nil {
		return answer{}, to.err
	}
	r := &request{
		op: op, method: method, serviceURL: c.serviceURL, url: to.text.String(), body: body,
		spends: to.spends, manner: to.manner,
	}
	var waited time.Duration
	for attempt := 1; ; attempt++ {
		held, err := c.hold(ctx, r, c.out.maxWait()-waited)
		if err != nil {
			return answer{}, err
		}
		waited += held
		a, again, err := c.mended(ctx, r)
		if err == nil || !again || attempt == maxAttempts {
			return a, err
		}
		pause := pauseAfter(err, attempt)
		if waited+pause > c.out.maxWait() || isPastDeadline(ctx, pause) {
			return answer{}, err
		}
		c.out.logger().InfoContext(ctx, "connector: repeating a request",
			"op", op, "attempt", attempt, "wait", pause, "error", err)
		if wait.For(ctx, pause) != nil {
			return answer{}, stopped(ctx, err)
		}
		waited += pause
	}
}

// pauseAfter returns how long to wait after a failed attempt, the first being 1: as long as the channel said, else half a
// second doubling each time, give or take a fifth, so that bots that failed together do not come back together.
func pauseAfter(err error, attempt int) time.Duration {
	if e, ok := errors.AsType[*framework.ChannelError](err); ok && e.RetryAfter > 0 {
		return e.RetryAfter
	}
	backoff := firstBackoff << (attempt - 1)
	jitter := rand.N(backoff * 2 / 5) //nolint:gosec // nothing depends on it being unpredictable
	return backoff - backoff/5 + jitter
}

func isPastDeadline(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) <= wait
}

// retryAfter reads the header of that name: seconds, or a date. It returns 0 if there is nothing to wait for, and never
// more than a day.
//
// Spec: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
func retryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(maxRetryAfter/time.Second))) * time.Second
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return min(max(time.Until(date), 0), maxRetryAfter)
}

// progress watches how far a request came. Between getting a connection and an answer there is no knowing what the
// server has read.
type progress struct {
	asked     atomic.Bool // for a connection
	connected atomic.Bool
}

func (p *progress) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { // called again when net/http found the connection unusable and repeats the request
			p.asked.Store(true)
			p.connected.Store(false)
		},
		GotConn: func(httptrace.GotConnInfo) { p.connected.Store(true) },
	})
}

// maybeSent reports whether the request that failed with err may have been written. A transport that does not say how
// far it came is believed only if the error is from dialing.
func (p *progress) maybeSent(err error) bool {
	if p.connected.Load() {
		return true
	}
	return !p.asked.Load() && !isDialError(err)
}

func isDialError(err error) bool {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return true
	}
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}
