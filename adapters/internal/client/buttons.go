package client

import (
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// Pressable is what a person can press or tap on a message: an action of an Adaptive Card, or a CardAction.
type Pressable struct {
	Title  string // what it shows
	ID     string // of an adaptive action, which may show no title
	Kind   string // its type
	Action map[string]any
	Cards  []map[string]any // the Adaptive Card it is on, then those around that, with the inputs that go with it; nil for a CardAction
}

// Name is what the button is called: its title, or else its id.
func (b Pressable) Name() string {
	if b.Title != "" {
		return b.Title
	}
	return b.ID
}

// ButtonsOf returns everything that can be pressed on a message, in the order of the cards.
func ButtonsOf(a *schema.Activity) []Pressable {
	var found []Pressable
	for _, attachment := range a.Attachments {
		if !strings.HasPrefix(attachment.ContentType, cardPrefix) {
			continue
		}
		card, _ := Plain(attachment.Content).(map[string]any)
		if attachment.ContentType == schema.ContentTypeAdaptiveCard {
			found = adaptiveButtons(card, nil, found)
		} else {
			found = classicButtons(card, found)
		}
	}
	return classicButtons(map[string]any{"buttons": Plain(a.SuggestedActions.Actions)}, found)
}

// showCard is the type of a button that shows a card, whose inputs are not sent by the buttons around it.
const showCard = "Action.ShowCard"

// adaptiveButtons appends the actions that are anywhere in an Adaptive Card: under it, in its body, in a container that
// can be tapped, in a card that a button shows. Cards are those around v, the innermost first.
func adaptiveButtons(v any, cards []map[string]any, found []Pressable) []Pressable {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			found = adaptiveButtons(element, cards, found)
		}
	case map[string]any:
		kind := text(v, "type")
		if kind == "AdaptiveCard" || cards == nil {
			cards = append([]map[string]any{v}, cards...)
		}
		if strings.HasPrefix(kind, "Action.") {
			found = append(found, Pressable{Title: text(v, "title"), ID: text(v, "id"), Kind: kind, Action: v, Cards: cards})
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if isShown(name) {
				found = adaptiveButtons(v[name], cards, found)
			}
		}
	}
	return found
}

// classicButtons appends the buttons of a hero card and its kin, and what happens when it or a picture is tapped.
func classicButtons(v any, found []Pressable) []Pressable {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			found = classicButtons(element, found)
		}
	case map[string]any:
		buttons, _ := v["buttons"].([]any)
		for _, action := range append(slices.Clip(buttons), v["tap"]) {
			if action, ok := action.(map[string]any); ok {
				found = append(found, Pressable{Title: text(action, "title"), Kind: text(action, "type"), Action: action})
			}
		}
		found = classicButtons(v["images"], found)
	}
	return found
}

// AdaptiveButtons returns the actions that are anywhere in an Adaptive Card.
func AdaptiveButtons(card map[string]any) []Pressable { return adaptiveButtons(card, nil, nil) }
