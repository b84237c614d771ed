package framework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"time"

	"github.com/convobot/convo/framework/internal/cache"
)

// Once runs fn once per business key, such as "approve/order-42": for the effects of invokes. Teams sends an invoke
// that is not answered in time again under a new id, which no duplicate check can recognise.
//
// The first call with a key runs fn; a call meanwhile waits for it and returns its error; later calls return nil
// without running fn. A call whose fn failed or panicked does not count; so let fn return nil for a send whose error has
// the class Ambiguous, or the message may be said twice. Calling Once with the same key inside fn waits until ctx ends.
//
// Keys belong to the bot, not to a conversation or a user: put into the key what tells two effects apart. They are kept
// for the engine's duplicate window: in its [Engine.Inbox], which outlives the process and holds across processes, or
// without one in memory, within its limit; without an engine, for the turn. The error is [ErrInboxUnavailable] if the inbox
// cannot be asked: fn did not run then.
func Once(ctx context.Context, turn *TurnContext, key string, fn func(ctx context.Context) error) error {
	return turn.once.do(ctx, key, fn)
}

var errOncePanicked = errors.New("framework: the call of Once that was waited for panicked")

// onceTable holds the keys of one engine. The zero value is ready, with the default window.
type onceTable struct {
	window time.Duration
	limit  int
	ledger *ledger // nil if there is no inbox

	mu      sync.Mutex
	running map[string]*onceCall
	done    *cache.Cache[struct{}]
}

type onceCall struct {
	done chan struct{}
	err  error
}

func (o *onceTable) do(ctx context.Context, key string, fn func(ctx context.Context) error) error {
	if len(key) >= sha256.Size { // what is kept must not be as long as a sender may write
		sum := sha256.Sum256([]byte(key))
		key = string(sum[:])
	}
	call, first := o.claim(key)
	if call == nil {
		return nil
	}
	if first {
		return o.run(ctx, key, call, fn)
	}
	select {
	case <-call.done:
		return call.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// claim returns the call that runs or is to run the key's effect, and whether it is the caller's to run; no call
// if the effect is done.
func (o *onceTable) claim(key string) (call *onceCall, first bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.done == nil {
		o.running = make(map[string]*onceCall)
		o.done = cache.New[struct{}](cmp.Or(o.window, defaultDuplicateWindow), cmp.Or(o.limit, defaultDuplicateLimit))
	}
	if _, done := o.done.Get(key); done {
		return nil, false
	}
	if call := o.running[key]; call != nil {
		return call, false
	}
	call = &onceCall{done: make(chan struct{})}
	o.running[key] = call
	return call, true
}

func (o *onceTable) run(ctx context.Context, key string, call *onceCall, fn func(ctx context.Context) error) error {
	call.err = errOncePanicked // for those who wait, if fn does not return
	defer func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(o.running, key)
		if call.err == nil {
			o.done.Set(key, struct{}{}, cmp.Or(o.window, defaultDuplicateWindow))
		}
		close(call.done)
	}()
	if o.ledger == nil {
		call.err = fn(ctx)
	} else {
		call.err = o.claimed(ctx, key, fn)
	}
	return call.err
}

// claimed runs fn unless another process has, or has had, the key.
func (o *onceTable) claimed(ctx context.Context, key string, fn func(ctx context.Context) error) error {
	sum := sha256.Sum256([]byte("once\x00" + key)) // no activity's key is the hash of such a text
	c := newClaim(string(sum[:]))
	got, err := o.ledger.take(ctx, c, nil, nil)
	switch {
	case err != nil || got.State == Done:
		return err
	case got.State == Running:
		return context.Cause(ctx)
	}
	s := Settlement{Claim: c, Ending: EndReleased, Keep: o.window}
	defer func() { o.ledger.settle(ctx, s) }() // also when fn does not return
	if err = fn(ctx); err == nil {
		s.Ending = EndDone
	}
	return err
}
