package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
)

// menuJSON is an Adaptive Card as a designer saves it.
//
//go:embed menu.json
var menuJSON json.RawMessage

const (
	verbOrder     = "order"
	verbSecret    = "secret"
	datasetDishes = "dishes"
)

func withCard(card cards.Card) *schema.Activity { return schema.AttachmentMessage(card.Attachment()) }

// orderCard asks for an order. Besides the choices on it, the bot finds others while the user types.
func orderCard() cards.Card {
	var choices []cards.Choice
	for _, d := range dishes() {
		choices = append(choices, cards.Choice{Title: d.name, Value: d.name})
	}
	return cards.Card{
		FallbackText: "An order",
		Body: []cards.Element{
			cards.TextBlock{Text: "Your order", Size: cards.Large, Weight: cards.Bolder, Style: cards.Heading},
			cards.InputChoiceSet{
				ID: "dish", Label: "Dish", IsRequired: true, ErrorMessage: "Choose a dish", Style: cards.Filtered,
				Choices: choices, ChoicesData: cards.DataQuery{Dataset: datasetDishes},
			},
			cards.InputText{ID: "note", Label: "For the cook", IsMultiline: true, MaxLength: 200},
		},
		Actions: []cards.Action{
			cards.Execute{Title: "Order", Verb: verbOrder, Data: order{Table: 4}, Style: cards.Positive},
			cards.ShowCard{Title: "Ask", Card: cards.Card{ // its button sends the dish too, so that must be chosen
				Body:    []cards.Element{cards.InputText{ID: "question", Label: "Question about the dish"}},
				Actions: []cards.Action{cards.Submit{Title: "Send", Data: map[string]int{"table": 4}}},
			}},
		},
	}
}

// orderedCard shows an order. What people wrote is shown as it is, not as Markdown.
func orderedCard(o order, by string) cards.Card {
	var note cards.Element // none, if there is none
	if o.Note != "" {
		note = cards.PlainText(o.Note)
	}
	return cards.Card{
		FallbackText: "An order",
		Body: []cards.Element{
			cards.ColumnSet{Columns: []cards.Column{
				{Width: cards.Auto, Items: []cards.Element{cards.TextBlock{Text: "✔", Size: cards.Large, Color: cards.Good}}},
				{Items: []cards.Element{cards.PlainText(fmt.Sprintf("%s for table %d, ordered by %s", o.Dish, o.Table, by))}},
			}},
			note,
		},
	}
}

// secretCard refreshes itself: clients ask for each reader's own view of it. In larger conversations Teams wants the ids of
// those who shall see theirs without asking, in UserIDs.
func secretCard(text string) cards.Card {
	return cards.Card{
		FallbackText: "A card for each",
		Body:         []cards.Element{cards.PlainText(text)},
		Refresh:      cards.Refresh{Action: cards.Execute{Title: "Refresh", Verb: verbSecret}},
	}
}

// bigCard is larger than Teams takes.
func bigCard() cards.Card {
	return cards.Card{Body: []cards.Element{cards.TextBlock{Text: strings.Repeat("long ", 20_000), Wrap: true}}}
}
