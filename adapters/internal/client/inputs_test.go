package client_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/internal/client"
)

// input returns the one input of a card.
func input(t *testing.T, node string) client.Input {
	t.Helper()
	card, _ := in(t, `{"type":"AdaptiveCard","body":[`+node+`]}`).(map[string]any)
	inputs := client.InputsOf([]map[string]any{card})
	require.Len(t, inputs, 1)
	return inputs["i"]
}

func TestWhatInputsSend(t *testing.T) {
	t.Parallel()
	const toggle = `{"type":"Input.Toggle","id":"i","valueOn":"yes","valueOff":"no"}`
	const number, choice = `{"type":"Input.Number","id":"i","value":3}`, `{"type":"Input.ChoiceSet","id":"i","value":"a","choices":[{"value":"a"}]}`
	tests := []struct {
		name, node string
		filled     any
		want       string
	}{
		{"a text", `{"type":"Input.Text","id":"i"}`, "hi", "hi"},
		{"nothing", `{"type":"Input.Text","id":"i","value":"hi"}`, nil, ""},
		{"a number", number, 4.5, "4.5"},
		{"a large number", number, int64(9007199254740993), "9007199254740993"},
		{"a number as text", number, "4", "4"},
		{"a truth value", toggle, true, "yes"},
		{"what it means", toggle, "yes", "yes"},
		{"off", toggle, false, "no"},
		{"a toggle that is left alone", toggle, nil, "no"},
		{"a toggle without values", `{"type":"Input.Toggle","id":"i"}`, true, "true"},
		{"a choice", choice, "a", "a"},
		{"several choices", choice, []string{"a", "b"}, "a,b"},
		{"several numbers", choice, []int{1, 2}, "1,2"},
		{"no choice", choice, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, input(t, tt.node).Sends(tt.filled))
		})
	}
	require.Equal(t, "3", input(t, number).Holds())
	require.Equal(t, "a", input(t, choice).Holds())
	require.Empty(t, input(t, strings.Replace(choice, `"value":"a",`, `"value":"b",`, 1)).Holds(), "it has no such choice")
	require.Equal(t, "no", input(t, toggle).Holds())
}

func TestWhatInputsDoNotSend(t *testing.T) {
	t.Parallel()
	const choices = `"choices":[{"title":"A","value":"a"},{"title":"B","value":"b"}]`
	tests := []struct{ name, node, sent, want string }{
		{"nothing", `"type":"Input.Text","isRequired":true`, "", "it must be filled in"},
		{"nothing, in words", `"type":"Input.Text","isRequired":true,"errorMessage":"Who?"`, "", `it must be filled in; the card says "Who?"`},
		{"nothing that is asked for", `"type":"Input.Number","min":3`, "", ""},
		{"a toggle that is off", `"type":"Input.Toggle","isRequired":true`, "false", "it must be filled in"},
		{"a toggle that may be", `"type":"Input.Toggle"`, "false", ""},
		{"a long text", `"type":"Input.Text","maxLength":2`, "äöü", "it takes 2 letters at most"},
		{"one that fits", `"type":"Input.Text","maxLength":3,"regex":"^[a-zäöü]+$"`, "äöü", ""},
		{"one that does not match", `"type":"Input.Text","regex":"^\\d+$"`, "x", `"x" does not match ^\d+$`},
		{"an expression of JavaScript", `"type":"Input.Text","regex":"(?=x)"`, "y", ""},
		{"no number", `"type":"Input.Number"`, "much", `"much" is no number`},
		{"too little", `"type":"Input.Number","min":9`, "8", "8 is less than 9"},
		{"too much", `"type":"Input.Number","max":9`, "10", "10 is more than 9"},
		{"too early", `"type":"Input.Date","min":"2026-11-21"`, "2026-11-20", "2026-11-20 is less than 2026-11-21"},
		{"too late", `"type":"Input.Time","max":"17:00"`, "17:01", "17:01 is more than 17:00"},
		{"in time", `"type":"Input.Time","min":"09:00","max":"17:00"`, "09:00", ""},
		{"no such choice", `"type":"Input.ChoiceSet",` + choices, "c", `"c" is none of its choices, which are ["a" "b"]`},
		{"one of several", `"type":"Input.ChoiceSet","isMultiSelect":true,` + choices, "a,c", `"c" is none of its choices, which are ["a" "b"]`},
		{"several", `"type":"Input.ChoiceSet","isMultiSelect":true,` + choices, "a,b", ""},
		{"a choice of the bot", `"type":"Input.ChoiceSet","choices.data":{"dataset":"d"},` + choices, "c", ""},
		{"an input of another kind", `"type":"Input.Rating"`, "3", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, input(t, `{"id":"i",`+tt.node+`}`).Wrong(tt.sent))
		})
	}
}

// A button sends the inputs of its card and of those around it, not of the cards that others show.
func TestWhoseInputsAButtonSends(t *testing.T) {
	t.Parallel()
	card, _ := in(t, `{"type":"AdaptiveCard",
		"body":[{"type":"Input.Text","id":"a"},{"type":"Container","items":[{"type":"Input.Text","id":"b"}]}],
		"actions":[{"type":"Action.Submit","title":"Outer"},{"type":"Action.ShowCard","title":"More","card":{"type":"AdaptiveCard",
			"body":[{"type":"Input.Text","id":"c"},{"type":"Input.Text","id":"a","value":"of the inner card"}],
			"actions":[{"type":"Action.Submit","title":"Inner"}]}}]}`).(map[string]any)
	var got []string
	for _, b := range client.AdaptiveButtons(card) {
		inputs := client.InputsOf(b.Cards)
		got = append(got, fmt.Sprintf("%s %q %q", b.Title, slices.Sorted(maps.Keys(inputs)), inputs["a"].Holds()))
	}
	require.ElementsMatch(t, []string{`Outer ["a" "b"] ""`, `More ["a" "b"] ""`, `Inner ["a" "b" "c"] "of the inner card"`}, got)
}
