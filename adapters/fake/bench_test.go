package fake_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
)

// BenchmarkTurn is a person's message, the bot's answer through the connector, and the expectation, beside what encoding/json
// takes to read one message of Teams.
func BenchmarkTurn(b *testing.B) {
	b.Run("turn", func(b *testing.B) {
		b.ReportAllocs()
		conv := fake.New(b, newBot())
		for b.Loop() {
			conv.Says("hi").ExpectText("Echo: hi")
		}
	})
	b.Run("json", func(b *testing.B) {
		raw, err := os.ReadFile("../../framework/schema/testdata/playground-message-personal.json")
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			var message any
			require.NoError(b, json.Unmarshal(raw, &message))
		}
	})
}
