package cloud_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

func answerOf(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// repeatsRequest answers with the credentials that it was sent, wherever an answer has room for words.
func repeatsRequest(status int, contentType string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm() // of a request for a token
		secret := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") + r.PostForm.Get("client_secret")
		for _, name := range []string{"Ms-Cv", "X-Correlating-Operationid", "X-Ms-Correlation-Id", "Location", "Retry-After", "Www-Authenticate"} {
			w.Header().Set(name, secret)
		}
		if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "3600")
		}
		body := "AADSTS7000215: refused " + secret
		if contentType == "application/json" {
			encoded, _ := json.Marshal(map[string]any{ // of texts: it cannot fail
				"error": map[string]any{"code": secret, "message": secret}, "error_description": body, "id": map[string]any{"x": secret},
			})
			if r.PostForm.Has("client_secret") {
				encoded, _ = json.Marshal(map[string]any{"error": secret, "error_description": body + url.QueryEscape(secret)})
			}
			body = string(encoded)
		}
		answerOf(status, contentType, body)(w, r)
	}
}

// slowedOnce answers 429 first.
func slowedOnce() http.HandlerFunc {
	var once sync.Once
	return func(w http.ResponseWriter, r *http.Request) {
		status := http.StatusCreated
		once.Do(func() { status = http.StatusTooManyRequests })
		answerOf(status, "application/json", `{"id": "1"}`)(w, r)
	}
}

// tokensBy leaves the signing keys to the real service.
func tokensBy(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			h(w, r)
		}
	}
}

// leakWatch collects what could be seen of all attempts, and what must not be.
