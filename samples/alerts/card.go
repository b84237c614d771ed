package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// The verbs of the card's buttons.
const (
	verbApprove = "approve"
	verbDeny    = "deny"
)

// button is the data of the card's buttons: which alert they are about. It comes back from people's clients, which may
// send any other.
type button struct {
	Alert    string    `json:"alert"`
	StartsAt time.Time `json:"startsAt"`
}

// decisionKey is the same for both decisions about an alert, so that one excludes the other, until it fires anew.
func (b button) decisionKey() string {
	return "decision/" + b.Alert + "/" + b.StartsAt.UTC().Format(time.RFC3339Nano)
}

// object is an element of an Adaptive Card.
//
// Spec: https://adaptivecards.io/explorer/
type object = map[string]any

// message returns the card as a message. Its summary is what a notification shows.
func (s *shown) message() *schema.Activity {
	m := schema.AttachmentMessage(schema.AdaptiveCard(s.card("")))
	m.Summary = s.alert.about()
	return m
}

// card returns the Adaptive Card of an alert, with a notice that is for one person only, or "".
func (s *shown) card(notice string) object {
	a := s.alert
	body := []any{
		object{"type": "Container", "style": a.style(), "bleed": true, "items": []any{
			rich(span{"text": a.title(), "weight": "Bolder", "size": "Large"}),
			rich(span{"text": a.state(), "weight": "Bolder"}),
		}},
		object{"type": "TextBlock", "text": a.times(), "isSubtle": true, "wrap": true},
	}
	if a.summary != "" {
		body = append(body, rich(span{"text": a.summary, "weight": "Bolder"}))
	}
	if a.description != "" {
		body = append(body, rich(span{"text": a.description}))
	}
	for _, l := range a.labels {
		line := rich(span{"text": l.name + ": ", "isSubtle": true}, span{"text": l.value})
		line["spacing"] = "Small"
		body = append(body, line)
	}
	if a.moreLabels > 0 {
		body = append(body, rich(span{"text": fmt.Sprintf("and %d more labels", a.moreLabels), "isSubtle": true}))
	}
	if s.decision.taken() {
		body = append(body, rich(span{"text": s.decision.text(), "weight": "Bolder"}))
	}
	if notice != "" {
		body = append(body, rich(span{"text": notice, "color": "Attention", "weight": "Bolder"}))
	}
	card := object{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.5", "lang": "en",
		"fallbackText": a.about(), "body": body,
	}
	if actions := s.actions(); actions != nil {
		card["actions"] = actions
	}
	return card
}

func (s *shown) actions() []any {
	var actions []any
	if s.alert.firing && !s.decision.taken() {
		data := button{Alert: s.alert.id, StartsAt: s.alert.startsAt}
		actions = append(actions,
			object{"type": "Action.Execute", "title": "Approve", "verb": verbApprove, "style": "positive", "data": data},
			object{"type": "Action.Execute", "title": "Deny", "verb": verbDeny, "style": "destructive", "data": data})
	}
	for _, l := range s.alert.links {
		actions = append(actions, object{"type": "Action.OpenUrl", "title": l.title, "url": l.url})
	}
	return actions
}

// span is a piece of text. Unlike that of a TextBlock it is shown as it is: what an alert says could look like Markdown, and
// a link in it like one of ours.
type span = map[string]any

func rich(spans ...span) object {
	inlines := make([]any, len(spans))
	for i, s := range spans {
		s["type"] = "TextRun"
		inlines[i] = s
	}
	return object{"type": "RichTextBlock", "inlines": inlines}
}

// about says the most important in a few words, where the card itself is not shown.
func (a alert) about() string { return a.state() + ": " + a.title() }

func (a alert) title() string { return cmp.Or(a.name, a.summary, "Alert") }

func (a alert) state() string {
	state := "Resolved"
	if a.firing {
		state = "Firing"
	}
	if a.severity != "" {
		state += " · " + a.severity
	}
	return state
}

func (a alert) style() string {
	switch {
	case !a.firing:
		return "good"
	case a.severity == "warning":
		return "warning"
	case a.severity == "info":
		return "accent"
	default:
		return "attention"
	}
}

func (a alert) times() string {
	if a.endsAt.IsZero() {
		return "Since " + local(a.startsAt)
	}
	return fmt.Sprintf("From %s to %s", local(a.startsAt), local(a.endsAt))
}

// local has the client write a time in its reader's zone and language.
//
// Spec: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
func local(t time.Time) string {
	text := t.Format(time.RFC3339)
	return fmt.Sprintf("{{DATE(%s, SHORT)}} {{TIME(%s)}}", text, text)
}

func (d decision) text() string {
	if d.approved {
		return "Approved by " + cmp.Or(d.userName, "somebody")
	}
	return "Denied by " + cmp.Or(d.userName, "somebody")
}
