package fake

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/convobot/convo/adapters/world"
)

// watched is the way to a world's connector, past who looks at what was sent and how it was answered.
type watched struct {
	teams *world.World
	sent  func(req *http.Request, body []byte, status int)
}

// RoundTrip implements [http.RoundTripper].
func (n watched) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body == nil {
		return n.teams.RoundTrip(req)
	}
	defer req.Body.Close()
	var body bytes.Buffer
	body.Grow(int(max(req.ContentLength, 0)) + bytes.MinRead)
	if _, err := body.ReadFrom(req.Body); err != nil {
		return nil, err
	}
	served := req.WithContext(req.Context()) // a copy: the request is the caller's
	served.Body = io.NopCloser(bytes.NewReader(body.Bytes()))
	resp, err := n.teams.RoundTrip(served)
	if err != nil {
		return nil, err
	}
	n.sent(req, body.Bytes(), resp.StatusCode)
	resp.Request = req
	return resp, nil
}

// network is that of a world's own hosts, without sockets or goroutines.
type network struct{ teams *world.World }

// RoundTrip implements [http.RoundTripper].
func (n network) RoundTrip(req *http.Request) (*http.Response, error) {
	for _, known := range []string{n.teams.DriveURL(), n.teams.ServiceURL(), n.teams.TokenServiceURL()} {
		if u, err := url.Parse(known); err == nil && u.Host == req.URL.Host {
			return n.teams.RoundTrip(req)
		}
	}
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, fmt.Errorf("fake: there is no network, and no host %q in this world", req.URL.Host)
}
