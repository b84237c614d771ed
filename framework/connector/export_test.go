package connector

import (
	"context"
	"time"
)

// Meters is how many conversations and tenants are counted.
func (o *Outbound) Meters() (conversations, tenants int) {
	return o.budget().conversations.byID.Len(), o.budget().tenants.byID.Len()
}

// Hold is what every message goes through before its first attempt.
func (c *Client) Hold(ctx context.Context, conversationID, tenantID string) error {
	r := &request{op: "send activity", spends: c.route("").message(conversationID, tenantID).spends}
	_, err := c.hold(ctx, r, time.Second)
	return err
}
