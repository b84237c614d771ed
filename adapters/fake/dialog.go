package fake

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// ExpectDialog expects that what the person did last opened a dialog, or put another form into the one that is open, which
// shows this in its title, its card or its URL. The dialog is in front of the person until they do something else:
// [Conversation.Submits] sends its form, and [Conversation.Presses] presses a button in it.
func (c *Conversation) ExpectDialog(part string) *Conversation {
	c.w.t.Helper()
	answer := c.takeAnswer()
	if s, ok := c.surface(); !ok || !s.isDialog || !shows(s.texts(), part) {
		c.w.fail("as %s:\n got: %s\nwant: a dialog with %q in it", c.person.Name, c.describeFront(answer), part)
	}
	return c
}

// Submits has the person fill in the dialog in front of them and send it, with the one Action.Submit that its card has; if
// it has several, use [Conversation.Presses]. A dialog that shows a page sends what was filled in as it is. What the bot
// answers is the next thing to expect: [Conversation.ExpectDialog], [Conversation.ExpectAnswer], [Conversation.ExpectResults].
func (c *Conversation) Submits(filled ...Inputs) *Conversation {
	c.w.t.Helper()
	s := c.inFront("a dialog to submit", func(s surface) bool { return s.isDialog })
	if s.url != "" && s.cards == nil {
		data := make(map[string]any)
		for _, f := range filled {
			maps.Copy(data, f)
		}
		return c.submit(s, data)
	}
	buttons := slices.DeleteFunc(s.buttons(), func(b button) bool { return b.kind != "Action.Submit" })
	if len(buttons) != 1 {
		c.w.fail("as %s: the dialog %q has %d buttons that submit it; press one by its title", c.person.Name, s.title, len(buttons))
	}
	return c.pressOn(s, buttons[0], filled)
}

// pressOn presses a button of a dialog or tab. It submits the form, or does what the data's msteams asks for.
func (c *Conversation) pressOn(s surface, b button, filled []Inputs) *Conversation {
	c.w.t.Helper()
	if b.kind != "Action.Submit" {
		c.cannotPress(b.name(), b.kind, text(b.action, "url"))
	}
	if pressed := c.pressAdaptive(b, filled); pressed.Type != schema.TypeMessage {
		pressed.Value = c.raw(pressed.Value)
		return c.Sends(pressed)
	}
	return c.submit(s, c.merge(b, filled))
}

func (c *Conversation) submit(s surface, data any) *Conversation {
	c.w.t.Helper()
	a := s.submit(data)
	a.Value = c.raw(a.Value)
	return c.Sends(a)
}

// inFront returns what is in front of the person, which must be of that sort.
func (c *Conversation) inFront(what string, fits func(surface) bool) surface {
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
	return c.invoke(teams.InvokeConfigFetch, map[string]any{
		"data": map[string]string{"type": teams.InvokeConfigFetch}, "context": teams.TaskModuleContext{Theme: theme},
	})
}

// OpensTab has the person open a tab of the app, by its id in the manifest. [Conversation.ExpectAnswer] looks at its
// cards, and [Conversation.Presses] presses a button on one.
func (c *Conversation) OpensTab(entityID string) *Conversation {
	c.w.t.Helper()
	return c.invoke(teams.InvokeTabFetch, teams.TabRequest{
		TabContext: teams.TabEntityContext{TabEntityID: entityID}, Context: teams.TabContext{Theme: theme},
	})
}

// theme is how the people's clients look.
const theme = "default"

func (c *Conversation) invoke(name string, value any) *Conversation {
	c.w.t.Helper()
	return c.Sends(&schema.Activity{Type: schema.TypeInvoke, Name: name, Value: value})
}

// listed joins what can be chosen from, quoted.
func listed(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(quoted, ", ")
}
