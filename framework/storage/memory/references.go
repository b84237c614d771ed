// Package memory keeps what a bot remembers in memory, for tests and small bots: a restart forgets everything.
package memory

import (
	"context"
	"errors"
	"fmt"
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
	return r.Clone(), nil
}

// Update implements [proactive.Store].
func (s *References) Update(_ context.Context, key proactive.Key, change func(*proactive.Record) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.changed(key, change)
	if errors.Is(err, proactive.ErrSkip) {
		return nil
	}
	if err != nil {
		return err
	}
	s.records[key] = r
	return nil
}

// UpdateAll implements [proactive.Store].
func (s *References) UpdateAll(_ context.Context, keys []proactive.Key, change func(*proactive.Record) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	records := make(map[proactive.Key]proactive.Record, len(keys))
	seen := make(map[proactive.Key]bool, len(keys))
	for _, key := range keys {
		if seen[key] {
			return fmt.Errorf("memory: update of several records: the key %+v is there twice", key)
		}
		seen[key] = true
		r, err := s.changed(key, change)
		if errors.Is(err, proactive.ErrSkip) {
			continue
		}
		if err != nil {
			return err
		}
		records[key] = r
	}
	maps.Copy(s.records, records)
	return nil
}

// changed returns what change makes of a record, under the lock.
func (s *References) changed(key proactive.Key, change func(*proactive.Record) error) (proactive.Record, error) {
	r := s.records[key].Clone()
	r.Key = key
	if err := change(&r); err != nil {
		return proactive.Record{}, err
	}
	r.Key = key
	return r.Clone(), nil
}

// Delete implements [proactive.Store].
func (s *References) Delete(_ context.Context, key proactive.Key) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.records, key)
	return nil
}

// All implements [proactive.Store].
func (s *References) All(ctx context.Context, filter proactive.Filter) iter.Seq2[proactive.Record, error] {
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
			if err != nil || !filter.Includes(r) {
				continue // deleted meanwhile, or of no interest
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}
