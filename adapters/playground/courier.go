package playground

import (
	"context"
	"sync"
	"time"
)

const (
	maxDeliveries = 64          // at one time
	maxUnderway   = 2000        // those that wait for their turn too
	orderLimit    = time.Second // how long one activity of a conversation waits for the answer to the one before
	endLimit      = 3 * time.Second
)

const (
	tooMany = "the bot is far behind: too much waits to be delivered to it, and this was not. Is it stopped in a debugger?"
	ending  = "the playground is ending"
)

// courier knows what is on its way to the bot: how much, in which order, and until when.
type courier struct {
	slots chan struct{} // one for each request under way

	mu       sync.Mutex
	closed   bool
	serial   int
	underway map[int]context.CancelFunc
	last     map[string]<-chan struct{} // by conversation; closed when what comes next may go
	running  sync.WaitGroup
}

func newCourier() *courier {
	return &courier{
		slots:    make(chan struct{}, maxDeliveries),
		underway: make(map[int]context.CancelFunc),
		last:     make(map[string]<-chan struct{}),
	}
}

// begin registers a delivery, which lasts until done is called. Its context outlives the page that asked for it. A
// problem says why there is none.
func (c *courier) begin(ctx context.Context) (delivery context.Context, done func(), problem string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return nil, nil, ending
	case len(c.underway) >= maxUnderway:
		return nil, nil, tooMany
	}
	delivery, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c.serial++
	serial := c.serial
	c.underway[serial] = cancel
	c.running.Add(1)
	return delivery, func() {
		cancel()
		c.mu.Lock()
		delete(c.underway, serial)
		c.mu.Unlock()
		c.running.Done()
	}, ""
}

// line puts a delivery behind the last one of its conversation, if it names one. It may go when before is closed; passed lets
// the next one go.
func (c *courier) line(conversation string) (before <-chan struct{}, passed func()) {
	nobody := make(chan struct{})
	close(nobody)
	if conversation == "" {
		return nobody, func() {}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	before, ok := c.last[conversation]
	if !ok {
		before = nobody
	}
	mine := make(chan struct{})
	c.last[conversation] = mine
	return before, sync.OnceFunc(func() {
		close(mine)
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.last[conversation] == (<-chan struct{})(mine) {
			delete(c.last, conversation)
		}
	})
}

// turn waits for the time of a delivery, until it may go, and until there is room for its request, which ends with free.
func (c *courier) turn(ctx context.Context, after time.Duration, before <-chan struct{}) (free func(), ok bool) {
	if after > 0 {
		later := time.NewTimer(after)
		defer later.Stop()
		select {
		case <-later.C:
		case <-ctx.Done():
			return nil, false
		}
	}
	select {
	case <-before:
	case <-ctx.Done():
		return nil, false
	}
	select {
	case c.slots <- struct{}{}:
		return func() { <-c.slots }, true
	case <-ctx.Done():
		return nil, false
	}
}

// end takes nothing more, waits a little for what is under way, and gives up the rest.
func (c *courier) end() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	giveUp := time.AfterFunc(endLimit, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, cancel := range c.underway {
			cancel()
		}
	})
	defer giveUp.Stop()
	c.running.Wait()
}
