package world

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// How much is taken at a time, in bytes: of a message, as Teams does (it counts UTF-16 without embedded pictures, and
// advises to stay below 80 KB), and of what is uploaded or sent to many.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
const (
	maxBody = 100 << 10
	maxBulk = 4 << 20
)

// maxTold is how much is kept of what a refused request asked for, and as much of the answer, in bytes.
const maxTold = 1000

// call is a request of the bot, with its ids unescaped.
type call struct {
	conversation, activity, member string
	vars                           map[string]string // the ids in the route, those too
	query                          url.Values
	header                         http.Header
	body                           []byte

	message    *schema.Activity               // that the body is, where the route reads one
	parameters *schema.ConversationParameters // likewise
	unreadable *refusal                       // why the body is neither
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
	lost          bool          // the bot is not told anything
}

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

// operation fulfils a request. It runs under the world's lock and returns the answer's status and body, nil for none.
type operation func(c call) (status int, body any, problem *refusal)

// routed makes a route a handler.
func (w *World) routed(to route) routed {
	limit := cmp.Or(to.limit, maxBody)
	return func(rw http.ResponseWriter, r *http.Request, vars map[string]string) {
		c, problem := readCall(rw, r, vars, limit)
		if problem == nil && to.read != nil {
			to.read(&c)
		}
		a := w.answer(r, c, to, problem)
		if !w.waits(r.Context(), a.delay) || a.problem != nil && a.problem.lost {
			panic(http.ErrAbortHandler) // to net/http: close the connection, and log nothing
		}
		if a.problem != nil {
			a.status, a.body = a.problem.status, a.problem.body()
			a.problem.header(rw.Header())
		}
		write(rw, a.status, a.body)
	}
}

// answer is what the bot is told, and when.
type answer struct {
	status  int
	body    any
	problem *refusal
	delay   time.Duration
}

// answer fulfils a request that could be read, and remembers a refusal.
func (w *World) answer(r *http.Request, c call, to route, problem *refusal) answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = len(c.body)
	defer func() { w.asked = 0 }()
	a := answer{problem: problem}
	if problem == nil {
		a = w.fulfil(r, c, to)
	}
	if a.problem != nil {
		w.recordRefusal(r, c, a.problem)
	}
	return a
}

// waits reports whether a request is still waited for after d.
func (w *World) waits(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	select {
	case <-w.clock.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

func readCall(rw http.ResponseWriter, r *http.Request, vars map[string]string, limit int64) (call, *refusal) {
	c := call{header: r.Header, vars: vars}
	if r.URL.RawQuery != "" {
		c.query = r.URL.Query()
	}
	for name, id := range vars {
		unescaped, err := url.PathUnescape(id)
		if err != nil {
			return c, refuse(http.StatusBadRequest, "BadSyntax", "The %s id is not escaped correctly", name)
		}
		vars[name] = unescaped
	}
	c.conversation, c.activity, c.member = vars["conversation"], vars["activity"], vars["member"]
	var err error
	c.body, err = readBody(rw, r, limit)
	if _, tooBig := errors.AsType[*http.MaxBytesError](err); tooBig {
		return c, refuse(http.StatusRequestEntityTooLarge, "MessageSizeTooBig", "Message size too large: more than %d bytes", limit)
	}
	if err != nil {
		return c, refuse(http.StatusBadRequest, "BadSyntax", "The body could not be read")
	}
	return c, nil
}

// readBody reads a body as a whole. Most requests say how long it is; of those that a client makes, 0 says nothing.
func readBody(rw http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	switch {
	case r.Body == nil || r.Body == http.NoBody:
		return nil, nil
	case r.ContentLength <= 0 || r.ContentLength > limit:
		return io.ReadAll(http.MaxBytesReader(rw, r.Body, limit))
	}
	body := make([]byte, r.ContentLength)
	_, err := io.ReadFull(r.Body, body)
	return body, err
}

// body is the refusal as the connector words it.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#errorresponse-object
func (p *refusal) body() any {
	return map[string]any{"error": map[string]string{"code": p.code, "message": p.message}}
}

func (w *World) recordRefusal(r *http.Request, c call, p *refusal) {
	told := fmt.Sprintf("%d %s: %s", p.status, p.code, p.message)
	if p.lost {
		told = "no answer: " + p.message
	}
	e := Entry{Kind: Refused, Bot: true, Who: w.bot.Name, Problem: clip(r.Method+" "+r.URL.EscapedPath()) + ": " + clip(told)}
	if where, _, ok := w.at(c.conversation); ok {
		e.Where = where.name
	}
	w.record(e)
}

// clip is the beginning of a text that is to be kept, and that the bot can make as long as it likes.
func clip(text string) string {
	if len(text) <= maxTold {
		return text
	}
	return strings.ToValidUTF8(text[:maxTold], "") + "…"
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
	raw, err := marshal(body)
	if err != nil {
		rw.WriteHeader(http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = rw.Write(raw)
}

// marshal is json.Marshal without its second pass over what a wire type wrote.
func marshal(body any) ([]byte, error) {
	if body, ok := body.(json.Marshaler); ok {
		return body.MarshalJSON()
	}
	return json.Marshal(body)
}
