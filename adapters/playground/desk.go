package playground

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// Desk is a bot that runs in the playground's own process, for the page's proactive desk: whom the bot remembers, and how it
// speaks to them. Both must be safe for concurrent use.
type Desk struct {
	Adapter framework.Adapter
	Store   proactive.Store
	AppID   string // of the bot, as it stands in the keys of Store; default that of the playground
}

// ConnectDesk has the page's desk list whom a bot remembers, and send to them as the bot. It shows only whom the bot met in
// this playground: a bot that is in Teams too does not write to anybody there by it. Call it at any time; the last one holds.
func (p *Playground) ConnectDesk(d Desk) {
	d.AppID = cmp.Or(d.AppID, p.cfg.AppID)
	p.desk.Store(&d)
}

const (
	maxRecipients = 100 // of one request
	deskParallel  = 8   // messages on their way at one time
)

// deskMessage is what the desk is to send, and to whom.
type deskMessage struct {
	To       []string         `json:"to"` // keys of records, as the list has them
	Text     string           `json:"text,omitempty"`
	Activity *schema.Activity `json:"activity,omitempty"` // instead of a text
}

// What became of a message of the desk.
const (
	deskSent     = "sent"
	deskRefused  = "refused"
	deskUnclear  = "may have been delivered"
	deskFailed   = "failed"
	deskOptedOut = "opted out"
	deskUnknown  = "not remembered"
)

// deskOutcome is what became of a message for one recipient.
type deskOutcome struct {
	To       string `json:"to"`
	Outcome  string `json:"outcome"`
	Problem  string `json:"problem,omitempty"`
	Activity string `json:"activity,omitempty"` // the id of the message
}

var errNoDesk = problem{http.StatusConflict, "the desk needs the bot in the same process: start the bot with its page, as samples/convobot does, or call ConnectDesk"}

func (p *Playground) serveDeskSend(w http.ResponseWriter, r *http.Request) {
	var in deskMessage
	if err := decode(w, r, &in); err != nil {
		answer(w, nil, err)
		return
	}
	message := in.Activity
	if message == nil && in.Text != "" {
		message = schema.TextMessage(in.Text)
	}
	d := p.desk.Load()
	switch {
	case d == nil:
		answer(w, nil, errNoDesk)
	case message == nil:
		answer(w, nil, badRequest("there is nothing to send"))
	case len(in.To) == 0 || len(in.To) > maxRecipients:
		answer(w, nil, badRequest("choose 1 to %d recipients at a time", maxRecipients))
	default:
		message.Type = cmp.Or(message.Type, schema.TypeMessage)
		answer(w, p.sendToAll(r.Context(), d, message, in.To), nil)
	}
}

// sendToAll sends to each of the recipients, and goes on if the page that asked for it is closed: nobody would know then
// who was sent to.
func (p *Playground) sendToAll(ctx context.Context, d *Desk, message *schema.Activity, to []string) []deskOutcome {
	ctx = context.WithoutCancel(ctx)
	outcomes := make([]deskOutcome, len(to))
	slots := make(chan struct{}, deskParallel)
	var all sync.WaitGroup
	for i, key := range to {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			outcomes[i] = p.sendToOne(ctx, d, message, key)
		})
	}
	all.Wait()
	return outcomes
}

func (p *Playground) sendToOne(ctx context.Context, d *Desk, message *schema.Activity, to string) deskOutcome {
	out := deskOutcome{To: to}
	record, err := p.recordOf(ctx, d, to)
	switch {
	case errors.Is(err, proactive.ErrNotFound):
		out.Outcome, out.Problem = deskUnknown, "the bot does not remember them any more"
		return out
	case err != nil:
		out.Outcome, out.Problem = deskFailed, err.Error()
		return out
	case record.Preferences.HasOptedOut(""):
		out.Outcome, out.Problem = deskOptedOut, "they do not want to hear what they did not ask for; that is never overridden"
		return out
	}
	response, err := proactive.Tell(ctx, d.Adapter, d.Store, record.Key, message)
	if err != nil {
		out.Outcome, out.Problem = outcomeOf(err), strings.TrimPrefix(err.Error(), "connector: ")
		return out
	}
	out.Outcome, out.Activity = deskSent, response.ID
	return out
}

// outcomeOf says what an error means for the message; its text says what to do.
func outcomeOf(err error) string {
	switch framework.ClassOf(err) {
	case framework.Ambiguous:
		return deskUnclear
	case framework.Failed:
		return deskFailed
	default:
		return deskRefused
	}
}

// recordOf returns the record of a key as the list has it, if it is of this playground.
func (p *Playground) recordOf(ctx context.Context, d *Desk, text string) (proactive.Record, error) {
	key, err := readKey(text)
	if err != nil {
		return proactive.Record{}, err
	}
	record, err := d.Store.Load(ctx, key)
	if err == nil && !p.isHere(record) {
		err = proactive.ErrNotFound
	}
	return record, err
}

// isHere reports whether a record is of somebody who was met in this playground.
func (p *Playground) isHere(r proactive.Record) bool {
	return r.Reference.ServiceURL == p.ServiceURL()
}

func readKey(text string) (proactive.Key, error) {
	var key proactive.Key
	if err := json.Unmarshal([]byte(text), &key); err != nil {
		return key, badRequest("a key is not one that the desk listed: %v", err)
	}
	return key, nil
}

func writeKey(key proactive.Key) string {
	raw, err := json.Marshal(key)
	if err != nil {
		return "" // texts always have a JSON form
	}
	return string(raw)
}
