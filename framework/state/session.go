package state

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"

	"github.com/convobot/convo/framework"
)

// session is a turn's view of the state: what it has read stays as it was read, and what it changes is stored once.
type session struct {
	state *State
	turn  *framework.TurnContext

	mu    sync.Mutex
	items map[*Scope]*item // those that are loaded
	ended bool
}

// use calls do with the scope's item, alone.
func (s *session) use(ctx context.Context, scope *Scope, do func(*item) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return ErrTurnEnded
	}
	if err := s.load(ctx, scope); err != nil {
		return err
	}
	it := s.items[scope]
	if it.err != nil {
		return it.err
	}
	return do(it)
}

// load reads the scope, and with it at once the others that are in use.
func (s *session) load(ctx context.Context, scope *Scope) error {
	if s.items[scope] != nil {
		return nil
	}
	wanted := s.state.scopes()
	if !slices.Contains(wanted, scope) {
		wanted = append(wanted, scope)
	}
	items := make(map[*Scope]*item, len(wanted))
	var keys []string
	for _, scope := range wanted {
		if loaded := s.items[scope]; loaded != nil {
			items[scope] = loaded
			continue
		}
		key, err := scope.Key(s.turn)
		items[scope] = &item{scope: scope, key: key.String(), err: err}
		if err == nil {
			keys = append(keys, key.String())
		}
	}
	stored, err := s.state.storage.Read(ctx, keys...)
	if err != nil {
		return err
	}
	for scope, it := range items {
		if s.items[scope] == nil && it.err == nil {
			_ = it.take(stored[it.key]) // the error is for those who use the scope
		}
	}
	s.items = items
	return nil
}

// pending are properties, by item and name.
type pending map[*item]map[string]json.RawMessage

// save stores what was changed, all or nothing. When others have changed something else in the same items, it takes that
// over and tries again.
func (s *session) save(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store(ctx)
}

// saveLast saves and ends the view in one: what a goroutine changed in between would be lost, and nobody would know.
func (s *session) saveLast(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	return s.store(ctx)
}

// store is save for whoever has the lock.
func (s *session) store(ctx context.Context) error {
	changes := make(pending)
	for _, it := range s.items {
		changed, err := it.changes()
		if err != nil {
			return err
		}
		if len(changed) > 0 {
			changes[it] = changed
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return persist(ctx, func(try int) (outrun bool, err error) {
		if try > 1 {
			if err := s.refresh(ctx, changes); err != nil {
				return false, err
			}
		}
		return s.write(ctx, changes)
	})
}

// write stores the changes on top of what the items are known to hold, and reports whether another was faster.
func (s *session) write(ctx context.Context, changes pending) (outrun bool, err error) {
	items := make(map[string]Item, len(changes))
	after := make(pending, len(changes))
	for it, changed := range changes {
		if after[it], err = it.with(changed); err != nil {
			return false, err
		}
		value, err := itemOf(it.key, after[it])
		if err != nil {
			return false, err
		}
		items[it.key] = Item{Value: value, ETag: it.etag}
	}
	etags, err := s.state.storage.Write(ctx, items)
	if err != nil {
		return errors.Is(err, ErrConflict), err
	}
	for it, changed := range changes {
		it.stored(etags[it.key], after[it], changed)
	}
	return false, nil
}

// refresh reads again what the items hold.
func (s *session) refresh(ctx context.Context, changes pending) error {
	var keys []string
	for it := range changes {
		keys = append(keys, it.key)
	}
	stored, err := s.state.storage.Read(ctx, keys...)
	if err != nil {
		return err
	}
	for it := range changes {
		if err := it.take(stored[it.key]); err != nil {
			return err
		}
	}
	return nil
}

// end ends the view: what is changed later would not be saved.
func (s *session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
}

func (s *session) isOver() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ended
}

// forget notes that nothing is stored in the scope any more.
func (s *session) forget(scope *Scope) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if it := s.items[scope]; it != nil {
		s.items[scope] = &item{scope: scope, key: it.key}
	}
}

// refuseUnsaved returns [ErrUnsaved] if the turn has changed a property and not saved it. Of a turn that has ended, what was not
// saved is lost already.
func (s *session) refuseUnsaved(scope *Scope, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	it := s.items[scope]
	if s.ended || it == nil || it.touched[name] == nil {
		return nil
	}
	_, changed, err := it.change(name)
	if changed && err == nil {
		err = ErrUnsaved
	}
	return err
}

// adopt takes over what an update found or stored of a property.
func (s *session) adopt(scope *Scope, name string, stored json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if it := s.items[scope]; it != nil && it.err == nil {
		it.adopt(name, stored)
	}
}
