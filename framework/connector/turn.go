package connector

import (
	"fmt"

	"github.com/convobot/convo/framework"
)

// FromTurn returns the client of the connector that the turn's activity came from. It has the credentials of the turn's
// adapter and goes only where the adapter may send. What it sends names the bot as its sender, if it names nobody. An adapter
// that has no connector is an error.
func FromTurn(turn *framework.TurnContext) (*Client, error) {
	adapter, ok := turn.Adapter().(interface {
		ConnectorClient(serviceURL string) (*Client, error)
	})
	if !ok {
		return nil, fmt.Errorf("connector: adapter %T has no connector: it lacks the method ConnectorClient", turn.Adapter())
	}
	shared, err := adapter.ConnectorClient(turn.Activity.ServiceURL)
	if err != nil {
		return nil, err
	}
	client := *shared
	client.tenant = turn.Activity.Conversation.TenantID
	client.botID = turn.Activity.Recipient.ID
	return &client, nil
}
