package auth

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	refreshEarly    = 5 * time.Minute
	retryTokenAfter = 5 * time.Second
)

// accessToken is a token of the bot with its times.
type accessToken struct {
	value     string
	refreshAt time.Time
	expires   time.Time
}

// newAccessToken plans the refresh 5 minutes early, or halfway through for a token that lives less than 10.
func newAccessToken(value string, issued, expires time.Time) accessToken {
	early := min(refreshEarly, expires.Sub(issued)/2)
	return accessToken{value: value, refreshAt: expires.Add(-early), expires: expires}
}

// tokenCache keeps the current token of any kind of credentials and replaces it in time, one request at a time.
type tokenCache struct {
	fetch  func(context.Context) (accessToken, error)
	logger *slog.Logger

	mu      sync.Mutex
	token   accessToken
	lastErr error         // of the last fetch
	retryAt time.Time     // after a fetch that failed
	flight  chan struct{} // closed when the fetch in flight ends; nil while there is none
}

func newTokenCache(fetch func(context.Context) (accessToken, error), logger *slog.Logger) *tokenCache {
	return &tokenCache{fetch: fetch, logger: orDefault(logger)}
}

func (c *tokenCache) get(ctx context.Context) (string, error) {
	for {
		token, flight, err := c.current(ctx)
		if flight == nil {
			return token, err
		}
		select {
		case <-flight: // now there is a token or an error, unless this goroutine slept beyond its time
		case <-ctx.Done():
			return "", fmt.Errorf("auth: gave up waiting for an access token: %w", ctx.Err())
		}
	}
}

// current returns the token that lives now, else the fetch to wait for, else the last fetch's error. It starts a fetch
// when one is due.
func (c *tokenCache) current(ctx context.Context) (token string, flight <-chan struct{}, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if now.Before(c.token.refreshAt) {
		return c.token.value, nil, nil
	}
	if c.flight == nil && !now.Before(c.retryAt) {
		c.flight = make(chan struct{})
		// The fetch is shared: it must not end with the caller that happened to start it.
		go c.refresh(context.WithoutCancel(ctx))
	}
	switch {
	case now.Before(c.token.expires):
		return c.token.value, nil, nil
	case c.flight != nil:
		return "", c.flight, nil
	default:
		return "", nil, c.lastErr
	}
}

func (c *tokenCache) refresh(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	token, err := c.fetch(ctx)
	if err != nil {
		c.logger.WarnContext(ctx, "access token could not be fetched", "error", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		c.token = token
	} else {
		c.lastErr, c.retryAt = err, time.Now().Add(retryTokenAfter)
	}
	close(c.flight)
	c.flight = nil
}
