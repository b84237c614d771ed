package fake

import (
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/world"
)

// ExpectStreamed expects that the bot showed a message bit by bit: exactly these texts, one after the other, lines about
// progress among them. It looks at the first message that was shown so and that it was not asked about before; the whole of it
// is expected as any other. Without texts, it expects that nothing was.
func (c *Conversation) ExpectStreamed(want ...string) *Conversation {
	c.w.t.Helper()
	c.w.check(c.w.look())
	var got []string
	if first := slices.IndexFunc(c.w.parts, c.holds); first >= 0 {
		id := c.w.parts[first].Activity.ID
		c.w.parts = slices.DeleteFunc(c.w.parts, func(e world.Entry) bool {
			mine := c.holds(e) && e.Activity.ID == id
			if mine {
				got = append(got, e.Activity.Text)
			}
			return mine
		})
	}
	if !slices.Equal(got, want) {
		c.w.fail("in %s, as %s:\n got: bit by bit %q\nwant: bit by bit %q", c.place(), c.person.Name, got, want)
	}
	return c
}

// StopsAt has the person press Stop as soon as the bot has shown this much of a message that it sends bit by bit, in this or
// a later sentence. If it never does, the test fails at its end.
func (c *Conversation) StopsAt(text string) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	c.w.check(c.w.teams.StopStreamAt(c.person, c.id, text))
	c.w.stops = append(c.w.stops, stop{conversation: c.id, text: text, after: c.w.teams.Happened()})
	return c
}

// stop is that a person presses Stop, in a conversation, at a text, some time after an entry of the timeline.
type stop struct {
	conversation, text string
	after              int
}

func (s stop) is(e world.Entry) bool {
	return e.Kind == world.Stopped && e.Serial > s.after && e.Activity.Conversation.ID == s.conversation && strings.HasPrefix(e.Activity.Text, s.text)
}

// checkStops fails the test if somebody still waits to press Stop.
func (w *World) checkStops() {
	w.t.Helper()
	if w.stops == nil {
		return
	}
	entries := w.teams.Timeline(0)
	for _, s := range w.stops {
		i := slices.IndexFunc(entries, s.is)
		if i < 0 {
			w.fail("nobody pressed Stop: the bot showed no part that begins with %q", s.text)
		}
		entries = slices.Delete(entries, i, i+1)
	}
}
