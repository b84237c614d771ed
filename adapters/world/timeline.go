package world

import (
	"slices"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// Kind is what sort of thing happened.
type Kind string

// The kinds of an [Entry].
const (
	Posted   Kind = "posted"   // a message came up in a conversation
	Edited   Kind = "edited"   // a message was replaced
	Deleted  Kind = "deleted"  // a message was taken away; of the activity only the id is left
	Typed    Kind = "typed"    // someone is typing
	Reacted  Kind = "reacted"  // a reaction was put on a message or taken off; the activity has it, and replyToId names the message
	Notified Kind = "notified" // the bot notified a participant of a meeting; the activity's recipient, and its value is a teams.MeetingNotificationValue
	Uploaded Kind = "uploaded" // the bot put a file into a person's drive; the activity has its name
	Started  Kind = "started"  // the bot started a group chat; the activity's membersAdded joined it
	Told     Kind = "told"     // a person did what does not come up as a message: an event, an invoke, a card's submission, a change of members
	Refused  Kind = "refused"  // the connector refused what the bot asked for
)

// Entry is one thing that happened in a world.
type Entry struct {
	Time     time.Time
	Kind     Kind
	Bot      bool             // the bot did it
	Who      string           // the name of who did it
	Only     string           // the name of the only person who sees it; "" if everyone there does
	Where    string           // the name of the chat or channel; "" if the bot asked for one that is not there
	Activity *schema.Activity // its conversation names the thread; nil for Refused
	Problem  string           // for Refused: what was asked for, and the answer
}

// Timeline returns what happened after the first n entries, in order. Treat the activities as read-only.
func (w *World) Timeline(n int) []Entry {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.timeline[min(n, len(w.timeline)):])
}

func (w *World) record(e Entry) {
	e.Time = time.Now()
	w.timeline = append(w.timeline, e)
}
