package sqlstore_test

import (
	"flag"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// Some tests have a short form, which always runs, and a long one:
//
//	go test ./framework/storage/sqlstore -run Force -v -long
var (
	long = flag.Bool("long", false, "run the long forms of the tests by force")
	seed = flag.Uint64("seed", 0, "what the tests by force draw from; 0 is another one each time")
)

// How long tests wait for what happens in another goroutine.
const (
	maxWait = time.Minute
	tick    = time.Millisecond
)

func TestMain(m *testing.M) {
	if task := os.Getenv(childVariable); task != "" {
		os.Exit(child(task))
	}
	goleak.VerifyTestMain(m)
}

// size chooses between the short and the long form of a test.
func size(short, longForm int) int {
	if *long {
		return longForm
	}
	return short
}

// newRandom returns what a test draws from. The log of a test that fails says how to see it again.
func newRandom(t *testing.T) *rand.Rand {
	t.Helper()
	drawn := *seed
	if drawn == 0 {
		drawn = rand.Uint64()>>1 | 1
	}
	t.Logf("to see this again: -seed %d", drawn)
	return rand.New(rand.NewPCG(drawn, 0))
}
