package main

import (
	"context"
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
		known, err := b.alerts.use(ctx, a.ID, a.Firing && len(places) > 0, func(s *shown) error {
			b.become(ctx, adapter, s, a)
			b.refresh(ctx, adapter, s, &out)
			if a.Firing {
				b.post(ctx, adapter, s, places, &out)
			}
			return nil
		})
		switch {
		case err != nil:
			return outcome{}, err
		case !known && !a.Firing:
			out.Unknown++
		}
	}
	b.logger.InfoContext(ctx, "alerts received", "alerts", len(alerts), "outcome", out, "correlation", framework.CorrelationID(ctx))
	nowhere := len(places) == 0 && slices.ContainsFunc(alerts, func(a alert) bool { return a.Firing })
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
		if s.Alert.Firing { // so its old cards say
			s.Alert.Firing = false
			b.refresh(ctx, adapter, s, &outcome{})
		}
		s.Decision = decision{}
		s.Cards = nil
	}
	s.Alert = a
	if a.Firing {
		s.HeardAt = time.Now().UTC()
	}
}

// wasOverBefore reports whether the alert was over before it began to fire as a says. Often nobody said so: Alertmanager
// says nothing of what is resolved and fires again before its next message. But two senders of one alert, side by side, name
// times that differ a little, so what began before we heard of it is the same.
func (s *shown) wasOverBefore(a alert) bool {
	if !a.Firing || !a.StartsAt.After(s.Alert.StartsAt) {
		return false
	}
	return !s.Alert.Firing || a.StartsAt.After(s.HeardAt)
}

// refresh changes the cards that do not show the alert as it is, wherever they are: also where nobody subscribes any more.
func (b *alertBot) refresh(ctx context.Context, adapter framework.Adapter, s *shown, out *outcome) {
	m := s.message()
	content := contentOf(m)
	kept := s.Cards[:0]
	for _, c := range s.Cards {
		if c.Content == content {
			out.Unchanged++
			kept = append(kept, c)
			continue
		}
		m.ID = c.ID
		if _, err := proactive.Update(ctx, adapter, c.Reference, m); err != nil {
			if !b.failed(ctx, s, c.Reference, err, out) { // else somebody deleted it, say; the place may be well
				kept = append(kept, c)
			}
			continue
		}
		c.Content = content
		kept = append(kept, c)
		out.Updated++
	}
	s.Cards = kept
}

// post shows the alert in the places that have no card of it. After an error that does not say whether the card arrived,
// the next delivery posts it again: two cards are better than none.
func (b *alertBot) post(ctx context.Context, adapter framework.Adapter, s *shown, places []proactive.Record, out *outcome) {
	m := s.message()
	content := contentOf(m)
	for _, place := range places {
		id := placeID(place.Key)
		if slices.ContainsFunc(s.Cards, func(c card) bool { return c.Place == id }) {
			continue
		}
		if len(s.Cards) >= maxCards {
			b.logger.WarnContext(ctx, "card not shown: the alert has as many as are kept", "alert", s.Alert.ID, "cards", maxCards)
			out.Lost++
			continue
		}
		sent, err := proactive.Tell(ctx, adapter, b.store, place.Key, m)
		if err != nil {
			b.failed(ctx, s, place.Reference, err, out)
			continue
		}
		if now, err := b.store.Load(ctx, place.Key); err == nil {
			place = now // a private conversation that was gone is a new one
		}
		c := card{Place: id, Reference: addressOf(place.Reference), ID: sent.ID, Content: content}
		if c.Reference.Conversation.ConversationType == schema.ConversationChannel { // the card started a thread
			c.Reference.Conversation.ID = teams.ThreadID(c.Reference.Conversation.ID, sent.ID)
		}
		s.Cards = append(s.Cards, c)
		out.Posted++
	}
}

// failed counts and logs a failure, and reports whether it is for good.
func (b *alertBot) failed(ctx context.Context, s *shown, where schema.ConversationReference, err error, out *outcome) (forGood bool) {
	switch framework.ClassOf(err) {
	case framework.Stop, framework.ForgetAddress, framework.NotAllowed, framework.TooBig, framework.Rejected:
		forGood = true
		out.Lost++
	default:
		out.Failed++
	}
	b.logger.WarnContext(ctx, "card not shown", "alert", s.Alert.ID, "conversation", where.Conversation.ID, "for good", forGood,
		"error", err, "correlation", framework.CorrelationID(ctx))
	return forGood
}

// contentOf is a hash of what a message shows.
func contentOf(m *schema.Activity) string {
	raw, err := json.Marshal(m.Attachments)
	if err != nil { // of texts and times: never
		return err.Error()
	}
	return digest(string(raw))
}
