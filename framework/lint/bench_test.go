package lint_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/lint"
	"github.com/convobot/convo/framework/schema"
)

// BenchmarkCheck checks a plain message of Teams, and for comparison reads it.
func BenchmarkCheck(b *testing.B) {
	raw, err := os.ReadFile("../schema/testdata/playground-message-personal.json")
	require.NoError(b, err)
	var received schema.Activity
	require.NoError(b, received.UnmarshalJSON(raw))
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var a schema.Activity
			_ = a.UnmarshalJSON(raw)
		}
	})
	b.Run("text", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			lint.CheckJSON(raw, in)
		}
	})
	b.Run("activity", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			lint.Check(&received, in)
		}
	})
	b.Run("answer", func(b *testing.B) {
		a := &schema.Activity{Type: schema.TypeMessage, Text: "Hello", From: schema.ChannelAccount{ID: "bot"}, Conversation: schema.ConversationAccount{ID: "c"}}
		b.ReportAllocs()
		for b.Loop() {
			lint.Check(a, out)
		}
	})
}
