// Package cache is a bounded cache whose entries expire.
//
// It wraps patrickmn/go-cache, which frees the memory of an expired entry only by a background sweep and knows no
// limit. Here entries live in two generations and memory is freed by dropping the older one as a whole, so that
// there is no goroutine to own and no entry to look for.
package cache

import (
	"sync"
	"time"

	gocache "github.com/patrickmn/go-cache"
)

// Cache maps strings to values for a limited time. Create it with [New]; it is safe for concurrent use.
type Cache[V any] struct {
	window time.Duration
	half   int // the most entries of one generation

	mu       sync.RWMutex
	current  *gocache.Cache // takes every new entry
	previous *gocache.Cache // only read, until the next rotation drops it
	born     time.Time      // when current was started
}

// New returns an empty cache that keeps no entry longer than window and never more than limit entries; a limit
// below 2 counts as 2. Within the limit an entry is served for exactly the time given to [Cache.Set]. Beyond it the
// oldest half goes at once, so that the cap never costs a search.
func New[V any](window time.Duration, limit int) *Cache[V] {
	return &Cache[V]{
		window:   window,
		half:     max(limit/2, 1),
		current:  newGeneration(),
		previous: newGeneration(),
		born:     time.Now(),
	}
}

// newGeneration passes a cleanup interval of 0: go-cache then starts no goroutine.
func newGeneration() *gocache.Cache { return gocache.New(gocache.NoExpiration, 0) }

// Get returns the value stored under key and whether there is one that still lives.
func (c *Cache[V]) Get(key string) (V, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	item, ok := c.current.Get(key)
	if !ok {
		item, ok = c.previous.Get(key)
	}
	value, _ := item.(V) // only a V is ever stored; a nil interface asserts to the zero V
	return value, ok
}

// Set stores v under key for ttl, at most the cache's window, in place of what was there. A ttl of zero or less
// stores nothing and removes what was there.
func (c *Cache[V]) Set(key string, v V, ttl time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// An older entry must not come back to light when this one, which may live shorter, has expired. Removing it
	// before the generation is measured also lets an entry be replaced without pushing out others.
	c.remove(key)
	// go-cache serves an entry up to and including the instant it expires at, and takes 0 for "forever".
	ttl = min(ttl, c.window) - 1
	if ttl <= 0 {
		return
	}
	c.rotate()
	c.current.Set(key, v, ttl)
}

// Delete removes the entry stored under key, if any.
func (c *Cache[V]) Delete(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remove(key)
}

// Len returns the number of entries held in memory, expired ones included. It never exceeds the cache's limit.
func (c *Cache[V]) Len() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.current.ItemCount() + c.previous.ItemCount()
}

func (c *Cache[V]) remove(key string) {
	c.current.Delete(key)
	c.previous.Delete(key)
}

// rotate drops the previous generation when the current one is full or as old as the window. In the second case
// nothing alive is lost: the previous generation took its last entry before the current one was born.
func (c *Cache[V]) rotate() {
	now := time.Now()
	if c.current.ItemCount() < c.half && now.Sub(c.born) < c.window {
		return
	}
	c.previous, c.current, c.born = c.current, newGeneration(), now
}
