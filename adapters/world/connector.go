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

// maxBody is how much Teams takes at a time, in bytes. Teams itself counts UTF-16 without embedded pictures, and
// advises to stay below 80 KB.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
const maxBody = 100 << 10

// call is a request of the bot, with its ids unescaped.
type call struct {
	conversation, activity, member string
	query                          url.Values
	body                           []byte
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

func (w *World) routes(base string) http.Handler {
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	v3 := strings.TrimSuffix(base, "/") + "/v3"
	conversation := v3 + "/conversations/{conversation}"
	activity := conversation + "/activities/{activity}"
	for _, route := range []struct {
		method, path string
		do           operation
	}{
		{http.MethodPost, v3 + "/conversations", w.create},
		{http.MethodPost, conversation + "/activities", w.send},
		{http.MethodPost, activity, w.send}, // Teams ignores what is replied to
		{http.MethodPut, activity, w.update},
		{http.MethodDelete, activity, w.remove},
		{http.MethodGet, activity + "/members", w.listMembers},
		{http.MethodGet, conversation + "/members", w.listMembers},
		{http.MethodGet, conversation + "/members/{member}", w.getMember},
		{http.MethodGet, conversation + "/pagedmembers", w.pageMembers},
	} {
		router.Handle(route.path, w.serve(route.do)).Methods(route.method)
	}
	router.NotFoundHandler = w.serve(func(call) (int, any, *refusal) {
		return 0, nil, refuse(http.StatusNotFound, "NotFound", "Teams has no such route")
	})
	router.MethodNotAllowedHandler = w.serve(func(call) (int, any, *refusal) {
		return 0, nil, refuse(http.StatusMethodNotAllowed, "MethodNotAllowed", "The route has no such method")
	})
	return router
}

// serve makes an operation a handler.
func (w *World) serve(do operation) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		c, problem := readCall(rw, r)
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

func readCall(rw http.ResponseWriter, r *http.Request) (call, *refusal) {
	c := call{query: r.URL.Query()}
	vars := mux.Vars(r)
	for name, id := range map[string]*string{"conversation": &c.conversation, "activity": &c.activity, "member": &c.member} {
		unescaped, err := url.PathUnescape(vars[name])
		if err != nil {
			return c, refuse(http.StatusBadRequest, "BadSyntax", "The %s id is not escaped correctly", name)
		}
		*id = unescaped
	}
	var err error
	c.body, err = io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	if _, tooBig := errors.AsType[*http.MaxBytesError](err); tooBig {
		return c, refuse(http.StatusRequestEntityTooLarge, "MessageSizeTooBig", "Message size too large: more than %d bytes", maxBody)
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
	raw, err := json.Marshal(body)
	if err != nil {
		rw.WriteHeader(http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = rw.Write(raw)
}
