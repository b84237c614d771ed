package connector

import (
	"context"
	"net/http"
)

// AddReaction adds a reaction of the bot to a message: like, heart, 1f440_eyes, or another id of Teams' list. Adding one
// that is there does nothing. Teams takes two a second ([TeamsLimits]).
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/agent-reactions
func (c *Client) AddReaction(ctx context.Context, conversationID, activityID, reaction string) error {
	_, err := c.do(ctx, "add reaction", http.MethodPut, reactionRoute(c, conversationID, activityID, reaction), nil)
	return err
}

// DeleteReaction takes back a reaction of the bot to a message. Others' reactions stay.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/agent-reactions
func (c *Client) DeleteReaction(ctx context.Context, conversationID, activityID, reaction string) error {
	_, err := c.do(ctx, "delete reaction", http.MethodDelete, reactionRoute(c, conversationID, activityID, reaction), nil)
	return err
}

func reactionRoute(c *Client, conversationID, activityID, reaction string) *route {
	return activityRoute(c, conversationID, activityID).path("/reactions").id("reaction", reaction).reaction(conversationID)
}
