package telemetry

import (
	"context"
	"fmt"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/convobot/convo/framework"
)

// Observe reports how busy a bot is whenever metrics are collected. The bot is a cloud.Adapter, or a
// [*framework.Engine]; a second one would overwrite what the first reports.
func (t *Telemetry) Observe(bot interface{ Stats() framework.Stats }) error {
	turns, err1 := t.meter.Int64ObservableUpDownCounter("convo.turns",
		metric.WithDescription("Turns that have not ended."))
	waiting, err2 := t.meter.Int64ObservableUpDownCounter("convo.turns.waiting",
		metric.WithDescription("Turns that wait in their conversation's queue."))
	size, err3 := t.meter.Int64ObservableUpDownCounter("convo.received.size", metric.WithUnit("By"),
		metric.WithDescription("Received activities whose turns have not ended."))
	aside, err4 := t.meter.Int64ObservableUpDownCounter("convo.set_aside",
		metric.WithDescription("Activities that the inbox has set aside, in all processes."))
	refused, err5 := t.meter.Int64ObservableCounter("convo.refused",
		metric.WithDescription("Requests and activities that were not accepted, by the rule that they failed."))
	for _, err := range [...]error{err1, err2, err3, err4, err5} {
		if err != nil {
			return fmt.Errorf("telemetry: %w", err)
		}
	}
	_, err := t.meter.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		s := bot.Stats()
		o.ObserveInt64(turns, int64(s.Turns))
		o.ObserveInt64(waiting, int64(s.Waiting))
		o.ObserveInt64(size, s.Bytes)
		o.ObserveInt64(aside, int64(s.SetAside))
		for rule, n := range s.Refused {
			o.ObserveInt64(refused, int64(n), metric.WithAttributes(attribute.String("convo.rule", rule))) //nolint:gosec // nothing counts that far
		}
		return nil
	}, turns, waiting, size, aside, refused)
	if err != nil {
		return fmt.Errorf("telemetry: %w", err)
	}
	return nil
}
