package telemetry_test

import (
	"context"
	"strconv"
	"testing"

	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/telemetry"
)

// BenchmarkTurn is a turn that sends one message to a channel that costs nothing, without telemetry and with it.
func BenchmarkTurn(b *testing.B) {
	meters := metric.NewMeterProvider(metric.WithReader(metric.NewManualReader()))
	traces := trace.NewTracerProvider() // records, and exports nothing
	for _, bm := range []struct {
		name string
		cfg  *telemetry.Config
	}{
		{"without", nil},
		{"no provider", &telemetry.Config{}},
		{"metrics", &telemetry.Config{MeterProvider: meters}},
		{"metrics and spans", &telemetry.Config{MeterProvider: meters, TracerProvider: traces}},
	} {
		b.Run(bm.name, func(b *testing.B) {
			var h framework.Handler = framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
				return turn.SendText(ctx, "hi")
			})
			if bm.cfg != nil {
				t, err := telemetry.New(*bm.cfg)
				if err != nil {
					b.Fatal(err)
				}
				h = framework.Chain(h, t.Middleware)
			}
			var e framework.Engine
			adapter := &channel{}
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				a := message()
				a.ID = strconv.Itoa(n)
				if _, err := e.Process(context.Background(), adapter, a, h); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
