package memory

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Inbox is a [framework.Inbox] in memory, for tests: what it keeps does not outlive the process, but engines may die
// and share it, as processes do a database. Create it with [NewInbox].
type Inbox struct {
	shared *inbox
	dead   bool // guarded by shared.mu
}

var _ framework.Inbox = (*Inbox)(nil)

// inbox is what several share.
type inbox struct {
	mu      sync.Mutex
	claims  map[string]*claim
	entries map[int64]*entry
}

type claim struct {
	framework.Claimed
	id    int64
	owner *Inbox
	until time.Time // of one that is done
}

type entry struct {
	framework.Entry
	activity []byte // in JSON, so that nobody shares it
	owner    *Inbox // nil if it has none
	due      time.Time
}

// NewInbox returns an empty inbox.
func NewInbox() *Inbox {
	return &Inbox{shared: &inbox{claims: make(map[string]*claim), entries: make(map[int64]*entry)}}
}

// Replica returns an inbox on the same memory, as another process of the bot has it.
func (s *Inbox) Replica() *Inbox { return &Inbox{shared: s.shared} }

var errKilled = errors.New("memory: the inbox was killed")

// Kill makes all that the inbox has claimed that of a dead process. It can do nothing more.
func (s *Inbox) Kill() {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	s.dead = true
}

// Claim implements [framework.Inbox].
func (s *Inbox) Claim(_ context.Context, c framework.Claim) (framework.Claimed, error) {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	if s.dead {
		return framework.Claimed{}, errKilled
	}
	s.shared.purge(time.Now())
	held := s.shared.claims[c.Key]
	switch {
	case held == nil, held.State == framework.Running && held.owner.dead && !held.Journaled:
		s.shared.claims[c.Key] = &claim{Claimed: framework.Claimed{State: framework.Running}, id: c.ID, owner: s}
		return framework.Claimed{}, nil
	case held.id == c.ID && held.State == framework.Running:
		return framework.Claimed{}, nil
	}
	got := held.Claimed
	got.Answer = bytes.Clone(got.Answer)
	return got, nil
}

// purge forgets what is over. There is little in a test.
func (s *inbox) purge(now time.Time) {
	for key, c := range s.claims {
		if c.State == framework.Done && !now.Before(c.until) {
			delete(s.claims, key)
		}
	}
	aside := s.setAside()
	for i, e := range aside {
		if len(aside)-i > framework.SetAsideLimit || now.Sub(e.SetAside) >= framework.SetAsideRetention {
			delete(s.entries, e.ID)
		}
	}
}

