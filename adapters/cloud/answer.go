package cloud

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/schema"
)

const (
	writeTimeout = 30 * time.Second // for one answer, which is short
	retryAfter   = 5                // seconds
	maxLogged    = 1 << 10          // bytes of a refusal's cause, which may quote the caller
)

// refuse answers a request that did not get as far as the engine, and logs which rule it failed.
func (a *Adapter) refuse(ctx context.Context, w http.ResponseWriter, r *http.Request, err error) {
	no, ok := errors.AsType[*refusal](err)
	if !ok {
		return // the caller has gone
	}
	rule := no.code
	if e, ok := errors.AsType[*auth.Error](err); ok {
		rule = string(e.Rule)
	}
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

// fail answers for a turn that failed; the engine has logged why.
func (a *Adapter) fail(ctx context.Context, w http.ResponseWriter, err error) {
	if errors.Is(err, framework.ErrQueueFull) || errors.Is(err, framework.ErrShutdown) {
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
		a.writeError(ctx, w, http.StatusServiceUnavailable, "ServiceUnavailable", "try again later")
		return
	}
	if _, ok := errors.AsType[*framework.BadValueError](err); ok {
		a.writeError(ctx, w, http.StatusBadRequest, "BadArgument", "the activity's value does not have the expected form")
		return
	}
	a.writeError(ctx, w, http.StatusInternalServerError, "ServiceError", "the bot failed")
}

// replies is the answer to deliveryMode expectReplies.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#delivery-mode
type replies struct {
	Activities []*schema.Activity `json:"activities"`
	Body       schema.Any         `json:"body,omitempty"` // of the answer, when the activity was an invoke
}

// answer writes what the turn came to.
func (a *Adapter) answer(ctx context.Context, w http.ResponseWriter, activity *schema.Activity, res framework.Result) {
	status, body := http.StatusOK, schema.Any(nil)
	switch {
	case res.Early:
		status = http.StatusAccepted
	case res.Invoke != nil:
		status, body = res.Invoke.Status, res.Invoke.Body
	}
	if res.Replies == nil {
		a.write(ctx, w, status, body)
		return
	}
	if activity.DeliveryMode == schema.DeliveryStream {
		a.writeEvents(ctx, w, res)
		return
	}
	a.write(ctx, w, status, replies{Activities: res.Replies, Body: body})
}

// writeEvents answers deliveryMode stream with one server-sent event for each reply, all at the turn's end.
func (a *Adapter) writeEvents(ctx context.Context, w http.ResponseWriter, res framework.Result) {
	var out bytes.Buffer
	var err error
	for _, reply := range res.Replies {
		err = errors.Join(err, event(&out, "activity", reply))
	}
	if res.Invoke != nil {
		err = errors.Join(err, event(&out, "invokeResponse", map[string]any{"status": res.Invoke.Status, "body": res.Invoke.Body}))
	}
	if err != nil {
		a.failToEncode(ctx, w, err)
		return
	}
	a.send(ctx, w, http.StatusOK, "text/event-stream", out.Bytes())
}

func event(out *bytes.Buffer, name string, data any) error {
	encoded, err := json.Marshal(data)
	if err != nil {
		return err
	}
	out.WriteString("event: " + name + "\r\ndata: ")
	out.Write(encoded)
	out.WriteString("\r\n\r\n")
	return nil
}

func (a *Adapter) writeError(ctx context.Context, w http.ResponseWriter, status int, code, message string) {
	a.write(ctx, w, status, map[string]any{"error": map[string]string{"code": code, "message": message}})
}

// write answers with a JSON body, or with none if body is nil.
func (a *Adapter) write(ctx context.Context, w http.ResponseWriter, status int, body any) {
	if body == nil {
		a.send(ctx, w, status, "", nil)
		return
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		a.failToEncode(ctx, w, err)
		return
	}
	a.send(ctx, w, status, "application/json; charset=utf-8", encoded)
}

// failToEncode answers when the handler's answer cannot be written.
func (a *Adapter) failToEncode(ctx context.Context, w http.ResponseWriter, err error) {
	a.logger.ErrorContext(ctx, "answer has no JSON form", "error", err, "correlation", framework.CorrelationID(ctx))
	w.WriteHeader(http.StatusInternalServerError)
}

func (a *Adapter) send(ctx context.Context, w http.ResponseWriter, status int, contentType string, body []byte) {
	// A writer that cannot set a deadline, in a test say, needs none.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout))
	if contentType != "" {
		w.Header().Set("Content-Type", contentType)
	}
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil && !requestEnded(ctx.Err()) {
		a.logger.DebugContext(ctx, "answer not written", "error", err)
	}
}
