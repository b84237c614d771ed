package fake

import (
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework"
)

// surface is what is in front of the person: the answer to what they did last.
func (c *Conversation) surface() (client.Surface, bool) {
	d, ok := c.w.answers[c.person.ID]
	if !ok || d.result.Invoke == nil || d.result.Invoke.Body == nil {
		return client.Surface{}, false
	}
	return client.SurfaceOf(d.activity, d.result.Invoke.Body)
}

// describeFront says in one line what is in front of the person, or else what the bot answered.
func (c *Conversation) describeFront(answer framework.InvokeResponse) string {
	s, ok := c.surface()
	switch {
	case ok && s.IsDialog:
		return cut("the dialog " + listed(s.Texts()))
	case ok && s.Preview != nil:
		return cut("the preview " + content(s.Preview))
	case ok && s.Listed && s.Results == nil:
		return "no results"
	case ok && s.Listed:
		var parts []string
		for _, r := range s.Results {
			parts = append(parts, "["+strings.Join(client.ResultTexts(r), " | ")+"]")
		}
		return cut("the results " + strings.Join(parts, " "))
	}
	return c.describe(answer)
}
