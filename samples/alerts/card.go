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
	m.Summary = s.Alert.about()
	return m
}

// card returns the Adaptive Card of an alert, with a notice that is for one person only, or "".
func (s *shown) card(notice string) object {
	a := s.Alert
	body := []any{
		object{"type": "Container", "style": a.style(), "bleed": true, "items": []any{
			rich(span{"text": a.title(), "weight": "Bolder", "size": "Large"}),
			rich(span{"text": a.state(), "weight": "Bolder"}),
		}},
		object{"type": "TextBlock", "text": a.times(), "isSubtle": true, "wrap": true},
	}
	if a.Summary != "" {
		body = append(body, rich(span{"text": a.Summary, "weight": "Bolder"}))
	}
	if a.Description != "" {
		body = append(body, rich(span{"text": a.Description}))
	}
	for _, l := range a.Labels {
		line := rich(span{"text": l.Name + ": ", "isSubtle": true}, span{"text": l.Value})
		line["spacing"] = "Small"
		body = append(body, line)
	}
	if a.MoreLabels > 0 {
		body = append(body, rich(span{"text": fmt.Sprintf("and %d more labels", a.MoreLabels), "isSubtle": true}))
	}
	if s.Decision.taken() {
		body = append(body, rich(span{"text": s.Decision.text(), "weight": "Bolder"}))
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
	if s.Alert.Firing && !s.Decision.taken() {
		data := button{Alert: s.Alert.ID, StartsAt: s.Alert.StartsAt}
		actions = append(actions,
			object{"type": "Action.Execute", "title": "Approve", "verb": verbApprove, "style": "positive", "data": data},
			object{"type": "Action.Execute", "title": "Deny", "verb": verbDeny, "style": "destructive", "data": data})
	}
	for _, l := range s.Alert.Links {
		actions = append(actions, object{"type": "Action.OpenUrl", "title": l.Title, "url": l.URL})
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

func (a alert) title() string { return cmp.Or(a.Name, a.Summary, "Alert") }

func (a alert) state() string {
	state := "Resolved"
	if a.Firing {
		state = "Firing"
	}
	if a.Severity != "" {
		state += " · " + a.Severity
	}
	return state
}

func (a alert) style() string {
	switch {
	case !a.Firing:
		return "good"
	case a.Severity == "warning":
		return "warning"
	case a.Severity == "info":
		return "accent"
	default:
		return "attention"
	}
}

func (a alert) times() string {
	if a.EndsAt.IsZero() {
		return "Since " + local(a.StartsAt)
	}
	return fmt.Sprintf("From %s to %s", local(a.StartsAt), local(a.EndsAt))
}

// local has the client write a time in its reader's zone and language.
//
// Spec: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
func local(t time.Time) string {
	text := t.Format(time.RFC3339)
	return fmt.Sprintf("{{DATE(%s, SHORT)}} {{TIME(%s)}}", text, text)
}

func (d decision) text() string {
	if d.Approved {
		return "Approved by " + cmp.Or(d.UserName, "somebody")
	}
	return "Denied by " + cmp.Or(d.UserName, "somebody")
}
