package framework

import (
	"context"
	"slices"

	"github.com/convobot/convo/framework/schema"
)

// Handler reacts to a turn. It must be safe for concurrent use: turns of different conversations, and invokes of
// one, run beside each other.
//
// An error ends the turn as failed; the channel gets an answer without its text. The context carries the turn's
// deadline and is not cancelled when the channel hangs up.
type Handler interface {
	OnTurn(ctx context.Context, turn *TurnContext) error
}

// HandlerFunc is a function as a [Handler].
type HandlerFunc func(ctx context.Context, turn *TurnContext) error

// OnTurn calls f.
func (f HandlerFunc) OnTurn(ctx context.Context, turn *TurnContext) error { return f(ctx, turn) }

// Middleware wraps a handler. It may act before and after next, change the context, or not call next at all.
type Middleware func(next Handler) Handler

// Chain returns h wrapped in mw; the first middleware sees a turn first. It is the only way to attach middleware,
// so what a test runs is what production runs.
func Chain(h Handler, mw ...Middleware) Handler {
	chained := chain{Handler: h, inner: h}
	for _, wrap := range slices.Backward(mw) {
		chained.Handler = wrap(chained.Handler)
	}
	return chained
}

// QueueBypasser is implemented by a handler some of whose activities must not wait for the conversation's running
// turn, such as a stop button. Handlers that [Chain] returns ask the handler they wrap.
type QueueBypasser interface {
	// BypassesQueue reports whether the activity is to run at once. It is asked when the activity arrives, before
	// its turn and outside the turn's time limit, so it must be quick; it must be safe for concurrent use.
	BypassesQueue(a *schema.Activity) bool
}

// chain remembers the handler that it wraps, whose wishes about the queue middleware would hide.
type chain struct {
	Handler
	inner Handler
}

func (c chain) BypassesQueue(a *schema.Activity) bool { return bypassesQueue(c.inner, a) }

func bypassesQueue(h Handler, a *schema.Activity) bool {
	b, ok := h.(QueueBypasser)
	return ok && b.BypassesQueue(a)
}
