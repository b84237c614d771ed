package fake

import (
	"fmt"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// ExpectText expects a message of the bot with exactly this text.
func (c *Conversation) ExpectText(want string) *Conversation {
	c.w.t.Helper()
	e := c.takePosted(fmt.Sprintf("%q", want))
	if e.Activity.Text != want {
		c.mismatch(e, fmt.Sprintf("%q", want))
	}
	return c
}

// ExpectContains expects a message of the bot with this somewhere in its text.
func (c *Conversation) ExpectContains(part string) *Conversation {
	c.w.t.Helper()
	want := fmt.Sprintf("a text with %q in it", part)
	e := c.takePosted(want)
	if !strings.Contains(e.Activity.Text, part) {
		c.mismatch(e, want)
	}
	return c
}

// ExpectCard expects a message of the bot with a card that shows this, in its title or any other text of it.
func (c *Conversation) ExpectCard(part string) *Conversation {
	c.w.t.Helper()
	want := fmt.Sprintf("a card with %q in it", part)
	e := c.takePosted(want)
	if !shows(cardTexts(e.Activity), part) {
		c.mismatch(e, want)
	}
	return c
}

// ExpectActivity expects a message of the bot in which inspect finds nothing wrong. The activity is as Teams keeps it.
func (c *Conversation) ExpectActivity(inspect func(a *schema.Activity) error) *Conversation {
	c.w.t.Helper()
	e := c.takePosted("a message")
	if err := inspect(e.Activity); err != nil {
		c.mismatch(e, fmt.Sprintf("a message without this: %v", err))
	}
	return c
}

// ExpectThread expects that the bot started a thread in this channel, also from one of its threads, with exactly this
// text. It goes on in the new thread.
func (c *Conversation) ExpectThread(want string) *Conversation {
	c.w.t.Helper()
	wanted := fmt.Sprintf("a new thread: %q", want)
	e, ok := c.w.takeFirst(c.startsThread)
	switch {
	case !ok:
		c.missing(wanted)
	case e.Activity.Text != want:
		c.mismatch(e, wanted)
	}
	return c.in(e.Activity.Conversation.ID)
}

// ExpectGroup expects that the bot started a group chat with this topic, and that just these people are in it. It goes on
// there, as the same person, who can speak there only as one of them. Teams lets no bot do that; see
// world.World.AllowStarting for channels that do.
func (c *Conversation) ExpectGroup(topic string, names ...string) *Conversation {
	c.w.t.Helper()
	wanted := groupOf(topic, names)
	e, ok := c.w.takeFirst(func(e world.Entry) bool { return e.Kind == world.Started })
	switch {
	case !ok:
		c.missing(wanted)
	case c.w.describe(e) != wanted:
		c.mismatch(e, wanted)
	}
	return &Conversation{w: c.w, bot: c.bot, person: c.person, name: topic, id: e.Activity.Conversation.ID}
}

// groupOf describes a new group chat, whoever joined it first.
func groupOf(topic string, names []string) string {
	return fmt.Sprintf("a new group chat %q of %s", topic, strings.Join(slices.Sorted(slices.Values(names)), ", "))
}

// ExpectUpdate expects that the bot replaced a message by one with exactly this text.
func (c *Conversation) ExpectUpdate(want string) *Conversation {
	c.w.t.Helper()
	wanted := fmt.Sprintf("an update to %q", want)
	e := c.take(wanted, world.Edited)
	if e.Activity.Text != want {
		c.mismatch(e, wanted)
	}
	return c
}

// ExpectCardUpdate expects that the bot replaced a message by one with a card that shows this, as
// [Conversation.ExpectCard] looks for it.
func (c *Conversation) ExpectCardUpdate(part string) *Conversation {
	c.w.t.Helper()
	want := fmt.Sprintf("an update to a card with %q in it", part)
	e := c.take(want, world.Edited)
	if !shows(cardTexts(e.Activity), part) {
		c.mismatch(e, want)
	}
	return c
}

// ExpectDelete expects that the bot deleted a message.
func (c *Conversation) ExpectDelete() *Conversation {
	c.w.t.Helper()
	c.take("a deletion", world.Deleted)
	return c
}

// ExpectNothing expects that the bot did nothing here that no expectation has taken; in a channel and its threads, also
// that it started no other thread.
func (c *Conversation) ExpectNothing() *Conversation {
	c.w.t.Helper()
	e, ok := c.w.takeFirst(func(e world.Entry) bool { return c.holds(e) || c.startsThread(e) })
	if ok {
		c.mismatch(e, "nothing more")
	}
	return c
}

// ExpectError expects that the handler failed in its last turn, or panicked, with this somewhere in the error's text.
func (c *Conversation) ExpectError(part string) *Conversation {
	c.w.t.Helper()
	c.w.notTogether("an expectation")
	err := c.w.err
	c.w.err = nil
	if err == nil {
		c.w.fail("the handler did not fail; want an error with %q in it", part)
	} else if !strings.Contains(err.Error(), part) {
		c.w.fail("the handler failed otherwise\n got: %v\nwant: an error with %q in it", err, part)
	}
	return c
}

// takePosted takes the next message, which must be for everybody.
func (c *Conversation) takePosted(want string) world.Entry {
	c.w.t.Helper()
	e := c.take(want, world.Posted)
	if e.Only != "" {
		c.mismatch(e, want)
	}
	return e
}

// take takes what the bot did next in this conversation, which must be of that kind.
func (c *Conversation) take(want string, kind world.Kind) world.Entry {
	c.w.t.Helper()
	e, ok := c.w.takeFirst(c.holds)
	switch {
	case !ok:
		c.missing(want)
	case e.Kind != kind:
		c.mismatch(e, want)
	}
	return e
}

// holds reports whether something happened in this conversation. In a channel these are the threads' first messages.
func (c *Conversation) holds(e world.Entry) bool {
	if e.Kind == world.Started || e.Only != "" && e.Only != c.person.Name {
		return false
	}
	_, root := teams.SplitThreadID(c.id)
	return e.Activity.Conversation.ID == c.id ||
		root == "" && e.Activity.Conversation.ID == teams.ThreadID(c.id, e.Activity.ID)
}

func (c *Conversation) startsThread(e world.Entry) bool {
	return e.Kind == world.Posted && e.Activity.Conversation.ID == teams.ThreadID(c.id, e.Activity.ID)
}

// takeFirst takes the first thing that the bot did that nobody took and that matches. Typing passes, and what Teams
// refused nobody saw.
func (w *World) takeFirst(matches func(world.Entry) bool) (world.Entry, bool) {
	w.t.Helper()
	w.settle()
	w.notTogether("an expectation")
	for _, e := range w.teams.Timeline(w.read) {
		w.read++
		if e.Bot && e.Kind != world.Typed && e.Kind != world.Refused {
			w.open = append(w.open, e)
		}
	}
	i := slices.IndexFunc(w.open, matches)
	if i < 0 {
		return world.Entry{}, false
	}
	e := w.open[i]
	w.open = slices.Delete(w.open, i, i+1)
	return e, true
}
