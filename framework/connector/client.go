package connector

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/wire"
)

const (
	// A channel that answers later than this does not answer. Giving up on a POST is not free: nobody knows then
	// whether the message was delivered.
	requestTimeout   = 30 * time.Second
	maxAnswer        = 1 << 20 // bytes of an answer that are read
	maxCorrelationID = 128     // bytes
)

// Client calls the connector at one service URL. Get it from [FromTurn] or [Outbound.Client]. It is safe for concurrent
// use and cheap to make; it shares the connections of its [Outbound].
type Client struct {
	out        *Outbound
	serviceURL string // as given, for CheckURL
	base       string // what routes are appended to
	tenant     string // that requests are counted for; "" if not known
	botID      string // who sends; "" if not known
}

// request is one call of a route. The body is encoded once, for all attempts.
type request struct {
	op         string // in words, for errors
	method     string
	serviceURL string // for CheckURL
	url        string
	body       []byte
	spends     spending
	manner     manner

	token   string // of the last attempt
	renewed bool   // another token was tried
	moved   bool   // another host was tried
}

// manner is what is particular about a request besides its URL. The zero value is a request for JSON.
type manner struct {
	accept     string   // media types; "" means JSON
	limit      int      // bytes of an answer; 0 means maxAnswer
	repeatable bool     // a POST that may be made twice, as it leaves nothing behind
	redirects  bool     // an answer with another address is an answer; it is not gone to
	private    bool     // the answer holds secrets
	secrets    []string // that were sent, and must not be in an error
}

// answer is an answer to a request that says what was asked for: a 2xx, or for some a redirect.
type answer struct {
	request       request
	status        int
	header        http.Header
	correlationID string
	body          []byte
}

// call makes a request and decodes the answer. Only a GET must be answered with a body: a channel may take a message
// with an empty 202.
func call[T any](ctx context.Context, c *Client, op, method string, to *route, body []byte) (T, error) {
	var out T
	a, err := c.do(ctx, op, method, to, body)
	if err != nil {
		return out, err
	}
	return out, a.decode(&out)
}

// decode reads the body into out. An error is a [*framework.ChannelError].
func (a answer) decode(out any) error {
	if len(bytes.TrimSpace(a.body)) == 0 && a.request.method != http.MethodGet {
		return nil
	}
	if err := wire.Unmarshal(a.body, out); err != nil {
		if a.request.manner.private {
			err = errNotJSON // the decoder's error may repeat a part of the answer
		}
		return a.unusable(err)
	}
	return nil
}

// attempt makes the request once. It reports whether a failed attempt may be repeated.
func (c *Client) attempt(ctx context.Context, r *request) (a answer, again bool, err error) {
	if ctx.Err() != nil {
		again, err := r.broken(ctx, false, 0, ctx.Err())
		return answer{}, again, err
	}
	if err := c.out.check(r.serviceURL); err != nil {
		return answer{}, false, fmt.Errorf("connector: %s: %w", r.op, err)
	}
	token, err := c.token(ctx)
	if err != nil {
		return answer{}, false, r.noToken(ctx, err)
	}
	r.token = token
	limited, cancel := context.WithTimeoutCause(ctx, requestTimeout, errSilent)
	defer cancel()
	var sent progress
	req, err := r.build(sent.watch(limited), token)
	if err != nil {
		return answer{}, false, fmt.Errorf("connector: %s: %w", r.op, err)
	}
	resp, err := c.out.transport().RoundTrip(req)
	if err != nil {
		again, err := r.broken(ctx, sent.maybeSent(err), 0, err)
		return answer{}, again, err
	}
	defer resp.Body.Close()
	// The answer is read to its end, so that the connection can be used again.
	limit := cmp.Or(r.manner.limit, maxAnswer)
	body, err := io.ReadAll(io.LimitReader(resp.Body, int64(limit)+1))
	body = redact(resp.Header, body, token, "[token]")
	if !r.manner.takes(resp.StatusCode) {
		for _, secret := range r.manner.secrets {
			body = redact(resp.Header, body, secret, "[secret]")
		}
		again, err := r.refused(resp.StatusCode, resp.Header, body)
		return answer{}, again, err
	}
	if err != nil {
		again, err := r.broken(ctx, true, resp.StatusCode, err)
		return answer{}, again, err
	}
	a = answer{request: *r, status: resp.StatusCode, header: resp.Header, correlationID: correlationID(resp.Header), body: body}
	if len(body) > limit {
		return answer{}, false, a.unusable(fmt.Errorf("the answer is longer than %d bytes", limit))
	}
	return a, false, nil
}

// takes reports whether a status is that of an answer.
func (m *manner) takes(status int) bool {
	return status >= 200 && status <= 299 || m.redirects && (status == http.StatusMovedPermanently || status == http.StatusFound)
}

// once reports whether it matters if the request is made twice.
func (r *request) once() bool { return r.method == http.MethodPost && !r.manner.repeatable }

// build returns the HTTP request. net/http may repeat it by itself, because it can rewind the body; for a POST it
// does so only if nothing was written or the server said that it did nothing.
func (r *request) build(ctx context.Context, token string) (*http.Request, error) {
	var body io.Reader = http.NoBody
	if r.body != nil {
		body = bytes.NewReader(r.body)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, r.url, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", cmp.Or(r.manner.accept, "application/json"))
	req.Header.Set("User-Agent", "convo")
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if id := framework.CorrelationID(ctx); isVisible(id) && len(id) <= maxCorrelationID {
		req.Header.Set("X-Ms-Correlation-Id", id)
	}
	return req, nil
}

// token returns the bot's token, or "" if the bot has no credentials.
func (c *Client) token(ctx context.Context) (string, error) {
	if c.out.Tokens == nil {
		return "", nil
	}
	token, err := c.out.Tokens.Token(ctx)
	if err == nil && !isVisible(token) {
		err = errBadToken
	}
	return token, err
}

// redact removes a secret from an answer that repeats it: parts of answers go into errors, and errors into logs.
func redact(header http.Header, body []byte, secret, instead string) []byte {
	if secret == "" {
		return body
	}
	for name, values := range header {
		if slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, secret) }) {
			delete(header, name)
		}
	}
	if !bytes.Contains(body, []byte(secret)) {
		return body
	}
	return bytes.ReplaceAll(body, []byte(secret), []byte(instead))
}

// isVisible reports whether s is not empty and all visible ASCII, so that it is one word of a header.
func isVisible(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return s != ""
}
