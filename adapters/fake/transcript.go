package fake

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

const maxShown = 200 // runes of a text in the transcript

// fail ends the test with what is wrong and what happened so far.
func (w *World) fail(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("fake: "+format+"\n\n%s", append(args, w.transcript())...)
}

func (c *Conversation) missing(want string) {
	c.w.t.Helper()
	c.w.fail("in %s, as %s:\n got: nothing\nwant: %s", c.place(), c.person.Name, want)
}

func (c *Conversation) mismatch(got world.Entry, want string) {
	c.w.t.Helper()
	c.w.fail("in %s, as %s:\n got: %s\nwant: %s", c.place(), c.person.Name, c.w.describe(got), want)
}

// place is the name of the conversation, with the number of its thread.
func (c *Conversation) place() string { return c.name + threadNumbers(c.w.teams.Timeline(0))[c.id] }

// transcript is the story so far, a line for each thing that happened. Threads are numbered: General #1.
func (w *World) transcript() string {
	entries := w.teams.Timeline(0)
	if len(entries) == 0 {
		return "nothing has happened so far"
	}
	var b strings.Builder
	b.WriteString("what happened so far:")
	threads := threadNumbers(entries)
	for _, e := range entries {
		where := cmp.Or(e.Where, "nowhere")
		if e.Activity != nil {
			where += threads[e.Activity.Conversation.ID]
		}
		fmt.Fprintf(&b, "\n  %-12s %s: %s", where, e.Who, cut(w.describe(e)))
	}
	return b.String()
}

// threadNumbers numbers the threads of each channel in the order in which they came up.
func threadNumbers(entries []world.Entry) map[string]string {
	numbers := make(map[string]string)
	count := make(map[string]int)
	for _, e := range entries {
		if e.Activity == nil {
			continue
		}
		id := e.Activity.Conversation.ID
		channel, root := teams.SplitThreadID(id)
		if _, known := numbers[id]; root != "" && !known {
			count[channel]++
			numbers[id] = fmt.Sprintf(" #%d", count[channel])
		}
	}
	return numbers
}

// describe says in one line what happened.
func (w *World) describe(e world.Entry) string {
	what := w.describeKind(e)
	if e.Only != "" && e.Kind != world.Uploaded {
		what += " (for " + e.Only + " only)"
	}
	return what
}

func (w *World) describeKind(e world.Entry) string {
	switch e.Kind {
	case world.Posted:
		return content(e.Activity)
	case world.Edited:
		return "an update to " + content(e.Activity)
	case world.Deleted:
		return "a deletion"
	case world.Started:
		var names []string
		for _, m := range e.Activity.MembersAdded {
			names = append(names, m.Name)
		}
		return groupOf(e.Where, names)
	case world.Typed:
		return "typing"
	case world.Reacted:
		return reactions(e.Activity)
	case world.Notified:
		return "a notification " + strings.Join(slices.Sorted(slices.Values(strs(plain(e.Activity.Value), nil))), " | ")
	case world.Uploaded:
		return "the file " + e.Activity.Attachments[0].Name + " for " + e.Only
	case world.Refused:
		return "refused: " + e.Problem
	default:
		return w.told(e.Activity)
	}
}

// told describes what the bot heard that was not a message.
func (w *World) told(a *schema.Activity) string {
	parts := []string{a.Type, a.Name, a.Action}
	for _, m := range a.MembersAdded {
		parts = append(parts, "added", w.nameOf(m.ID))
	}
	for _, m := range a.MembersRemoved {
		parts = append(parts, "removed", w.nameOf(m.ID))
	}
	if value, ok := a.Value.(json.RawMessage); ok {
		parts = append(parts, string(value))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// reactions describes what was put on a message, or taken off.
func reactions(a *schema.Activity) string {
	var parts []string
	for _, r := range a.ReactionsAdded {
		parts = append(parts, "the reaction "+r.Type)
	}
	for _, r := range a.ReactionsRemoved {
		parts = append(parts, "the reaction "+r.Type+" no more")
	}
	return strings.Join(parts, ", ")
}

func (w *World) nameOf(id string) string {
	for name, p := range w.people {
		if p.ID == id {
			return name
		}
	}
	if id == w.teams.Bot().ID {
		return w.teams.Bot().Name
	}
	return id
}

func cut(text string) string {
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown]) + "..."
	}
	return text
}
