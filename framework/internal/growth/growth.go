// Package growth tells work that grows with its input from work that grows with its square, for tests.
package growth

import (
	"math"
	"testing"
	"time"
)

const (
	factor   = 16 // between the sizes that are compared
	limit    = 9  // linear work on factor times the input takes about as long as factor times the work; quadratic, factor times as long
	attempts = 10
	enough   = 3 // attempts before one of the times can be believed
)

// Linear fails the test if the work on an input of that size takes far longer than its size explains, compared with
// sixteen times the work on an input of a sixteenth. prepare makes the input and returns the work on it, which runs several
// times.
//
// It compares times of one process and sets no bound of its own, so a slow machine changes nothing. A busy one may disturb an
// attempt, so the best of several count.
func Linear(tb testing.TB, size int, prepare func(size int) (work func())) {
	tb.Helper()
	small, large := prepare(size/factor), prepare(size)
	bestSmall, bestLarge := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	for i := range attempts {
		bestSmall = min(bestSmall, timed(small, factor))
		bestLarge = min(bestLarge, timed(large, 1))
		if i+1 >= enough && bestLarge < limit*bestSmall {
			return
		}
	}
	tb.Errorf("work on an input of %d takes %s, and on a sixteenth of it, sixteen times, %s", size, bestLarge, bestSmall)
}

func timed(work func(), times int) time.Duration {
	started := time.Now()
	for range times {
		work()
	}
	return time.Since(started)
}
