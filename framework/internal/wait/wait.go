// Package wait waits no longer than anybody wants it to.
package wait

import (
	"context"
	"math/rand/v2"
	"time"
)

// For waits for d, or until ctx ends. It returns the cause of ctx's end, nil if ctx lives on.
func For(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return context.Cause(ctx)
}

// Upto waits for a time drawn at random, less than longest, so that those who were in each other's way do not meet again.
// It panics unless longest is more than 0. Its error is that of [For].
func Upto(ctx context.Context, longest time.Duration) error {
	return For(ctx, rand.N(longest)) //nolint:gosec // nothing depends on it being unpredictable
}
