package auth

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// How long keys are used, and how often an attempt to fetch them may be made.
const (
	keysFresh = 24 * time.Hour     // then they are fetched again before they are used
	keysKept  = 5 * 24 * time.Hour // then they are forgotten, if no fetch has succeeded

	retryWithoutKeys = 10 * time.Second
	retryStaleKeys   = 5 * time.Minute
	retryUnknownKey  = time.Hour

	fetchTimeout = 10 * time.Second
)

// keySource holds the signing keys that one OpenID metadata document names. It fetches them when they are asked for, one
// fetch at a time.
type keySource struct {
	metadata *url.URL
	client   *http.Client
	logger   *slog.Logger
	flight   singleflight.Group

	mu        sync.Mutex
	keys      map[string]*signingKey // by kid; replaced as a whole
	fetched   time.Time              // the last success
	attempted time.Time              // the last attempt's end
	lastErr   error                  // of the last attempt
}

// find returns the key with the id kid. The error is an [*Error] with RuleKey if it is not among the latest keys, and
// RuleKeysUnavailable if they could not be fetched.
func (s *keySource) find(ctx context.Context, kid string) (*signingKey, error) {
	key, due, err := s.lookup(kid)
	if !due {
		return key, err
	}
	done := s.flight.DoChan("", func() (any, error) {
		if _, due, _ := s.lookup(kid); due { // else another fetch has ended just now
			// The fetch is shared: it must not end with the request that happened to start it.
			s.refresh(context.WithoutCancel(ctx))
		}
		return nil, nil
	})
	select {
	case <-done:
		key, _, err = s.lookup(kid)
		return key, err
	case <-ctx.Done():
		return nil, refuse(RuleKeysUnavailable, "gave up waiting for the signing keys: %w", ctx.Err())
	}
}

// lookup returns what is known of kid without a fetch, and whether a fetch is due that may change the answer.
func (s *keySource) lookup(kid string) (key *signingKey, due bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	age := now.Sub(s.fetched)
	if age >= keysKept {
		s.keys = nil
	}
	key = s.keys[kid]
	var pause time.Duration
	switch {
	case s.keys == nil:
		pause = retryWithoutKeys
		err = refuse(RuleKeysUnavailable, "no signing keys: %w", s.lastErr)
	case key == nil && s.lastErr != nil: // it may be among the latest keys, which could not be had
		pause = retryWithoutKeys
		err = refuse(RuleKeysUnavailable, "no signing key that is at hand has the id %q, and the latest cannot be fetched: %w", clip(kid), s.lastErr)
	case key == nil:
		pause = retryUnknownKey
		if age >= keysFresh {
			pause = retryStaleKeys
		}
		err = refuse(RuleKey, "no signing key has the id %q", clip(kid))
	case age >= keysFresh:
		pause = retryStaleKeys
	default:
		return key, false, nil
	}
	return key, now.Sub(s.attempted) >= pause, err
}

// refresh fetches the keys once and keeps the old ones if that fails.
func (s *keySource) refresh(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	keys, err := fetchKeys(ctx, s.client, s.metadata)

	s.mu.Lock()
	s.attempted, s.lastErr = time.Now(), err
	if err == nil {
		s.keys, s.fetched = keys, s.attempted
	}
	kept := len(s.keys)
	s.mu.Unlock()

	if err != nil {
		s.logger.WarnContext(ctx, "signing keys could not be fetched", "error", err, "keys_kept", kept)
		return
	}
	s.logger.DebugContext(ctx, "signing keys fetched", "keys", kept)
}
