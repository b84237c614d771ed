package proactive

import (
	"crypto/sha256"
	"strings"
	"time"

	"github.com/convobot/convo/framework/internal/cache"
)

const (
	latelyPause = time.Minute // for which what was looked up is not looked up again
	maxLately   = 10_000      // that are known to have been looked up
)

// lately spares turns what would be read in each of them, and hardly ever says anything new.
type lately struct{ done *cache.Cache[struct{}] }

func newLately() lately { return lately{cache.New[struct{}](latelyPause, maxLately)} }

// unless calls do, unless it was called with the same name within the last minute and said that it need not be called
// again.
func (l lately) unless(name []string, do func() (done bool, err error)) error {
	sum := sha256.Sum256([]byte(strings.Join(name, "\n"))) // what is kept must not be as long as a sender may write
	key := string(sum[:])
	if _, done := l.done.Get(key); done {
		return nil
	}
	done, err := do()
	if done && err == nil {
		l.done.Set(key, struct{}{}, latelyPause)
	}
	return err
}
