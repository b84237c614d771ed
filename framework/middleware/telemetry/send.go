package telemetry

import (
	"context"
	"errors"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

const (
	opSend   = "send"
	opUpdate = "update"
	opDelete = "delete"
)

const statusKey = attribute.Key("http.response.status_code")

// watchSends puts itself around what the turn sends, outside of every hook that is added later.
func (t *Telemetry) watchSends(turn *framework.TurnContext) {
	turn.OnSend(func(next framework.SendFunc) framework.SendFunc {
		return func(ctx context.Context, as []*schema.Activity) (sent []schema.ResourceResponse, err error) {
			err = t.watch(ctx, opSend, func(ctx context.Context) (delivered int, err error) {
				sent, err = next(ctx, as)
				return len(sent), err
			})
			return sent, err
		}
	})
	turn.OnUpdate(func(next framework.UpdateFunc) framework.UpdateFunc {
		return func(ctx context.Context, a *schema.Activity) (updated schema.ResourceResponse, err error) {
			err = t.watch(ctx, opUpdate, func(ctx context.Context) (int, error) {
				updated, err = next(ctx, a)
				return one(err), err
			})
			return updated, err
		}
	})
	turn.OnDelete(func(next framework.DeleteFunc) framework.DeleteFunc {
		return func(ctx context.Context, id string) error {
			return t.watch(ctx, opDelete, func(ctx context.Context) (int, error) {
				err := next(ctx, id)
				return one(err), err
			})
		}
	})
}

func one(err error) int {
	if err != nil {
		return 0
	}
	return 1
}

// watch reports one call, and how many of its activities were delivered.
func (t *Telemetry) watch(ctx context.Context, op string, call func(ctx context.Context) (delivered int, err error)) (err error) {
	ctx, span := t.tracer.Start(ctx, op, trace.WithSpanKind(trace.SpanKindClient))
	labels := sendLabels{op: op, outcome: outcomePanicked} // unless call returns
	start := time.Now()
	defer func() {
		t.sending.Record(ctx, time.Since(start).Seconds(), t.option(labels, labels.list))
		endSpan(span, labels.outcome)
	}()
	delivered, err := call(ctx)
	labels.outcome = outcomeOK
	t.countSends(ctx, labels, delivered)
	if err != nil {
		labels.outcome = classOf(err)
		failed := labels
		failed.status = statusOf(err)
		t.countSends(ctx, failed, 1)
		if failed.status != 0 {
			span.SetAttributes(statusKey.Int(failed.status))
		}
	}
	return err
}

func (t *Telemetry) countSends(ctx context.Context, labels sendLabels, n int) {
	if n > 0 {
		t.sends.Add(ctx, int64(n), t.option(labels, labels.list))
	}
}

// sendLabels are the labels of a send's measurement; status is 0 for none.
type sendLabels struct {
	op, outcome string
	status      int
}

func (l sendLabels) list() []attribute.KeyValue {
	list := []attribute.KeyValue{
		attribute.String("convo.operation", l.op),
		attribute.String("convo.outcome", l.outcome),
	}
	if l.status != 0 {
		list = append(list, statusKey.Int(l.status))
	}
	return list
}

// classOf returns the class of an error as a label.
func classOf(err error) string { return strings.ReplaceAll(framework.ClassOf(err).String(), " ", "-") }

func statusOf(err error) int {
	if e, ok := errors.AsType[*framework.ChannelError](err); ok {
		return e.Status
	}
	return 0
}
