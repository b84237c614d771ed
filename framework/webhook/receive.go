package webhook

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/convobot/convo/framework/internal/wire"
)

// receive returns the body of a request that may be answered. It looks at nothing else before the key.
func (e *endpoint) receive(w http.ResponseWriter, r *http.Request) ([]byte, *refusal) {
	if r.Method != http.MethodPost {
		return nil, &refusal{status: http.StatusMethodNotAllowed, code: "MethodNotAllowed", message: "use POST", reason: "method"}
	}
	if reason := e.checkKey(r.Header.Values("Authorization")); reason != "" {
		return nil, &refusal{
			status: http.StatusUnauthorized, code: "Unauthorized",
			message: "send the endpoint's key in one header of the form: Authorization: Bearer <key>", reason: reason,
		}
	}
	if no := e.checkForm(r); no != nil {
		return nil, no
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, e.maxBody))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, e.tooLarge()
	}
	if err != nil {
		return nil, badBody("the body could not be read", "the body could not be read")
	}
	return body, nil
}

// checkKey says why the request is not the key holder's, or nothing. It compares hashes, whose length tells nothing of
// the key's, in a time that does not depend on them.
//
// Spec: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
func (e *endpoint) checkKey(values []string) (reason string) {
	if len(values) != 1 { // two readers must not see two keys
		return fmt.Sprintf("%d Authorization headers", len(values))
	}
	scheme, key, _ := strings.Cut(values[0], " ")
	key = strings.TrimLeft(key, " ")
	if !strings.EqualFold(scheme, "Bearer") || !isToken(key) {
		return "the Authorization header has another form"
	}
	sum := sha256.Sum256([]byte(key))
	if subtle.ConstantTimeCompare(sum[:], e.key[:]) != 1 {
		return "another key"
	}
	return ""
}

// checkForm refuses what needs no reading of the body to be refused.
func (e *endpoint) checkForm(r *http.Request) *refusal {
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil { // net/http would leave out what it cannot read
		message := "the query of the address cannot be read: write ; as %3B, % as %25"
		return &refusal{status: http.StatusBadRequest, code: "BadArgument", message: message, reason: "query"}
	}
	mediaType, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := params["charset"]
	if err != nil || mediaType != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return badType("send application/json in UTF-8", "content type")
	}
	if r.Header.Get("Content-Encoding") != "" {
		return badType("send the body without Content-Encoding", "content encoding")
	}
	if r.ContentLength > e.maxBody {
		return e.tooLarge()
	}
	return nil
}

// read decodes an event.
func read[In any](body []byte, refuseUnknown bool) (In, *refusal) {
	var in, none In
	if string(bytes.TrimSpace(body)) == "null" { // it would fit everything
		return none, badBody("the body is null", "the body is null")
	}
	if err := wire.Unmarshal(body, &in, wire.RefuseUnknown(refuseUnknown)); err != nil {
		problem := wire.ProblemOf(err)
		reason := fmt.Sprintf("%s (byte %d)", problem.Reason, problem.Offset)
		return none, badBody("the body is not what is expected: "+problem.String(), reason)
	}
	return in, nil
}

// isToken reports whether s is not empty and all visible ASCII.
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool { return c <= ' ' || c > '~' })
}

func badType(message, reason string) *refusal {
	return &refusal{status: http.StatusUnsupportedMediaType, code: "UnsupportedMediaType", message: message, reason: reason}
}

func badBody(message, reason string) *refusal {
	return &refusal{status: http.StatusBadRequest, code: "BadArgument", message: message, reason: reason}
}

func (e *endpoint) tooLarge() *refusal {
	message := fmt.Sprintf("the body is larger than %d bytes", e.maxBody)
	return &refusal{status: http.StatusRequestEntityTooLarge, code: "RequestEntityTooLarge", message: message, reason: message}
}
