package sqlstore

import (
	"strings"
	"sync"
	"time"

	"github.com/convobot/convo/framework/internal/cache"
	"github.com/convobot/convo/framework/proactive"
)

const (
	recentWindow = 10 * time.Minute
	maxRecent    = 10_000 // records
	maxRecentLen = 4096   // bytes of a record's body; longer ones are not kept
)

// recent keeps the records that were loaded lately: those of the people who are talking to the bot are asked for in each
// of their turns. That is right only where nobody but this process writes, so only SQLite has one.
type recent struct {
	kept *cache.Cache[proactive.Record]

	mu     sync.Mutex
	writes uint64 // that have begun or ended
}

func newRecent() *recent { return &recent{kept: cache.New[proactive.Record](recentWindow, maxRecent)} }

// load returns what is kept of a record, or what read reads, with its size. That is kept if nothing was written
// meanwhile.
func (r *recent) load(key proactive.Key, read func() (found proactive.Record, size int, err error)) (proactive.Record, error) {
	name := recentName(key)
	if found, ok := r.kept.Get(name); ok {
		return found.Clone(), nil
	}
	r.mu.Lock()
	writes := r.writes
	r.mu.Unlock()
	found, size, err := read()
	if err != nil || size > maxRecentLen {
		return found, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.writes == writes {
		r.kept.Set(name, found.Clone(), recentWindow)
	}
	return found, nil
}

// writing forgets records that are about to be written, and again what was read of them while they were: the function
// that it returns is called when that is over.
func (r *recent) writing(keys ...proactive.Key) (over func()) {
	if r == nil {
		return func() {}
	}
	forget := func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.writes++
		for _, key := range keys {
			r.kept.Delete(recentName(key))
		}
	}
	forget()
	return forget
}

// recentName is a text that no other key has: ids have no U+0000.
func recentName(key proactive.Key) string {
	ids := parts(key)
	return strings.Join(ids[:], "\x00")
}
