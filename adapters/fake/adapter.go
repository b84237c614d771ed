package fake

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"

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

func newAdapter(serviceURL string, teams http.Handler) *adapter {
	tokenServiceURL := rootOf(serviceURL)
	return &adapter{
		Outbound: connector.Outbound{
			HTTPClient:      &http.Client{Transport: inMemory{teams}},
			TokenServiceURL: tokenServiceURL,
			CheckURL: func(to string) error {
				if to != serviceURL && to != tokenServiceURL {
					return fmt.Errorf("fake: the bot sends to %q; this world's service URL is %q", to, serviceURL)
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

// rootOf returns where the token service of a world is: at the root of the connector's host.
func rootOf(serviceURL string) string {
	u, err := url.Parse(serviceURL)
	if err != nil {
		return serviceURL // world.New has parsed it
	}
	return u.Scheme + "://" + u.Host + "/"
}

// inMemory is a network of one server, without sockets or goroutines.
type inMemory struct{ server http.Handler }

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
	answer := httptest.NewRecorder()
	n.server.ServeHTTP(answer, req)
	resp := answer.Result()
	resp.Request = req
	return resp, nil
}
