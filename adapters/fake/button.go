package fake

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// button is what a person can press or tap on a message: an action of an Adaptive Card, or a CardAction.
type button struct {
	title  string // what it shows
	id     string // of an adaptive action, which may show no title
	kind   string // its type
	action map[string]any
	card   map[string]any // the Adaptive Card it is on, with the inputs that go with it; nil for a CardAction
}

// name is what the button is called in a failure.
func (b button) name() string {
	if b.title != "" {
		return b.title
	}
	return b.id
}

// buttonsOf returns everything that can be pressed on a message, in the order of the cards.
func buttonsOf(a *schema.Activity) []button {
	var found []button
	for _, attachment := range a.Attachments {
		if !strings.HasPrefix(attachment.ContentType, cardPrefix) {
			continue
		}
		card, _ := plain(attachment.Content).(map[string]any)
		if attachment.ContentType == schema.ContentTypeAdaptiveCard {
			found = adaptiveButtons(card, card, found)
		} else {
			found = classicButtons(card, found)
		}
	}
	return classicButtons(map[string]any{"buttons": plain(a.SuggestedActions.Actions)}, found)
}

// adaptiveButtons appends the actions that are anywhere in an Adaptive Card: under it, in its body, in a container that
// can be tapped, in a card that a button shows.
func adaptiveButtons(v any, card map[string]any, found []button) []button {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			found = adaptiveButtons(element, card, found)
		}
	case map[string]any:
		if kind := text(v, "type"); strings.HasPrefix(kind, "Action.") {
			found = append(found, button{title: text(v, "title"), id: text(v, "id"), kind: kind, action: v, card: card})
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if isShown(name) {
				found = adaptiveButtons(v[name], card, found)
			}
		}
	}
	return found
}

// classicButtons appends the buttons of a hero card and its kin, and what happens when it or a picture is tapped.
func classicButtons(v any, found []button) []button {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			found = classicButtons(element, found)
		}
	case map[string]any:
		buttons, _ := v["buttons"].([]any)
		for _, action := range append(slices.Clip(buttons), v["tap"]) {
			if action, ok := action.(map[string]any); ok {
				found = append(found, button{title: text(action, "title"), kind: text(action, "type"), action: action})
			}
		}
		found = classicButtons(v["images"], found)
	}
	return found
}

// inputsOf returns the inputs of an Adaptive Card and what they hold before anyone changes them: nil if nothing, which
// is not sent.
func inputsOf(v any, inputs map[string]any) map[string]any {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			inputs = inputsOf(element, inputs)
		}
	case map[string]any:
		if kind, id := text(v, "type"), text(v, "id"); strings.HasPrefix(kind, "Input.") && id != "" {
			inputs[id] = v["value"]
			if off, ok := v["valueOff"]; kind == "Input.Toggle" && inputs[id] == nil {
				inputs[id] = "false"
				if ok {
					inputs[id] = off
				}
			}
		}
		for name, member := range v {
			if isShown(name) {
				inputs = inputsOf(member, inputs)
			}
		}
	}
	return inputs
}

// plain returns a value as its JSON is read, with large numbers exact; nil if it has none.
func plain(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	var out any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if decoder.Decode(&out) != nil {
		return nil
	}
	return out
}

func text(object map[string]any, name string) string {
	s, _ := object[name].(string)
	return s
}
