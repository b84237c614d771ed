package framework

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// errGoexit is the error of a turn whose handler called runtime.Goexit, which nothing can catch.
var errGoexit = errors.New("framework: the handler ended its goroutine, as FailNow of a test does; fail a test from its own goroutine")

// newRun prepares a turn; it counts once it is admitted.
func (e *Engine) newRun(ctx context.Context, adapter Adapter, a *schema.Activity, cancel context.CancelCauseFunc) *run {
	turn := NewTurnContext(adapter, a)
	turn.identity = identityFrom(ctx)
	turn.once = &e.once
	turn.collecting = a.RepliesInResponse()
	outer, _ := ctx.Value(runKey{}).(*run)
	if outer != nil {
		turn.said = outer.turn.said
	}
	limit := e.TurnTimeout
	if a.Type == schema.TypeInvoke {
		limit = e.InvokeTimeout
	}
	r := &run{
		outer: outer, activity: a, turn: turn, cancel: cancel, limit: limit,
		outcome: &outcome{done: make(chan struct{})},
	}
	if e.ledger != nil {
		r.journal = &journal{correlation: CorrelationID(ctx)}
	}
	return r
}

// runKey is where a turn's context keeps its run.
type runKey struct{}

// patience is how long the channel is kept waiting for an answer.
func (e *Engine) patience(inResponse bool, limit time.Duration) time.Duration {
	if inResponse {
		return limit
	}
	return e.AckAfter
}

// admit claims the run's duplicate key in this process and returns r, or the run of the first delivery. Without either, r
// has the outcome of the first delivery, which has ended. A delivery that waits for another holds its activity as a turn
// does, so it counts as one.
func (e *Engine) admit(r *run) (*run, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if r.key != "" {
		if answer, ok := e.answered.get(r.key); ok {
			r.outcome = answer
			return nil, nil //nolint:nilnil // there is no run any more
		}
		if first, ok := e.inFlight[r.key]; ok {
			return first, e.count(r)
		}
	}
	if _, inside := e.runs[r.outer]; e.idle != nil && !inside {
		return nil, ErrShutdown
	}
	if err := e.count(r); err != nil {
		return nil, err
	}
	e.runs[r] = struct{}{}
	if r.key != "" {
		e.inFlight[r.key] = r
	}
	if e.ledger != nil {
		e.arrived = max(time.Now().UnixMicro(), e.arrived+1)
		r.arrived, r.claimed = e.arrived, newClaim(r.key)
	}
	return r, nil
}

// count adds a received activity to the load, under the lock. What the bot starts itself is not refused: a turn that has
// begun must be able to end.
func (e *Engine) count(r *run) error {
	if !r.received {
		return nil
	}
	if !e.load.take(r.bytes, e.TurnLimit, e.ByteLimit) {
		return ErrOverloaded
	}
	r.counted = true
	return nil
}

// unload takes a delivery that waited for another from the load.
func (e *Engine) unload(r *run) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if r.counted {
		e.load.giveBack(r.bytes)
	}
}

// start runs an admitted turn in a goroutine: now, or when its conversation's queue gets there.
func (e *Engine) start(ctx context.Context, r *run, h Handler) error {
	a := r.activity
	queued, err := e.isQueued(h, a)
	if err != nil {
		e.finish(ctx, r, err)
		return nil
	}
	if !queued {
		e.workers.run(func() { e.execute(ctx, r, h) })
		return nil
	}
	err = e.queue.push(conversationKey(a), &job{
		run:        func() { e.execute(ctx, r, h) },
		cancel:     r.cancel,
		drop:       func() { e.finish(ctx, r, nil) },
		limit:      r.limit,
		supersedes: a.Type == schema.TypeMessage,
	})
	if err != nil {
		e.forget(ctx, r)
	}
	return err
}

// isQueued reports whether the activity waits its turn in the conversation's queue; h may panic when it is asked.
func (e *Engine) isQueued(h Handler, a *schema.Activity) (queued bool, err error) {
	defer recoverTo(&err)
	return a.Type != schema.TypeInvoke && e.Policy != Parallel && !bypassesQueue(h, a), nil
}

