package main

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/samples/internal/items"
)

// Of the alerts so many are kept, and of one alert so many cards: at most some 20 KB each, and 500 bytes for each card.
const (
	maxAlerts = 1000
	maxCards  = 1000
)

// shown is an alert with its cards. It belongs to whoever [table.use] gave it to.
type shown struct {
	Alert    alert     `json:"alert"`
	Decision decision  `json:"decision,omitzero"` // the zero value until there is one
	HeardAt  time.Time `json:"heardAt"`           // when it was last said to fire
	Cards    []card    `json:"cards"`             // one in each place, at most maxCards
}

// card is the message that shows an alert in one place.
type card struct {
	Place     string                       `json:"place"`     // as of placeID
	Reference schema.ConversationReference `json:"reference"` // in a channel, of the message's thread
	ID        string                       `json:"id"`        // of the message
	Content   string                       `json:"content"`   // hash of what it shows
}

// table keeps the alerts that were shown. Of too many it forgets one that is resolved and has not changed for the longest
// time, or else one that fires, whose card then stays as it is.
//
// One process may use the storage: with two, each could post a card of the same alert before it knows of the other's.
type table struct {
	storage state.Storage
	limit   int

	mu   sync.Mutex
	used map[string]*turnstile // by the alert's id
	list sync.Mutex            // held by who changes the list
}

// turnstile lets one pass after the other.
type turnstile struct {
	people int // who pass, or wait to
	pass   chan struct{}
}

// alertKey is the key of an alert's item. Senders and buttons may have any text for an id, which a key may not be.
func alertKey(id string) string { return "alerts/alert/" + digest(id) }

// listKey is the item that lists the alerts.
const listKey = "alerts/list"

// listed is what the list says of an alert.
type listed struct {
	Firing  bool      `json:"firing,omitempty"`
	Changed time.Time `json:"changed"`
}

func newTable(storage state.Storage, limit int) *table {
	return &table{storage: storage, limit: limit, used: make(map[string]*turnstile)}
}

// use calls fn with an alert, and stores what fn makes of it, unless that is an error; nobody else uses it meanwhile. It
// reports whether the alert is known; one that is not is added if add is set, and stays if fn puts a card of it somewhere.
func (t *table) use(ctx context.Context, id string, add bool, fn func(*shown) error) (known bool, err error) {
	leave, err := t.enter(ctx, id)
	if err != nil {
		return false, err
	}
	defer leave()
	s, etag, err := items.Read[shown](ctx, t.storage, alertKey(id))
	if err != nil || etag == "" && !add {
		return false, err
	}
	before, err := json.Marshal(s)
	if err != nil {
		return true, err
	}
	if err := fn(&s); err != nil {
		return true, err
	}
	after, err := json.Marshal(s)
	if err != nil || string(after) == string(before) {
		return true, err
	}
	if len(s.Cards) == 0 {
		after = nil
	}
	return true, t.store(ctx, id, s.Alert.Firing, state.Item{Value: after, ETag: etag})
}

// enter waits until nobody else uses the alert.
func (t *table) enter(ctx context.Context, id string) (leave func(), err error) {
	t.mu.Lock()
	gate, ok := t.used[id]
	if !ok {
		gate = &turnstile{pass: make(chan struct{}, 1)}
		t.used[id] = gate
	}
	gate.people++
	t.mu.Unlock()
	left := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if gate.people--; gate.people == 0 {
			delete(t.used, id)
		}
	}
	select {
	case gate.pass <- struct{}{}:
		return func() { <-gate.pass; left() }, nil
	case <-ctx.Done():
		left()
		return nil, context.Cause(ctx)
	}
}

// store writes an alert, and lists it; one without a value is forgotten.
func (t *table) store(ctx context.Context, id string, firing bool, item state.Item) error {
	t.list.Lock()
	defer t.list.Unlock()
	return items.Update(ctx, t.storage, listKey, func(list *map[string]listed, alerts map[string]state.Item) error {
		alerts[alertKey(id)] = item
		if len(item.Value) == 0 {
			delete(*list, id)
			return nil
		}
		if *list == nil {
			*list = make(map[string]listed)
		}
		(*list)[id] = listed{Firing: firing, Changed: time.Now().UTC()}
		for len(*list) > t.limit {
			least := leastMissed(*list)
			delete(*list, least)
			alerts[alertKey(least)] = items.Removed()
		}
		return nil
	})
}

// leastMissed is the alert that is to be forgotten first.
func leastMissed(list map[string]listed) (id string) {
	for i, l := range list {
		if id == "" || l.before(list[id]) {
			id = i
		}
	}
	return id
}

// before reports whether l is forgotten before other.
func (l listed) before(other listed) bool {
	if l.Firing != other.Firing {
		return other.Firing
	}
	return l.Changed.Before(other.Changed)
}
