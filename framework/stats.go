package framework

import (
	"errors"
	"sync/atomic"
)

// The rules of the engine in [Stats].Refused.
const (
	RefusedOverloaded = "overloaded"    // [ErrOverloaded]
	RefusedQueueFull  = "queue-full"    // [ErrQueueFull]
	RefusedShutdown   = "shutting-down" // [ErrShutdown]
	RefusedInbox      = "inbox"         // [ErrInboxUnavailable]
)

// refusals counts the activities that were not accepted.
type refusals struct{ overloaded, queueFull, shutdown, inbox atomic.Uint64 }

// count returns err, which is why an activity was not accepted.
func (r *refusals) count(err error) error {
	switch {
	case errors.Is(err, ErrOverloaded):
		r.overloaded.Add(1)
	case errors.Is(err, ErrQueueFull):
		r.queueFull.Add(1)
	case errors.Is(err, ErrShutdown):
		r.shutdown.Add(1)
	case errors.Is(err, ErrInboxUnavailable):
		r.inbox.Add(1)
	}
	return err
}

// Stats is how busy a bot is. Metrics are made of it: Turns, Waiting and Bytes are gauges, Refused are counters.
type Stats struct {
	Turns   int   // turns that have not ended, those that wait and the bot's own included
	Waiting int   // of those, how many wait in their conversation's queue
	Bytes   int64 // of received activities whose turns have not ended; see [WithActivitySize]
	// SetAside is how many activities the inbox has set aside, of all that share it, as [Engine.Resume] saw it last.
	SetAside int
	// Refused counts what was not accepted since the start, by the rule that it failed: the engine's (the constants
	// RefusedOverloaded and so on), which are there from the start, and an adapter's own. The rules are a closed set, so
	// that they can label a metric. The map is the caller's.
	Refused map[string]uint64
}

// Stats returns how busy the engine is now.
func (e *Engine) Stats() Stats {
	e.init() // another goroutine may be about to
	e.mu.Lock()
	s := Stats{Turns: len(e.runs), Bytes: e.load.bytes}
	e.mu.Unlock()
	e.queue.mu.Lock()
	s.Waiting = e.queue.waiting
	e.queue.mu.Unlock()
	s.Refused = map[string]uint64{
		RefusedOverloaded: e.refused.overloaded.Load(),
		RefusedQueueFull:  e.refused.queueFull.Load(),
		RefusedShutdown:   e.refused.shutdown.Load(),
	}
	if e.Inbox != nil {
		s.Refused[RefusedInbox] = e.refused.inbox.Load()
		s.SetAside = int(e.setAside.Load())
	}
	return s
}
