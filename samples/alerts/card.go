package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/convobot/convo/framework/cards"
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

// message returns the card as a message. Its summary is what a notification shows.
func (s *shown) message() *schema.Activity {
	m := schema.AttachmentMessage(s.card("").Attachment())
	m.Summary = s.Alert.about()
	return m
}

// card returns the Adaptive Card of an alert, with a notice that is for one person only, or "".
func (s *shown) card(notice string) cards.Card {
	a := s.Alert
	body := []cards.Element{
		cards.Container{Style: a.style(), Bleed: true, Items: []cards.Element{
			rich(cards.TextRun{Text: a.title(), Weight: cards.Bolder, Size: cards.Large}),
			rich(cards.TextRun{Text: a.state(), Weight: cards.Bolder}),
		}},
		cards.TextBlock{Text: a.times(), IsSubtle: true, Wrap: true},
	}
	if a.Summary != "" {
		body = append(body, rich(cards.TextRun{Text: a.Summary, Weight: cards.Bolder}))
	}
	if a.Description != "" {
		body = append(body, cards.PlainText(a.Description))
	}
	for _, l := range a.Labels {
		line := rich(cards.TextRun{Text: l.Name + ": ", IsSubtle: true}, cards.TextRun{Text: l.Value})
		line.Spacing = cards.Small
		body = append(body, line)
	}
	if a.MoreLabels > 0 {
		body = append(body, rich(cards.TextRun{Text: fmt.Sprintf("and %d more labels", a.MoreLabels), IsSubtle: true}))
	}
	if s.Decision.taken() {
		body = append(body, rich(cards.TextRun{Text: s.Decision.text(), Weight: cards.Bolder}))
	}
	if notice != "" {
		body = append(body, rich(cards.TextRun{Text: notice, Color: cards.Attention, Weight: cards.Bolder}))
	}
	return cards.Card{Lang: "en", FallbackText: a.about(), Body: body, Actions: s.actions()}
}

func (s *shown) actions() []cards.Action {
	var actions []cards.Action
	if s.Alert.Firing && !s.Decision.taken() {
		data := button{Alert: s.Alert.ID, StartsAt: s.Alert.StartsAt}
		actions = append(actions,
			cards.Execute{Title: "Approve", Verb: verbApprove, Style: cards.Positive, Data: data},
			cards.Execute{Title: "Deny", Verb: verbDeny, Style: cards.Destructive, Data: data})
	}
	for _, l := range s.Alert.Links {
		actions = append(actions, cards.OpenURL{Title: l.Title, URL: l.URL})
	}
	return actions
}

// rich shows texts as they are, unlike a TextBlock: what an alert says could look like Markdown, and a link in it like one
// of ours.
func rich(runs ...cards.TextRun) cards.RichTextBlock {
	block := cards.RichTextBlock{}
	for _, run := range runs {
		block.Inlines = append(block.Inlines, run)
	}
	return block
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

func (a alert) style() cards.Color {
	switch {
	case !a.Firing:
		return cards.Good
	case a.Severity == "warning":
		return cards.Warning
	case a.Severity == "info":
		return cards.Accent
	default:
		return cards.Attention
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
