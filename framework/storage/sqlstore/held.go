package sqlstore

import (
	"maps"
	"math"
	"sync"
	"time"

	"github.com/convobot/convo/framework"
)

// held remembers the claims of the one process of a database that are not settled, and which keys the database has. The
// zero value is ready, and stays empty where there are several processes.
type held struct {
	mu     sync.Mutex
	claims map[string]heldClaim
	stored map[string]time.Time // until when; nil if that is not known
}

// maxStored is how many keys are remembered to be in the database. Of more, it is asked each time.
const maxStored = 200_000

// know says which keys the database has.
func (h *held) know(stored map[string]time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stored = stored
}

// store notes that the database has a key, until some time.
func (h *held) store(key string, until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.keep(key, until)
}

// keep is store, under the lock.
func (h *held) keep(key string, until time.Time) {
	if h.stored == nil {
		return
	}
	h.stored[key] = until
	if len(h.stored) > maxStored {
		h.stored = nil
	}
}

// forget forgets keys whose time is over.
func (h *held) forget(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	maps.DeleteFunc(h.stored, func(_ string, until time.Time) bool { return until.Before(now) })
}

type heldClaim struct {
	id        int64
	journaled bool // and stored
}

// take claims a key, unless it knows whose it is. It reports whether the database need not be asked.
func (h *held) take(c framework.Claim) (got framework.Claimed, known bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	other, known := h.claims[c.Key]
	switch {
	case !known:
		if h.claims == nil {
			h.claims = make(map[string]heldClaim)
		}
		h.claims[c.Key] = heldClaim{id: c.ID}
		_, stored := h.stored[c.Key]
		known = h.stored != nil && !stored
	case other.id != c.ID:
		got = framework.Claimed{State: framework.Running, Journaled: other.journaled}
	}
	return got, known
}

// has reports whether the claim is held.
func (h *held) has(c framework.Claim) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	other, known := h.claims[c.Key]
	return known && other.id == c.ID
}

// untilSettled is until when the database has the key of a claim that is stored and not settled.
func untilSettled() time.Time { return time.UnixMicro(math.MaxInt64) }

// journal notes that the claim is stored.
func (h *held) journal(c framework.Claim) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if other, known := h.claims[c.Key]; known && other.id == c.ID {
		h.claims[c.Key] = heldClaim{id: c.ID, journaled: true}
		h.keep(c.Key, untilSettled())
	}
}

// release forgets the claim.
func (h *held) release(c framework.Claim) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if other, known := h.claims[c.Key]; known && other.id == c.ID {
		delete(h.claims, c.Key)
	}
}
