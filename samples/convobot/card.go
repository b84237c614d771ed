package main

import "maps"

// card is an Adaptive Card, or an element of one. Version 1.5 is the first in which Teams knows Action.Execute.
//
// Spec: https://adaptivecards.io/explorer/
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
type card map[string]any

// adaptiveCard is a whole card; about says in a few words what it is about where it cannot be shown.
func adaptiveCard(v voice, about string, body []any, actions ...any) card {
	c := card{
		"$schema":      "http://adaptivecards.io/schemas/adaptive-card.json",
		"type":         "AdaptiveCard",
		"version":      "1.5",
		"lang":         v.language,
		"fallbackText": v.say("card.fallback", about),
		"body":         body,
	}
	if len(actions) > 0 {
		c["actions"] = actions
	}
	return c
}

// textBlock shows Markdown: what the bot says itself, or who has its key.
func textBlock(text string, style card) card {
	return styled(card{"type": "TextBlock", "text": text, "wrap": true}, style)
}

// richText shows texts as they are: what people say, which Markdown could change the look of.
func richText(texts ...card) card {
	return card{"type": "RichTextBlock", "inlines": texts}
}

func textRun(text string, style card) card {
	return styled(card{"type": "TextRun", "text": text}, style)
}

func styled(element, style card) card {
	maps.Copy(element, style)
	return element
}

// execute is a button that asks the bot to do something.
func execute(verb, title string, data any) card {
	return card{"type": "Action.Execute", "verb": verb, "title": title, "data": data}
}
