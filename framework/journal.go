package framework

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"time"
)

const (
	maxAttempts   = 3                // turns of a journaled activity, those included that ended with their process
	firstBackoff  = 10 * time.Second // before the second
	longestRetry  = time.Hour        // that a channel may ask for
	attemptsError = "the process ended in each of its turns"
)

// journal is where a run stands with the engine's inbox.
type journal struct {
	claimed     Claim
	correlation string
	arrived     int64 // in microseconds
	attempts    int   // of turns before this one

	mu        sync.Mutex
	began     bool // its turn
	tried     bool // to journal it: there may be an entry
	journaled bool
	settled   bool
	lost      bool // another process has the entry
}

// accept has the inbox keep the run, before the channel is told that it need not deliver the activity again. It reports
// whether the turn is over, so that there is an answer.
func (e *Engine) accept(ctx context.Context, r *run) (ended bool, err error) {
	if e.ledger == nil {
		return false, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.settled || r.journaled {
		return r.settled, nil
	}
	r.tried = true
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), inboxTimeout)
	defer cancel()
	if err := e.ledger.inbox.Journal(ctx, r.entry()); err != nil {
		err = fmt.Errorf("%w: the activity goes on, but is not acknowledged: %w", ErrInboxUnavailable, err)
		e.Logger.ErrorContext(ctx, "a slow turn cannot be journaled", r.logged(ctx, err)...)
		return false, e.refused.count(err)
	}
	r.journaled = true
	return false, nil
}

// entry is what the inbox keeps of the run.
func (r *run) entry() Entry {
	conversation := sha256.Sum256([]byte(r.turn.identity.AppID + "\x00" + conversationKey(r.activity)))
	entry := Entry{
		Claim: r.claimed, Identity: r.turn.identity, CorrelationID: r.correlation, Conversation: string(conversation[:]),
		Received: time.UnixMicro(r.arrived).UTC(), Activity: r.activity,
	}
	if r.began {
		entry.Attempts = 1
	}
	return entry
}

// begin counts an attempt of a journaled run. An error says why its turn is not to begin.
func (e *Engine) begin(ctx context.Context, r *run) error {
	if e.ledger == nil {
		return nil
	}
	r.mu.Lock()
	cut := context.Cause(ctx)
	if r.journaled && errors.Is(cut, ErrShutdown) {
		r.mu.Unlock()
		return cut
	}
	r.began = true
	journaled := r.journaled
	r.mu.Unlock()
	if !journaled {
		return nil
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), inboxTimeout)
	defer cancel()
	err := e.ledger.inbox.Attempt(limited, r.claimed.ID)
	if errors.Is(err, ErrClaimLost) {
		r.lost = true
		return ErrClaimLost
	}
	if err != nil { // it was accepted, so it runs
		e.Logger.ErrorContext(ctx, "the inbox does not count a turn", r.logged(ctx, err)...)
	}
	return nil
}

// settle tells the inbox what the run came to. Only an answer that nobody was promised may be lost, so only that is
// written later.
func (e *Engine) settle(ctx context.Context, r *run, remember bool) {
	if e.ledger == nil || !r.received {
		return
	}
	r.mu.Lock()
	r.settled = true
	r.mu.Unlock()
	if r.lost || r.claimed.Key == "" && !r.tried {
		return
	}
	s := Settlement{Claim: r.claimed, Journaled: r.tried, Keep: e.DuplicateWindow}
	switch {
	case r.journaled && r.err != nil:
		r.failed(&s)
		e.Logger.WarnContext(ctx, "an acknowledged activity was not dealt with", "id", s.ID, "set_aside", s.Ending == EndSetAside,
			"again_after", s.After, "attempt", r.attempts+1, "activity", clip(r.activity.ID), "correlation", r.correlation)
	case !remember:
		s.Ending = EndReleased
	default:
		s.Answer = writeAnswer(r.result, r.err)
		if !r.tried {
			e.ledger.later(s)
			return
		}
	}
	e.ledger.settle(ctx, s)
}

// failed says what becomes of a journaled run that failed: it is tried again or set aside.
func (r *run) failed(s *Settlement) {
	s.Error, s.Answer = clip(r.err.Error()), writeAnswer(Result{}, r.err)
	again, after := r.again()
	if !again {
		s.Ending = EndSetAside
		return
	}
	s.Ending, s.After = EndLater, after
}

// again reports whether the run may be tried again: it was cut off, or said nothing and may succeed later.
func (r *run) again() (again bool, after time.Duration) {
	defer func() {
		if recover() != nil { // a method of the handler's own error
			again = false
		}
	}()
	if errors.Is(r.err, ErrShutdown) {
		return true, 0
	}
	busy := ClassOf(r.err) == RetryLater || errors.Is(r.err, ErrInboxUnavailable)
	if !busy || r.turn.said.any() || r.attempts+1 >= maxAttempts {
		return false, 0
	}
	after = firstBackoff << r.attempts
	if refused, ok := errors.AsType[*ChannelError](r.err); ok && refused.RetryAfter > 0 {
		after = min(refused.RetryAfter, longestRetry)
	}
	return true, after
}
