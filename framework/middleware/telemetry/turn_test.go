package telemetry_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/telemetry"
	"github.com/convobot/convo/framework/schema"
)

// Every way in which a turn ends has its outcome, in the metric and in the span.
func TestOutcomesOfTurns(t *testing.T) {
	t.Parallel()
	waits := func(ctx context.Context, _ *framework.TurnContext) error { <-ctx.Done(); return ctx.Err() }
	returns := func(err error) framework.HandlerFunc {
		return func(context.Context, *framework.TurnContext) error { return err }
	}
	invoke := func() *schema.Activity {
		a := message()
		a.Type, a.Name = schema.TypeInvoke, "task/fetch"
		return a
	}
	tests := map[string]struct {
		activity *schema.Activity
		handler  framework.HandlerFunc
		during   func(b *bench) // while the turn runs
		outcome  string
		typ      string
		bad      bool
	}{
		"ok":             {activity: message(), handler: returns(nil), outcome: "ok", typ: "message"},
		"invoke":         {activity: invoke(), handler: returns(nil), outcome: "ok", typ: "invoke"},
		"refused invoke": {activity: invoke(), handler: returns(&framework.InvokeError{Status: 403}), outcome: "refused", typ: "invoke"},
		"bad value":      {activity: invoke(), handler: returns(&framework.BadValueError{Name: "x", Err: errors.New("y")}), outcome: "refused", typ: "invoke"},
		"failed":         {activity: message(), handler: returns(errors.New("no")), outcome: "failed", typ: "message", bad: true},
		"panicked":       {activity: message(), handler: func(context.Context, *framework.TurnContext) error { panic("oops") }, outcome: "panicked", typ: "message", bad: true},
		"timeout":        {activity: message(), handler: waits, outcome: "timeout", typ: "message", bad: true},
		"failed after the timeout": {activity: message(), handler: func(ctx context.Context, _ *framework.TurnContext) error {
			<-ctx.Done()
			return errors.New("no")
		}, outcome: "failed", typ: "message", bad: true},
		"superseded": {activity: message(), handler: waits, during: func(b *bench) {
			second := message()
			second.ID = "2"
			_, _ = b.Process(context.Background(), b.channel, second, returns(nil))
		}, outcome: "superseded", typ: "message"},
		"shutdown": {activity: message(), handler: waits, during: func(b *bench) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			_ = b.Shutdown(ctx)
		}, outcome: "shutdown", typ: "message", bad: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				b.Policy, b.TurnTimeout = framework.Latest, time.Minute
				go func() { _, _ = b.run(tt.activity, tt.handler) }()
				synctest.Wait()
				if tt.during != nil {
					tt.during(b)
				}
				time.Sleep(2 * time.Minute)
				synctest.Wait()

				require.Equal(t, []point{{map[string]any{
					"convo.activity.type": tt.typ, "convo.channel": "msteams", "convo.outcome": tt.outcome,
				}, 1}}, b.points(t, "convo.turn.duration"))
				spans := b.spans.Ended()
				require.Len(t, spans, 1)
				require.Equal(t, "turn "+tt.typ, spans[0].Name())
				require.Equal(t, trace.SpanKindConsumer, spans[0].SpanKind())
				require.Equal(t, tt.outcome, labels(spans[0].Attributes())["convo.outcome"])
				require.Equal(t, tt.bad, spans[0].Status().Code == codes.Error)
				require.Empty(t, spans[0].Events(), "errors have words")
			})
		})
	}
}

// A span leads to the log lines of its turn.
func TestSpanOfATurn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	a := message()
	a.Type, a.Name, a.Value = schema.TypeEvent, "vendor/happened", "secret"
	_, err := b.run(a, func(context.Context, *framework.TurnContext) error { return nil })
	require.NoError(t, err)
	require.Equal(t, map[string]any{
		"convo.activity.type":   "event",
		"convo.activity.name":   "vendor/happened",
		"convo.activity.id":     "1",
		"convo.channel":         "msteams",
		"convo.conversation.id": "19:chat",
		"convo.correlation.id":  "correlation-1",
		"convo.outcome":         "ok",
	}, labels(b.spans.Ended()[0].Attributes()))
}

// The span of the request, if there is one, is the parent.
func TestSpanHasAParent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, request := sdk.NewTracerProvider().Tracer("test").Start(context.Background(), "request")
	defer request.End()
	var inside trace.SpanContext
	_, err := b.Process(ctx, b.channel, message(), framework.Chain(framework.HandlerFunc(
		func(ctx context.Context, _ *framework.TurnContext) error {
			inside = trace.SpanContextFromContext(ctx)
			return nil
		}), b.Middleware))
	require.NoError(t, err)
	span := b.spans.Ended()[0]
	require.Equal(t, request.SpanContext().SpanID(), span.Parent().SpanID())
	require.Equal(t, span.SpanContext(), inside)
}

// What callers make up does not become a label, and does not fill a span.
func TestMadeUpNames(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, made := range []string{"a", "b", strings.Repeat("c", 10_000)} {
		a := message()
		a.ID, a.Type, a.ChannelID, a.Name, a.Conversation.ID = made, made, made, made, made
		_, err := b.run(a, func(context.Context, *framework.TurnContext) error { return nil })
		require.NoError(t, err)
	}
	require.Equal(t, []point{{map[string]any{
		"convo.activity.type": "other", "convo.channel": "other", "convo.outcome": "ok",
	}, 3}}, b.points(t, "convo.turn.duration"))
	for _, span := range b.spans.Ended() {
		require.Equal(t, "turn other", span.Name())
		for key, value := range labels(span.Attributes()) {
			require.LessOrEqual(t, len(value.(string)), 300, key) //nolint:errcheck // all are texts
		}
	}
}

// What passes the queue by does so also in a chain.
func TestMiddlewareKeepsTheQueueBypass(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	h := framework.Chain(urgent{}, b.Middleware)
	bypasser, ok := h.(framework.QueueBypasser)
	require.True(t, ok)
	require.True(t, bypasser.BypassesQueue(message()))
}

type urgent struct{ framework.Handler }

func (urgent) BypassesQueue(*schema.Activity) bool { return true }

// Without providers nothing is reported, and nothing fails.
func TestNothingToReportTo(t *testing.T) {
	t.Parallel()
	tel, err := telemetry.New(telemetry.Config{})
	require.NoError(t, err)
	var e framework.Engine
	require.NoError(t, tel.Observe(&e))
	_, err = e.Process(context.Background(), &channel{}, message(), framework.Chain(framework.HandlerFunc(
		func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "hi") }), tel.Middleware))
	require.NoError(t, err)
	require.NoError(t, e.Shutdown(context.Background()))
}
