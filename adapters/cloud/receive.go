package cloud

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/schema"
)

// callerAzure is what an activity's callerId says when a channel of the public cloud sent it (A2252).
const callerAzure = "urn:botframework:azure"

// maxKeptBody is how large a buffer for bodies is kept for the next request, in bytes.
const maxKeptBody = 64 << 10

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

// ServeHTTP takes one activity from the channel.
func (a *Adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := framework.WithCorrelationID(r.Context(), correlationID(r.Header))
	activity, identity, err := a.receive(w, r)
	if err != nil {
		a.refuse(ctx, w, r, err)
		return
	}
	result, err := a.engine.Process(framework.WithIdentity(ctx, identity), a, activity, a.handler)
	if err != nil {
		a.fail(ctx, w, err)
		return
	}
	a.answer(ctx, w, activity, result)
}

// receive lets nothing act on the body before it is known who sent it: first the form of the request, then the
// token, then the body and what binds it to the token.
func (a *Adapter) receive(w http.ResponseWriter, r *http.Request) (*schema.Activity, framework.Identity, error) {
	var nobody framework.Identity
	if err := checkForm(r, a.maxBody); err != nil {
		return nil, nobody, err
	}
	sender, err := a.identify(r)
	if err != nil {
		return nil, nobody, err
	}
	activity, err := a.readActivity(w, r)
	if err != nil {
		return nil, nobody, err
	}
	activity.CallerID = "" // whoever sends it does not decide it (A2251)
	if a.local {
		return activity, nobody, nil
	}
	if err := sender.CheckActivity(activity.ChannelID, activity.ServiceURL); err != nil {
		return nil, nobody, tokenRefusal(err)
	}
	activity.CallerID = callerAzure
	return activity, framework.Identity{AppID: sender.AppID, Issuer: sender.Issuer}, nil
}

// checkForm refuses what needs no parsing to be refused.
func checkForm(r *http.Request, maxBody int64) error {
	if r.Method != http.MethodPost {
		return &refusal{status: http.StatusMethodNotAllowed, code: "MethodNotAllowed", message: "use POST"}
	}
	mediaType, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" || !isUTF8(params["charset"]) {
		return &refusal{status: http.StatusUnsupportedMediaType, code: "UnsupportedMediaType", message: "send application/json in UTF-8"}
	}
	if r.Header.Get("Content-Encoding") != "" {
		return &refusal{status: http.StatusUnsupportedMediaType, code: "UnsupportedMediaType", message: "send the body without Content-Encoding"}
	}
	if r.ContentLength > maxBody {
		return tooLarge(maxBody)
	}
	return nil
}

// identify says who is calling: in local mode this machine, else whom the token names.
func (a *Adapter) identify(r *http.Request) (auth.Identity, error) {
	if a.local {
		return auth.Identity{}, checkLocal(r)
	}
	sender, err := a.validator.Authenticate(r.Context(), r.Header.Values("Authorization"))
	if err != nil {
		return auth.Identity{}, tokenRefusal(err)
	}
	return sender, nil
}

// readActivity reads at most maxBody bytes; a longer body closes the connection instead of being read on.
func (a *Adapter) readActivity(w http.ResponseWriter, r *http.Request) (*schema.Activity, error) {
	body, _ := a.bodies.Get().(*bytes.Buffer)
	if body == nil {
		body = new(bytes.Buffer)
	}
	defer func() {
		if body.Cap() <= maxKeptBody { // one large message must not hold its memory for ever
			body.Reset()
			a.bodies.Put(body)
		}
	}()
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, a.maxBody))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, tooLarge(a.maxBody)
	}
	if err != nil {
		return nil, badActivity("the body could not be read", err)
	}
	activity := new(schema.Activity)
	if err := activity.UnmarshalJSON(body.Bytes()); err != nil { // it keeps nothing of the buffer
		return nil, badActivity("the body is not an activity in JSON", err)
	}
	if err := activity.CheckReceived(); err != nil {
		return nil, badActivity(err.Error(), nil)
	}
	return activity, nil
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
func tokenRefusal(err error) error {
	e, ok := errors.AsType[*auth.Error](err)
	if !ok {
		return err // the request ended
	}
	status := e.HTTPStatus()
	return &refusal{status: status, code: http.StatusText(status), message: "the request was not accepted", cause: e}
}

func isUTF8(charset string) bool {
	return charset == "" || strings.EqualFold(charset, "utf-8")
}

// correlationID takes over the channel's id for the request if it is fit for logs and headers.
func correlationID(h http.Header) string {
	for _, name := range [...]string{"X-Ms-Correlation-Id", "Ms-Cv"} {
		if id := h.Get(name); id != "" && len(id) <= 128 && isToken(id) {
			return id
		}
	}
	return rand.Text()
}

func isToken(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\' {
			return false
		}
	}
	return true
}

// requestEnded reports whether err is only that the caller has gone.
func requestEnded(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
