package framework

import (
	"context"
	"errors"
	"time"
)

const (
	resumeEvery = 5 * time.Second // that the inbox is asked
	resumeBatch = 100             // entries taken at once
)

// Resume runs the turns that were acknowledged before their end and not ended since: because their process died or was
// shut down, or because they are to be tried again. It looks at once and then every five seconds, until ctx ends, the
// engine is shut down, or at once if the engine has no Inbox. Only one call should run at a time.
//
// Such a turn runs from its beginning, in the queue of its conversation, before those that arrived there later and were
// journaled; what arrives meanwhile may be before it. Its context has ctx's values, and is not cancelled with ctx.
//
// Those of the bot are taken that ctx's identity names, as for [Engine.Process].
func (e *Engine) Resume(ctx context.Context, adapter Adapter, h Handler) {
	e.init()
	if e.ledger == nil {
		return
	}
	failed := false
	for {
		more, err := e.resume(ctx, adapter, h)
		if err != nil && !failed && ctx.Err() == nil {
			e.Logger.ErrorContext(ctx, "the inbox cannot be asked for what is to be run again", "error", err)
		}
		failed = err != nil
		pause := resumeEvery
		if more {
			pause = 0
		}
		wait := time.NewTimer(pause)
		select {
		case <-wait.C:
		case <-ctx.Done():
			wait.Stop()
			return
		case <-e.workers.quit:
			wait.Stop()
			return
		}
	}
}

// resume takes a batch, and reports whether there may be more.
func (e *Engine) resume(ctx context.Context, adapter Adapter, h Handler) (more bool, err error) {
	limited, cancel := context.WithTimeout(ctx, inboxTimeout)
	defer cancel()
	aside, err := e.ledger.inbox.CountSetAside(limited)
	if err != nil {
		return false, err
	}
	e.setAside.Store(int64(aside))
	entries, err := e.ledger.inbox.Recover(limited, identityFrom(ctx).AppID, resumeBatch)
	more = len(entries) == resumeBatch
	full := make(map[string]bool) // conversations with too many, whose order is to be kept
	for _, entry := range entries {
		if full[entry.Conversation] || !e.resumeEntry(ctx, adapter, entry, h) {
			full[entry.Conversation], more = true, false
			e.ledger.settle(ctx, Settlement{Claim: entry.Claim, Ending: EndLater, Journaled: true, Error: entry.Error})
		}
	}
	return more, err
}

// resumeEntry runs an entry's turn, or sets it aside, and reports whether there was room for it.
func (e *Engine) resumeEntry(ctx context.Context, adapter Adapter, entry Entry, h Handler) bool {
	ctx = WithCorrelationID(WithIdentity(context.WithoutCancel(ctx), entry.Identity), entry.CorrelationID)
	turnCtx, cancel := context.WithCancelCause(ctx)
	r := e.newRun(ctx, adapter, entry.Activity, cancel)
	r.received, r.key, r.claimed, r.attempts = true, entry.Key, entry.Claim, entry.Attempts
	r.tried, r.journaled = true, true
	if entry.Attempts >= maxAttempts {
		cancel(nil)
		e.abandon(ctx, r, entry)
		return true
	}
	if err := e.readmit(r); err != nil {
		cancel(nil)
		return false
	}
	e.Logger.InfoContext(ctx, "a turn that was cut off runs again", "attempt", entry.Attempts+1,
		"activity", clip(entry.Activity.ID), "conversation", clip(entry.Activity.Conversation.ID), "correlation", CorrelationID(ctx))
	return e.start(turnCtx, r, h) == nil
}

// abandon sets an entry aside that has taken its process down too often.
func (e *Engine) abandon(ctx context.Context, r *run, entry Entry) {
	reason := attemptsError
	if entry.Error != "" {
		reason = entry.Error
	}
	err := errors.New(reason)
	e.Logger.ErrorContext(ctx, "activity set aside", r.logged(ctx, err)...)
	e.ledger.settle(ctx, Settlement{
		Claim: entry.Claim, Ending: EndSetAside, Journaled: true, Error: reason, Answer: writeAnswer(Result{}, err), Keep: e.DuplicateWindow,
	})
}

// readmit is admit for an entry, which nobody else runs. A delivery that waits for another process to run it goes on
// waiting.
func (e *Engine) readmit(r *run) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.idle != nil {
		return ErrShutdown
	}
	if err := e.count(r); err != nil {
		return err
	}
	e.runs[r] = struct{}{}
	if r.key != "" {
		e.inFlight[r.key] = r
	}
	return nil
}
