package main

import (
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

const (
	site    = "https://example.com/"
	picture = "https://adaptivecards.io/content/cats/1.png"
)

// dish is one of the menu.
type dish struct{ name, price string }

func dishes() []dish { return []dish{{"Soup", "5.50"}, {"Stew", "9.00"}, {"Cake", "4.00"}} }

// heroCard has one button of each kind that Teams knows.
func heroCard() schema.HeroCard {
	return schema.HeroCard{
		Title: "Hero card", Subtitle: "A large picture", Text: "and <b>buttons</b>",
		Images: []schema.CardImage{{URL: picture, Alt: "A cat"}},
		Buttons: []schema.CardAction{
			{Type: schema.ActionOpenURL, Title: "Open a page", Value: site},
			{Type: schema.ActionIMBack, Title: "Say list", Value: "list"},
			{Type: schema.ActionMessageBack, Title: "Send a value", Text: "value", DisplayText: "I send a value", Value: map[string]int{"table": 4}},
			{Type: schema.ActionInvoke, Title: "Invoke", Value: map[string]string{"dish": "Soup"}},
		},
	}
}

func thumbnailCard() schema.ThumbnailCard {
	return schema.ThumbnailCard{
		Title: "Thumbnail card", Text: "A small picture", Images: []schema.CardImage{{URL: picture, Alt: "A cat"}},
		Tap: schema.CardAction{Type: schema.ActionOpenURL, Title: "Open a page", Value: site},
	}
}

func receiptCard() schema.ReceiptCard {
	card := schema.ReceiptCard{
		Title: "Receipt", Facts: []schema.Fact{{Key: "Table", Value: "4"}}, Tax: "1.18", Total: "18.50",
		Buttons: []schema.CardAction{{Type: schema.ActionOpenURL, Title: "As a PDF", Value: site + "receipt.pdf"}},
	}
	for _, d := range dishes() {
		card.Items = append(card.Items, schema.ReceiptItem{Title: d.name, Price: d.price, Quantity: "1"})
	}
	return card
}

// signInCard opens a page in a window; package handlers tells how users sign in to be known to the bot.
func signInCard() schema.SignInCard {
	return schema.NewSignInCard("Sign in to pay", "Sign in", site+"signin")
}

// mediaCards are not shown by Teams, but by other channels. In Teams, use a Media element in an Adaptive Card.
func mediaCards() []schema.Attachment {
	media := func(name string) []schema.MediaURL { return []schema.MediaURL{{URL: site + name}} }
	return []schema.Attachment{
		schema.VideoCard{Title: "Video card", Media: media("kitchen.mp4")}.Attachment(),
		schema.AudioCard{Title: "Audio card", Media: media("bell.mp3")}.Attachment(),
		schema.AnimationCard{Title: "Animation card", Media: media("soup.gif")}.Attachment(),
	}
}

func dishCards() []schema.Attachment {
	var all []schema.Attachment
	for _, d := range dishes() {
		all = append(all, schema.ThumbnailCard{
			Title: d.name, Text: d.price,
			Buttons: []schema.CardAction{
				{Type: schema.ActionMessageBack, Title: "Order " + d.name, Text: "order", Value: map[string]string{"dish": d.name}},
			},
		}.Attachment())
	}
	return all
}

// o365Card is the card of Office connectors.
func o365Card() teams.O365ConnectorCard {
	return teams.O365ConnectorCard{
		Title: "Connector card", Summary: "A table is free", ThemeColor: "336699",
		Sections: []teams.O365Section{{Text: "A table is free", Facts: []teams.O365Fact{{Name: "Table", Value: "4"}}}},
		PotentialAction: []teams.O365Action{
			{Type: teams.O365HTTPPost, ID: "take", Name: "Take it", Body: `{"table":4}`},
			{Type: teams.O365ViewAction, Context: "http://schema.org", Name: "Look", Target: []string{site}},
		},
	}
}

// suggestions are buttons below the text box, which go when one is pressed; Teams shows them in private chats.
func suggestions() *schema.Activity {
	message := schema.TextMessage("What would you like?")
	message.SuggestedActions = schema.SuggestedReplies("hero", "carousel")
	message.SuggestedActions.Actions = append(message.SuggestedActions.Actions, schema.CardAction{
		Type: schema.ActionSubmit, Title: "Soup, please", Value: map[string]string{"dish": "Soup"},
	})
	return message
}
