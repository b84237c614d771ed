package cloud

import (
	"context"
	"crypto/rand"
	"errors"
	"mime"
	"net/http"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/schema"
)

// ServeHTTP takes one activity from the channel.
func (a *Adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := framework.WithCorrelationID(r.Context(), correlationID(r.Header))
	body := &meteredBody{ReadCloser: r.Body, all: &a.reading, limit: a.maxReading}
	activity, identity, no := a.receive(w, r, body)
	if no != nil {
		a.refuse(ctx, w, r, no)
		return
	}
	ctx = framework.WithActivitySize(framework.WithIdentity(ctx, identity), body.held)
	result, err := a.engine.Process(ctx, a, activity, a.handler)
	if err != nil {
		a.fail(ctx, w, err)
		return
	}
	a.answer(ctx, w, activity, result)
}

// receive lets nothing act on the body before it is known who sent it: first the form of the request, then the
// token, then the body and what binds it to the token.
func (a *Adapter) receive(w http.ResponseWriter, r *http.Request, body *meteredBody) (*schema.Activity, framework.Identity, *refusal) {
	defer body.release()
	var nobody framework.Identity
	if no := checkForm(r, a.maxBody); no != nil {
		return nil, nobody, no
	}
	sender, no := a.identify(r)
	if no != nil {
		return nil, nobody, no
	}
	activity, no := a.readActivity(w, body)
	if no != nil {
		return nil, nobody, no
	}
	activity.CallerID = "" // whoever sends it does not decide it (A2251)
	if a.local {
		return activity, nobody, nil
	}
	if err := sender.CheckActivity(activity.ChannelID, activity.ServiceURL); err != nil {
		return nil, nobody, tokenRefusal(err)
	}
	activity.CallerID = sender.CallerID // (A2252)
	return activity, framework.Identity{AppID: sender.AppID, Issuer: sender.Issuer}, nil
}

// checkForm refuses what needs no parsing to be refused.
func checkForm(r *http.Request, maxBody int64) *refusal {
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
func (a *Adapter) identify(r *http.Request) (auth.Identity, *refusal) {
	if a.local {
		return auth.Identity{}, checkLocal(r)
	}
	sender, err := a.validator.Authenticate(r.Context(), r.Header.Values("Authorization"))
	if err != nil {
		return auth.Identity{}, tokenRefusal(err)
	}
	return sender, nil
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
