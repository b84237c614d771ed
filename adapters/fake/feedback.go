package fake

import (
	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Rates has the person judge the bot's newest message here that asks for it: reaction is like or dislike. In Teams' own
// form they may add a comment. If the message asks for the bot's form, the bot answers with that dialog, see
// [Conversation.ExpectDialog], and [Conversation.Submits] sends the judgement.
func (c *Conversation) Rates(reaction string, comment ...string) *Conversation {
	c.w.t.Helper()
	custom := false
	on := c.newest("a message that asks for feedback", func(a *schema.Activity) bool {
		data, err := teams.Data(a)
		custom = data.FeedbackLoop.Type == "custom"
		return c.isOfBot(a) && err == nil &&
			(data.FeedbackLoop.Type != "" || data.FeedbackLoopEnabled != nil && *data.FeedbackLoopEnabled)
	})
	var a *schema.Activity
	switch {
	case custom:
		a = client.FetchRating(reaction)
	case len(comment) > 0:
		a = client.Rate(reaction, &comment[0])
	default:
		a = client.Rate(reaction, nil)
	}
	a.ReplyToID = on.ID
	return c.Sends(a)
}
