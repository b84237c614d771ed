package main

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/convobot/convo/framework"
)

// lines keep those in order who are busy with the same poll at the same time, in this process: a line for each poll
// that somebody is busy with. It is safe for concurrent use.
type lines struct {
	mu   sync.Mutex
	open map[string]*line // by the poll's id
}

// line is of one poll.
type line struct {
	polls  *polls
	id     string // of the poll
	people int    // who stand in it

	changing chan struct{} // held by who changes the poll: a crowd would be in its own way at the storage
	changed  atomic.Int64  // the number of the last change that was made in this line

	updating chan struct{} // held by who updates the message
	tried    int           // changes that an update of the message had in it
}

// enter stands in a poll's line until leave is called.
func (s *polls) enter(id string) (l *line, leave func()) {
	s.lines.mu.Lock()
	defer s.lines.mu.Unlock()
	l, ok := s.lines.open[id]
	if !ok {
		if s.lines.open == nil {
			s.lines.open = make(map[string]*line)
		}
		l = &line{polls: s, id: id, changing: make(chan struct{}, 1), updating: make(chan struct{}, 1)}
		s.lines.open[id] = l
	}
	l.people++
	return l, func() {
		s.lines.mu.Lock()
		defer s.lines.mu.Unlock()
		if l.people--; l.people == 0 {
			delete(s.lines.open, id)
		}
	}
}

// hold takes one of a line's channels, until release is called.
func hold(ctx context.Context, slot chan struct{}) (release func(), err error) {
	select {
	case slot <- struct{}{}:
		return func() { <-slot }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// change changes the poll and returns it; see [polls.change].
func (l *line) change(ctx context.Context, change func(*poll) error) (*poll, error) {
	release, err := hold(ctx, l.changing)
	if err != nil {
		return nil, err
	}
	defer release()
	p, err := l.polls.change(ctx, l.id, change)
	if err == nil {
		l.changed.Store(int64(p.Changes))
	}
	return p, err
}

// update shows everyone the poll as it is, with the change of that number in it.
//
// Updates of one poll are sent one after the other, each with all that has changed until then: however many vote at
// once, the last update shows every vote, and each voter waits for two at most, the one under way and the next. That
// next one is not tried again by those who waited for it, so that a channel which refuses is not asked by each of them;
// the next change is.
//
// Another process may send one with less in it, which arrives later. So whoever has sent one looks whether it shows all,
// and sends another if it does not, unless somebody in this line is about to.
func (l *line) update(ctx context.Context, turn *framework.TurnContext, change int) error {
	release, err := hold(ctx, l.updating)
	if err != nil {
		return err
	}
	defer release()
	if l.tried >= change {
		return nil
	}
	p, err := l.polls.find(ctx, l.id)
	for err == nil && p != nil && p.MessageID != "" && p.Changes > l.tried {
		l.tried = p.Changes
		a := p.activity()
		a.ID = p.MessageID
		if _, err := turn.UpdateActivity(ctx, a); err != nil {
			return err
		}
		if int(l.changed.Load()) > l.tried {
			return nil
		}
		p, err = l.polls.find(ctx, l.id)
	}
	return err
}
