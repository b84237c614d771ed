package handlers

import (
	"cmp"
	"errors"
	"net/http"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// responders are the handlers of one invoke, by a name in its value: a card action's verb, a search's dataset.
type responders[Value, Response any] struct {
	named map[string]InvokeFunc[Value, Response]
	rest  InvokeFunc[Value, Response] // of every other name
}

func (r *responders[Value, Response]) empty() bool { return r.named == nil && r.rest == nil }

func (r *responders[Value, Response]) add(where, name string, fn InvokeFunc[Value, Response]) {
	if _, taken := r.named[name]; taken {
		panic("handlers: " + where + ": there is a handler already")
	}
	if r.named == nil {
		r.named = make(map[string]InvokeFunc[Value, Response])
	}
	r.named[name] = namedInvoke(where, fn)
}

func (r *responders[Value, Response]) addRest(where string, fn InvokeFunc[Value, Response]) {
	if r.rest != nil {
		panic("handlers: " + where + ": there is a handler already")
	}
	r.rest = namedInvoke(where, fn)
}

// find returns the handler of a name, or nil.
func (r *responders[Value, Response]) find(name string) InvokeFunc[Value, Response] {
	if fn, ok := r.named[name]; ok {
		return fn
	}
	return r.rest
}

// respond answers an invoke whose answer says in its body how it went, given what its handler returned.
func respond(turn *framework.TurnContext, answer schema.AdaptiveCardInvokeResponse, err error) error {
	if err := withoutSkipRest(err); err != nil {
		return inBody(err)
	}
	if _, answered := turn.InvokeResponse(); !answered {
		answer.StatusCode = cmp.Or(answer.StatusCode, http.StatusOK)
		turn.SetInvokeResponse(http.StatusOK, answer)
	}
	return nil
}

// inBody moves the status of an InvokeError into a body that the client shows, unless the error brings its own.
func inBody(err error) error {
	e, ok := errors.AsType[*framework.InvokeError](err)
	if !ok || e.Status < 400 || e.Status > 599 {
		return err
	}
	words := cmp.Or(http.StatusText(e.Status), "Error")
	message := words
	switch body := e.Body.(type) {
	case nil:
	case string:
		message = body
	default:
		return err
	}
	code := strings.ReplaceAll(words, " ", "")
	return &framework.InvokeError{
		Status: http.StatusOK, Body: schema.ErrorResponse(e.Status, code, message), Err: err,
	}
}

// refuse is the error for an invoke that is not what the protocol, or its handler's type, asks for.
func refuse(code, message string, cause error) error {
	return &framework.InvokeError{
		Status: http.StatusBadRequest,
		Body:   schema.ErrorResponse(http.StatusBadRequest, code, message),
		Err:    cmp.Or(cause, errors.New(message)),
	}
}

// refuseValue is refuse of a value that does not fit, or of that member of it; it names the place.
func refuseValue(name, member string, cause error) error {
	bad := &framework.BadValueError{Name: name, Member: member, Err: cause}
	return refuse("BadRequest", bad.Answer(), bad)
}
