package fake_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
)

const orderForm = `{"type": "AdaptiveCard", "version": "1.5",
	"body": [
		{"type": "Input.ChoiceSet", "id": "dish", "isRequired": true, "errorMessage": "Choose one",
		 "choices": [{"title": "Soup", "value": "soup"}, {"title": "Stew", "value": "stew"}]},
		{"type": "Input.Number", "id": "price", "max": 20},
		{"type": "Input.Toggle", "id": "spoon", "title": "With a spoon"}],
	"actions": [
		{"type": "Action.Submit", "title": "Order", "data": {"table": 4}},
		{"type": "Action.Submit", "title": "Cancel", "associatedInputs": "none"},
		{"type": "Action.ShowCard", "title": "More", "card": {"type": "AdaptiveCard", "body": [
			{"type": "Input.Text", "id": "note", "isRequired": true, "errorMessage": "Write something"}]}}]}`

// Clients send texts, whatever was filled in, and of a card inside a card nothing but for its own buttons.
func TestInputsAreSentAsText(t *testing.T) {
	t.Parallel()
	bot := newCardBot(adaptive(orderForm))
	conv := fake.New(t, bot).Says("show")
	conv.Presses("Order", fake.Inputs{"dish": "soup", "price": 4.5, "spoon": true})
	conv.Presses("Order", fake.Inputs{"dish": "stew", "price": nil})
	conv.Presses("Cancel")
	var got []string
	for _, a := range bot.heard {
		value, err := json.Marshal(a.Value)
		require.NoError(t, err)
		got = append(got, string(value))
	}
	require.Equal(t, []string{
		`{"dish":"soup","price":"4.5","spoon":"true","table":4}`, `{"dish":"stew","spoon":"false","table":4}`, `{}`,
	}, got)
}

// What a client does not send, a test cannot press.
func TestClientsDoNotSendWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		filled fake.Inputs
		want   string
	}{
		"nothing":        {nil, `fake: as Ann: the client does not press "Order" because of the input "dish": it must be filled in; the card says "Choose one"`},
		"another choice": {fake.Inputs{"dish": "cake"}, `because of the input "dish": "cake" is none of its choices, which are ["soup" "stew"]`},
		"too much":       {fake.Inputs{"dish": "soup", "price": 21}, `because of the input "price": 21 is more than 20`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, fails(t, func(t fake.TB) {
				fake.New(t, newCardBot(adaptive(orderForm))).Says("show").Presses("Order", tt.filled)
			}), tt.want)
		})
	}
}
