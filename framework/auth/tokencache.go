package auth

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

const (
	refreshEarly    = 5 * time.Minute
	retryTokenAfter = 5 * time.Second
	dropAgainAfter  = time.Minute

	// A longer life is not believed: nothing issues such tokens, and who could make one up could keep it in use.
	maxTokenLifetime = 24 * time.Hour
)

// accessToken is a token of the bot with its times.
type accessToken struct {
	value     string
	refreshAt time.Time
	expires   time.Time
}

// newAccessToken checks what a service answered and plans the refresh 5 minutes early, or halfway through for a token that
// lives less than 10. The error is a [*TokenError].
func newAccessToken(value string, asked, expires time.Time) (accessToken, error) {
	if value == "" || len(value) > maxToken || strings.ContainsFunc(value, notVisible) || !expires.After(asked) {
		return accessToken{}, &TokenError{Err: errNoBearerToken}
	}
	lifetime := min(expires.Sub(asked), maxTokenLifetime)
	expires = asked.Add(lifetime)
	early := min(refreshEarly, lifetime/2)
	return accessToken{value: value, refreshAt: expires.Add(-early), expires: expires}, nil
}

// notVisible reports whether r cannot be part of a token in a header.
func notVisible(r rune) bool { return r <= ' ' || r > '~' }

// tokenCache keeps the current token of any kind of credentials and replaces it in time, one request at a time.
type tokenCache struct {
	fetch  func(context.Context) (accessToken, error)
	logger *slog.Logger

	mu      sync.Mutex
	token   accessToken
	refused bool          // the channel did not accept token; ends with the next fetch
	dropAt  time.Time     // when the next refusal counts
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
	if now.Before(c.token.refreshAt) && !c.refused {
		return c.token.value, nil, nil
	}
	if c.flight == nil && !now.Before(c.retryAt) {
		c.flight = make(chan struct{})
		// The fetch is shared: it must not end with the caller that happened to start it.
		go c.refresh(context.WithoutCancel(ctx))
	}
	switch {
	case now.Before(c.token.expires) && !c.refused:
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
	token, err := c.ask(ctx)
	if err != nil {
		c.logger.WarnContext(ctx, "access token could not be fetched", "error", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refused = false // a token that nothing replaced may serve for others who are asked
	if err == nil {
		c.token = token
	} else {
		c.lastErr, c.retryAt = err, time.Now().Add(retryTokenAfter)
	}
	close(c.flight)
	c.flight = nil
}

// ask fetches a token. Part of that may be the program's own, a [ClientCredentialsConfig] says, and its panic would end the
// process: no handler's goroutine is here. The panic's value is not repeated, for it may be anything.
func (c *tokenCache) ask(ctx context.Context) (token accessToken, err error) {
	defer func() {
		if recover() != nil {
			c.logger.ErrorContext(ctx, "a source of tokens or certificates panicked", "stack", string(debug.Stack()))
			token, err = accessToken{}, &TokenError{Err: errPanicked}
		}
	}()
	return c.fetch(ctx)
}

// drop has the next call of get fetch another token, unless that was done a short while ago: a channel that accepts no
// token must not make the bot ask for one at every message.
func (c *tokenCache) drop(token string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if token != c.token.value || now.Before(c.dropAt) || now.Before(c.retryAt) {
		return
	}
	c.refused, c.dropAt = true, now.Add(dropAgainAfter)
}
