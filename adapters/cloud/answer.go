package cloud

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

const (
	writeTimeout = 30 * time.Second // for one answer
	retryAfter   = 5                // seconds
	jsonType     = "application/json; charset=utf-8"
)

// fail answers for a turn that failed, which the engine has logged, or was not accepted.
func (a *Adapter) fail(ctx context.Context, w http.ResponseWriter, err error) {
	if errors.Is(err, framework.ErrQueueFull) || errors.Is(err, framework.ErrOverloaded) ||
		errors.Is(err, framework.ErrShutdown) || errors.Is(err, framework.ErrInboxUnavailable) {
		a.logger.WarnContext(ctx, "activity not accepted", "error", err, "correlation", framework.CorrelationID(ctx))
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

// answer writes what the turn came to. The engine has encoded it.
func (a *Adapter) answer(ctx context.Context, w http.ResponseWriter, activity *schema.Activity, res framework.Result) {
	status, body := http.StatusOK, json.RawMessage(nil)
	switch {
	case res.Early:
		status = http.StatusAccepted
	case res.Invoke != nil:
		status = res.Invoke.Status
		body, _ = res.Invoke.Body.(json.RawMessage)
	}
	switch {
	case res.Replies == nil && body == nil:
		a.send(ctx, w, status, "", nil)
	case res.Replies == nil:
		a.send(ctx, w, status, jsonType, body)
	case activity.DeliveryMode == schema.DeliveryStream:
		a.send(ctx, w, http.StatusOK, "text/event-stream", streamOf(res.Replies, res.Invoke, body))
	default:
		a.send(ctx, w, status, jsonType, expectedReplies(res.Replies, body))
	}
}

// expectedReplies is the answer to deliveryMode expectReplies; body is that of the answer to an invoke.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#delivery-mode
func expectedReplies(activities []json.RawMessage, body json.RawMessage) []byte {
	out := []byte(`{"activities":[`)
	for i, a := range activities {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, a...)
	}
	out = append(out, ']')
	if body != nil {
		out = append(append(out, `,"body":`...), body...)
	}
	return append(out, '}')
}

// streamOf is the answer to deliveryMode stream: one server-sent event for each reply, all at the turn's end.
func streamOf(activities []json.RawMessage, invoke *framework.InvokeResponse, body json.RawMessage) []byte {
	var out []byte
	for _, a := range activities {
		out = fmt.Appendf(out, "event: activity\r\ndata: %s\r\n\r\n", a)
	}
	if invoke != nil {
		if body == nil {
			body = json.RawMessage("null")
		}
		out = fmt.Appendf(out, "event: invokeResponse\r\ndata: {\"body\":%s,\"status\":%d}\r\n\r\n", body, invoke.Status)
	}
	return out
}

// writeError answers with the protocol's error object.
func (a *Adapter) writeError(ctx context.Context, w http.ResponseWriter, status int, code, message string) {
	body, err := json.Marshal(map[string]any{"error": map[string]string{"code": code, "message": message}})
	if err != nil { // of strings: never
		body = nil
	}
	a.send(ctx, w, status, jsonType, body)
}

// send writes the answer, which must be taken in half a minute; net/http takes the limit away with the answer. A writer
// that knows no limits, in a test say, needs none.
func (a *Adapter) send(ctx context.Context, w http.ResponseWriter, status int, contentType string, body []byte) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout))
	if contentType != "" {
		w.Header().Set("Content-Type", contentType)
	}
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil && !requestEnded(ctx.Err()) {
		a.logger.DebugContext(ctx, "answer not written", "error", err)
	}
}
