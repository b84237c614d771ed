package fake_test

import (
	"testing"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
)

// A world that is there for long forgets, and nothing in it is told twice.
func TestJoinsAWorldThatForgets(t *testing.T) {
	t.Parallel()
	simulated := world.New(world.Config{Keep: 10})
	before := fake.Join(t, simulated).Connect(newBot())
	for range 50 {
		before.Says("hi")
	}
	conv := fake.Join(t, simulated).Connect(newBot()).As("Zoe")
	conv.Says("hi").ExpectText("Echo: hi").ExpectNothing()
	for range 50 { // more than the world keeps, and nobody looks
		conv.As("Bob").Says("hi")
	}
	conv.ExpectNothing().Says("bye").ExpectText("Echo: bye").ExpectNothing()
}
