package fake_test

import (
	"testing"

	"github.com/convobot/convo/adapters/fake"
)

// BenchmarkTurn is a person's message, the bot's answer through the connector, and the expectation.
func BenchmarkTurn(b *testing.B) {
	b.ReportAllocs()
	conv := fake.New(b, newBot())
	for b.Loop() {
		conv.Says("hi").ExpectText("Echo: hi")
	}
}
