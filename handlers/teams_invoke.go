package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// A finding says what is wrong with the value of an invoke, for the one who sent it; "" is nothing.
type finding string

// A chooser finds the handler of an invoke, nil if it has none, or what is wrong with its value.
type chooser[In, Out any] func(in *In) (InvokeFunc[In, Out], finding)

// onTeamsInvoke registers the only handler of an invoke. A nil check finds nothing wrong.
func onTeamsInvoke[In, Out any](
	h *TeamsActivityHandler, method, name string, check func(*In) finding, fn InvokeFunc[In, Out],
) {
	h.mustAccept(method, fn != nil)
	h.answerInvoke(method, name, teamsAnswer(only(method, check, fn)))
}

// only chooses fn.
func only[In, Out any](method string, check func(*In) finding, fn InvokeFunc[In, Out]) chooser[In, Out] {
	fn = namedInvoke(method, fn)
	return func(in *In) (InvokeFunc[In, Out], finding) {
		if check == nil {
			return fn, ""
		}
		return fn, check(in)
	}
}

// byName chooses by a name in the value.
func byName[In, Out any](r *responders[In, Out], check func(*In) finding, name func(*In) string) chooser[In, Out] {
	return func(in *In) (InvokeFunc[In, Out], finding) {
		if wrong := check(in); wrong != "" {
			return nil, wrong
		}
		return r.find(name(in)), ""
	}
}

// teamsAnswer answers an invoke: it reads the value and gives it to the handler that is chosen. Without one, the engine
// says 501.
func teamsAnswer[In, Out any](choose chooser[In, Out]) framework.HandlerFunc {
	return func(ctx context.Context, turn *framework.TurnContext) error {
		in, err := teamsValue[In](turn.Activity)
		if err != nil {
			return err
		}
		fn, wrong := choose(&in)
		if wrong != "" {
			return badValue(turn.Activity.Name, wrong)
		}
		if fn == nil {
			return nil
		}
		out, err := fn(ctx, turn, in)
		return answerWith(turn, out, err)
	}
}

// withoutBody makes a responder of a handler that has nothing to say but whether it failed.
func withoutBody[In any](fn ValueFunc[In]) InvokeFunc[In, struct{}] {
	if fn == nil {
		return nil
	}
	return func(ctx context.Context, turn *framework.TurnContext, in In) (struct{}, error) {
		return struct{}{}, fn(ctx, turn, in)
	}
}

// addResponders registers fn for the values with one of the names, or, without names, for all that have no handler of their
// own.
func addResponders[In, Out any](
	h *TeamsActivityHandler, method string, r *responders[In, Out], fn InvokeFunc[In, Out], names []string,
) {
	h.mustAccept(method, fn != nil)
	if len(names) == 0 {
		r.addRest(method, fn)
		return
	}
	for _, name := range names {
		h.mustAcceptNamed(method, name, true)
		r.add(of(method, name), name, fn)
	}
}

// teamsValue reads the value of an invoke, unless it is too large. All of Teams' invokes have one.
func teamsValue[T any](a *schema.Activity) (T, error) {
	var none T
	if isTooLarge(a.Value) {
		return none, badValue(a.Name, "is too large")
	}
	value, err := valueOf[T](a)
	if err == nil && schema.Any(value) == nil {
		return none, &framework.BadValueError{Name: a.Name, Err: schema.ErrNoValue}
	}
	return value, err
}

// badValue is the error of an invoke whose value has the form of its type, but not what it needs.
func badValue(name string, wrong finding) error {
	return &framework.InvokeError{
		Status: http.StatusBadRequest,
		Body: map[string]schema.Error{
			"error": {Code: "BadArgument", Message: fmt.Sprintf("the value of %q %s", name, wrong)},
		},
		Err: &framework.BadValueError{Name: name, Err: errors.New(string(wrong))},
	}
}

// isObject wants an open value to be a JSON object, as Teams sends.
func isObject(v *schema.Any) finding {
	if _, err := schema.As[map[string]json.RawMessage](*v); err != nil {
		return "is not an object"
	}
	return ""
}
