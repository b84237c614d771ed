package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// TestCards: every Adaptive Card is one that clients show, and each kind of card comes when it is asked for.
func TestCards(t *testing.T) {
	t.Parallel()
	for _, card := range []schema.Any{
		orderCard(), orderedCard(order{Dish: "Soup", Note: "hot"}, "Ann"), orderedCard(order{}, ""), secretCard("a"), menuJSON,
	} {
		require.NoError(t, cards.Check(card))
	}

	conv := fake.New(t, newBot())
	conv.Says("hi").ExpectContains("Say one of: adaptive, big, carousel")
	for word, part := range map[string]string{
		"hero": "A large picture", "thumbnail": "A small picture", "receipt": "Soup", "signin": "Sign in to pay",
		"adaptive": "Your order", "json": "Menu", "media": "Video card", "list": "Stew", "carousel": "Cake",
		"o365": "A table is free",
	} {
		conv.Says(word).ExpectCard(part)
	}
	conv.Says("o365").ExpectActivity(func(a *schema.Activity) error {
		card, err := schema.As[teams.O365ConnectorCard](a.Attachments[0].Content)
		require.Equal(t, "A table is free", card.Summary)
		return err
	})
	conv.Says("suggest").ExpectText("What would you like?")
	conv.Says("big").ExpectContains("Not sent: that has 201").ExpectNothing()
}

// TestOrder: what was ordered takes the card's place for everyone.
func TestOrder(t *testing.T) {
	t.Parallel()
	lunch := fake.New(t, newBot()).InGroup("Lunch", "Bob")
	lunch.Says("adaptive").ExpectCard("Your order")
	lunch.As("Bob").Presses("Order", fake.Inputs{"dish": "Stew", "note": "no *celery*"}).
		ExpectCardUpdate("Stew for table 4, ordered by Bob").ExpectAnswer("no *celery*").ExpectNothing()
	unchosen := schema.AdaptiveCardInvokeValue{ // which clients do not send, since the dish is required
		Action: schema.AdaptiveCardInvokeAction{Type: "Action.Execute", Verb: verbOrder, Data: order{Table: 4}}, Trigger: "manual",
	}
	lunch.Invokes(schema.InvokeAdaptiveCardAction, unchosen)
	lunch.ExpectAnswer("Choose a dish.").ExpectNothing()

	lunch.Says("adaptive").Presses("Send", fake.Inputs{"dish": "Stew", "question": "Is it hot?"}).
		ExpectCard("Your order").ExpectText("A button sent: dish is Stew, question is Is it hot?, table is 4")
}

// TestRefresh: everyone sees their own view.
func TestRefresh(t *testing.T) {
	t.Parallel()
	lunch := fake.New(t, newBot()).InGroup("Lunch", "Bob")
	lunch.Says("refresh").ExpectCard("Press refresh")
	for _, name := range []string{"Ann", "Bob"} {
		refresh := schema.AdaptiveCardInvokeValue{
			Action: schema.AdaptiveCardInvokeAction{Type: "Action.Execute", Verb: verbSecret}, Trigger: "automatic",
		}
		lunch.As(name).Invokes(schema.InvokeAdaptiveCardAction, refresh)
		lunch.As(name).ExpectAnswer("Only you see this, " + name)
	}
	lunch.ExpectNothing()
}

func TestSearch(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	search := func(text string) string {
		found := fake.Invoke[schema.SearchInvokeResponse](conv, schema.InvokeSearch, schema.SearchInvokeValue{
			Kind: "search", QueryText: text, Dataset: datasetDishes,
		})
		raw, err := schema.As[json.RawMessage](found.Value)
		require.NoError(t, err)
		return string(raw)
	}
	require.JSONEq(t, `{"results":[{"title":"Pumpkin soup","value":"Pumpkin soup"}]}`, search("SOUP"))
	require.JSONEq(t, `{"results":[]}`, search("pizza"))
}

// TestButtons: each kind of button reaches a handler of its own.
func TestButtons(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	conv.Says("hero").ExpectCard("Hero card")
	conv.Presses("Send a value").ExpectText("A button sent: table is 4")
	conv.Presses("Invoke").ExpectText("An invoke sent: dish is Soup")
	conv.Presses("Say list").ExpectCard("Soup")
	conv.Presses("Order Cake").ExpectText("A button sent: dish is Cake")
	conv.Says("json").ExpectCard("Menu").Presses("Order the stew").ExpectText("A button sent: dish is Stew")
	conv.Says("suggest").Presses("Soup, please").ExpectText("What would you like?").ExpectText("A suggested action sent: dish is Soup")
	conv.Sends(&schema.Activity{Type: schema.TypeMessage, Value: []int{4}}).ExpectText("A button sent something that is no object.")
	conv.Invokes(teams.InvokeO365ConnectorCard, teams.O365ConnectorCardActionQuery{ActionID: "take", Body: `{"table":4}`})
	conv.ExpectText(`The action take of a connector card: {"table":4}`).ExpectNothing()
}
