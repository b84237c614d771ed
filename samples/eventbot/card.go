package main

import (
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// card shows which handler ran and what it was given.
func card(handler string, given any, actions ...cards.Action) cards.Card {
	return cards.Card{
		Body: []cards.Element{
			cards.TextBlock{Text: handler, Weight: cards.Bolder, Wrap: true},
			cards.RichTextBlock{Inlines: []cards.Inline{cards.TextRun{Text: summary(given), FontType: cards.Monospace}}},
		},
		Actions: actions,
	}
}

// info is a dialog with that card.
func info(handler string, given any, actions ...cards.Action) teams.TaskModuleInfo {
	attachment := card(handler, given, actions...).Attachment()
	return teams.TaskModuleInfo{Title: handler, Width: "medium", Height: "medium", Card: &attachment}
}

func dialogOf[In any](handler string, in In) *teams.TaskModuleResponse {
	return teams.ShowDialog(info(handler, in, cards.Submit{Title: "Submit", Data: map[string]any{"from": handler}}))
}

func dialogText[In any](handler string, in In) *teams.TaskModuleResponse {
	return teams.DialogMessage(handler + " " + summary(in))
}

// form is the dialog of an action of the message extension.
func form(handler string, in teams.MessagingExtensionAction) *teams.MessagingExtensionActionResponse {
	return teams.ActionDialog(info(handler, in, cards.Submit{Title: "Preview", Data: map[string]any{"from": handler}}))
}

// found is one result, which asks the bot once more when it is tapped.
func found[In any](handler string, in In) *teams.MessagingExtensionResponse {
	preview := schema.ThumbnailCard{
		Title: handler, Text: cut(summary(in), maxText), Tap: schema.CardAction{Type: schema.ActionInvoke, Value: named(handler)},
	}
	return teams.SearchResults(teams.ResultOf(card(handler, in).Attachment(), preview.Attachment()))
}

func tab[In any](handler string, in In) *teams.TabResponse {
	return teams.TabCards(card(handler, in, cards.Submit{Title: "Submit", Data: map[string]any{"type": "tab/submit"}}))
}

// message is what is shown below a card whose button was pressed.
func message[In any](handler string, in In) schema.AdaptiveCardInvokeResponse {
	return schema.MessageResponse(handler + " " + summary(in))
}

func choice(handler string, in schema.SearchInvokeValue) schema.SearchInvokeResponse {
	return schema.SearchResponse(schema.SearchResult{Title: handler + ": " + cut(in.QueryText, maxText), Value: handler})
}

// named is an object that names the handler.
func named(handler string) map[string]any { return map[string]any{"handler": handler} }
