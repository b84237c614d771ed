package main

import (
	"context"
	"sync"
	"time"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// maxAlerts is how many alerts are remembered: at most some 20 KB each, and 1 KB for each place that it is shown in.
const maxAlerts = 1000

// shown is an alert with its cards. It belongs to whoever [table.use] gave it to.
type shown struct {
	alert    alert
	decision decision  // the zero value until there is one
	heardAt  time.Time // when it was last said to fire
	cards    map[proactive.Key]card
}

// card is the message that shows an alert in one place.
type card struct {
	ref     schema.ConversationReference // in a channel, of the message's thread
	id      string                       // of the message
	content string                       // hash of what it shows
}

// table remembers the alerts that were shown. Of too many it forgets one that is resolved and was not touched for the
// longest time, or else one that fires, whose card then stays as it is.
type table struct {
	limit int

	mu      sync.Mutex
	entries map[string]*entry // by the alert's id
	now     int               // counts touches
}

type entry struct {
	shown

	inUse   chan struct{} // holds one token while the alert is used
	users   int           // who use it, or wait to
	touched int
}

func newTable(limit int) *table { return &table{limit: limit, entries: make(map[string]*entry)} }

// use calls fn with an alert; nobody else uses it meanwhile. It reports whether the alert is known; one that is not is
// added if add is set, and stays if fn puts a card of it somewhere.
func (t *table) use(ctx context.Context, id string, add bool, fn func(*shown) error) (known bool, err error) {
	e := t.take(id, add)
	if e == nil {
		return false, nil
	}
	defer t.release(id, e)
	select {
	case e.inUse <- struct{}{}:
		defer func() { <-e.inUse }()
	case <-ctx.Done():
		return true, context.Cause(ctx)
	}
	if e.alert.id == "" && !add { // whoever was to add it did not
		return false, nil
	}
	return true, fn(&e.shown)
}

func (t *table) take(id string, add bool) *entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	e, ok := t.entries[id]
	switch {
	case ok:
	case !add:
		return nil
	default:
		e = &entry{inUse: make(chan struct{}, 1)}
		e.cards = make(map[proactive.Key]card)
		t.entries[id] = e
	}
	e.users++
	return e
}

func (t *table) release(id string, e *entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e.users--
	t.now++
	e.touched = t.now
	if e.users == 0 && len(e.cards) == 0 {
		delete(t.entries, id)
	}
	for len(t.entries) > t.limit && t.forgetOne() {
	}
}

// forgetOne forgets the alert that is missed least, and reports whether there was one that nobody uses.
func (t *table) forgetOne() bool {
	var id string
	var least *entry
	for i, e := range t.entries {
		if e.users == 0 && (least == nil || e.before(least)) {
			id, least = i, e
		}
	}
	if least != nil {
		delete(t.entries, id)
	}
	return least != nil
}

// before reports whether e is forgotten before other.
func (e *entry) before(other *entry) bool {
	if e.alert.firing != other.alert.firing {
		return other.alert.firing
	}
	return e.touched < other.touched
}
