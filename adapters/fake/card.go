package fake

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

const cardPrefix = "application/vnd.microsoft.card."

// content shows a message in one line: its text, then its attachments.
func content(a *schema.Activity) string {
	var parts []string
	if a.Text != "" {
		parts = append(parts, fmt.Sprintf("%q", a.Text))
	}
	for _, attachment := range a.Attachments {
		if texts := textsOf(attachment); texts != nil {
			parts = append(parts, "[card: "+strings.Join(texts, " | ")+"]")
		} else {
			parts = append(parts, "["+attachment.ContentType+" "+attachment.Name+"]")
		}
	}
	return strings.Join(parts, " ")
}

// cardTexts returns what the message's cards show.
func cardTexts(a *schema.Activity) []string {
	var texts []string
	for _, attachment := range a.Attachments {
		texts = append(texts, textsOf(attachment)...)
	}
	return texts
}

// textsOf returns what a card shows; nil if the attachment is no card.
func textsOf(a schema.Attachment) []string {
	if !strings.HasPrefix(a.ContentType, cardPrefix) {
		return nil
	}
	return visible(plain(a.Content), []string{})
}

// visible appends the texts that a card's elements show: titles, subtitles, texts, and the values of facts.
func visible(v any, texts []string) []string {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			texts = visible(element, texts)
		}
	case map[string]any:
		shown := []string{"title", "subtitle", "text"}
		switch v["type"] {
		case nil, "message", schema.ContentTypeMessage:
			shown = append(shown, "value") // of a fact or an answer; a button's is not shown
		}
		for _, name := range shown {
			if text, ok := v[name].(string); ok {
				texts = append(texts, text)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if isShown(name) && name != "actions" {
				texts = visible(v[name], texts)
			}
		}
		texts = visible(v["actions"], texts) // the buttons stand below
	}
	return texts
}

// isShown reports whether a member of a card's element can hold something that people see: not what a button submits,
// what other clients get, or what a client does by itself.
func isShown(name string) bool { return name != "data" && name != "fallback" && name != "refresh" }

// shows reports whether one of the texts has part in it.
func shows(texts []string, part string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, part) })
}
