package handlers

import (
	"context"
	"fmt"
	"net/http"
	"reflect"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// OnInvoke registers the handler of invokes with that name, which is matched exactly. An invoke is answered once:
// OnInvoke panics if the name has a handler.
//
// The invoke's value is read with [schema.As]: unlike in encoding/json, names match exactly, so give fields their json
// tags. Where In is schema.Any or a pointer, it is nil if the invoke has no value; where In is struct{}, the value is not
// looked at. For any other In, a value that is absent or does not fit is a [*framework.BadValueError], which is answered
// 400, and fn does not run.
//
// What fn returns is the body of a 200; a nil pointer, nil and struct{}{} mean no body. A
// [*framework.InvokeError] sets another status; any other error is answered 500 without its text. An answer that is
// set with [framework.TurnContext.SetInvokeResponse] before fn returns takes the place of fn's.
func OnInvoke[In, Out any](r Registrar, name string, fn InvokeFunc[In, Out]) {
	h := r.activityHandler()
	h.mustAcceptNamed("OnInvoke", name, fn != nil)
	where := of("OnInvoke", name)
	h.answerInvoke(where, name, func(ctx context.Context, turn *framework.TurnContext) error {
		turn.Handling(where)
		in, err := valueOf[In](turn.Activity)
		if err != nil {
			return err
		}
		out, err := fn(ctx, turn, in)
		return answerWith(turn, out, err)
	})
}

// answerWith answers an invoke with what its handler returned, unless the handler has done so itself.
func answerWith(turn *framework.TurnContext, out schema.Any, err error) error {
	if err := withoutSkipRest(err); err != nil {
		return err
	}
	if _, answered := turn.InvokeResponse(); !answered {
		turn.SetInvokeResponse(http.StatusOK, bodyOf(out))
	}
	return nil
}

// answerInvoke sets the one function that answers invokes of a name.
func (h *ActivityHandler) answerInvoke(where, name string, answer framework.HandlerFunc) {
	if _, taken := h.invokes[name]; taken {
		panic(fmt.Sprintf("handlers: %s: the invoke %q has a handler already", where, name))
	}
	if h.invokes == nil {
		h.invokes = make(map[string]framework.HandlerFunc)
	}
	h.invokes[name] = answer
}

// bodyOf makes the body of an answer of what a handler returned. A nil pointer would be written as null.
func bodyOf(out schema.Any) schema.Any {
	switch out.(type) {
	case nil, struct{}:
		return nil
	}
	if v := reflect.ValueOf(out); v.Kind() == reflect.Pointer && v.IsNil() {
		return nil
	}
	return out
}

// OnSignInInvoke registers the handler of the invokes that end a sign-in: signin/verifyState and signin/tokenExchange,
// which it tells apart by turn.Activity.Name. They are answered 200 without a body. To give each a handler with its
// value decoded, use [OnInvoke] with their names instead. It panics if either has a handler.
func (h *ActivityHandler) OnSignInInvoke(fn framework.HandlerFunc) {
	h.mustAccept("OnSignInInvoke", fn != nil)
	answer := named("OnSignInInvoke", func(ctx context.Context, turn *framework.TurnContext) error {
		return answerWith(turn, nil, fn(ctx, turn))
	})
	h.answerInvoke("OnSignInInvoke", schema.InvokeSignInVerifyState, answer)
	h.answerInvoke("OnSignInInvoke", schema.InvokeSignInTokenExchange, answer)
}
