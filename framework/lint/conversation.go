package lint

import (
	"strings"
	"sync"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// maxTracked is how many streams, commands and texts a [Conversation] keeps in mind; the oldest go first.
const maxTracked = 100

// A Conversation finds what only several activities of one conversation show: streams whose parts do not fit together, commands
// and results that do not, typing too often, highlights of what was not said. The zero value is a conversation that has not
// begun; check everything that is said there, in both directions, in order. It is safe for concurrent use, and keeps
// the last 100 of each at most.
type Conversation struct {
	mu       sync.Mutex
	partial  bool // it had begun before: what is missing may have been there
	started  bool // the channel began a semantic action
	typed    map[Direction]time.Time
	streams  tracked[*stream]
	commands tracked[*command]
	texts    tracked[string] // of messages, by their ids
}

// stream is what is known of one stream.
type stream struct {
	media bool
	last  int // number of the last part
	size  int // of the text that the last part had
}

// command is what is known of one command.
type command struct {
	d             Direction
	name, id, own string // its commandId; its activity's id
	answered      bool
}

// Check returns the findings of [Check], and what is wrong with a after everything that was checked before; at is when it
// was sent, or zero if that is not known.
func (c *Conversation) Check(a *schema.Activity, d Direction, at time.Time) []Finding {
	if a == nil {
		return nil
	}
	raw, err := a.MarshalJSON()
	if err != nil {
		return Check(a, d)
	}
	return c.CheckJSON(raw, d, at)
}

// CheckJSON is [Conversation.Check] for the text of an activity, as [CheckJSON] is for [Check].
func (c *Conversation) CheckJSON(raw []byte, d Direction, at time.Time) []Finding {
	r := newReport(d)
	defer r.leave()
	if root := r.object(raw); root != nil {
		r.activity(root)
		c.next(r, root, d, at)
	}
	return r.found
}

// Done returns what is missing now that the conversation is over: answers to commands of a session. Elsewhere an answer may
// still be on its way.
func (c *Conversation) Done() []Finding {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := newReport(Stored)
	defer r.leave()
	for _, open := range c.commands.values() {
		if open.answered {
			continue
		}
		const problem = "was not answered: send a commandResult"
		switch open.name {
		case schema.CommandSessionInit:
			r.number = "A9401"
			r.add(0, "name", "session.init "+problem)
		case schema.CommandSessionUpdate:
			r.number = "A9411"
			r.add(0, "name", "session.update "+problem)
		case schema.CommandSessionEnd:
			r.number = "A9440"
			r.add(0, "name", "session.end "+problem)
		}
	}
	return r.found
}

// next reports what is wrong with the next activity, and remembers it.
func (c *Conversation) next(r *report, n *node, d Direction, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch n.member("type") {
	case schema.TypeTyping:
		c.typing(r, n, d, at)
	case schema.TypeMessage, schema.TypeMessageUpdate:
		c.texts.put(n.member("id"), n.member("text"))
	case schema.TypeSuggestion:
		c.highlights(r, n)
	case schema.TypeCommand:
		c.command(r, n, d)
	case schema.TypeCommandResult:
		c.result(r, n, d)
	}
	c.stream(r, n)
	c.semantic(r, n, d)
}

// typing takes two seconds between two of them, as the specification lets pass.
func (c *Conversation) typing(r *report, n *node, d Direction, at time.Time) {
	if at.IsZero() || streamInfo(n) != nil {
		return
	}
	if last, ok := c.typed[d]; ok && at.Sub(last) < 2*time.Second && !at.Before(last) {
		r.number = "A6001"
		r.below(n, "type", "is typing again within two seconds: send it every three")
	}
	if c.typed == nil {
		c.typed = map[Direction]time.Time{}
	}
	c.typed[d] = at
}

// highlights counts in the text that a suggestion is about, if it is known.
func (c *Conversation) highlights(r *report, n *node) {
	text, ok := c.texts.get(n.member("replyToId"))
	if !ok {
		return
	}
	r.number = "A7720"
	list := n.get("textHighlights")
	if list.firstElement() == nil {
		return
	}
	for _, h := range list.some(maxInstances) {
		passage := h.member("text")
		if passage == "" {
			continue
		}
		occurrence, _ := h.get("occurrence").integer()
		if strings.Count(text, passage) < max(occurrence, 1) {
			r.at(h, "is no passage of the text that replyToId names, or stands there less often, so receivers ignore it: count again")
		}
	}
}

func (c *Conversation) semantic(r *report, n *node, d Direction) {
	state := n.at("semanticAction", "state")
	switch state.str() {
	case schema.SemanticActionStart:
		c.started = true
	case schema.SemanticActionContinue:
		if d == Inbound && !c.started && !c.partial {
			r.number = "A7763"
			r.at(state, "is continue, and no start came before: a channel begins with start")
		}
	}
}

// command notes a command, and finds an id that another one has.
func (c *Conversation) command(r *report, n *node, d Direction) {
	made := &command{d: d, name: n.member("name"), id: n.at("value", "commandId").str(), own: n.member("id")}
	if made.id != "" {
		for _, other := range c.commands.values() {
			if other.d == d && other.id == made.id {
				r.number = "A10100"
				r.below(n, "value.commandId", "is that of another command: give each its own")
				break
			}
		}
	}
	c.commands.add(made)
}

// result finds the command that is answered, by the ids if it can.
func (c *Conversation) result(r *report, n *node, d Direction) {
	name, id, replyTo := n.member("name"), n.at("value", "commandId").str(), n.member("replyToId")
	var answered *command
	for _, open := range c.commands.values() {
		if open.d == d {
			continue // nobody answers themselves
		}
		isNamed := id != "" && open.id == id || replyTo != "" && open.own == replyTo
		if isNamed {
			answered = open
			break
		}
		if answered == nil && !open.answered && open.name == name && id == "" {
			answered = open
		}
	}
	if answered == nil {
		return
	}
	answered.answered = true
	if name != "" && answered.name != name {
		r.number = "A6413"
		r.below(n, "name", "is not that of the command that it answers: repeat it")
	}
	if answered.id != "" && answered.id != id {
		r.number = "A11100"
		r.below(n, "value.commandId", "is not that of the command that it answers: repeat it")
	}
}
