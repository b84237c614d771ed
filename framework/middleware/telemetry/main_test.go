package telemetry_test

import (
	"context"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.uber.org/goleak"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/telemetry"
	"github.com/convobot/convo/framework/schema"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a bot with telemetry, and what that reported.
type bench struct {
	*telemetry.Telemetry
	framework.Engine
	channel *channel
	spans   *tracetest.SpanRecorder
	metrics *metric.ManualReader
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{channel: &channel{}, spans: tracetest.NewSpanRecorder(), metrics: metric.NewManualReader()}
	b.Logger = slog.New(slog.DiscardHandler)
	var err error
	b.Telemetry, err = telemetry.New(telemetry.Config{
		TracerProvider: trace.NewTracerProvider(trace.WithSpanProcessor(b.spans)),
		MeterProvider:  metric.NewMeterProvider(metric.WithReader(b.metrics)),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.Shutdown(context.Background())) })
	return b
}

// run gives an activity to the bot.
func (b *bench) run(a *schema.Activity, h framework.HandlerFunc) (framework.Result, error) {
	ctx := framework.WithCorrelationID(context.Background(), "correlation-1")
	return b.Process(ctx, b.channel, a, framework.Chain(h, b.Middleware))
}

func message() *schema.Activity {
	return &schema.Activity{
		Type:         schema.TypeMessage,
		ID:           "1",
		Text:         "hi",
		ServiceURL:   "https://smba.example/",
		ChannelID:    schema.ChannelTeams,
		From:         schema.ChannelAccount{ID: "29:ada", Name: "Ada"},
		Recipient:    schema.ChannelAccount{ID: "28:bot"},
		Conversation: schema.ConversationAccount{ID: "19:chat"},
	}
}

// channel takes what is sent, unless it has errors to answer with, which it uses up.
type channel struct {
	framework.Adapter
	errors []error
}

func (c *channel) next() (err error) {
	if len(c.errors) > 0 {
		err, c.errors = c.errors[0], c.errors[1:]
	}
	return err
}

func (c *channel) SendActivities(_ context.Context, _ schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	if err := c.next(); err != nil {
		return nil, err
	}
	return make([]schema.ResourceResponse, len(as)), nil
}

func (c *channel) UpdateActivity(context.Context, schema.ConversationReference, *schema.Activity) (schema.ResourceResponse, error) {
	return schema.ResourceResponse{}, c.next()
}

func (c *channel) DeleteActivity(context.Context, schema.ConversationReference, string) error {
	return c.next()
}

// point is one value of a metric: how often, for a histogram.
type point struct {
	labels map[string]any
	value  int64
}

// points returns the values of the metric of that name.
func (b *bench) points(t *testing.T, name string) []point {
	t.Helper()
	var all metricdata.ResourceMetrics
	require.NoError(t, b.metrics.Collect(context.Background(), &all))
	var points []point
	for _, scope := range all.ScopeMetrics {
		require.Equal(t, "github.com/convobot/convo", scope.Scope.Name)
		for _, m := range scope.Metrics {
			if m.Name != name {
				continue
			}
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					points = append(points, point{labels(p.Attributes.ToSlice()), p.Value})
				}
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					points = append(points, point{labels(p.Attributes.ToSlice()), int64(p.Count)})
				}
			}
		}
	}
	return points
}

func labels(list []attribute.KeyValue) map[string]any {
	m := map[string]any{}
	for _, kv := range list {
		m[string(kv.Key)] = kv.Value.AsInterface()
	}
	return m
}
