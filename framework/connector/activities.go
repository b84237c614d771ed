package connector

import (
	"context"
	"fmt"
	"net/http"

	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/schema"
)

// SendToConversation posts a new activity at the end of a conversation. The response has no ID if the channel named none.
//
// A message whose Recipient.IsTargeted is set is shown to that recipient alone: it takes Teams' route for it, and keeps
// its recipient.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#send-to-conversation
func (c *Client) SendToConversation(ctx context.Context, conversationID string, a *schema.Activity) (schema.ResourceResponse, error) {
	to := conversationRoute(c, conversationID).path("/activities").targeted(a.Recipient.IsTargeted).message(conversationID, a.Conversation.TenantID)
	out := c.outbound(a, conversationID, "")
	return c.sendActivity(ctx, "send activity", http.MethodPost, to, &out)
}

// ReplyToActivity posts a new activity as a reply to another one. The response has no ID if the channel named none.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#reply-to-activity
func (c *Client) ReplyToActivity(ctx context.Context, conversationID, activityID string, a *schema.Activity) (schema.ResourceResponse, error) {
	to := activityRoute(c, conversationID, activityID).targeted(a.Recipient.IsTargeted).message(conversationID, a.Conversation.TenantID)
	out := c.outbound(a, conversationID, "")
	return c.sendActivity(ctx, "reply to activity", http.MethodPost, to, &out)
}

// UpdateActivity replaces the activity with a's ID. The response may be empty. One for a recipient alone is updated as
// such if a's Recipient.IsTargeted is set; who that is stays, and is not sent, as Teams wants it.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#update-activity
func (c *Client) UpdateActivity(ctx context.Context, conversationID string, a *schema.Activity) (schema.ResourceResponse, error) {
	to := activityRoute(c, conversationID, a.ID).targeted(a.Recipient.IsTargeted)
	update := c.outbound(a, conversationID, a.ID)
	if update.Recipient.IsTargeted {
		update.Recipient = schema.ChannelAccount{}
	}
	return c.sendActivity(ctx, "update activity", http.MethodPut, to, &update)
}

// DeleteActivity deletes an activity.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#delete-activity
func (c *Client) DeleteActivity(ctx context.Context, conversationID, activityID string) error {
	_, err := c.do(ctx, "delete activity", http.MethodDelete, activityRoute(c, conversationID, activityID), nil)
	return err
}

// DeleteTargetedActivity deletes a message that was shown to one recipient alone.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
func (c *Client) DeleteTargetedActivity(ctx context.Context, conversationID, activityID string) error {
	at := activityRoute(c, conversationID, activityID).targeted(true)
	_, err := c.do(ctx, "delete targeted activity", http.MethodDelete, at, nil)
	return err
}

// SendHistory uploads earlier activities to a conversation, as they are, so that a client can show them.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#send-conversation-history
func (c *Client) SendHistory(ctx context.Context, conversationID string, activities []*schema.Activity) (schema.ResourceResponse, error) {
	const op = "send history"
	body, err := wire.Marshal(struct {
		Activities []*schema.Activity `json:"activities"`
	}{activities})
	if err != nil {
		return schema.ResourceResponse{}, encodingError(op, err)
	}
	return call[schema.ResourceResponse](ctx, c, op, http.MethodPost, conversationRoute(c, conversationID).path("/activities/history"), body)
}

// ActivityMembers returns who takes part in an activity.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-activity-members
func (c *Client) ActivityMembers(ctx context.Context, conversationID, activityID string) ([]schema.ChannelAccount, error) {
	from := activityRoute(c, conversationID, activityID).path("/members")
	members, err := call[[]schema.ChannelAccount](ctx, c, "list activity members", http.MethodGet, from, nil)
	setObjectIDs(members)
	return members, err
}

func activityRoute(c *Client, conversationID, activityID string) *route {
	return conversationRoute(c, conversationID).path("/activities").id("activity", activityID)
}

// targeted has the request take the route of a message for one recipient alone.
func (r *route) targeted(is bool) *route {
	if is {
		return r.query("isTargetedActivity", "true")
	}
	return r
}

func (c *Client) sendActivity(ctx context.Context, op, method string, to *route, a *schema.Activity) (schema.ResourceResponse, error) {
	body, err := a.MarshalJSON()
	if err != nil {
		return schema.ResourceResponse{}, encodingError(op, err)
	}
	return call[schema.ResourceResponse](ctx, c, op, method, to, body)
}

// outbound returns an activity in the form in which a bot sends it, with the id of its conversation (A2080) and of the bot
// (A2061), if that is known. activityID is that of an update. It is no pointer, so that it need not be in the heap.
func (c *Client) outbound(a *schema.Activity, conversationID, activityID string) schema.Activity {
	out := *a.Outbound()
	out.ID = activityID
	out.Conversation.ID = conversationID
	if out.From.ID == "" {
		out.From.ID = c.botID
	}
	return out
}

func encodingError(op string, err error) error {
	return fmt.Errorf("connector: %s: the body has no JSON form: %w", op, err)
}
