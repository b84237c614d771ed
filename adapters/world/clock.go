package world

import (
	"time"

	"github.com/convobot/convo/framework/schema"
)

// Clock is where a world has the time from. It must be safe for concurrent use.
type Clock interface {
	Now() time.Time
	// After returns a channel that gets the time when d is over, as [time.After] does.
	After(d time.Duration) <-chan time.Time
}

// realClock is that of package time, which testing/synctest rules.
type realClock struct{}

func (realClock) Now() time.Time                         { return time.Now() }
func (realClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

func (w *World) now() schema.Time { return schema.NewTime(w.clock.Now().UTC()) }
