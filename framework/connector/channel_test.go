package connector_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

const serviceURL = "https://smba.example/amer/"

// channel is a connector service in memory: a transport that plays answers in turn, the last one for ever, and remembers
// what it was asked.
type channel struct {
	answers []reply

	mu   sync.Mutex
	seen []asked
}

type asked struct {
	method, url string
	header      http.Header
	body        string
	at          time.Time
}

type reply func(*http.Request) (*http.Response, error)

func (c *channel) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	c.mu.Lock()
	c.seen = append(c.seen, asked{r.Method, r.URL.String(), r.Header.Clone(), string(body), time.Now()})
	answer := c.answers[min(len(c.seen), len(c.answers))-1]
	c.mu.Unlock()
	return answer(r)
}

func (c *channel) outbound() *connector.Outbound {
	return &connector.Outbound{HTTPClient: &http.Client{Transport: c}, CheckURL: anywhere}
}

// anywhere is a rule that allows every service URL.
func anywhere(string) error { return nil }

func (c *channel) client(tb testing.TB) *connector.Client {
	tb.Helper()
	return clientOf(tb, c.outbound(), serviceURL)
}

func clientOf(tb testing.TB, out *connector.Outbound, serviceURL string) *connector.Client {
	tb.Helper()
	client, err := out.Client(serviceURL)
	require.NoError(tb, err)
	return client
}

// answering returns a channel that plays these answers.
func answering(answers ...reply) *channel { return &channel{answers: answers} }

// answer is an answer with pairs of header names and values.
func answer(status int, body string, header ...string) reply {
	return answerFrom(status, func() io.Reader { return strings.NewReader(body) }, header...)
}

// cutOff is an answer whose body ends too early.
func cutOff(status int, body string) reply {
	return answerFrom(status, func() io.Reader {
		return io.MultiReader(strings.NewReader(body), iotest.ErrReader(io.ErrUnexpectedEOF))
	})
}

func answerFrom(status int, body func() io.Reader, header ...string) reply {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(body()), Request: r}, nil
	}
}

func failing(err error) reply { return func(*http.Request) (*http.Response, error) { return nil, err } }

var (
	errReset   = &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}
	errRefused = &net.OpError{Op: "dial", Err: errors.New("connection refused")}
)

func channelError(tb testing.TB, err error) *framework.ChannelError {
	tb.Helper()
	var e *framework.ChannelError
	require.ErrorAs(tb, err, &e)
	return e
}

func hello() *schema.Activity { return schema.TextMessage("hello") }
