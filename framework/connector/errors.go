package connector

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
)

const maxMessage = 512 // bytes of a channel's words in an error

var (
	errSilent   = fmt.Errorf("no answer within %s: %w", requestTimeout, os.ErrDeadlineExceeded)
	errNotJSON  = errors.New("the answer does not have the expected form")
	errNoRule   = errors.New("Outbound has Tokens but no CheckURL; set it to the Check of an auth.NewServiceURLs")
	errBadToken = errors.New("the token source returned what cannot be a bearer token")
)

// refused makes an error of an answer that is not 2xx, and reports whether the request may be repeated.
func (r *request) refused(status int, header http.Header, body []byte) (again bool, err error) {
	code, message := readProblem(body)
	e := &framework.ChannelError{
		Class:         classify(r.once(), status, code),
		Op:            r.op,
		Status:        status,
		Code:          printable(code, maxCode),
		Message:       printable(message, maxMessage),
		RetryAfter:    retryAfter(header),
		CorrelationID: correlationID(header),
	}
	return e.Class == framework.RetryLater, e
}

// classify says what to do about a status and the channel's code; once is whether the request must not be made twice.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
func classify(once bool, status int, code string) framework.Class {
	switch {
	case status == http.StatusTooManyRequests, status == http.StatusPreconditionFailed:
		return framework.RetryLater
	case once && (status == http.StatusRequestTimeout || status >= 500):
		// Seen in Teams: the message is delivered, and then a gateway gives up waiting.
		return framework.Ambiguous
	}
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return framework.RetryLater
	case http.StatusUnauthorized:
		return framework.Unauthorized
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return framework.NotAllowed
	case http.StatusRequestEntityTooLarge:
		return framework.TooBig
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound:
		return classifyCode(status, code)
	}
	if status >= 400 && status < 500 && status != http.StatusRequestTimeout {
		return framework.Rejected
	}
	return framework.Failed // 3xx too: redirects are not followed
}

func classifyCode(status int, code string) framework.Class {
	switch code {
	case codeConversationNotFound:
		return framework.ForgetAddress
	case codeBotDisabledByAdmin, codeBotNotInRoster, codeBlockedByUser, codeWritesBlocked, codeForbiddenOperation:
		return framework.Stop
	case codeTooBig:
		return framework.TooBig
	case codeInvalidHost: // to be sent to another service URL
		return framework.Rejected
	}
	if status == http.StatusForbidden {
		return framework.NotAllowed
	}
	return framework.Rejected
}

// broken makes an error of a request that ended without a whole answer, and reports whether it may be repeated. status
// is 0 if there was no answer at all.
func (r *request) broken(ctx context.Context, maybeSent bool, status int, err error) (again bool, _ error) {
	e := &framework.ChannelError{Class: framework.RetryLater, Op: r.op, Status: status, Err: err}
	if maybeSent && r.once() {
		e.Class = framework.Ambiguous
	}
	if ctx.Err() != nil {
		e.Err = ended(ctx)
		return false, e
	}
	timeout, ok := errors.AsType[net.Error](err)
	tooSlow := maybeSent && ok && timeout.Timeout() // then once more is too slow as well
	return e.Class == framework.RetryLater && !tooSlow, e
}

// noToken makes an error of a token that could not be had. It is not repeated: token sources do that themselves.
func (r *request) noToken(ctx context.Context, err error) error {
	e := &framework.ChannelError{Class: framework.RetryLater, Op: r.op, Err: err}
	refusal, ok := errors.AsType[*auth.TokenError](err)
	switch {
	case ctx.Err() != nil:
		e.Err = ended(ctx)
	case ok && isRefusal(refusal.Status), errors.Is(err, errBadToken):
		e.Class = framework.Unauthorized
	}
	return e
}

// isRefusal reports whether an identity service will not change its mind by itself. With 404 and 410 the metadata service
// of a machine says that it is being updated.
func isRefusal(status int) bool {
	return status == http.StatusBadRequest || status == http.StatusUnauthorized || status == http.StatusForbidden
}

// stopped adds to err, which was to be repeated, that ctx ended.
func stopped(ctx context.Context, err error) error {
	if e, ok := errors.AsType[*framework.ChannelError](err); ok {
		e.Err = ended(ctx)
	}
	return err
}

// ended returns ctx's error and, if there is one, its cause: net/http gives the cause alone, which hides from the caller
// that the context ended.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// unusable makes an error of a 2xx answer that does not say what it must.
func (a answer) unusable(err error) error {
	e := &framework.ChannelError{
		Op:            a.request.op,
		Status:        a.status,
		CorrelationID: a.correlationID,
		Err:           errors.New(printable(err.Error(), maxMessage)), // a decoder's error may repeat the body
	}
	if a.request.once() {
		e.Class = framework.Ambiguous
	}
	return e
}

// correlationID returns what the channel's support asks for.
func correlationID(h http.Header) string {
	for _, name := range []string{"X-Correlating-Operationid", "Ms-Cv", "X-Ms-Correlation-Id"} {
		if id := h.Get(name); isVisible(id) && len(id) <= maxCorrelationID {
			return id
		}
	}
	return ""
}

// printable cuts s to at most limit bytes and replaces what could forge or break a log line.
func printable(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.TrimSpace(s[:min(len(s), 2*limit)]))
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}
