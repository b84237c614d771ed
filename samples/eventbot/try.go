package main

import (
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// help says what to try. Its message can be judged.
func help() *schema.Activity {
	m := schema.TextMessage("I name the handler of whatever happens. Write, change, delete and react; say `card`, `file` or `suggest`; " +
		"add and remove people; rename a channel; use my message extension; start a meeting.")
	m.ChannelData = teams.ChannelData{FeedbackLoop: teams.FeedbackLoop{Type: "custom"}}
	return m
}

// tryCard has a button or input for each handler of cards and dialogs.
func tryCard() *schema.Activity {
	return schema.AttachmentMessage(cards.Card{
		Body: []cards.Element{
			cards.InputChoiceSet{
				ID: "word", Label: "OnSearch", Style: cards.Filtered, ChoicesData: cards.DataQuery{Dataset: dataset},
			},
			cards.InputChoiceSet{
				ID: "other", Label: "OnSearchInvoke", Style: cards.Filtered, ChoicesData: cards.DataQuery{Dataset: "others"},
			},
		},
		Actions: []cards.Action{
			cards.Execute{Title: "OnAdaptiveCardAction", Verb: verbTry},
			cards.Execute{Title: "OnAdaptiveCardInvoke", Verb: "another"},
			cards.Submit{Title: "OnDialogFetch", Data: teams.OpenDialogData(dialogTry)},
			cards.Submit{Title: "OnTaskFetch", Data: teams.OpenDialogData("another")},
			cards.Submit{Title: "OnMessage", Data: named("a button")},
		},
	}.Attachment())
}

func fileCard() *schema.Activity {
	return schema.AttachmentMessage(teams.FileConsentCard{
		Description: "OnFileConsentAccept or OnFileConsentDecline", SizeInBytes: 1,
		AcceptContext: named("accept"), DeclineContext: named("decline"),
	}.Attachment("nothing.txt"))
}

// suggestions are buttons below a message: a text that is said, and a button that Teams sends without a name.
func suggestions() *schema.Activity {
	m := schema.AttachmentMessage(schema.HeroCard{Title: "OnCardActionInvoke", Buttons: []schema.CardAction{
		{Type: schema.ActionInvoke, Title: "OnCardActionInvoke", Value: named("a button")},
	}}.Attachment())
	m.SuggestedActions = schema.SuggestedReplies("help", "1 + 2")
	return m
}
