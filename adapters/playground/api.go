package playground

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// maxRequest is the size of what the page sends, in bytes: a file in base64 and what goes with it.
const maxRequest = 16 << 20

// apiRoute is something that the page asks for, below /playground/.
type apiRoute struct {
	method, path string
	serve        http.HandlerFunc
}

func (p *Playground) apiRoutes() []apiRoute {
	return []apiRoute{
		{http.MethodGet, "state", p.serveState},
		{http.MethodGet, "messages", p.serveMessages},
		{http.MethodGet, "message", p.serveMessage},
		{http.MethodGet, "members", p.serveMembers},
		{http.MethodGet, "view", p.serveView},
		{http.MethodGet, "events", p.serveEvents},
		{http.MethodGet, "past", p.servePast},
		{http.MethodGet, "connections", p.serveConnections},
		{http.MethodPost, "acts", p.serveAct},
		{http.MethodPost, "lint", p.serveLint},
		{http.MethodGet, "gotest", p.serveGoTest},
		{http.MethodPost, "world", p.serveWorld},
		{http.MethodPost, "faults", p.serveFaults},
		{http.MethodGet, "desk", p.serveDesk},
		{http.MethodPost, "desk", p.serveDeskSend},
	}
}

// problem is a request of the page that cannot be fulfilled, in words for the person.
type problem struct {
	status int
	text   string
}

// Error implements error.
func (p problem) Error() string { return p.text }

func badRequest(format string, args ...any) error {
	return problem{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// decode reads the body of a request of the page.
func decode(w http.ResponseWriter, r *http.Request, into any) error {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return problem{http.StatusRequestEntityTooLarge, fmt.Sprintf("the playground takes %d MiB at once, and this is more", maxRequest>>20)}
	}
	if err != nil {
		return badRequest("the request is not the JSON expected here: %v", err)
	}
	return nil
}

// answer answers the page.
func answer(w http.ResponseWriter, body any, err error) {
	if err != nil {
		status := http.StatusConflict // what the world finds impossible
		if p, ok := errors.AsType[problem](err); ok {
			status = p.status
		}
		refuse(w, status, strings.TrimPrefix(err.Error(), "world: "))
		return
	}
	writeJSON(w, http.StatusOK, body)
}

func refuse(w http.ResponseWriter, status int, text string) {
	writeJSON(w, status, map[string]string{"problem": text})
}

// writeJSON answers with JSON; an answer that cannot be written has nobody left to tell.
func writeJSON(w http.ResponseWriter, status int, body any) {
	raw, err := json.Marshal(body)
	if err != nil {
		http.Error(w, "the answer has no JSON form: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(raw)
}

// quoted returns a text in JSON.
func quoted(text string) json.RawMessage {
	raw, err := json.Marshal(strings.ToValidUTF8(text, "\uFFFD"))
	if err != nil {
		return nil // a text always has a JSON form
	}
	return raw
}

// number reads a whole number of the query that is not negative.
func number(r *http.Request, name string, absent int) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return absent, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, badRequest("%s is not a number", name)
	}
	return n, nil
}
