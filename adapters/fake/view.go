package fake

import (
	"slices"

	"github.com/convobot/convo/framework/schema"
)

// keepView keeps the card by which the bot answered a press.
func (w *World) keepView(d *delivery) {
	if d.result.Invoke == nil {
		return
	}
	person, _ := w.teams.Person(d.activity.From.ID)
	if on, ok := w.teams.Message(person, d.activity.Conversation.ID, d.activity.ReplyToID); ok && !on.Deleted {
		w.views.Keep(person.ID, on.Activity, d.activity, d.result.Invoke.Body)
	}
}

// sees returns a message as the person sees it.
func (c *Conversation) sees(a *schema.Activity) *schema.Activity {
	return c.w.views.Seen(c.person.ID, a)
}

// newest returns the newest message here, as the person sees it, that fits.
func (c *Conversation) newest(want string, fits func(*schema.Activity) bool) *schema.Activity {
	c.w.t.Helper()
	for _, a := range slices.Backward(c.w.teams.MessagesFor(c.person, c.id)) {
		if seen := c.sees(a); fits(seen) {
			return seen
		}
	}
	c.missing(want)
	return nil
}

func (c *Conversation) isOfBot(a *schema.Activity) bool { return a.From.ID == c.w.teams.Bot().ID }
