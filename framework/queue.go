package framework

import (
	"context"
	"sync"
	"time"
)

// Policy is the order in which the notifications of one conversation run. Invokes are never queued.
type Policy int

// The policies.
const (
	Serial   Policy = iota // one at a time, in the order of arrival
	Parallel               // at once, beside each other
	Latest                 // one at a time; a new message cancels the running one's context and replaces waiting messages
)

// overrunGrace is how long after the end of its context a turn keeps its place in the queue. A handler that ignores
// its context must not block its conversation for ever.
const overrunGrace = time.Second

// queue runs jobs of one conversation one after the other. The zero value is ready.
type queue struct {
	limit   int  // waiting jobs of one conversation
	latest  bool // policy Latest
	workers workers

	mu      sync.Mutex
	lanes   map[string]*lane // conversations that have a running job
	waiting int              // in all of them
}

type lane struct {
	running *job
	waiting []*job
}

// job is a queued turn.
type job struct {
	run        func()
	cancel     context.CancelCauseFunc
	drop       func() // ends the turn without running it
	limit      time.Duration
	supersedes bool // a message: under Latest it replaces others and is replaced by them
}

// push runs j in a goroutine, at once or when those before it have ended. It returns [ErrQueueFull] if too many wait.
func (q *queue) push(key string, j *job) error {
	q.mu.Lock()
	l := q.lanes[key]
	if l == nil {
		if q.lanes == nil {
			q.lanes = make(map[string]*lane)
		}
		q.lanes[key] = &lane{running: j}
		q.mu.Unlock()
		q.workers.run(func() { q.serve(key, j) })
		return nil
	}
	kept, replaced := l.waiting, []*job(nil)
	if q.latest && j.supersedes {
		kept, replaced = splitMessages(l.waiting)
	}
	if len(kept) >= q.limit {
		q.mu.Unlock()
		return ErrQueueFull // having cancelled and replaced nothing
	}
	if q.latest && j.supersedes && l.running.supersedes {
		l.running.cancel(ErrSuperseded)
	}
	kept = append(kept, j)
	l.waiting = kept
	q.waiting += 1 - len(replaced)
	q.mu.Unlock()
	for _, old := range replaced {
		old.drop()
	}
	return nil
}

// splitMessages tells the waiting messages, which a new one replaces, from what is kept.
func splitMessages(waiting []*job) (others, messages []*job) {
	for _, w := range waiting {
		if w.supersedes {
			messages = append(messages, w)
		} else {
			others = append(others, w)
		}
	}
	return others, messages
}

// serve runs j and then lets the conversation go on: when j has ended, also by runtime.Goexit, or has overrun.
func (q *queue) serve(key string, j *job) {
	grace := max(j.limit, j.limit+overrunGrace) // the limit may be the longest duration there is
	overrun := time.AfterFunc(grace, func() { q.advance(key) })
	defer func() {
		if overrun.Stop() {
			q.advance(key)
		}
	}()
	j.run()
}

// advance starts the conversation's next job, or removes its lane if there is none.
func (q *queue) advance(key string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.lanes[key]
	if len(l.waiting) == 0 {
		delete(q.lanes, key)
		return
	}
	l.running = l.waiting[0]
	l.waiting[0] = nil
	l.waiting = l.waiting[1:]
	q.waiting--
	next := l.running
	q.workers.run(func() { q.serve(key, next) })
}
