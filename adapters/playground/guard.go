package playground

import (
	"crypto/subtle"
	"net/http"

	"github.com/convobot/convo/adapters/internal/loopback"
)

// tokenHeader carries the page's token. A page of another origin cannot send it without a preflight, which is not answered.
const tokenHeader = "X-Playground-Token"

// policy is what the page may load: nothing but itself, and the pictures and dialogs that the bot names.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; " +
	"img-src 'self' data: blob: http: https:; media-src http: https:; frame-src http: https:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// inert is the policy of everything else, such as a file that was sent: nothing in it runs as a part of the page.
const inert = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

// onlyHere refuses requests that were not sent to this machine by its name (DNS rebinding), or come from another page.
// Programs, such as the bot, send neither Origin nor Sec-Fetch-Site.
//
// Spec: https://www.w3.org/TR/fetch-metadata/
func onlyHere(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", inert)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin-allow-popups") // a sign-in page
		h.Set("Referrer-Policy", "no-referrer")
		switch {
		case !loopback.Is(r.Host):
			http.Error(w, "the Host header does not name this machine: open the page by the address that the playground printed", http.StatusForbidden)
		case !sameOrigin(r):
			http.Error(w, "the request comes from another page", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// sameOrigin reports whether a request comes from the page, or from no page at all. A link from elsewhere may lead to the
// page itself.
func sameOrigin(r *http.Request) bool {
	for _, origin := range r.Header.Values("Origin") {
		if origin != "http://"+r.Host {
			return false
		}
	}
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		link := r.Method == http.MethodGet && r.URL.Path == "/" && r.Header.Get("Sec-Fetch-Mode") == "navigate"
		if site != "same-origin" && site != "none" && !link {
			return false
		}
	}
	return true
}

// onlyPage refuses requests without the page's token.
func (p *Playground) onlyPage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get(tokenHeader)), []byte(p.token)) != 1 {
			refuse(w, http.StatusForbidden, "the page is of an earlier start of the playground; reload it")
			return
		}
		next.ServeHTTP(w, r)
	})
}
