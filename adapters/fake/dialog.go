package fake

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework/schema"
)

// ExpectDialog expects that what the person did last opened a dialog, or put another form into the one that is open, which
// shows this in its title, its card, which has the labels of its inputs, or its URL. The dialog is in front of the person until they do something else:
// [Conversation.Submits] sends its form, and [Conversation.Presses] presses a button in it.
func (c *Conversation) ExpectDialog(part string) *Conversation {
	c.w.t.Helper()
	answer := c.takeAnswer()
	if s, ok := c.surface(); !ok || !s.IsDialog || !shows(s.Texts(), part) {
		c.w.fail("as %s:\n got: %s\nwant: a dialog with %q in it", c.person.Name, c.describeFront(answer), part)
	}
	return c
}

// Submits has the person fill in the dialog in front of them and send it, with the one Action.Submit that its card has; if
// it has several, use [Conversation.Presses]. A dialog that shows a page sends what was filled in as it is. What the bot
// answers is the next thing to expect: [Conversation.ExpectDialog], [Conversation.ExpectAnswer], [Conversation.ExpectResults].
func (c *Conversation) Submits(filled ...Inputs) *Conversation {
	c.w.t.Helper()
	s := c.inFront("a dialog to submit", func(s client.Surface) bool { return s.IsDialog })
	if s.URL != "" && s.Cards == nil {
		data := make(map[string]any)
		for _, f := range filled {
			maps.Copy(data, f)
		}
		return c.submit(s, data)
	}
	buttons := slices.DeleteFunc(s.Buttons(), func(b client.Pressable) bool { return b.Kind != "Action.Submit" })
	if len(buttons) != 1 {
		c.w.fail("as %s: the dialog %q has %d buttons that submit it; press one by its title", c.person.Name, s.Title, len(buttons))
	}
	return c.pressOn(s, buttons[0], filled)
}

// pressOn presses a button of a dialog or tab. It submits the form, or does what the data's msteams asks for.
func (c *Conversation) pressOn(s client.Surface, b client.Pressable, filled []Inputs) *Conversation {
	c.w.t.Helper()
	if b.Kind != "Action.Submit" {
		c.cannotPress(b)
	}
	if pressed := c.press(b, filled); pressed.Type != schema.TypeMessage {
		pressed.Value = c.raw(pressed.Value)
		return c.Sends(pressed)
	}
	return c.submit(s, c.merge(b, filled))
}

func (c *Conversation) submit(s client.Surface, data any) *Conversation {
	c.w.t.Helper()
	a := client.SubmitForm(s.Asked, data)
	a.Value = c.raw(a.Value)
	return c.Sends(a)
}

// inFront returns what is in front of the person, which must be of that sort.
func (c *Conversation) inFront(what string, fits func(client.Surface) bool) client.Surface {
	c.w.t.Helper()
	c.w.settle()
	s, ok := c.surface()
	if !ok || !fits(s) {
		got := "nothing"
		if d, ok := c.w.answers[c.person.ID]; ok && d.activity.Type == schema.TypeInvoke {
			got = c.describeFront(c.w.onWire(d.result))
		}
		c.w.fail("as %s:\n got: %s\nwant: %s", c.person.Name, got, what)
	}
	return s
}

// Configures has the person open the bot's configuration, as when they add it to a team or group chat. The bot answers
// with a dialog, see [Conversation.ExpectDialog], or with a text, see [Conversation.ExpectAnswer].
func (c *Conversation) Configures() *Conversation {
	c.w.t.Helper()
	return c.Sends(client.Configure())
}

// OpensTab has the person open a tab of the app, by its id in the manifest. [Conversation.ExpectAnswer] looks at its
// cards, and [Conversation.Presses] presses a button on one.
func (c *Conversation) OpensTab(entityID string) *Conversation {
	c.w.t.Helper()
	return c.Sends(client.OpenTab(entityID))
}

// listed joins what can be chosen from, quoted.
func listed(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(quoted, ", ")
}
