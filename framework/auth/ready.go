package auth

import (
	"context"
	"errors"
	"time"
)

// Ready returns nil if there are signing keys to verify the channels' tokens with, also if they are not the latest. If
// there are none it has them fetched, as a token would. ctx bounds the wait, not the fetch. The error is an [*Error] of
// [RuleKeysUnavailable].
func (v *Validator) Ready(ctx context.Context) error { return v.channels.ready(ctx) }

func (s *keySource) ready(ctx context.Context) error {
	if s.hasKeys() {
		return nil
	}
	_, err := s.find(ctx, "") // no key has that id: it is asked for to have the keys fetched
	if e, ok := errors.AsType[*Error](err); ok && e.Rule == RuleKey {
		return nil
	}
	return err
}

func (s *keySource) hasKeys() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys != nil && time.Since(s.fetched) < keysKept
}
