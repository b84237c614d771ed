package framework

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	inboxTimeout   = 5 * time.Second        // for one call of the inbox
	firstPause     = 20 * time.Millisecond  // before a key that another process has is asked for again
	longestPause   = time.Second            // likewise, after many times
	settleDelay    = 2 * time.Millisecond   // in which turns that end share a write
	settleRetry    = time.Second            // after a write that failed
	maxSettleBatch = 256                    // settlements in one write
	maxUnsettled   = 64 << 20               // bytes that wait for an inbox that is away; beyond it nothing more is claimed
	settlementSize = 256                    // bytes that one takes, without its texts
	flushTimeout   = 500 * time.Millisecond // for the last write, if a shutdown has no time left
)

// ledger is an engine's side of its inbox. What ended turns came to is written behind them, many at once: a turn does not
// wait for it.
type ledger struct {
	inbox   Inbox
	logger  *slog.Logger
	workers workers

	mu      sync.Mutex
	pending []Settlement
	bytes   int           // that pending takes
	written chan struct{} // nil if nothing is being written; closed when nothing is left
}

// newClaim returns a claim that no other is like.
func newClaim(key string) Claim {
	return Claim{Key: key, ID: 1 + rand.Int64N(math.MaxInt64)} //nolint:gosec // nobody gains by guessing it
}

// claim asks for the key once. A caller who goes away must not leave a claim behind that nobody knows of, so ctx does not
// cancel it.
func (l *ledger) claim(ctx context.Context, c Claim) (Claimed, error) {
	if l.isFull() {
		return Claimed{}, fmt.Errorf("%w: it has not taken what earlier turns came to", ErrInboxUnavailable)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), inboxTimeout)
	defer cancel()
	got, err := l.inbox.Claim(ctx, c)
	if err != nil {
		l.later(Settlement{Claim: c, Ending: EndReleased}) // it may have been made
		return Claimed{}, fmt.Errorf("%w: %w", ErrInboxUnavailable, err)
	}
	return got, nil
}

// take claims the key. While another has it, it asks again and again, until ctx ends or one of the channels is ready:
// then the state is Running.
func (l *ledger) take(ctx context.Context, c Claim, patience <-chan time.Time, quit <-chan struct{}) (Claimed, error) {
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		got, err := l.claim(ctx, c)
		if err != nil || got.State != Running {
			return got, err
		}
		wait := time.NewTimer(pause)
		select {
		case <-wait.C:
			continue
		case <-patience:
		case <-quit:
		case <-ctx.Done():
		}
		wait.Stop()
		return got, nil
	}
}

// settle writes at once, and later if that fails: nobody can do anything about it but try again.
func (l *ledger) settle(ctx context.Context, s Settlement) {
	if err := l.write(ctx, []Settlement{s}); err != nil {
		l.logger.ErrorContext(ctx, "the inbox does not take what a turn came to; it is tried again", "error", err)
		l.later(s)
	}
}

func (l *ledger) write(ctx context.Context, list []Settlement) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), inboxTimeout)
	defer cancel()
	return l.inbox.Settle(ctx, list...)
}

// later writes in a moment, together with what comes until then.
func (l *ledger) later(s Settlement) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending = append(l.pending, s)
	l.bytes += s.size()
	if l.written == nil {
		l.written = make(chan struct{})
		l.workers.run(l.writePending)
	}
}

// writePending writes until nothing waits. When the engine is shut down, it tries what fails once more only.
func (l *ledger) writePending() {
	pause, failed := settleDelay, false
	for {
		last := l.pause(pause)
		batch := l.next()
		if batch == nil {
			return
		}
		err := l.write(context.Background(), batch)
		if err == nil {
			pause, failed = settleDelay, false
			continue
		}
		if !failed || last {
			l.logger.Error("the inbox does not take what turns came to", "turns", len(batch), "given_up", last, "error", err)
		}
		pause, failed = settleRetry, true
		if !last {
			l.putBack(batch)
		}
	}
}

// pause waits, and reports whether the engine is shut down: then not for long.
func (l *ledger) pause(d time.Duration) (last bool) {
	wait := time.NewTimer(d)
	defer wait.Stop()
	select {
	case <-wait.C:
		return false
	case <-l.workers.quit:
		return true
	}
}

// next takes what is to be written together; nil if nothing is left.
func (l *ledger) next() []Settlement {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(len(l.pending), maxSettleBatch)
	if n == 0 {
		l.pending = nil
		close(l.written)
		l.written = nil
		return nil
	}
	batch := l.pending[:n:n]
	l.pending = l.pending[n:]
	for _, s := range batch {
		l.bytes -= s.size()
	}
	return batch
}

func (l *ledger) putBack(batch []Settlement) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending = append(batch, l.pending...)
	for _, s := range batch {
		l.bytes += s.size()
	}
}

// isFull reports whether too much waits to be written. Turns that run may end all the same.
func (l *ledger) isFull() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.bytes > maxUnsettled
}

func (s Settlement) size() int { return settlementSize + len(s.Answer) + len(s.Error) }

// flush waits until everything is written, or ctx ends, but for a moment in any case.
func (l *ledger) flush(ctx context.Context) error {
	l.mu.Lock()
	written := l.written
	l.mu.Unlock()
	if written == nil {
		return nil
	}
	least := time.NewTimer(flushTimeout)
	defer least.Stop()
	select {
	case <-written:
		return nil
	case <-least.C:
	}
	select {
	case <-written:
		return nil
	case <-ctx.Done():
		return errors.New("framework: the inbox has not taken what the last turns came to; they may run again")
	}
}
