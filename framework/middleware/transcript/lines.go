package transcript

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/convobot/convo/framework/internal/text"
	"github.com/convobot/convo/framework/schema"
)

// maxValue is how much of a value is written, in bytes.
const maxValue = 500

// said writes what a message says: the first line of its text behind what is written already, all else below.
func said(b *strings.Builder, a *schema.Activity) {
	for i, line := range lines(a.Text) {
		switch {
		case i > 0:
			fmt.Fprintf(b, "\n    | %s", line)
		case line != "":
			fmt.Fprintf(b, " %s", line)
		}
	}
	b.WriteByte('\n')
	for _, attachment := range a.Attachments {
		attached(b, attachment)
	}
	for _, action := range a.SuggestedActions.Actions {
		below(b, "choice", action.Title)
	}
	if a.Value != nil {
		value, err := json.Marshal(a.Value)
		if err == nil {
			below(b, "value", text.Clip(string(value), maxValue))
		}
	}
}

// below writes a line that belongs to the message above it. What has no text has no line.
func below(b *strings.Builder, what, line string) {
	if line = strings.TrimSpace(oneLine(line)); line != "" {
		fmt.Fprintf(b, "    [%s] %s\n", what, line)
	}
}

func attached(b *strings.Builder, a schema.Attachment) {
	card, err := schema.As[map[string]any](a.Content)
	if err != nil || !strings.Contains(a.ContentType, ".card.") {
		below(b, "attachment", a.ContentType+" "+a.Name)
		return
	}
	var shown cardText
	shown.read(card)
	if fallback := textIn(card, "fallbackText"); fallback != "" {
		shown.texts = []string{fallback}
	}
	if len(shown.texts) == 0 {
		shown.texts = []string{a.ContentType}
	}
	for _, line := range shown.texts {
		below(b, "card", line)
	}
	for _, title := range shown.buttons {
		below(b, "button", title)
	}
}

// cardText is what a card of any kind shows.
type cardText struct{ texts, buttons []string }

// read looks for texts and buttons by the names that cards have for them. Source: the card types of package schema, and
// https://adaptivecards.io/explorer/
func (c *cardText) read(value any) {
	switch value := value.(type) {
	case string: // an inline may be its text alone
		c.texts = append(c.texts, value)
	case []any:
		for _, item := range value {
			c.read(item)
		}
	case map[string]any:
		for _, name := range []string{"title", "subtitle", "label", "text"} {
			if s := textIn(value, name); s != "" {
				c.texts = append(c.texts, s)
			}
		}
		for _, name := range []string{"body", "items", "columns", "rows", "cells", "pages", "inlines"} {
			c.read(value[name])
		}
		c.readFacts(value["facts"])
		c.readButtons(value["buttons"])
		c.readButtons(value["actions"])
	}
}

func (c *cardText) readFacts(value any) {
	facts, _ := value.([]any) // else there are none
	for _, fact := range facts {
		if fact, ok := fact.(map[string]any); ok {
			c.texts = append(c.texts, textIn(fact, "title")+textIn(fact, "key")+": "+textIn(fact, "value"))
		}
	}
}

func (c *cardText) readButtons(value any) {
	buttons, _ := value.([]any) // else there are none
	for _, button := range buttons {
		if button, ok := button.(map[string]any); ok {
			c.buttons = append(c.buttons, textIn(button, "title"))
			c.read(button["card"]) // what it opens
		}
	}
}

// textIn returns a member that is a text, or "".
func textIn(object map[string]any, name string) string {
	s, _ := object[name].(string) // else it is something else
	return s
}

// lines returns the lines of a text that somebody wrote, each of them without what could forge another.
func lines(s string) []string {
	list := strings.Split(strings.TrimSpace(newlines.Replace(s)), "\n")
	for i := range list {
		list[i] = oneLine(list[i])
	}
	return list
}

// newlines are all that programs take for the end of a line.
var newlines = strings.NewReplacer( //nolint:gochecknoglobals // a constant
	"\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n",
)

// oneLine replaces characters that move what is written: ends of lines, those that a terminal obeys, and those that turn
// the direction of writing.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
