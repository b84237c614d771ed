// Package telemetry reports a bot's turns as OpenTelemetry spans and metrics.
//
//	t, err := telemetry.New(telemetry.Config{TracerProvider: traces, MeterProvider: meters})
//	adapter, err := cloud.New(cfg, framework.Chain(bot, t.Middleware))
//	err = t.Observe(adapter)
//
// It uses OpenTelemetry's API; the SDK and where things are exported to are the program's choice. A bot that does not
// import this package links nothing of it.
//
// # Spans
//
// Every turn is a span, named after the type of its activity, and what it sends, updates or deletes is a span in it.
// The turn's is a child of the span in the request's context, if there is one; wrap the adapter in a handler that starts
// one. Spans hold the ids that log lines have too, so that one leads to the other: conversation, activity, correlation.
//
// # Metrics
//
//	convo.turn.duration           histogram, s  convo.activity.type, convo.channel, convo.outcome
//	convo.send.duration           histogram, s  convo.operation, convo.outcome
//	convo.sends                   counter       convo.operation, convo.outcome, http.response.status_code of an error
//	convo.turns                   gauge         turns that have not ended
//	convo.turns.waiting           gauge         of those, how many wait in a queue
//	convo.received.size           gauge, By     activities whose turns have not ended
//	convo.set_aside               gauge         accepted activities that failed and wait for people, in all processes
//	convo.refused                 counter       convo.rule
//	http.client.request.duration  histogram, s  http.request.method, server.address, http.response.status_code, error.type
//
// convo.turns, convo.turns.waiting, convo.received.size, convo.set_aside and convo.refused need [Telemetry.Observe].
// http.client.request.duration needs [Telemetry.Transport], which sees also the requests that were repeated and then
// succeeded: the first sign of a limit is a 429 there. The values of convo.rule are those of [framework.Stats].Refused.
//
// What a bot sends in turns that it starts (ContinueConversation, package proactive) is seen by the transport, and as a turn
// and sends only if the handler given there is a chain with the middleware.
//
// The outcome of a turn is ok, refused (an invoke that the handler answered with an error, or a value of the wrong form),
// failed, panicked, timeout, superseded or shutdown. That of a send is ok or the class of its error, as in
// retry-later or may-have-been-delivered; see [framework.Class].
//
// # What is left out
//
// No span and no metric holds a text, a name of a person, an error's words, a token or a URL. Labels of metrics are from
// closed sets: what a caller makes up is counted as "other".
package telemetry

import (
	"errors"
	"fmt"
	"sync"

	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/convobot/convo/framework/internal/text"
)

const scope = "github.com/convobot/convo"

// Config says where to report to.
type Config struct {
	TracerProvider trace.TracerProvider // nil: no spans
	MeterProvider  metric.MeterProvider // nil: no metrics
}

// Telemetry reports one bot. Create it with [New]; it is safe for concurrent use.
type Telemetry struct {
	tracer  trace.Tracer
	meter   metric.Meter
	turns   metric.Float64Histogram
	sending metric.Float64Histogram
	sends   metric.Int64Counter
	request metric.Float64Histogram
	labels  sync.Map // by value, of options for measurements: bounded, for labels are from closed sets
}

// New returns a Telemetry, or the error of a provider that does not make the instruments.
func New(cfg Config) (*Telemetry, error) {
	if cfg.TracerProvider == nil {
		cfg.TracerProvider = tracenoop.NewTracerProvider()
	}
	if cfg.MeterProvider == nil {
		cfg.MeterProvider = metricnoop.NewMeterProvider()
	}
	t := &Telemetry{tracer: cfg.TracerProvider.Tracer(scope), meter: cfg.MeterProvider.Meter(scope)}
	var errs [4]error
	seconds := metric.WithUnit("s")
	// A turn may take as long as a person is willing to wait, and longer.
	t.turns, errs[0] = t.meter.Float64Histogram("convo.turn.duration", seconds,
		metric.WithDescription("How long turns take, from when they begin to run."),
		metric.WithExplicitBucketBoundaries(.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 8, 15, 60, 300, 900))
	t.sending, errs[1] = t.meter.Float64Histogram("convo.send.duration", seconds,
		metric.WithDescription("How long it takes to send, update or delete, with all that is repeated and waited for."),
		metric.WithExplicitBucketBoundaries(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30))
	t.sends, errs[2] = t.meter.Int64Counter("convo.sends",
		metric.WithDescription("Activities that turns sent, updated or deleted."))
	t.request, errs[3] = t.meter.Float64Histogram("http.client.request.duration", seconds,
		metric.WithDescription("Duration of HTTP client requests."),
		metric.WithExplicitBucketBoundaries(.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10))
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("telemetry: %w", err)
	}
	return t, nil
}

// outcomes of turns; those of sends are classes.
const (
	outcomeOK         = "ok"
	outcomeRefused    = "refused"
	outcomeFailed     = "failed"
	outcomePanicked   = "panicked"
	outcomeTimeout    = "timeout"
	outcomeSuperseded = "superseded"
	outcomeShutdown   = "shutdown"
)

// maxText is how much of an id or a name is put into a span, in bytes.
const maxText = 256

func clip(s string) string { return text.Clip(s, maxText) }
