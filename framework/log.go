package framework

import (
	"context"
	"errors"

	"github.com/convobot/convo/framework/internal/text"
)

// maxLogged is how much of a value is logged, in bytes.
const maxLogged = 512

// logFailure logs why a turn failed, once. The caller of a turn that the bot started is told instead.
func (e *Engine) logFailure(ctx context.Context, r *run, err error) {
	if !r.received {
		return
	}
	attrs := r.logged(ctx, err) // before it counts as logged: the handler's error may panic
	if r.failureLogged.Swap(true) {
		return
	}
	if p, ok := errors.AsType[*PanicError](err); ok {
		attrs = append(attrs, "stack", string(p.Stack))
	}
	e.Logger.ErrorContext(ctx, "turn failed", attrs...)
}

// logged is what a log line says of the turn and its error.
func (r *run) logged(ctx context.Context, err error) []any {
	a := r.activity
	return []any{
		"error", clip(err.Error()),
		"type", clip(a.Type),
		"name", clip(a.Name),
		"channel", clip(a.ChannelID),
		"conversation", clip(a.Conversation.ID),
		"activity", clip(a.ID),
		"correlation", CorrelationID(ctx),
	}
}

// clip keeps what came from outside from filling the log.
func clip(s string) string { return text.Clip(s, maxLogged) }
