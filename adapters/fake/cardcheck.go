package fake

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
)

// SilenceCards lets the bot send Adaptive Cards in which [cards.Check] finds something. Before that, such a card in a message,
// an update or the answer to an invoke fails the test at the next sentence, although the simulated Teams takes it: clients
// refuse it, or it does less than it seems to.
func (w *World) SilenceCards() {
	w.lint.mu.Lock()
	defer w.lint.mu.Unlock()
	w.lint.noCards = true
}

// checkCards keeps what is wrong with the Adaptive Cards that the bot attached to what it sent or answered.
func (f *findings) checkCards(sent any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.noCards {
		return
	}
	for _, card := range adaptiveCards(client.Plain(sent), nil) {
		err := cards.Check(card)
		if err == nil {
			continue
		}
		f.add(fmt.Sprintf("the bot sends the card %q, in which clients find this wrong:\n%v",
			cut(strings.Join(client.Visible(card), " | ")), err))
	}
}

// mayHaveCard reports whether a text names the type of Adaptive Cards, or could do so in escapes. Most messages do not, and
// need not be read for that.
func mayHaveCard(raw []byte) bool {
	return bytes.Contains(raw, []byte(schema.ContentTypeAdaptiveCard)) || bytes.Contains(raw, []byte(`\`))
}

// adaptiveCards appends all Adaptive Cards anywhere in v: the contents of attachments, answers to an Action.Execute, which may be
// something else by mistake, and those that say so themselves, as in tabs. What is inside one is part of it.
func adaptiveCards(v any, found []any) []any {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			found = adaptiveCards(item, found)
		}
	case map[string]any:
		if content := v["content"]; content != nil && v["contentType"] == schema.ContentTypeAdaptiveCard {
			return append(found, content)
		}
		if value := v["value"]; value != nil && v["type"] == schema.ContentTypeAdaptiveCard {
			return append(found, value)
		}
		if v["type"] == "AdaptiveCard" {
			return append(found, v)
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			found = adaptiveCards(v[name], found)
		}
	}
	return found
}
