package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/mux"
)

// How much is taken at a time, in bytes: of a message, as Teams does (it counts UTF-16 without embedded pictures, and
// advises to stay below 80 KB), and of what is uploaded or sent to many.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
const (
	maxBody = 100 << 10
	maxBulk = 4 << 20
)

// call is a request of the bot, with its ids unescaped.
type call struct {
	conversation, activity, member string
	vars                           map[string]string // the ids in the route, those too
	query                          url.Values
	header                         http.Header
	body                           []byte
}

// targeted reports whether the call is about a message that only one person sees.
func (c call) targeted() bool { return strings.EqualFold(c.query.Get("isTargetedActivity"), "true") }

// content is an answer that is not JSON.
type content struct {
	mediaType string
	bytes     []byte
}

// refusal is a request that Teams does not fulfil.
type refusal struct {
	status        int
	code, message string
	retryAfter    time.Duration // 0 if the bot is not told when to come again
}

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

// operation fulfils a request. It runs under the world's lock and returns the answer's status and body, nil for none.
type operation func(c call) (status int, body any, problem *refusal)

// serve makes an operation a handler.
func (w *World) serve(do operation, limit int64) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		c, problem := readCall(rw, r, limit)
		w.mu.Lock()
		var status int
		var body any
		if problem == nil {
			status, body, problem = w.fulfil(r, c, do)
		}
		if problem != nil {
			status, body = problem.status, problem.body()
			problem.header(rw.Header())
			w.recordRefusal(r, c, problem)
		}
		w.mu.Unlock()
		write(rw, status, body)
	})
}

func readCall(rw http.ResponseWriter, r *http.Request, limit int64) (call, *refusal) {
	c := call{query: r.URL.Query(), header: r.Header, vars: make(map[string]string)}
	for name, id := range mux.Vars(r) {
		unescaped, err := url.PathUnescape(id)
		if err != nil {
			return c, refuse(http.StatusBadRequest, "BadSyntax", "The %s id is not escaped correctly", name)
		}
		c.vars[name] = unescaped
	}
	c.conversation, c.activity, c.member = c.vars["conversation"], c.vars["activity"], c.vars["member"]
	var err error
	c.body, err = io.ReadAll(http.MaxBytesReader(rw, r.Body, limit))
	if _, tooBig := errors.AsType[*http.MaxBytesError](err); tooBig {
		return c, refuse(http.StatusRequestEntityTooLarge, "MessageSizeTooBig", "Message size too large: more than %d bytes", limit)
	}
	if err != nil {
		return c, refuse(http.StatusBadRequest, "BadSyntax", "The body could not be read")
	}
	return c, nil
}

// body is the refusal as the connector words it.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#errorresponse-object
func (p *refusal) body() any {
	return map[string]any{"error": map[string]string{"code": p.code, "message": p.message}}
}

func (w *World) recordRefusal(r *http.Request, c call, p *refusal) {
	e := Entry{
		Kind: Refused, Bot: true, Who: w.bot.Name,
		Problem: fmt.Sprintf("%s %s: %d %s: %s", r.Method, r.URL.EscapedPath(), p.status, p.code, p.message),
	}
	if where, _, ok := w.at(c.conversation); ok {
		e.Where = where.name
	}
	w.record(e)
}

// write answers; an answer that cannot be written has nobody left to tell.
func write(rw http.ResponseWriter, status int, body any) {
	if body == nil {
		rw.WriteHeader(status)
		return
	}
	if plain, ok := body.(content); ok {
		rw.Header().Set("Content-Type", plain.mediaType)
		rw.WriteHeader(status)
		_, _ = rw.Write(plain.bytes)
		return
	}
	raw, err := json.Marshal(body)
	if err != nil {
		rw.WriteHeader(http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = rw.Write(raw)
}
