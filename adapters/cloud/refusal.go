package cloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
)

// maxLogged is how much of a refusal's cause, which may quote the caller, is logged, in bytes.
const maxLogged = 1 << 10

// refusal is a request that is not given to the engine. Its code and message go to the caller; the cause to the log.
type refusal struct {
	status  int
	code    string
	message string
	cause   error
}

func (r *refusal) Error() string {
	if r.cause == nil {
		return r.message
	}
	return r.cause.Error()
}

func (r *refusal) Unwrap() error { return r.cause }

// rule names the rule that failed, for the log and for metrics: the set is closed.
func (r *refusal) rule() string {
	if e, ok := errors.AsType[*auth.Error](r); ok {
		return string(e.Rule)
	}
	if errors.Is(r, errReading) {
		return framework.RefusedOverloaded
	}
	return r.code
}

func tooLarge(maxBody int64) *refusal {
	return &refusal{
		status: http.StatusRequestEntityTooLarge, code: "RequestEntityTooLarge",
		message: fmt.Sprintf("the body is larger than %d bytes", maxBody),
	}
}

func badActivity(message string, cause error) *refusal {
	return &refusal{status: http.StatusBadRequest, code: "BadArgument", message: message, cause: cause}
}

// tokenRefusal turns the validator's error into an answer that says nothing about the rule: that is for the log.
func tokenRefusal(err error) *refusal {
	status := http.StatusUnauthorized
	if e, ok := errors.AsType[*auth.Error](err); ok {
		status = e.HTTPStatus()
	}
	return &refusal{status: status, code: http.StatusText(status), message: "the request was not accepted", cause: err}
}

// refuse answers a request that did not get as far as the engine, and logs which rule it failed.
func (a *Adapter) refuse(ctx context.Context, w http.ResponseWriter, r *http.Request, no *refusal) {
	rule := no.rule()
	a.refused.add(rule)
	a.logger.WarnContext(ctx, "request refused", "status", no.status, "rule", rule, "error", clip(no.Error()),
		"remote", r.RemoteAddr, "correlation", framework.CorrelationID(ctx))
	switch no.status {
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", http.MethodPost)
	case http.StatusRequestEntityTooLarge:
		w.Header().Set("Connection", "close")
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	a.writeError(ctx, w, no.status, no.code, no.message)
}

// clip keeps a caller from filling the log.
func clip(s string) string {
	if len(s) <= maxLogged {
		return s
	}
	return strings.ToValidUTF8(s[:maxLogged], "") + "..."
}
