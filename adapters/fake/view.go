package fake

import (
	"slices"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// view is what one person sees in place of a message: the card that answered a button they pressed on it. It goes when
// the bot replaces the message, which is then another activity.
type view struct {
	of   *schema.Activity
	card *schema.Activity
}

// viewer is a person and a message, by their ids.
type viewer struct{ person, message string }

// keepView keeps the card by which the bot answered a press.
func (w *World) keepView(d *delivery) {
	a := d.activity
	if a.Name != schema.InvokeAdaptiveCardAction || d.result.Invoke == nil {
		return
	}
	answer, err := schema.As[schema.AdaptiveCardInvokeResponse](d.result.Invoke.Body)
	if err != nil || answer.Type != schema.ContentTypeAdaptiveCard {
		return
	}
	messages := w.teams.MessagesFor(world.Person{ID: a.From.ID}, a.Conversation.ID)
	i := slices.IndexFunc(messages, func(m *schema.Activity) bool { return m.ID == a.ReplyToID })
	if i < 0 {
		return
	}
	card := *messages[i]
	card.Attachments = []schema.Attachment{schema.AdaptiveCard(answer.Value)}
	w.views[viewer{a.From.ID, a.ReplyToID}] = view{of: messages[i], card: &card}
}

// sees returns a message as the person sees it.
func (c *Conversation) sees(a *schema.Activity) *schema.Activity {
	if v, ok := c.w.views[viewer{c.person.ID, a.ID}]; ok && v.of == a {
		return v.card
	}
	return a
}
