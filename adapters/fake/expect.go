package fake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// ExpectText expects a message of the bot with exactly this text.
func (c *Conversation) ExpectText(want string) *Conversation {
	c.w.t.Helper()
	e := c.take(strconv.Quote(want), world.Posted)
	if e.Activity.Text != want {
		c.mismatch(e, strconv.Quote(want))
	}
	return c
}

// ExpectContains expects a message of the bot with this somewhere in its text.
func (c *Conversation) ExpectContains(part string) *Conversation {
	c.w.t.Helper()
	want := fmt.Sprintf("a text with %q in it", part)
	e := c.take(want, world.Posted)
	if !strings.Contains(e.Activity.Text, part) {
		c.mismatch(e, want)
	}
	return c
}

// ExpectCard expects a message of the bot with a card that shows this, in its title or any other text of it: an Adaptive
// Card, a hero card or one of its kin, an Office 365 connector card; of a file, in its name or description.
func (c *Conversation) ExpectCard(part string) *Conversation {
	c.w.t.Helper()
	want := fmt.Sprintf("a card with %q in it", part)
	e := c.take(want, world.Posted)
	if !shows(client.CardTexts(e.Activity), part) {
		c.mismatch(e, want)
	}
	return c
}

// ExpectActivity expects a message of the bot in which inspect finds nothing wrong. The activity is as Teams keeps it.
func (c *Conversation) ExpectActivity(inspect func(a *schema.Activity) error) *Conversation {
	c.w.t.Helper()
	e := c.take("a message", world.Posted)
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
	e, ok, err := c.w.takeFirst(c.startsThread)
	c.w.check(err)
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
	e, ok, err := c.w.takeFirst(func(e world.Entry) bool { return e.Kind == world.Started })
	c.w.check(err)
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
	if !shows(client.CardTexts(e.Activity), part) {
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

// ExpectTyping expects that the bot showed here that it is typing, before or after what else it did: all other expectations
// pass over that.
func (c *Conversation) ExpectTyping() *Conversation {
	c.w.t.Helper()
	c.w.check(c.w.look())
	i := slices.IndexFunc(c.w.typed, c.holds)
	if i < 0 {
		c.missing("typing")
	}
	c.w.typed = slices.Delete(c.w.typed, i, i+1)
	return c
}

// ExpectTargeted expects a message of the bot that only this person sees here, with this somewhere in its text or card.
func (c *Conversation) ExpectTargeted(part string) *Conversation {
	c.w.t.Helper()
	want := fmt.Sprintf("a message for %s only, with %q in it", c.person.Name, part)
	e, ok, err := c.w.takeFirst(c.holds)
	c.w.check(err)
	switch {
	case !ok:
		c.missing(want)
	case e.Kind != world.Posted || e.Only == "" || !shows(client.MessageTexts(e.Activity), part):
		c.mismatch(e, want)
	}
	return c
}

// ExpectNotification expects that the bot notified the person in the meeting, with a dialog that shows this in its title,
// card or URL; "" is any notification, also that of an icon.
func (c *Conversation) ExpectNotification(part string) *Conversation {
	c.w.t.Helper()
	want := fmt.Sprintf("a notification with %q in it", part)
	e := c.take(want, world.Notified)
	if part != "" && !shows(strs(client.Plain(e.Activity.Value), nil), part) {
		c.mismatch(e, want)
	}
	return c
}

// ExpectNothing expects that the bot did nothing here that no expectation has taken, but for typing; in a channel and its
// threads, also that it started no other thread.
func (c *Conversation) ExpectNothing() *Conversation {
	c.w.t.Helper()
	e, ok, err := c.w.takeFirst(func(e world.Entry) bool { return c.holds(e) || c.startsThread(e) })
	c.w.check(err)
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

// take takes what the bot did next in this conversation, which must be of that kind, and if it is a message for everybody.
func (c *Conversation) take(want string, kind world.Kind) world.Entry {
	e, ok, err := c.w.takeFirst(c.holds)
	if ok && e.Kind == kind && (kind != world.Posted || e.Only == "") {
		return e
	}
	c.w.t.Helper()
	if c.w.check(err); !ok {
		c.missing(want)
	}
	c.mismatch(e, want)
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

// takeFirst takes the first thing that the bot did that nobody took and that matches.
func (w *World) takeFirst(matches func(world.Entry) bool) (e world.Entry, ok bool, err error) {
	if err := w.look(); err != nil {
		return world.Entry{}, false, err
	}
	i := slices.IndexFunc(w.open, matches)
	if i < 0 {
		return world.Entry{}, false, nil
	}
	e = w.open[i]
	w.open = slices.Delete(w.open, i, i+1)
	return e, true, nil
}

// look takes down what the bot did since the last look. What Teams refused nobody saw.
func (w *World) look() error {
	if err := w.unsettled(); err != nil {
		return err
	}
	if err := w.together("an expectation"); err != nil {
		return err
	}
	for _, e := range w.teams.Timeline(w.read) {
		w.read = e.Serial // a world that forgets has not got all of them
		switch {
		case !e.Bot || e.Kind == world.Refused:
		case e.Kind != world.Typed:
			w.open = append(w.open, e)
		case isPart(e.Activity):
			w.parts = append(w.parts, e)
		default:
			w.typed = append(w.typed, e)
		}
	}
	return nil
}

// isPart reports whether it is a part of a message that is sent bit by bit.
func isPart(a *schema.Activity) bool {
	_, ok := a.StreamInfo()
	return ok && a.Type == schema.TypeTyping
}
