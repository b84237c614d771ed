package auth

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

const (
	maxServiceURL = 2048 // bytes
	maxShown      = 128  // bytes of a caller's text in an error
)

// ServiceURLs decides to which service URLs the bot's token may go. Its zero value allows none. It is immutable and
// safe for concurrent use.
//
// What holds for every URL: it is absolute, at most 2048 bytes long, and has no user information, query, fragment or
// dot segment. Host names are compared without regard to case and to one trailing dot.
type ServiceURLs struct {
	hosts []string   // as in Cloud.ServiceHosts
	bases []endpoint // further base URLs
	local bool       // loopback hosts, and no others
}

// NewServiceURLs allows the service hosts of cloud, over https on port 443, and the extra base URLs. An extra base URL
// allows exactly its own scheme, host and port, and the paths at and below its own; it may be http on a loopback host.
// An extra that is no such URL is an error.
func NewServiceURLs(cloud Cloud, extra ...string) (*ServiceURLs, error) {
	s := &ServiceURLs{hosts: slices.Clone(cloud.ServiceHosts)}
	for _, host := range s.hosts {
		if name := strings.TrimPrefix(host, "."); !isHost(name) || strings.ToLower(name) != name {
			return nil, fmt.Errorf("auth: service host %q is not a lower-case host name", host)
		}
	}
	for _, raw := range extra {
		base, reason := parseEndpoint(raw)
		switch {
		case reason != "":
			return nil, &ServiceURLError{URL: base.String(), Host: base.host, Reason: reason}
		case base.scheme != "https" && !isLoopback(base.host):
			return nil, &ServiceURLError{URL: base.String(), Host: base.host, Reason: reasonScheme}
		}
		s.bases = append(s.bases, base)
	}
	return s, nil
}

// LocalServiceURLs allows loopback hosts over http or https on any port, and nothing else. It is the rule of a bot
// without credentials, which must not be led to speak to the world.
func LocalServiceURLs() *ServiceURLs { return &ServiceURLs{local: true} }

// Check returns nil if the bot's token may go to the service URL raw, and a [*ServiceURLError] otherwise.
func (s *ServiceURLs) Check(raw string) error {
	e, reason := parseEndpoint(raw)
	if reason == "" {
		reason = s.refuse(e)
	}
	if reason == "" {
		return nil
	}
	return &ServiceURLError{URL: e.String(), Host: e.host, Reason: reason}
}

// refuse returns why e is not allowed, or "".
func (s *ServiceURLs) refuse(e endpoint) string {
	if s.local {
		if isLoopback(e.host) {
			return ""
		}
		return "in local mode only loopback hosts are"
	}
	for _, base := range s.bases {
		if base.covers(e) {
			return ""
		}
	}
	switch {
	case !s.listed(e.host):
		return "its host is not a known service host; allow the URL explicitly if the bot is meant to send there"
	case e.scheme != "https":
		return reasonScheme
	case e.port != "":
		return "it names a port other than 443"
	}
	return ""
}

func (s *ServiceURLs) listed(host string) bool {
	for _, h := range s.hosts {
		if host == h || h[0] == '.' && strings.HasSuffix(host, h) {
			return true
		}
	}
	return false
}

// ServiceURLError says that the bot's token may not go to a service URL, and why.
type ServiceURLError struct {
	// URL is what was refused, without user information, query and fragment. It is empty if it was not a URL.
	URL string
	// Host is the host name in lower case, or empty if there was none.
	Host string
	// Reason is the rule that failed, in words.
	Reason string
}

// Error names the URL and the rule. Text of the sender is quoted and cut short.
func (e *ServiceURLError) Error() string {
	return fmt.Sprintf("auth: service URL %q is not allowed: %s", clip(e.URL), e.Reason)
}

const reasonScheme = "its scheme is not https"

// endpoint is a URL in the normal form that rules compare: no default port, no trailing dot or slash.
type endpoint struct{ scheme, host, port, path string }

// parseEndpoint parses raw and returns why it is no base URL, or "". It goes through [url.Parse] because that is what
// the HTTP client sees: a parser of our own might see another host.
func parseEndpoint(raw string) (endpoint, string) {
	if len(raw) > maxServiceURL {
		return endpoint{}, "it is too long"
	}
	u, err := url.Parse(raw)
	if err != nil { // the error repeats the URL, secrets included
		return endpoint{}, "it is not a URL"
	}
	name := u.Hostname()
	if (u.Scheme != "https" && u.Scheme != "http") || !isHost(strings.TrimSuffix(name, ".")) {
		return endpoint{}, "it is not an http or https URL with a host name"
	}
	e := endpoint{
		scheme: u.Scheme,
		host:   strings.TrimSuffix(strings.ToLower(name), "."),
		port:   u.Port(),
		path:   strings.TrimSuffix(u.Path, "/"),
	}
	if e.scheme == "https" && e.port == "443" || e.scheme == "http" && e.port == "80" {
		e.port = ""
	}
	switch {
	case u.User != nil:
		return e, "it holds user information"
	case strings.ContainsAny(raw, "?#"):
		return e, "it has a query or a fragment"
	case hasDotSegment(u.Path):
		return e, "its path has a dot segment or a backslash"
	}
	return e, ""
}

// covers reports whether other is at or below e.
func (e endpoint) covers(other endpoint) bool {
	rest, below := strings.CutPrefix(other.path, e.path)
	return below && (rest == "" || rest[0] == '/') &&
		e.scheme == other.scheme && e.host == other.host && e.port == other.port
}

func (e endpoint) String() string {
	if e == (endpoint{}) {
		return ""
	}
	host := e.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if e.port != "" {
		host += ":" + e.port
	}
	return e.scheme + "://" + host + e.path
}

// isHost reports whether s is an ASCII host name or an IP address. Other scripts are refused here, before upper and
// lower case can make one name out of two.
func isHost(s string) bool {
	if strings.Contains(s, ":") {
		_, err := netip.ParseAddr(s)
		return err == nil
	}
	label := 0 // bytes of the label so far
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.' && label > 0:
			label = 0
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
			label++
		default:
			return false
		}
	}
	return label > 0
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

func hasDotSegment(path string) bool {
	if !strings.Contains(path, "/.") && !strings.Contains(path, `\`) {
		return false
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." || strings.Contains(segment, `\`) {
			return true
		}
	}
	return false
}
