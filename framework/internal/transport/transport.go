// Package transport makes the pool of connections over which a bot speaks.
package transport

import "net/http"

// A bot talks to few hosts and to each of them a lot; net/http would keep two connections.
const idleConnsPerHost = 64

// New returns a transport like [http.DefaultTransport] that keeps more connections to a host. A program that replaced
// the default meant it, and gets what it put there.
func New() http.RoundTripper {
	shared, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	own := shared.Clone()
	own.MaxIdleConnsPerHost = idleConnsPerHost
	return own
}
