package streaming

import (
	"cmp"
	"strings"
	"sync"

	"github.com/convobot/convo/framework/internal/text"
	"github.com/convobot/convo/framework/schema"
)

// maxInform is how many bytes of a line about progress are shown; Teams takes 1000.
const maxInform = 990

// noText is what a message says that was begun and never got a text.
const noText = "No answer."

// Writer takes a message as it is written. It is safe for concurrent use. Once the message is sent, stopped, or the turn over,
// its methods change nothing, and those that write return why.
type Writer struct {
	wake   chan struct{} // has room for one
	closed func() error

	mu       sync.Mutex
	progress string
	text     []byte
	changes  int
	final    *schema.Activity
}

// Write adds to the end of the text. It does not wait for the channel. UTF-8 that a later Write completes may be cut
// anywhere.
func (w *Writer) Write(p []byte) (int, error) {
	return len(p), w.change(len(p) > 0, func() { w.text = append(w.text, p...) })
}

// WriteString is Write for a string.
func (w *Writer) WriteString(s string) (int, error) {
	return len(s), w.change(s != "", func() { w.text = append(w.text, s...) })
}

// Inform shows a line about what the bot is doing, such as "Searching ...", in place of the one before. It is not a part of the
// text, goes when text comes, and then there is no other: Inform does nothing once something is written. What is longer
// than Teams takes, 1000 bytes, is cut.
func (w *Writer) Inform(progress string) {
	_ = w.change(strings.TrimSpace(progress) != "", func() { w.progress = text.Clip(progress, maxInform) })
}

// Final gives the message, once all of it is written, everything else that a has: attachments, entities, suggested actions,
// channel data. The text is what was written, unless a has one. The last call counts; a is not changed.
func (w *Writer) Final(a *schema.Activity) {
	_ = w.change(false, func() { w.final = a })
}

// change changes something, unless the message is closed, and says if there is something to show.
func (w *Writer) change(shows bool, change func()) error {
	if err := w.closed(); err != nil {
		return err
	}
	w.mu.Lock()
	change()
	if shows {
		w.changes++
	}
	w.mu.Unlock()
	if shows {
		select {
		case w.wake <- struct{}{}:
		default: // it is awake
		}
	}
	return nil
}

// part returns what to show now, how it is streamed, and how many changes led to it; shown is "" if there is nothing to see.
func (w *Writer) part() (shown, kind string, changes int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if whole := w.whole(); strings.TrimSpace(whole) != "" {
		return whole, schema.StreamStreaming, w.changes
	}
	return w.progress, schema.StreamInformative, w.changes
}

// message is all of it; shown says that some of it was, so that it cannot be empty.
func (w *Writer) message(shown bool) (a *schema.Activity, empty bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a = &schema.Activity{}
	if w.final != nil {
		*a = *w.final
	}
	a.Type = schema.TypeMessage
	a.Text = cmp.Or(a.Text, w.whole())
	empty = strings.TrimSpace(a.Text) == "" && len(a.Attachments) == 0
	if empty && shown {
		a.Text, empty = noText, false
	}
	return a, empty
}

// whole is the text, without the beginning of a rune at its end, and without what is not UTF-8.
func (w *Writer) whole() string { return strings.ToValidUTF8(string(w.text), "") }
