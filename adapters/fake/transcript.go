package fake

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// What a failure shows of the transcript.
const (
	maxShown = 200 // runes of a text
	maxLines = 100 // of what happened last
)

// fail ends the test with what is wrong and what happened so far.
func (w *World) fail(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("fake: "+format+"\n\n%s", append(args, w.soFar())...)
}

func (c *Conversation) missing(want string) {
	c.w.t.Helper()
	c.w.fail("in %s, as %s:\n got: nothing%s\nwant: %s", c.place(), c.person.Name, c.w.unheard, want)
}

func (c *Conversation) mismatch(got world.Entry, want string) {
	c.w.t.Helper()
	c.w.fail("in %s, as %s:\n got: %s\nwant: %s", c.place(), c.person.Name, c.w.describe(got), want)
}

// place is the name of the conversation, with the number of its thread.
func (c *Conversation) place() string { return c.name + threadNumbers(c.w.teams.Timeline(0))[c.id] }

// Transcript returns what happened so far, a line for each thing: where, who, what. Threads are numbered, General #1, and
// values are JSON in one line with sorted members. It is the same in every run of a story that has no [Conversation.Together]
// and whose bot says the same: it has no times, and the ids in it depend on the order of the story alone.
func (w *World) Transcript() string {
	return strings.Join(slices.Collect(w.lines(whole)), "\n") + "\n"
}

// soFar is the transcript for a failure: its lines are cut where they are long.
func (w *World) soFar() string {
	lines := slices.Collect(w.lines(cut))
	if lines == nil {
		return "nothing has happened so far"
	}
	if more := len(lines) - maxLines; more > 0 {
		return fmt.Sprintf("what happened last, after %d other lines, which World.Transcript has:\n  ", more) + strings.Join(lines[more:], "\n  ")
	}
	return "what happened so far:\n  " + strings.Join(lines, "\n  ")
}

func whole(text string) string { return text }

// lines are the lines of the transcript, with what happened made shorter.
func (w *World) lines(shorten func(string) string) iter.Seq[string] {
	return func(yield func(string) bool) {
		entries := w.teams.Timeline(0)
		threads := threadNumbers(entries)
		places := make(map[*schema.Activity]string)
		answers := w.answered
		for _, e := range entries {
			where := cmp.Or(e.Where, "nowhere")
			if e.Activity != nil {
				where += threads[e.Activity.Conversation.ID]
				places[e.Activity] = where
			}
			if !yield(line(where, e.Who, shorten(w.describe(e)))) {
				return
			}
			for len(answers) > 0 && answers[0].after <= e.Serial {
				if !yield(line(places[answers[0].to], w.teams.Bot().Name, shorten(answers[0].text))) {
					return
				}
				answers = answers[1:]
			}
		}
	}
}

func line(where, who, what string) string { return fmt.Sprintf("%-12s %s: %s", where, who, what) }

// answered is what the bot answered to an invoke, which is not in the timeline.
type answered struct {
	after int // the last entry before it
	to    *schema.Activity
	text  string
}

// keepAnswer has the answer to an invoke in the transcript.
func (w *World) keepAnswer(d *delivery) {
	w.t.Helper()
	if d.activity.Type != schema.TypeInvoke || d.err != nil {
		return
	}
	w.answered = append(w.answered, answered{
		after: w.teams.Happened(), to: d.activity, text: describeAnswer(w.onWire(d.result)),
	})
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
		if isPart(e.Activity) {
			return fmt.Sprintf("typing %q", e.Activity.Text)
		}
		return "typing"
	case world.Reacted:
		return reactions(e.Activity)
	case world.Notified:
		return "a notification " + strings.Join(slices.Sorted(slices.Values(strs(client.Plain(e.Activity.Value), nil))), " | ")
	case world.Uploaded:
		return "the file " + e.Activity.Attachments[0].Name + " for " + e.Only
	case world.Stopped:
		return "stop"
	case world.Refused:
		return "refused: " + e.Problem
	default:
		return w.told(e.Activity)
	}
}

// told describes what the bot heard that was not a message.
func (w *World) told(a *schema.Activity) string {
	parts := []string{a.Type, a.Name, a.Action}
	if len(a.MembersAdded)+len(a.MembersRemoved) == 0 { // else they say it
		parts = append(parts, teams.EventType(a))
	}
	for _, m := range a.MembersAdded {
		parts = append(parts, "added", w.nameOf(m.ID))
	}
	for _, m := range a.MembersRemoved {
		parts = append(parts, "removed", w.nameOf(m.ID))
	}
	if a.Value != nil {
		parts = append(parts, sorted(a.Value))
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
	if p, ok := w.teams.Person(id); ok {
		return p.Name
	}
	for name, p := range w.people { // who left the organization
		if p.ID == id {
			return name
		}
	}
	if id == w.teams.Bot().ID {
		return w.teams.Bot().Name
	}
	return id
}

// sorted is a value in JSON whose members are sorted.
func sorted(v any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(client.Plain(v)); err != nil {
		return err.Error() // plain values have a JSON form
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func cut(text string) string {
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown]) + "..."
	}
	return text
}