// forget takes back the admission of a turn that never ran. One that was journaled is the caller's to give back.
func (e *Engine) forget(ctx context.Context, r *run) {
	r.err = ErrQueueFull
	if r.journal == nil || !r.journaled {
		e.settle(ctx, r, false)
	}
	e.retire(r, false)
}

// execute runs the turn to its end.
func (e *Engine) execute(ctx context.Context, r *run, h Handler) {
	ctx, stop := context.WithTimeoutCause(context.WithValue(ctx, runKey{}, r), r.limit, ErrTurnTimeout)
	defer stop()
	err := e.begin(ctx, r)
	defer func() { e.finish(ctx, r, err) }()
	if err != nil {
		return
	}
	err = errGoexit // unless the handler returns
	err = runSafely(ctx, h, r.turn)
}

// explain returns what a handler's error means, given why its context ended.
func explain(ctx context.Context, r *run, err error) error {
	cause := context.Cause(ctx)
	if errors.Is(cause, ErrTurnTimeout) && errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrTurnTimeout, err)
	}
	if errors.Is(cause, ErrShutdown) && errors.Is(err, context.Canceled) {
		return fmt.Errorf("%w: %w", ErrShutdown, err)
	}
	// A superseded message that stopped did what it was asked to do. A turn that it continued elsewhere inherits
	// the cause, but has failed.
	stopped := errors.Is(err, context.Canceled) || errors.Is(err, ErrSuperseded)
	if errors.Is(cause, ErrSuperseded) && stopped && r.received {
		return nil
	}
	return err
}

func runSafely(ctx context.Context, h Handler, turn *TurnContext) (err error) {
	defer recoverTo(&err)
	return h.OnTurn(ctx, turn)
}

// recoverTo, deferred, turns a panic into an error.
func recoverTo(err *error) {
	if v := recover(); v != nil {
		*err = &PanicError{Value: v, Stack: debug.Stack()}
	}
}

// finish sets the turn's outcome. A turn that failed before it sent anything gives its duplicate key back, so that
// the channel's next delivery runs; one that sent keeps it, so that nothing is said twice.
func (e *Engine) finish(ctx context.Context, r *run, err error) {
	e.conclude(ctx, r, err)
	remember := r.err == nil || r.turn.said.any()
	e.settle(ctx, r, remember)
	e.retire(r, remember)
}

// conclude finds out what the turn came to, and logs an error. It calls methods of the handler's own types, an error's or
// an answer's, which may panic as the handler may.
func (e *Engine) conclude(ctx context.Context, r *run, err error) {
	defer func() {
		if v := recover(); v != nil {
			r.result, r.err = Result{}, &PanicError{Value: v, Stack: debug.Stack()}
			e.logFailure(ctx, r, r.err)
		}
	}()
	err = explain(ctx, r, err)
	r.result, r.err = r.turn.end(r.activity.Type == schema.TypeInvoke, err)
	switch {
	case r.err != nil:
		e.logFailure(ctx, r, r.err)
	case err != nil && r.received: // it became the answer
		e.Logger.WarnContext(ctx, "invoke refused", r.logged(ctx, err)...)
	}
}

func (e *Engine) retire(r *run, remember bool) {
	e.mu.Lock()
	delete(e.runs, r)
	if r.counted {
		e.load.giveBack(r.bytes)
	}
	if r.key != "" {
		if e.inFlight[r.key] == r {
			delete(e.inFlight, r.key)
		}
		if remember {
			e.answered.remember(r.key, r.outcome)
		}
	}
	if e.idle != nil && len(e.runs) == 0 {
		close(e.idle)
	}
	e.mu.Unlock()
	close(r.done)
	r.cancel(nil)
}

// answersInResponse reports whether the channel waits for more than an acknowledgement.
func answersInResponse(a *schema.Activity) bool {
	return a.Type == schema.TypeInvoke || a.RepliesInResponse()
}

// conversationKey names the queue of the activity's conversation. In a Teams channel every thread is one.
func conversationKey(a *schema.Activity) string { return a.ChannelID + "\x00" + a.Conversation.ID }
