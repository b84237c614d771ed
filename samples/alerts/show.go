package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/framework/webhook"
)

// outcome counts what came of the alerts of one delivery.
type outcome struct {
	Posted    int `json:"posted"`    // new cards
	Updated   int `json:"updated"`   // cards that changed
	Unchanged int `json:"unchanged"` // cards that were as they should be
	Unknown   int `json:"unknown"`   // alerts that are resolved and have no card
	Lost      int `json:"lost"`      // cards that the channel does not take, or no longer has
	Failed    int `json:"-"`         // cards that may get through the next time
}

// receive shows alerts. A sender that is told of a failure sends them all again, which repeats only what failed.
func (b *alertBot) receive(ctx context.Context, adapter framework.Adapter, read func() ([]alert, error)) (outcome, error) {
	alerts, err := read()
	if err != nil {
		return outcome{}, err
	}
	to, err := toOf(webhook.Query(ctx))
	if err != nil {
		return outcome{}, err
	}
	places, err := b.places(ctx, to)
	if err != nil {
		return outcome{}, err
	}
	var out outcome
	for _, a := range alerts {
		known, err := b.alerts.use(ctx, a.id, a.firing && len(places) > 0, func(s *shown) error {
			b.become(ctx, adapter, s, a)
			b.refresh(ctx, adapter, s, &out)
			if a.firing {
				b.post(ctx, adapter, s, places, &out)
			}
			return nil
		})
		switch {
		case err != nil:
			return outcome{}, err
		case !known && !a.firing:
			out.Unknown++
		}
	}
	b.logger.InfoContext(ctx, "alerts received", "alerts", len(alerts), "outcome", out, "correlation", framework.CorrelationID(ctx))
	nowhere := len(places) == 0 && slices.ContainsFunc(alerts, func(a alert) bool { return a.firing })
	return out, out.err(nowhere, to)
}

// err says what the sender has to know.
func (o outcome) err(nowhere bool, to string) error {
	switch {
	case o.Failed > 0:
		message := fmt.Sprintf("%d cards could not be shown or changed; send the alerts again", o.Failed)
		return &webhook.Error{Status: http.StatusServiceUnavailable, Code: "NotShown", Message: message}
	case !nowhere:
		return nil
	case to != "":
		return &webhook.Error{Status: http.StatusUnprocessableEntity, Code: "UnknownPlace", Message: "nobody subscribed to alerts where ?to= says"}
	default:
		return &webhook.Error{
			Status: http.StatusUnprocessableEntity, Code: "NobodySubscribed",
			Message: "nobody subscribed to alerts; say subscribe to the bot in a chat or a channel",
		}
	}
}

// become takes over what is new of an alert. One that fires anew gets new cards, which people notice, and is decided about
// anew; one that was resolved by mistake goes on with its own.
func (b *alertBot) become(ctx context.Context, adapter framework.Adapter, s *shown, a alert) {
	if s.wasOverBefore(a) {
		if s.alert.firing { // so its old cards say
			s.alert.firing = false
			b.refresh(ctx, adapter, s, &outcome{})
		}
		s.decision = decision{}
		clear(s.cards)
	}
	s.alert = a
	if a.firing {
		s.heardAt = time.Now()
	}
}

// wasOverBefore reports whether the alert was over before it began to fire as a says. Often nobody said so: Alertmanager
// says nothing of what is resolved and fires again before its next message. But two senders of one alert, side by side, name
// times that differ a little, so what began before we heard of it is the same.
func (s *shown) wasOverBefore(a alert) bool {
	if !a.firing || !a.startsAt.After(s.alert.startsAt) {
		return false
	}
	return !s.alert.firing || a.startsAt.After(s.heardAt)
}

// refresh changes the cards that do not show the alert as it is, wherever they are: also where nobody subscribes any more.
func (b *alertBot) refresh(ctx context.Context, adapter framework.Adapter, s *shown, out *outcome) {
	m := s.message()
	content := contentOf(m)
	for key, c := range s.cards {
		if c.content == content {
			out.Unchanged++
			continue
		}
		m.ID = c.id
		if _, err := proactive.Update(ctx, adapter, c.ref, m); err != nil {
			if b.failed(ctx, s, key, err, out) {
				delete(s.cards, key) // somebody deleted it, say; the place may be well
			}
			continue
		}
		c.content = content
		s.cards[key] = c
		out.Updated++
	}
}

// post shows the alert in the places that have no card of it. After an error that does not say whether the card arrived,
// the next delivery posts it again: two cards are better than none.
func (b *alertBot) post(ctx context.Context, adapter framework.Adapter, s *shown, places []proactive.Record, out *outcome) {
	m := s.message()
	content := contentOf(m)
	for _, place := range places {
		if _, has := s.cards[place.Key]; has {
			continue
		}
		sent, err := proactive.Tell(ctx, adapter, b.store, place.Key, m)
		if err != nil {
			b.failed(ctx, s, place.Key, err, out)
			continue
		}
		if now, err := b.store.Load(ctx, place.Key); err == nil {
			place = now // a private conversation that was gone is a new one
		}
		c := card{ref: place.Reference, id: sent.ID, content: content}
		if c.ref.Conversation.ConversationType == schema.ConversationChannel { // the card started a thread
			c.ref.Conversation.ID = teams.ThreadID(c.ref.Conversation.ID, sent.ID)
		}
		s.cards[place.Key] = c
		out.Posted++
	}
}

// failed counts and logs a failure, and reports whether it is for good.
func (b *alertBot) failed(ctx context.Context, s *shown, key proactive.Key, err error, out *outcome) (forGood bool) {
	switch framework.ClassOf(err) {
	case framework.Stop, framework.ForgetAddress, framework.NotAllowed, framework.TooBig, framework.Rejected:
		forGood = true
		out.Lost++
	default:
		out.Failed++
	}
	b.logger.WarnContext(ctx, "card not shown", "alert", s.alert.id, "conversation", key.ConversationID, "for good", forGood,
		"error", err, "correlation", framework.CorrelationID(ctx))
	return forGood
}

// contentOf is a hash of what a message shows.
func contentOf(m *schema.Activity) string {
	raw, err := json.Marshal(m.Attachments)
	if err != nil { // of texts and times: never
		return err.Error()
	}
	sum := sha256.Sum256(raw)
	return string(sum[:])
}
