package connector

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

const maxID = 2048 // bytes; Teams' ids are below 300

// parseServiceURL returns the URL that routes are appended to: with the service URL's own path, without a slash at
// the end. The errors do not repeat the URL: what is wrong with it may be a secret in it.
func parseServiceURL(serviceURL string) (string, error) {
	u, err := url.Parse(serviceURL)
	switch {
	case serviceURL == "":
		return "", errors.New("connector: the service URL is empty; take it from the activity or the conversation reference")
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return "", errors.New("connector: the service URL is not an absolute http or https URL")
	case u.User != nil || strings.ContainsAny(serviceURL, "?#"):
		return "", errors.New("connector: the service URL has user information, a query or a fragment")
	}
	return u.Scheme + "://" + u.Host + strings.TrimSuffix(u.EscapedPath(), "/"), nil
}

// InvalidIDError says that an id cannot be part of a route. Nothing was sent.
type InvalidIDError struct {
	Name   string // whose id it is, such as "conversation"
	ID     string
	Reason string
}

// Error names the id and the reason. The id is quoted and cut short.
func (e *InvalidIDError) Error() string {
	return fmt.Sprintf("connector: the %s id %.64q %s", e.Name, e.ID, e.Reason)
}

// route builds the URL of a request. It keeps the first error.
type route struct {
	text strings.Builder
	sep  byte // before the next query parameter
	err  error

	spends spending
	manner manner
}

// route starts a URL with a fixed path.
func (c *Client) route(path string) *route {
	r := &route{sep: '?', spends: spending{tenant: c.tenant}}
	r.text.Grow(256) // enough for Teams' URLs
	r.text.WriteString(c.base)
	return r.path(path)
}

// path appends a fixed path.
func (r *route) path(path string) *route {
	r.text.WriteString(path)
	return r
}

// id appends an id as one path segment. Everything but letters, digits and -_.~ is escaped, as the JavaScript and .NET
// clients do, so that no id can change the route.
//
// Spec: https://www.rfc-editor.org/rfc/rfc3986#section-2.3
func (r *route) id(name, id string) *route {
	if reason := badID(id); reason != "" && r.err == nil {
		r.err = &InvalidIDError{Name: name, ID: id, Reason: reason}
	}
	r.text.WriteByte('/')
	r.text.WriteString(strings.ReplaceAll(url.QueryEscape(id), "+", "%20"))
	return r
}

// query appends a query parameter, unless the value is empty.
func (r *route) query(name, value string) *route {
	if value != "" {
		r.text.WriteByte(r.sep)
		r.text.WriteString(name + "=" + url.QueryEscape(value))
		r.sep = '&'
	}
	return r
}

// badID says what is wrong with an id, or "". Dot segments are refused because escaping does not change a dot, and
// clients, proxies and servers resolve them; some unescape a slash first.
func badID(id string) string {
	switch {
	case id == "":
		return "is empty"
	case len(id) > maxID:
		return fmt.Sprintf("is longer than %d bytes", maxID)
	case strings.ContainsFunc(id, unicode.IsControl):
		return "has control characters"
	}
	for segment := range strings.FieldsFuncSeq(id, func(r rune) bool { return r == '/' || r == '\\' }) {
		if segment == "." || segment == ".." {
			return "has a dot segment"
		}
	}
	return ""
}
