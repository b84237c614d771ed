package client

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/convobot/convo/framework/schema"
)

// Views are the cards that only one person sees in place of a message: what the bot answered to a button that they pressed
// on it. Such a card goes when the bot replaces the message, which is then another activity. The zero value has none. It is
// safe for concurrent use.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/up-to-date-views
type Views struct {
	Max      int // of them at a time; when there would be more, all are forgotten. 0 is no limit
	MaxBytes int // of the answers, as JSON, that they are from, likewise

	mu    sync.Mutex
	all   map[viewer]view
	bytes int // of the answers since all were forgotten
}

// viewer is a person who sees a message, by their ids.
type viewer struct{ person, message string }

type view struct{ of, card *schema.Activity }

// Keep keeps the card in the answer to a person's press on a message, if it is one, in place of the card that was pressed.
// An answer to anything else than an Action.Execute changes nothing.
func (v *Views) Keep(personID string, message, press *schema.Activity, body schema.Any) {
	answer, err := schema.As[schema.AdaptiveCardInvokeResponse](body)
	if press.Name != schema.InvokeAdaptiveCardAction || err != nil || answer.Type != schema.ContentTypeAdaptiveCard {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	card := *v.seen(personID, message)
	card.Attachments = slices.Clone(card.Attachments)
	if i := pressedOn(card.Attachments, press.Value); i >= 0 {
		card.Attachments[i] = schema.AdaptiveCard(answer.Value)
	}
	raw, _ := body.(json.RawMessage)
	if v.all == nil || v.Max > 0 && len(v.all) >= v.Max || v.MaxBytes > 0 && v.bytes+len(raw) > v.MaxBytes {
		v.all, v.bytes = make(map[viewer]view), 0
	}
	v.bytes += len(raw)
	v.all[viewer{personID, message.ID}] = view{of: message, card: &card}
}

// Seen returns a message as a person sees it. Treat it as read-only.
func (v *Views) Seen(personID string, message *schema.Activity) *schema.Activity {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.seen(personID, message)
}

func (v *Views) seen(personID string, message *schema.Activity) *schema.Activity {
	if one, ok := v.all[viewer{personID, message.ID}]; ok && one.of == message {
		return one.card
	}
	return message
}

// pressedOn returns which of a message's attachments has the Action.Execute that was pressed: the first Adaptive Card with
// its verb in it, else the first Adaptive Card; -1 if there is none.
func pressedOn(attachments []schema.Attachment, press schema.Any) int {
	pressed, _ := schema.As[schema.AdaptiveCardInvokeValue](press)
	first := -1
	for i, one := range attachments {
		if !strings.EqualFold(one.ContentType, schema.ContentTypeAdaptiveCard) {
			continue
		}
		if hasVerb(Plain(one.Content), pressed.Action.Verb) {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

// hasVerb reports whether there is an Action.Execute with that verb somewhere in JSON.
func hasVerb(v any, verb string) bool {
	switch v := v.(type) {
	case map[string]any:
		if v["type"] == "Action.Execute" && text(v, "verb") == verb {
			return true
		}
		return slices.ContainsFunc(slices.Collect(maps.Values(v)), func(one any) bool { return hasVerb(one, verb) })
	case []any:
		return slices.ContainsFunc(v, func(one any) bool { return hasVerb(one, verb) })
	}
	return false
}
