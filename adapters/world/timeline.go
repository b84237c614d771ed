package world

import (
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
	Stopped  Kind = "stopped"  // a person stopped the message that the bot was sending bit by bit; the activity is what was shown by then
	Refused  Kind = "refused"  // the connector refused what the bot asked for
)

// Entry is one thing that happened in a world.
type Entry struct {
	Serial   int // the first is 1, and none is left out
	Time     time.Time
	Kind     Kind
	Bot      bool             // the bot did it
	Who      string           // the name of who did it
	Only     string           // the name of the only person who sees it; "" if everyone there does
	Where    string           // the name of the chat or channel; "" if the bot asked for one that is not there
	Activity *schema.Activity // its conversation names the thread; nil for Refused
	Notice   *Notice          // the line by which people see it in the conversation; nil if they see none
	Problem  string           // for Refused: what was asked for, and the answer

	size int // of the bot's request that it is about, in bytes; 0 if it is about another
}

// Timeline returns what happened after the first n entries, in order, as far as it is still kept; see [Config.Keep]. Treat
// the activities as read-only.
func (w *World) Timeline(n int) []Entry {
	w.mu.Lock()
	defer w.mu.Unlock()
	forgotten := w.happened - len(w.timeline)
	since := w.timeline[min(max(n-forgotten, 0), len(w.timeline)):]
	entries := make([]Entry, len(since))
	for i, e := range since {
		entries[i] = *e
	}
	return entries
}

// Happened returns how many entries there were so far, those forgotten too: the serial of the last one.
func (w *World) Happened() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.happened
}

// Changed returns a channel that is closed when the next entry is there, or when people, places or the rules of the world
// change. To miss nothing, ask for it before looking at the timeline.
func (w *World) Changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.changes == nil {
		w.changes = make(chan struct{})
	}
	return w.changes
}

// touch wakes those who wait for a change.
func (w *World) touch() {
	if w.changes != nil {
		close(w.changes)
		w.changes = nil
	}
}

func (w *World) record(e Entry) {
	w.happened++
	e.Serial, e.Time, e.size = w.happened, w.clock.Now(), w.asked
	w.asked = 0 // of a message to many, the first entry holds what all of them share
	if w.kept > 0 {
		w.forget(e.size)
	}
	w.timeline = append(w.timeline, &e)
	w.held += e.size
	w.touch()
}

// maxHeld is how much of what the bot sent is in the entries of a timeline that forgets, in bytes as it was sent. In memory it
// takes several times as much.
const maxHeld = 64 << 20

// forget makes room for an entry of a size: of the oldest entries, many go now and then, and as many as are too much.
func (w *World) forget(size int) {
	gone := 0
	if len(w.timeline) >= 2*w.kept {
		gone = len(w.timeline) - w.kept
	}
	for i, e := range w.timeline {
		if i >= gone && w.held+size <= maxHeld {
			break
		}
		w.held -= e.size
		w.timeline[i] = nil // the array stays until append needs another
		gone = max(gone, i+1)
	}
	w.timeline = w.timeline[gone:]
}
