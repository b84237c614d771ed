package playground

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

const (
	heartbeat   = 20 * time.Second // between two signs of life of a stream
	maxEvent    = 1 << 20          // bytes, from which on the rest comes in another event
	maxStreams  = 64               // pages that listen at one time
	streamWrite = 30 * time.Second // for the browser to take an event
)

// entry is a [world.Entry] for the page.
type entry struct {
	Serial       int              `json:"serial"`
	Time         time.Time        `json:"time"`
	Kind         world.Kind       `json:"kind"`
	Bot          bool             `json:"bot,omitempty"`
	Who          string           `json:"who"`
	Only         string           `json:"only,omitempty"`
	Where        string           `json:"where,omitempty"`
	Conversation string           `json:"conversation,omitempty"` // its id, with the thread
	Activity     *schema.Activity `json:"activity,omitempty"`
	Notice       *notice          `json:"notice,omitempty"`
	Problem      string           `json:"problem,omitempty"`
}

func entryOf(e world.Entry) entry {
	out := entry{
		Serial: e.Serial, Time: e.Time, Kind: e.Kind, Bot: e.Bot, Who: e.Who, Only: e.Only, Where: e.Where,
		Activity: e.Activity, Problem: e.Problem,
	}
	if e.Activity != nil {
		out.Conversation = e.Activity.Conversation.ID
	}
	if e.Notice != nil {
		out.Notice = &notice{ID: e.Notice.ID, Conversation: e.Notice.Conversation, Posted: e.Notice.At, Text: e.Notice.Text}
	}
	return out
}

// batch is what one event of the stream tells: what happened in the world, and what went over the wire. Changed says that
// people, places or rules may be others than in the state that the page has.
type batch struct {
	Entries   []json.RawMessage `json:"entries,omitempty"`   // each an [entry]
	Exchanges []json.RawMessage `json:"exchanges,omitempty"` // each an [exchange]
	Changed   bool              `json:"changed,omitempty"`
}

// serveEvents streams what happens, as server-sent events of one [batch] each, after the entries and exchanges that the
// page has seen.
//
// Spec: https://html.spec.whatwg.org/multipage/server-sent-events.html
func (p *Playground) serveEvents(w http.ResponseWriter, r *http.Request) {
	entries, err := number(r, "entries", 0)
	exchanges, err2 := number(r, "exchanges", 0)
	if err != nil || err2 != nil {
		answer(w, nil, badRequest("entries and exchanges are the numbers of those already seen"))
		return
	}
	select {
	case p.streams <- struct{}{}:
		defer func() { <-p.streams }()
	default:
		refuse(w, http.StatusServiceUnavailable, "too many pages are open; close some")
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	s := stream{w: w, control: http.NewResponseController(w)}
	_ = s.control.SetReadDeadline(time.Time{}) // that of the server ends the request, not only its reading
	ticker := time.NewTicker(heartbeat)
	defer ticker.Stop()
	worldChanged := false
	for {
		changed := p.world.Changed() // before looking, so that nothing is missed
		happened := p.world.Timeline(entries)
		if n := len(happened); n > 0 {
			entries = happened[n-1].Serial
		}
		went, more := p.traffic.after(exchanges)
		if n := len(went); n > 0 {
			exchanges = went[n-1].Serial
		}
		if s.tell(happened, went, worldChanged) != nil {
			return // nobody is there any more
		}
		select {
		case <-changed:
		case <-more:
		case <-ticker.C:
		case <-r.Context().Done():
			return
		case <-p.done:
			return
		}
		select { // whatever it was that came first, the other may have come too
		case <-changed:
			worldChanged = true
		default:
			worldChanged = false
		}
	}
}

// stream writes events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// tell sends events of a bounded size; an empty one is a sign of life.
func (s stream) tell(happened []world.Entry, went []exchange, changed bool) error {
	var b batch
	size := 0
	add := func(to *[]json.RawMessage, one any) error {
		raw, err := json.Marshal(one)
		if err != nil {
			return err
		}
		*to = append(*to, raw)
		if size += len(raw); size < maxEvent {
			return nil
		}
		err = s.write(b)
		b, size = batch{}, 0
		return err
	}
	for _, e := range happened {
		if err := add(&b.Entries, entryOf(e)); err != nil {
			return err
		}
	}
	for _, x := range went {
		if err := add(&b.Exchanges, x); err != nil {
			return err
		}
	}
	b.Changed = changed
	return s.write(b)
}

func (s stream) write(b batch) error {
	raw, err := json.Marshal(b)
	if err != nil {
		return err
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(streamWrite)) // the server sets none of its own
	if _, err := fmt.Fprintf(s.w, "data: %s\n\n", raw); err != nil {
		return err
	}
	return s.control.Flush()
}
