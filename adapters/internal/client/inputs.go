package client

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Input is an input of an Adaptive Card.
type Input struct {
	ID   string
	node map[string]any // as it is in JSON
}

// InputsOf returns the inputs that an action on a card sends, by their ids: those of its card, then those of the cards
// around that. Of an id that stands twice it is the first.
func InputsOf(cards []map[string]any) map[string]Input {
	inputs := make(map[string]Input)
	for _, card := range cards {
		for _, input := range inputsOf(card, nil) {
			if _, known := inputs[input.ID]; !known {
				inputs[input.ID] = input
			}
		}
	}
	return inputs
}

// inputsOf appends the inputs of one card, without those of the cards that its buttons show.
func inputsOf(v any, inputs []Input) []Input {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			inputs = inputsOf(element, inputs)
		}
	case map[string]any:
		if id := text(v, "id"); id != "" && strings.HasPrefix(text(v, "type"), "Input.") {
			inputs = append(inputs, Input{id, v})
		}
		for name, member := range v {
			if isShown(name) && text(v, "type") != showCard {
				inputs = inputsOf(member, inputs)
			}
		}
	}
	return inputs
}

// Holds is what the client sends if nobody changes the input; "" is nothing, and not sent.
func (i Input) Holds() string {
	holds := i.Sends(i.node["value"])
	if holds != "" && text(i.node, "type") == "Input.ChoiceSet" && i.wrongChoice(holds) != "" {
		return "" // nothing is chosen
	}
	return holds
}

// Sends is what the client sends for what was filled in, which is always a text; "" is nothing, and not sent.
func (i Input) Sends(filled any) string {
	sent := textOf(filled)
	switch kind := text(i.node, "type"); {
	case kind == "Input.Toggle":
		if on := i.on(); sent == on || filled == true {
			return on
		}
		return i.off()
	case kind == "Input.ChoiceSet" && filled != nil:
		if several, ok := Plain(filled).([]any); ok {
			values := make([]string, len(several))
			for n, value := range several {
				values[n] = textOf(value)
			}
			return strings.Join(values, ",")
		}
	}
	return sent
}

// Wrong says why the client does not send a text that it was filled in with: the words of the card, if it has any; "" if
// it does.
func (i Input) Wrong(sent string) string {
	why := i.wrong(sent)
	if words := text(i.node, "errorMessage"); why != "" && words != "" {
		why += fmt.Sprintf("; the card says %q", words)
	}
	return why
}

func (i Input) wrong(sent string) string {
	kind := text(i.node, "type")
	if i.node["isRequired"] == true && (sent == "" || kind == "Input.Toggle" && sent == i.off()) {
		return "it must be filled in"
	}
	if sent == "" {
		return ""
	}
	switch kind {
	case "Input.Text":
		return i.wrongText(sent)
	case "Input.Number":
		n, err := strconv.ParseFloat(sent, 64)
		if err != nil {
			return fmt.Sprintf("%q is no number", sent)
		}
		return i.outside(sent, func(limit string) (float64, float64) {
			bound, _ := strconv.ParseFloat(limit, 64)
			return n, bound
		})
	case "Input.Date", "Input.Time": // which sort as what they mean
		return i.outside(sent, func(limit string) (float64, float64) { return float64(strings.Compare(sent, limit)), 0 })
	case "Input.ChoiceSet":
		return i.wrongChoice(sent)
	}
	return ""
}

func (i Input) wrongText(sent string) string {
	if most, err := strconv.Atoi(textOf(i.node["maxLength"])); err == nil && most > 0 && utf8.RuneCountInString(sent) > most {
		return fmt.Sprintf("it takes %d letters at most", most)
	}
	// Of an expression that Go does not know, nothing can be said.
	if re, err := regexp.Compile(text(i.node, "regex")); err == nil && !re.MatchString(sent) {
		return fmt.Sprintf("%q does not match %s", sent, re)
	}
	return ""
}

func (i Input) outside(sent string, compare func(limit string) (value, bound float64)) string {
	if least := textOf(i.node["min"]); least != "" {
		if value, bound := compare(least); value < bound {
			return fmt.Sprintf("%s is less than %s", sent, least)
		}
	}
	if most := textOf(i.node["max"]); most != "" {
		if value, bound := compare(most); value > bound {
			return fmt.Sprintf("%s is more than %s", sent, most)
		}
	}
	return ""
}

// wrongChoice finds what is none of the choices. Those that the bot finds while somebody types are not known here.
func (i Input) wrongChoice(sent string) string {
	if query, _ := i.node["choices.data"].(map[string]any); text(query, "dataset") != "" {
		return ""
	}
	var values []string
	choices, _ := i.node["choices"].([]any)
	for _, choice := range choices {
		object, _ := choice.(map[string]any)
		values = append(values, text(object, "value"))
	}
	chosen := []string{sent}
	if i.node["isMultiSelect"] == true {
		chosen = strings.Split(sent, ",")
	}
	for _, value := range chosen {
		if !slices.Contains(values, value) {
			return fmt.Sprintf("%q is none of its choices, which are %q", value, values)
		}
	}
	return ""
}

func (i Input) on() string {
	if on := text(i.node, "valueOn"); on != "" {
		return on
	}
	return "true"
}

func (i Input) off() string {
	if off := text(i.node, "valueOff"); off != "" {
		return off
	}
	return "false"
}

// textOf is a text, number or truth value as a text.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return strings.Trim(string(raw), `"`)
}
