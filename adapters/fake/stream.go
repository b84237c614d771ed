package fake

import (
	"slices"

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
	c.w.stops = append(c.w.stops, text)
	return c
}

// checkStops fails the test if somebody still waits to press Stop.
func (w *World) checkStops() {
	w.t.Helper()
	pressed := 0
	for _, e := range w.teams.Timeline(0) {
		if e.Kind == world.Stopped {
			pressed++
		}
	}
	if pressed < len(w.stops) {
		w.fail("nobody pressed Stop: the bot showed no part that begins with %q", w.stops[pressed])
	}
}
