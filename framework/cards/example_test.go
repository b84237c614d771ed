package cards_test

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"

	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func print(v any) {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(v); err != nil {
		panic(err)
	}
}

func Example() {
	type order struct {
		Table int `json:"table"`
	}
	card := cards.Card{
		Body: []cards.Element{
			cards.TextBlock{Text: "Lunch?", Weight: cards.Bolder},
			cards.InputText{ID: "what", Label: "What would you like?", IsRequired: true},
		},
		Actions: []cards.Action{cards.Execute{Title: "Order", Verb: "order", Data: order{Table: 4}}},
	}
	print(card)
	// Output:
	// {
	//   "type": "AdaptiveCard",
	//   "body": [
	//     {
	//       "type": "TextBlock",
	//       "text": "Lunch?",
	//       "weight": "bolder"
	//     },
	//     {
	//       "type": "Input.Text",
	//       "id": "what",
	//       "label": "What would you like?",
	//       "isRequired": true
	//     }
	//   ],
	//   "actions": [
	//     {
	//       "type": "Action.Execute",
	//       "title": "Order",
	//       "verb": "order",
	//       "data": {
	//         "table": 4
	//       }
	//     }
	//   ],
	//   "version": "1.5"
	// }
}

func ExampleSubmit_dialog() {
	print(cards.Submit{Title: "Give feedback", Data: teams.OpenDialogData("feedback")})
	// Output:
	// {
	//   "type": "Action.Submit",
	//   "title": "Give feedback",
	//   "data": {
	//     "dialog_id": "feedback",
	//     "msteams": {
	//       "type": "task/fetch"
	//     }
	//   }
	// }
}

func ExampleObject() {
	print(cards.Object{
		"type": "Chart.Pie", "data": []any{map[string]any{"legend": "Pizza", "value": 5}},
		"fallback": cards.TextBlock{Text: "Pizza: 5"}, // for clients that know no charts
	})
	// Output:
	// {
	//   "data": [
	//     {
	//       "legend": "Pizza",
	//       "value": 5
	//     }
	//   ],
	//   "fallback": {
	//     "type": "TextBlock",
	//     "text": "Pizza: 5"
	//   },
	//   "type": "Chart.Pie"
	// }
}

func ExampleCheck() {
	fmt.Println(cards.Check(cards.Card{
		Body:    []cards.Element{cards.InputText{Label: "Name"}, cards.Image{AltText: "A house"}},
		Refresh: cards.Refresh{Action: cards.Execute{Verb: "show"}},
		Version: "1.4",
	}))
	// Output:
	// cards: the card has version 1.4, but Teams knows Action.Execute and refresh from 1.5 on
	// cards: body[0] is of type Input.Text and has no id
	// cards: body[1] is of type Image and has no url
}

//go:embed testdata/actions.json
var fromDesigner []byte

// A card that somebody drew in a designer and saved as a file.
func ExampleCheck_json() {
	card := json.RawMessage(fromDesigner)
	fmt.Println(cards.Check(card))
	message := schema.AttachmentMessage(schema.AdaptiveCard(card))
	fmt.Println(teams.CheckSize(message))
	// Output:
	// <nil>
	// <nil>
}

// Each member of the chat sees their own view of the card, and Bob is notified of it.
func ExampleMSTeams() {
	bob := schema.NewMention(schema.ChannelAccount{ID: "29:1b", Name: "Bob"})
	print(cards.Card{
		Body:    []cards.Element{cards.TextBlock{Text: "It is your turn, " + bob.Text + ".", Wrap: true}},
		Refresh: cards.Refresh{Action: cards.Execute{Verb: "turn"}},
		MSTeams: cards.MSTeams{Width: cards.Full, Entities: []schema.Mention{bob}},
	})
	// Output:
	// {
	//   "type": "AdaptiveCard",
	//   "body": [
	//     {
	//       "type": "TextBlock",
	//       "text": "It is your turn, <at>Bob</at>.",
	//       "wrap": true
	//     }
	//   ],
	//   "version": "1.5",
	//   "refresh": {
	//     "action": {
	//       "type": "Action.Execute",
	//       "verb": "turn"
	//     }
	//   },
	//   "msteams": {
	//     "width": "Full",
	//     "entities": [
	//       {
	//         "type": "mention",
	//         "mentioned": {
	//           "id": "29:1b",
	//           "name": "Bob"
	//         },
	//         "text": "<at>Bob</at>"
	//       }
	//     ]
	//   }
	// }
}