// setAside lists what was set aside, the longest there first.
func (s *inbox) setAside() []*entry {
	var list []*entry
	for _, e := range s.entries {
		if !e.SetAside.IsZero() {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b *entry) int {
		return cmp.Or(a.SetAside.Compare(b.SetAside), a.Received.Compare(b.Received), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// Settle implements [framework.Inbox].
func (s *Inbox) Settle(_ context.Context, ended ...framework.Settlement) error {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	if s.dead {
		return errKilled
	}
	now := time.Now()
	for _, e := range ended {
		if s.settleEntry(e, now) {
			s.shared.settleClaim(e, now)
		}
	}
	return nil
}

// settleEntry reports whether the claim is to be settled too.
func (s *Inbox) settleEntry(e framework.Settlement, now time.Time) bool {
	kept := s.shared.entries[e.ID]
	if !e.Journaled || kept == nil {
		return true
	}
	if e.Ending == framework.EndDone { // whoever would have run it next
		delete(s.shared.entries, e.ID)
		return true
	}
	if kept.owner != s {
		return false
	}
	kept.owner, kept.Error = nil, e.Error
	if e.Ending == framework.EndSetAside {
		kept.SetAside = now
	} else {
		kept.due = now.Add(e.After)
	}
	return true
}

func (s *inbox) settleClaim(e framework.Settlement, now time.Time) {
	held := s.claims[e.Key]
	if held == nil || held.id != e.ID {
		return
	}
	switch e.Ending {
	case framework.EndReleased:
		if held.State == framework.Running {
			delete(s.claims, e.Key)
		}
	case framework.EndDone, framework.EndSetAside:
		held.Claimed = framework.Claimed{State: framework.Done, Answer: bytes.Clone(e.Answer)}
		held.until = now.Add(e.Keep)
	case framework.EndLater: // it stays
	}
}

// Journal implements [framework.Inbox].
func (s *Inbox) Journal(_ context.Context, e framework.Entry) error {
	activity, err := json.Marshal(e.Activity)
	if err != nil {
		return err
	}
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	if s.dead {
		return errKilled
	}
	if e.Key != "" {
		held := s.shared.claims[e.Key]
		if held == nil || held.id != e.ID || held.State != framework.Running {
			return framework.ErrClaimLost
		}
		held.Journaled = true
	}
	if s.shared.entries[e.ID] == nil {
		e.Activity = nil
		s.shared.entries[e.ID] = &entry{Entry: e, activity: activity, owner: s, due: time.Now()}
	}
	return nil
}

// Attempt implements [framework.Inbox].
func (s *Inbox) Attempt(_ context.Context, id int64) error {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	if s.dead {
		return errKilled
	}
	e := s.shared.entries[id]
	if e == nil || e.owner != s {
		return framework.ErrClaimLost
	}
	e.Attempts++
	return nil
}

// Recover implements [framework.Inbox].
func (s *Inbox) Recover(_ context.Context, appID string, limit int) ([]framework.Entry, error) {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	if s.dead {
		return nil, errKilled
	}
	now := time.Now()
	var list []framework.Entry
	elsewhere := make(map[string]bool) // conversations that another process works on
	for _, e := range s.shared.inOrder() {
		switch {
		case !e.SetAside.IsZero() || e.Identity.AppID != appID:
		case e.owner != nil && !e.owner.dead:
			elsewhere[e.Conversation] = elsewhere[e.Conversation] || e.owner != s
		case !e.due.After(now) && !elsewhere[e.Conversation] && len(list) < limit:
			e.owner = s
			list = append(list, e.read())
		}
	}
	return list, nil
}

func (s *inbox) inOrder() []*entry {
	list := make([]*entry, 0, len(s.entries))
	for _, e := range s.entries {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b *entry) int { return cmp.Or(a.Received.Compare(b.Received), cmp.Compare(a.ID, b.ID)) })
	return list
}

// read returns the entry for a caller to keep.
func (e *entry) read() framework.Entry {
	out := e.Entry
	out.Activity = new(schema.Activity)
	_ = json.Unmarshal(e.activity, out.Activity) // it was an activity
	return out
}

// AllSetAside implements [framework.Inbox].
func (s *Inbox) AllSetAside(ctx context.Context) iter.Seq2[framework.Entry, error] {
	return func(yield func(framework.Entry, error) bool) {
		for _, e := range s.setAside() {
			if err := ctx.Err(); err != nil {
				yield(framework.Entry{}, err)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (s *Inbox) setAside() []framework.Entry {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	s.shared.purge(time.Now())
	var list []framework.Entry
	for _, e := range s.shared.setAside() {
		list = append(list, e.read())
	}
	return list
}

// CountSetAside implements [framework.Inbox].
func (s *Inbox) CountSetAside(context.Context) (int, error) { return len(s.setAside()), nil }

// Retry implements [framework.Inbox].
func (s *Inbox) Retry(_ context.Context, id int64) error {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	if s.dead {
		return errKilled
	}
	e := s.shared.entries[id]
	if e == nil || e.SetAside.IsZero() {
		return framework.ErrNotSetAside
	}
	e.SetAside, e.Attempts, e.Error, e.due = time.Time{}, 0, "", time.Now()
	return nil
}

// Delete implements [framework.Inbox].
func (s *Inbox) Delete(_ context.Context, id int64) error {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	if s.dead {
		return errKilled
	}
	e := s.shared.entries[id]
	if e == nil || e.SetAside.IsZero() {
		return framework.ErrNotSetAside
	}
	delete(s.shared.entries, id)
	return nil
}
