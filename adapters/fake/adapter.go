package fake

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// adapter sends to the connector of a [World] in memory, without credentials.
type adapter struct {
	connector.Outbound

	engine framework.Engine
}

var _ framework.Adapter = (*adapter)(nil)

func newAdapter(teams *world.World, sent func(req *http.Request, body []byte, status int)) *adapter {
	return &adapter{
		Outbound: connector.Outbound{
			HTTPClient:      &http.Client{Transport: inMemory{server: teams, sent: sent}},
			AppID:           strings.TrimPrefix(teams.Bot().ID, "28:"),
			TokenServiceURL: teams.TokenServiceURL(),
			CheckURL: func(to string) error {
				if to != teams.ServiceURL() && to != teams.TokenServiceURL() {
					return fmt.Errorf("fake: the bot sends to %q; this world's service URL is %q", to, teams.ServiceURL())
				}
				return nil
			},
		},
		engine: framework.Engine{
			AckAfter: math.MaxInt64, // a story goes on when the turn has ended
			Logger:   slog.New(slog.DiscardHandler),
		},
	}
}

// ContinueConversation implements [framework.Adapter].
func (a *adapter) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return a.engine.Continue(ctx, a, ref, h)
}

// ConnectorClient returns the client that connector.FromTurn gives to handlers.
func (a *adapter) ConnectorClient(serviceURL string) (*connector.Client, error) {
	return a.Client(serviceURL)
}

// inMemory is a network of one server, without sockets or goroutines.
type inMemory struct {
	server http.Handler
	hosts  []string // the URLs whose hosts are there; nil for any
	sent   func(req *http.Request, body []byte, status int)
}

// RoundTrip implements [http.RoundTripper].
func (n inMemory) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body == nil {
		req = req.Clone(req.Context())
		req.Body = http.NoBody
	}
	defer req.Body.Close()
	if err := context.Cause(req.Context()); err != nil {
		return nil, err
	}
	if !n.has(req.URL.Host) {
		return nil, fmt.Errorf("fake: there is no network, and no host %q in this world", req.URL.Host)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	served := req.Clone(req.Context())
	served.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	n.server.ServeHTTP(answer, served)
	if n.sent != nil {
		n.sent(req, body, answer.Code)
	}
	resp := answer.Result()
	resp.Request = req
	return resp, nil
}

func (n inMemory) has(host string) bool {
	return n.hosts == nil || slices.ContainsFunc(n.hosts, func(known string) bool {
		u, err := url.Parse(known)
		return err == nil && u.Host == host
	})
}
