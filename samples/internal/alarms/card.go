package alarms

import "github.com/convobot/convo/framework/proactive"

// card is an Adaptive Card, or an element of one. Version 1.5 is the first in which Teams knows Action.Execute.
//
// Spec: https://adaptivecards.io/explorer/
type card map[string]any

// card shows what an alarm says, as it was written, and below it notes.
func (v voice) card(a proactive.Alarm, notes []string, actions ...card) card {
	body := []card{richText(a.Activity.Text, card{"size": "Large", "weight": "Bolder"})}
	for _, note := range notes {
		body = append(body, richText(note, card{"isSubtle": true}))
	}
	c := card{
		"$schema":      "http://adaptivecards.io/schemas/adaptive-card.json",
		"type":         "AdaptiveCard",
		"version":      "1.5",
		"lang":         v.language,
		"fallbackText": v.say("card.fallback", a.Activity.Text),
		"body":         body,
	}
	if len(actions) > 0 {
		c["actions"] = actions
	}
	return c
}

// richText shows a text as it is, where Markdown could change its look.
func richText(text string, style card) card {
	style["type"], style["text"] = "TextRun", text
	return card{"type": "RichTextBlock", "inlines": []card{style}}
}

func execute(verb, title string, data any) card {
	return card{"type": "Action.Execute", "verb": verb, "title": title, "data": data}
}
