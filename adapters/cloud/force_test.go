package cloud_test

import (
	"flag"
	"math/rand/v2"
	"testing"
)

// The tests by force have a short form, which always runs, and a long one:
//
//	go test ./adapters/cloud -run Force -v -long
var (
	long = flag.Bool("long", false, "run the long forms of the tests by force")
	seed = flag.Uint64("seed", 0, "what the faults of the tests by force are drawn from; 0 is another one each time")
)

// size chooses between the short and the long form of a test.
func size(short, longForm int) int {
	if *long {
		return longForm
	}
	return short
}

// newSeed returns what a test draws from, which the log of a test that fails names.
func newSeed(t *testing.T) uint64 {
	t.Helper()
	drawn := *seed
	if drawn == 0 {
		drawn = rand.Uint64()>>1 | 1
	}
	t.Logf("to see this again: -seed %d", drawn)
	return drawn
}
