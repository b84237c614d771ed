package fake

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strings"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// adapter sends to the connector of a [World] in memory, without credentials.
type adapter struct {
	connector.Outbound

	engine *framework.Engine
}

var _ framework.Adapter = (*adapter)(nil)

func newAdapter(teams *world.World, sent func(req *http.Request, body []byte, status int)) *adapter {
	return &adapter{
		Outbound: connector.Outbound{
			HTTPClient:      &http.Client{Transport: watched{teams, sent}},
			AppID:           strings.TrimPrefix(teams.Bot().ID, "28:"),
			TokenServiceURL: teams.TokenServiceURL(),
			CheckURL: func(to string) error {
				if to != teams.ServiceURL() && to != teams.TokenServiceURL() {
					return fmt.Errorf("fake: the bot sends to %q; this world's service URL is %q", to, teams.ServiceURL())
				}
				return nil
			},
		},
		engine: newEngine(),
	}
}

func newEngine() *framework.Engine {
	return &framework.Engine{
		AckAfter: math.MaxInt64, // a story goes on when the turn has ended
		Logger:   slog.New(slog.DiscardHandler),
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
