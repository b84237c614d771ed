package telemetry_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/telemetry"
	"github.com/convobot/convo/handlers"
)

// A bot whose turns, sends, requests and refusals are measured. A program would use the SDK with an exporter as its
// MeterProvider; samples/convobot has one for Prometheus.
func Example() {
	reader := metric.NewManualReader()
	t, err := telemetry.New(telemetry.Config{MeterProvider: metric.NewMeterProvider(metric.WithReader(reader))})
	if err != nil {
		fmt.Println(err)
		return
	}
	adapter, err := cloud.New(cloud.Config{
		AppID:       "00000000-0000-0000-0000-00000000b07a",
		AppPassword: "the client secret",
		HTTPClient:  &http.Client{Transport: t.Transport(nil)},
		Logger:      slog.New(slog.DiscardHandler),
	}, framework.Chain(&handlers.ActivityHandler{}, t.Middleware))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := t.Observe(adapter); err != nil {
		fmt.Println(err)
		return
	}

	var collected metricdata.ResourceMetrics
	if err := reader.Collect(context.Background(), &collected); err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range collected.ScopeMetrics[0].Metrics {
		fmt.Println(m.Name)
	}
	// Unordered output:
	// convo.received.size
	// convo.refused
	// convo.set_aside
	// convo.turns
	// convo.turns.waiting
}
