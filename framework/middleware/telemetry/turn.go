package telemetry

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Middleware reports the turns of next; it is a [framework.Middleware]. Put it first into [framework.Chain], so that it
// sees what the other middleware does.
func (t *Telemetry) Middleware(next framework.Handler) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		a := turn.Activity
		kind := turnLabels{knownType(a.Type), knownChannel(a.ChannelID), outcomePanicked} // unless next returns
		ctx, span := t.tracer.Start(ctx, "turn "+kind.activityType, trace.WithSpanKind(trace.SpanKindConsumer))
		if span.IsRecording() {
			span.SetAttributes(describe(ctx, kind, a)...)
		}
		t.watchSends(turn)
		start := time.Now()
		defer func() {
			t.turns.Record(ctx, time.Since(start).Seconds(), t.turnOptions(kind))
			endSpan(span, kind.outcome)
		}()
		err := next.OnTurn(ctx, turn)
		kind.outcome = outcomeOf(ctx, err)
		return err
	})
}

// turnLabels are the labels of a turn's measurement.
type turnLabels struct{ activityType, channel, outcome string }

func (t *Telemetry) turnOptions(l turnLabels) metric.MeasurementOption {
	return t.option(l, func() []attribute.KeyValue {
		return []attribute.KeyValue{
			attribute.String("convo.activity.type", l.activityType),
			attribute.String("convo.channel", l.channel),
			attribute.String("convo.outcome", l.outcome),
		}
	})
}

// option returns the labels of a measurement as OpenTelemetry wants them, made once.
func (t *Telemetry) option(labels any, list func() []attribute.KeyValue) metric.MeasurementOption {
	if known, ok := t.labels.Load(labels); ok {
		option, _ := known.(metric.MeasurementOption)
		return option
	}
	option := metric.WithAttributeSet(attribute.NewSet(list()...))
	t.labels.Store(labels, option)
	return option
}

// describe returns what the turn's span says of it.
func describe(ctx context.Context, kind turnLabels, a *schema.Activity) []attribute.KeyValue {
	attributes := []attribute.KeyValue{
		attribute.String("convo.activity.type", kind.activityType),
		attribute.String("convo.channel", kind.channel),
		attribute.String("convo.conversation.id", clip(a.Conversation.ID)),
	}
	for _, optional := range [...]struct{ key, value string }{
		{"convo.activity.name", a.Name},
		{"convo.activity.id", a.ID},
		{"convo.correlation.id", framework.CorrelationID(ctx)},
	} {
		if optional.value != "" {
			attributes = append(attributes, attribute.String(optional.key, clip(optional.value)))
		}
	}
	return attributes
}

func endSpan(span trace.Span, outcome string) {
	if span.IsRecording() {
		span.SetAttributes(attribute.String("convo.outcome", outcome))
		if outcome != outcomeOK && outcome != outcomeRefused && outcome != outcomeSuperseded {
			span.SetStatus(codes.Error, outcome) // the error's own words may repeat what was said; they are in the log
		}
	}
	span.End()
}

// outcomeOf says what an error of a handler means, given why its context ended.
func outcomeOf(ctx context.Context, err error) string {
	if err == nil {
		return outcomeOK
	}
	if _, ok := errors.AsType[*framework.InvokeError](err); ok {
		return outcomeRefused
	}
	if _, ok := errors.AsType[*framework.BadValueError](err); ok {
		return outcomeRefused
	}
	cause := context.Cause(ctx)
	for _, known := range [...]struct {
		err     error
		outcome string
	}{
		{framework.ErrTurnTimeout, outcomeTimeout},
		{framework.ErrSuperseded, outcomeSuperseded},
		{framework.ErrShutdown, outcomeShutdown},
	} {
		// As the engine sees it: the handler stopped because it was told to.
		stopped := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
		if errors.Is(err, known.err) || stopped && errors.Is(cause, known.err) {
			return known.outcome
		}
	}
	return outcomeFailed
}

// knownType returns typ if it is of the protocol, so that nobody can make up labels.
func knownType(typ string) string {
	switch typ {
	case schema.TypeMessage, schema.TypeMessageUpdate, schema.TypeMessageDelete, schema.TypeMessageReaction,
		schema.TypeConversationUpdate, schema.TypeContactRelationUpdate, schema.TypeInstallationUpdate, schema.TypeTyping,
		schema.TypeEvent, schema.TypeInvoke, schema.TypeEndOfConversation, schema.TypeHandoff, schema.TypeSuggestion,
		schema.TypeTrace, schema.TypeCommand, schema.TypeCommandResult, schema.TypeDeleteUserData:
		return typ
	}
	return other
}

// knownChannel returns id if it is a channel's that is known.
func knownChannel(id string) string {
	switch id {
	case schema.ChannelTeams, schema.ChannelWebChat, schema.ChannelDirectLine, schema.ChannelDirectLineSpeech,
		schema.ChannelEmulator, schema.ChannelTest, schema.ChannelConsole, schema.ChannelEmail, schema.ChannelOutlook,
		schema.ChannelFacebook, schema.ChannelGroupMe, schema.ChannelKik, schema.ChannelLINE, schema.ChannelSkype,
		schema.ChannelSkypeForBusiness, schema.ChannelSlack, schema.ChannelSMS, schema.ChannelTelegram,
		schema.ChannelTelephony, schema.ChannelTwilio, schema.ChannelAlexa, schema.ChannelCortana,
		schema.ChannelOmnichannel, schema.ChannelPVAStudio, schema.ChannelM365Extensions, schema.ChannelAgents,
		schema.ChannelA2A, schema.ChannelMCP:
		return id
	}
	return other
}

const other = "other"
