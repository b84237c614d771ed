package gotest

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// presses is the sentence for what a button on a message sent, if package fake finds the same button and sends the same.
func (s *story) presses(at seat, a *schema.Activity) (string, bool) {
	seen := s.sees(at)
	i := slices.IndexFunc(seen, func(m *schema.Activity) bool { return m.ID == a.ReplyToID && s.isOfBot(m) })
	if i < 0 {
		return "", false
	}
	buttons := client.ButtonsOf(seen[i])
	for _, b := range buttons {
		filled, ok := s.sent(b, a)
		if !ok {
			continue
		}
		name, ok := nameOf(b, buttons)
		hidden := slices.ContainsFunc(seen[:i], func(m *schema.Activity) bool {
			return s.isOfBot(m) && slices.ContainsFunc(client.ButtonsOf(m), func(b client.Pressable) bool { return b.Title == name || b.ID == name })
		})
		if arguments, fits := inputs(filled); ok && fits && !hidden {
			return "Presses(" + strings.Join(append([]string{strconv.Quote(name)}, arguments...), ", ") + ")", true
		}
	}
	return "", false
}

// isShown reports whether a message is what the press of a button shows in place of what it sends.
func (s *story) isShown(at seat, a *schema.Activity) bool {
	seen := s.sees(at)
	i := slices.IndexFunc(seen, func(m *schema.Activity) bool { return m.ID == a.ReplyToID && s.isOfBot(m) })
	return i >= 0 && slices.ContainsFunc(client.ButtonsOf(seen[i]), func(b client.Pressable) bool {
		shown, ok := client.Button{Kind: b.Kind, Action: b.Action}.Shows()
		return ok && shown != "" && shown == a.Text
	})
}

// sent reports whether a button sends just this, and with what filled in.
func (s *story) sent(b client.Pressable, a *schema.Activity) (filled map[string]any, ok bool) {
	if b.Cards == nil && b.Kind == "Action.Submit" {
		return nil, sameInvoke(client.Suggested(b.Action["value"]), a)
	}
	pressed := client.Button{Kind: b.Kind, Action: b.Action}
	if b.Cards != nil {
		if filled, pressed.Data, ok = fillIn(b, dataOf(a)); !ok {
			return nil, false
		}
	}
	draft, ok := pressed.Press(client.Manual, func(text string) *schema.Activity {
		return client.Said(text, s.world.Bot(), a.Conversation.ConversationType == schema.ConversationPersonal)
	})
	return filled, ok && sameInvoke(draft, a)
}

// sameInvoke reports whether a client sends an activity of this draft.
func sameInvoke(draft, a *schema.Activity) bool {
	return draft.Type == a.Type && draft.Name == a.Name && draft.Text == a.Text && same(draft.Value, a.Value)
}

func same(a, b any) bool { return reflect.DeepEqual(client.Plain(a), client.Plain(b)) }

// nameOf is what Presses calls one button of several.
func nameOf(b client.Pressable, among []client.Pressable) (string, bool) {
	titled, named := 0, 0
	for _, other := range among {
		if other.Title == b.Title {
			titled++
		}
		if other.ID == b.ID {
			named++
		}
	}
	if b.Title != "" && titled == 1 {
		return b.Title, true
	}
	isTitle := slices.ContainsFunc(among, func(other client.Pressable) bool { return other.Title == b.ID })
	return b.ID, b.ID != "" && named == 1 && !isTitle
}

// fillIn returns what was filled in on a card that sent this data, and the data that the button sends with it; not ok if no
// client sends that.
func fillIn(b client.Pressable, data any) (filled map[string]any, sent any, ok bool) {
	if b.Action["associatedInputs"] == "none" {
		return nil, b.Action["data"], true
	}
	object, _ := data.(map[string]any)
	all := make(map[string]any)
	filled = make(map[string]any)
	for id, input := range client.InputsOf(b.Cards) {
		text := input.Sends(object[id])
		if text != input.Holds() {
			filled[id] = object[id]
		}
		if input.Wrong(text) != "" {
			return nil, nil, false
		}
		if text != "" {
			all[id] = text
		}
	}
	return filled, client.Merge(b.Action["data"], all), true
}

// dataOf is the data of the button or form in what was sent.
func dataOf(a *schema.Activity) any {
	value := client.Plain(a.Value)
	object, _ := value.(map[string]any)
	switch a.Name {
	case "": // a message, or an invoke without a name
		return value
	case schema.InvokeAdaptiveCardAction:
		action, _ := object["action"].(map[string]any)
		return action["data"]
	case teams.InvokeMessageSubmitAction:
		action, _ := object["actionValue"].(map[string]any)
		text, _ := action["feedback"].(string)
		return client.Plain(json.RawMessage(text))
	}
	return object["data"]
}

// inputs writes what was filled in, as an argument if it is anything; not ok if it cannot be written in Go.
func inputs(filled map[string]any) (arguments []string, ok bool) {
	if len(filled) == 0 {
		return nil, true
	}
	var members []string
	for _, id := range slices.Sorted(maps.Keys(filled)) {
		value, ok := goValue(filled[id])
		if !ok {
			return nil, false
		}
		members = append(members, strconv.Quote(id)+": "+value)
	}
	return []string{"fake.Inputs{" + strings.Join(members, ", ") + "}"}, true
}

func goValue(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "nil", true
	case string:
		return strconv.Quote(v), true
	case bool:
		return strconv.FormatBool(v), true
	case json.Number: // a constant of Go is an int or a float64 there, which may be too small for it
		_, err := strconv.Atoi(v.String())
		if strings.ContainsAny(v.String(), ".eE") {
			_, err = v.Float64()
		}
		return v.String(), err == nil
	}
	return "", false
}

// submits is the sentence for a form that goes back to the bot, or a button in it.
func (s *story) submits(at seat, a *schema.Activity) (string, bool) {
	front, ok := s.fronts[at.person]
	if !ok {
		return "", false
	}
	data := dataOf(a)
	if front.URL != "" && front.Cards == nil {
		object, isObject := data.(map[string]any)
		arguments, fits := inputs(object)
		return "Submits(" + strings.Join(arguments, "") + ")", isObject && fits && sameInvoke(client.SubmitForm(front.Asked, object), a)
	}
	buttons := front.Buttons()
	submitting := slices.DeleteFunc(slices.Clone(buttons), func(b client.Pressable) bool { return b.Kind != "Action.Submit" })
	for _, b := range submitting {
		filled, merged, ok := fillIn(b, data)
		draft, _ := client.Button{Kind: b.Kind, Action: b.Action, Data: merged}.Press(client.Manual, schema.TextMessage)
		if draft == nil || draft.Type == schema.TypeMessage {
			draft = client.SubmitForm(front.Asked, merged)
		}
		arguments, fits := inputs(filled)
		if !ok || !fits || !sameInvoke(draft, a) {
			continue
		}
		if len(submitting) == 1 && front.IsDialog {
			return "Submits(" + strings.Join(arguments, "") + ")", true
		}
		if name, ok := nameOf(b, buttons); ok {
			return "Presses(" + strings.Join(append([]string{strconv.Quote(name)}, arguments...), ", ") + ")", true
		}
	}
	return "", false
}
