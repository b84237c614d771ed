package fake

import (
	"encoding/json"
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
	raw, err := json.Marshal(a.Content)
	if err != nil {
		return nil
	}
	var card any
	if err := json.Unmarshal(raw, &card); err != nil {
		return nil
	}
	return visible(card, []string{})
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
		if _, isElement := v["type"]; !isElement {
			shown = append(shown, "value") // of a fact; a button's is not shown
		}
		for _, name := range shown {
			if text, ok := v[name].(string); ok {
				texts = append(texts, text)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name != "data" && name != "actions" { // data is what a button submits
				texts = visible(v[name], texts)
			}
		}
		texts = visible(v["actions"], texts) // the buttons stand below
	}
	return texts
}
