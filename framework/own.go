package framework

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// isOwnMessage reports whether a channel brings the bot what it said itself. To answer that would go on for ever. Another
// bot's message, which has a sender of its own, is for the handler to judge.
func isOwnMessage(a *schema.Activity) bool {
	return a.Type == schema.TypeMessage && a.From.ID != "" && a.From.ID == a.Recipient.ID
}

// acknowledged is the result of an activity that no turn is run for.
func acknowledged(a *schema.Activity) Result {
	if a.RepliesInResponse() {
		return Result{Replies: []json.RawMessage{}}
	}
	return Result{}
}
