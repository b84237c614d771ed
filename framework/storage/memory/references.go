// Package memory keeps what a bot remembers in memory, for tests and small bots: a restart forgets everything.
package memory

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"github.com/convobot/convo/framework/proactive"
)

// References is a [proactive.Store] in memory. Create it with [NewReferences].
type References struct {
	mu      sync.Mutex
	records map[proactive.Key]proactive.Record
}

var _ proactive.Store = (*References)(nil)

// NewReferences returns an empty store. It warns, through logger, that the store does not survive a restart; nil is
// slog.Default.
func NewReferences(logger *slog.Logger) *References {
	if logger == nil {
		logger = slog.Default()
	}
	logger.Warn("conversation references are kept IN MEMORY ONLY: " +
		"a restart forgets them, and the bot cannot speak first until people write to it again")
	return &References{records: make(map[proactive.Key]proactive.Record)}
}

// Load implements [proactive.Store].
func (s *References) Load(_ context.Context, key proactive.Key) (proactive.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.records[key]
	if !ok {
		return proactive.Record{}, proactive.ErrNotFound
	}
	return clone(r), nil
}

// Update implements [proactive.Store].
func (s *References) Update(_ context.Context, key proactive.Key, change func(*proactive.Record) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := clone(s.records[key])
	r.Key = key
	if err := change(&r); err != nil {
		return err
	}
	r.Key = key
	s.records[key] = clone(r)
	return nil
}

// Delete implements [proactive.Store].
func (s *References) Delete(_ context.Context, key proactive.Key) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.records, key)
	return nil
}

// All implements [proactive.Store].
func (s *References) All(ctx context.Context) iter.Seq2[proactive.Record, error] {
	return func(yield func(proactive.Record, error) bool) {
		s.mu.Lock()
		keys := slices.SortedFunc(maps.Keys(s.records), proactive.Key.Compare)
		s.mu.Unlock()
		for _, key := range keys {
			if err := ctx.Err(); err != nil {
				yield(proactive.Record{}, err)
				return
			}
			r, err := s.Load(ctx, key)
			if err != nil {
				continue // deleted meanwhile
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// clone copies what a record would share with others.
func clone(r proactive.Record) proactive.Record {
	r.Attributes = maps.Clone(r.Attributes)
	r.Preferences.Topics = slices.Clone(r.Preferences.Topics)
	r.Preferences.OptedOut = maps.Clone(r.Preferences.OptedOut)
	r.Notices = maps.Clone(r.Notices)
	for topic, state := range r.Notices {
		state.Waiting = slices.Clone(state.Waiting)
		for i := range state.Waiting {
			state.Waiting[i].Body = bytes.Clone(state.Waiting[i].Body)
		}
		r.Notices[topic] = state
	}
	ref := &r.Reference
	for _, extra := range []*map[string]json.RawMessage{&ref.Extra, &ref.User.Extra, &ref.Bot.Extra, &ref.Conversation.Extra} {
		*extra = maps.Clone(*extra)
		for name, value := range *extra {
			(*extra)[name] = bytes.Clone(value)
		}
	}
	return r
}
