package proactive

import (
	"context"
	"sync"
	"time"
)

// slot is what waits for one recipient on one topic.
type slot struct {
	key   Key
	topic string
}

// waiting knows when what is held is due, for Run; the store knows it for good. The zero value is ready.
type waiting struct {
	mu      sync.Mutex
	runs    int // under way; without one, nothing is kept
	due     map[slot]time.Time
	next    time.Time     // of the next one when Run last looked; zero if there was none
	earlier chan struct{} // has an element when something was added that is due before next
}

func (w *waiting) start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.runs++; w.runs == 1 {
		w.due, w.earlier = make(map[slot]time.Time), make(chan struct{}, 1)
	}
}

func (w *waiting) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.runs--; w.runs == 0 {
		w.due, w.next = nil, time.Time{}
	}
}

// add says when a slot is due, unless it is due before.
func (w *waiting) add(s slot, due time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if at, known := w.due[s]; w.runs == 0 || known && !due.Before(at) {
		return
	}
	w.due[s] = due
	if w.next.IsZero() || due.Before(w.next) {
		select {
		case w.earlier <- struct{}{}:
		default:
		}
	}
}

// take removes the slots that are due and returns them, and when the next one is due: zero if there is none.
func (w *waiting) take(now time.Time) (due []slot, next time.Time, earlier <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next = time.Time{}
	for s, at := range w.due {
		switch {
		case !at.After(now):
			due = append(due, s)
			delete(w.due, s)
		case w.next.IsZero() || at.Before(w.next):
			w.next = at
		}
	}
	return due, w.next, w.earlier
}

// Run sends what this Notifier holds when it is due, and what was held before a restart, which it first reads from the
// store. It returns when ctx ends and its last message is sent; what is not due by then stays in the store. The error is
// the store's. Every Notifier that Notify is called on needs its own Run; a second one would do no harm.
func (n *Notifier) Run(ctx context.Context) error {
	n.waiting.start()
	defer n.waiting.stop()
	for record, err := range n.Store.All(ctx, Filter{AppID: n.AppID, Waiting: true}) {
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		}
		for topic, state := range record.Notices {
			if record.Key.AppID == n.AppID && len(state.Waiting) > 0 {
				n.waiting.add(slot{record.Key, topic}, state.SentAt.Add(n.interval()))
			}
		}
	}
	group := n.newGroup()
	defer func() { _ = group.Wait() }() // its functions return no error
	for {
		due, next, earlier := n.waiting.take(time.Now())
		for _, s := range due {
			group.Go(func() error {
				n.say(ctx, s, new(Result))
				return nil
			})
		}
		if len(due) > 0 {
			continue // starting to send took time
		}
		var timer <-chan time.Time
		if !next.IsZero() {
			timer = time.After(time.Until(next))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-timer:
		case <-earlier:
		}
	}
}
