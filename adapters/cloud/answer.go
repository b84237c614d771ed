package cloud

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

const (
	writeTimeout = 30 * time.Second // for a large answer
	smallAnswer  = 4 << 10          // bytes
	retryAfter   = 5                // seconds
	jsonType     = "application/json; charset=utf-8"
)

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
	encoded, err := encodeReplies(res.Replies, body)
	if err != nil {
		a.failToEncode(ctx, w, err)
		return
	}
	a.send(ctx, w, status, jsonType, encoded)
}

// encodeReplies returns the answer to deliveryMode expectReplies; body is that of the answer to an invoke. It is put
// together by hand because encoding/json would read every activity again to check it.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#delivery-mode
func encodeReplies(activities []*schema.Activity, body schema.Any) ([]byte, error) {
	out := []byte(`{"activities":[`)
	for i, a := range activities {
		encoded, err := a.MarshalJSON()
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, encoded...)
	}
	out = append(out, ']')
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		out = append(append(out, `,"body":`...), encoded...)
	}
	return append(out, '}'), nil
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
	a.send(ctx, w, status, jsonType, encoded)
}

// failToEncode answers when the handler's answer cannot be written.
func (a *Adapter) failToEncode(ctx context.Context, w http.ResponseWriter, err error) {
	a.logger.ErrorContext(ctx, "answer has no JSON form", "error", err, "correlation", framework.CorrelationID(ctx))
	w.WriteHeader(http.StatusInternalServerError)
}

// send writes the answer. A large one must be taken in half a minute; a small one fits into the connection's buffers.
func (a *Adapter) send(ctx context.Context, w http.ResponseWriter, status int, contentType string, body []byte) {
	if contentType != "" {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	control := http.NewResponseController(w)
	limited := len(body) > smallAnswer && control.SetWriteDeadline(time.Now().Add(writeTimeout)) == nil
	w.WriteHeader(status)
	_, err := w.Write(body)
	if limited {
		// The deadline is the connection's and would hit whoever answers on it next.
		err = errors.Join(err, control.Flush(), control.SetWriteDeadline(time.Time{}))
	}
	if err != nil && !requestEnded(ctx.Err()) {
		a.logger.DebugContext(ctx, "answer not written", "error", err)
	}
}
