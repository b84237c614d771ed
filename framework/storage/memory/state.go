package memory

import (
	"bytes"
	"context"
	"log/slog"
	"strconv"
	"sync"

	"github.com/convobot/convo/framework/state"
)

// State is a [state.Storage] in memory. Create it with [NewState].
type State struct {
	mu      sync.Mutex
	items   map[string]state.Item
	version uint64 // of the latest change: the ETag it made
}

var _ state.Storage = (*State)(nil)

// NewState returns an empty storage. It warns, through logger, that the storage does not survive a restart; nil is
// slog.Default.
func NewState(logger *slog.Logger) *State {
	if logger == nil {
		logger = slog.Default()
	}
	logger.Warn("state is kept IN MEMORY ONLY: a restart forgets it")
	return &State{items: make(map[string]state.Item)}
}

// Read implements [state.Storage].
func (s *State) Read(ctx context.Context, keys ...string) (map[string]state.Item, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := make(map[string]state.Item, len(keys))
	for _, key := range keys {
		if item, ok := s.items[key]; ok {
			item.Value = bytes.Clone(item.Value)
			found[key] = item
		}
	}
	return found, nil
}

// Write implements [state.Storage].
func (s *State) Write(ctx context.Context, items map[string]state.Item) (map[string]string, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	for key, item := range items {
		if err := state.Check(key, item); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, item := range items {
		if item.ETag != state.AnyETag && item.ETag != s.items[key].ETag {
			return nil, &state.ConflictError{Key: key}
		}
	}
	etags := make(map[string]string, len(items))
	for key, item := range items {
		if len(item.Value) == 0 {
			delete(s.items, key)
			continue
		}
		s.version++
		etags[key] = strconv.FormatUint(s.version, 10)
		s.items[key] = state.Item{Value: bytes.Clone(item.Value), ETag: etags[key]}
	}
	return etags, nil
}

// Delete implements [state.Storage].
func (s *State) Delete(ctx context.Context, keys ...string) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range keys {
		delete(s.items, key)
	}
	return nil
}
