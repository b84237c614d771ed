package proactive

import (
	"context"
	"sync"
	"time"

	"github.com/convobot/convo/framework"
)

// slot is what waits for one recipient on one topic.
type slot struct {
	key   Key
	topic string
}

// waiting knows when what is held is due. The zero value is ready.
type waiting struct {
	mu   sync.Mutex
	due  map[slot]time.Time
	more chan struct{} // has an element when something was added
}

// add says when a slot is due, unless that is known already.
func (w *waiting) add(s slot, due time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.init()
	if _, known := w.due[s]; known {
		return
	}
	w.due[s] = due
	select {
	case w.more <- struct{}{}:
	default:
	}
}

func (w *waiting) init() {
	if w.due == nil {
		w.due, w.more = make(map[slot]time.Time), make(chan struct{}, 1)
	}
}

// take removes the slots that are due and returns them, and when the next one is due: zero if there is none.
func (w *waiting) take(now time.Time) (due []slot, next time.Time, more <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.init()
	for s, at := range w.due {
		switch {
		case !at.After(now):
			due = append(due, s)
			delete(w.due, s)
		case next.IsZero() || at.Before(next):
			next = at
		}
	}
	return due, next, w.more
}

// Run sends what is held when it is due, until ctx ends. It first reads from the store what was held before a restart.
// One Run for a store is enough; a second would do no harm. The error is the store's.
func (n *Notifier) Run(ctx context.Context) error {
	for record, err := range n.Store.All(ctx) {
		if err != nil {
			return err
		}
		for topic, state := range record.Notices {
			if record.Key.AppID == n.AppID && len(state.Waiting) > 0 {
				n.waiting.add(slot{record.Key, topic}, state.SentAt.Add(n.interval()))
			}
		}
	}
	for {
		due, next, more := n.waiting.take(time.Now())
		for _, s := range due {
			n.release(ctx, s)
		}
		if len(due) > 0 {
			continue // sending took time
		}
		var timer <-chan time.Time
		if !next.IsZero() {
			timer = time.After(time.Until(next))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-timer:
		case <-more:
		}
	}
}

// release sends what was held in a slot.
func (n *Notifier) release(ctx context.Context, s slot) {
	result := Result{Key: s.key, Outcome: Delivered}
	var claimed bundle
	err := n.Store.Update(ctx, s.key, func(r *Record) error {
		claimed = r.claimWaiting(s.topic, time.Now())
		result.ConversationID = r.Reference.Conversation.ID
		return nil
	})
	if err != nil {
		n.failed(ctx, &result, err)
		n.waiting.add(s, time.Now().Add(n.interval()))
		return
	}
	if len(claimed.notices) == 0 {
		return
	}
	if err := n.send(ctx, claimed, &result); err != nil {
		n.failed(ctx, &result, err)
		if framework.ClassOf(err) != framework.RetryLater {
			claimed = bundle{} // it would fail again
		}
		n.settle(ctx, s, claimed, err)
	}
}
