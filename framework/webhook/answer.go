package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"runtime/debug"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/text"
	"github.com/convobot/convo/framework/internal/wire"
)

// maxLogged is how much of an error is logged, in bytes.
const maxLogged = 1 << 10

// Error is an error of the function that says how to answer the caller.
type Error struct {
	Status  int    // HTTP status, 400 to 599
	Code    string // one word for programs
	Message string // what was wrong and what to do, for people
	Err     error  // what caused it; logged, not answered
}

// Error returns the status, the code, the message and the cause.
func (e *Error) Error() string {
	s := fmt.Sprintf("webhook: answered with status %d %s: %s", e.Status, e.Code, e.Message)
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// refusal is an event that has no good answer. Its code and message go to the caller. Its reason goes to the log; that
// of a request which the function did not get holds nothing of what was sent.
type refusal struct {
	status  int
	code    string
	message string
	reason  string
	stack   string // of a panic
}

// run calls the function, which may panic; so may the methods of its errors and answers.
func (e *endpoint) run(ctx context.Context, body []byte) (answer []byte, no *refusal) {
	defer func() {
		if v := recover(); v != nil {
			answer, no = nil, serviceError(fmt.Sprintf("panic: %v", v))
			no.stack = string(debug.Stack())
		}
	}()
	return e.call(ctx, body)
}

// refusalOf says how an error of the function is answered.
func refusalOf(err error) *refusal {
	own, ok := errors.AsType[*Error](err)
	switch {
	case !ok:
		return serviceError(err.Error())
	case own.Status < 400 || own.Status > 599:
		return serviceError("not an error's status, use 400 to 599: " + err.Error())
	default:
		return &refusal{status: own.Status, code: own.Code, message: own.Message, reason: err.Error()}
	}
}

func serviceError(reason string) *refusal {
	return &refusal{status: http.StatusInternalServerError, code: "ServiceError", message: "the bot failed", reason: reason}
}

// encode makes the body of what the function returned; nil is none. A nil pointer would be written as null.
func encode(out any) ([]byte, *refusal) {
	switch out.(type) {
	case nil, struct{}:
		return nil, nil
	}
	if v := reflect.ValueOf(out); v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, nil
	}
	body, err := wire.Marshal(out)
	if err != nil {
		return nil, serviceError("the answer has no JSON form: " + err.Error())
	}
	return body, nil
}

// refuse answers without an answer of the function, and logs why.
func (e *endpoint) refuse(ctx context.Context, w http.ResponseWriter, r *http.Request, no *refusal) {
	attrs := []any{
		"status", no.status, "code", no.code, "error", text.Clip(no.reason, maxLogged),
		"remote", r.RemoteAddr, "correlation", framework.CorrelationID(ctx),
	}
	if no.stack != "" {
		attrs = append(attrs, "stack", no.stack)
	}
	if no.status >= http.StatusInternalServerError {
		e.logger.ErrorContext(ctx, "event not handled", attrs...)
	} else {
		e.logger.WarnContext(ctx, "request refused", attrs...)
	}
	switch no.status {
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", http.MethodPost)
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", "Bearer")
	case http.StatusRequestEntityTooLarge:
		w.Header().Set("Connection", "close")
	}
	e.sendError(ctx, w, no.status, no.code, no.message)
}

func (e *endpoint) sendError(ctx context.Context, w http.ResponseWriter, status int, code, message string) {
	body, err := wire.Marshal(map[string]any{"error": map[string]string{
		"code": strings.ToValidUTF8(code, "\uFFFD"), "message": strings.ToValidUTF8(message, "\uFFFD"),
	}})
	if err != nil { // of strings in UTF-8: never
		body = nil
	}
	e.send(ctx, w, status, body)
}

func (e *endpoint) answer(ctx context.Context, w http.ResponseWriter, body []byte) {
	if body == nil {
		e.send(ctx, w, http.StatusNoContent, nil)
		return
	}
	e.send(ctx, w, http.StatusOK, body)
}

// send writes the answer, which must be taken in half a minute; net/http takes the limit away with the answer. A writer
// that knows no limits, in a test say, needs none.
func (e *endpoint) send(ctx context.Context, w http.ResponseWriter, status int, body []byte) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout))
	if body != nil {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil { //nolint:gosec // it is JSON and says so: nothing shows it as a page
		e.logger.DebugContext(ctx, "answer not written", "error", err)
	}
}
