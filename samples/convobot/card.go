package main

// card is an Adaptive Card, or an element of one.
//
// Spec: https://adaptivecards.io/explorer/
type card map[string]any

func adaptiveCard(body []any, actions ...any) card {
	c := card{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
		"type":    "AdaptiveCard",
		"version": "1.5",
		"body":    body,
	}
	if len(actions) > 0 {
		c["actions"] = actions
	}
	return c
}

func textBlock(text string) card { return card{"type": "TextBlock", "text": text, "wrap": true} }

// execute is a button that asks the bot to do something.
func execute(verb, title string, data any) card {
	return card{"type": "Action.Execute", "verb": verb, "title": title, "data": data}
}
