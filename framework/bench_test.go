package framework_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/convobot/convo/framework"
)

// BenchmarkEngineProcess is what the engine adds to a handler that does nothing, for new messages of one
// conversation, and for messages that were answered already.
func BenchmarkEngineProcess(b *testing.B) {
	handler := nothing()
	run := func(b *testing.B, e *framework.Engine, id string) {
		b.Helper()
		if _, err := e.Process(context.Background(), nil, message(id), handler); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		var e framework.Engine
		n := 0
		for b.Loop() {
			n++
			run(b, &e, strconv.Itoa(n))
		}
	})
	b.Run("duplicate", func(b *testing.B) {
		b.ReportAllocs()
		var e framework.Engine
		for b.Loop() {
			run(b, &e, "1")
		}
	})
}
