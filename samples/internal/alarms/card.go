package alarms

import (
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/proactive"
)

// card shows what an alarm says, as it was written, and below it notes.
func (v voice) card(a proactive.Alarm, notes []string, actions ...cards.Action) cards.Card {
	body := []cards.Element{richText(cards.TextRun{Text: a.Activity.Text, Size: cards.Large, Weight: cards.Bolder})}
	for _, note := range notes {
		body = append(body, richText(cards.TextRun{Text: note, IsSubtle: true}))
	}
	return cards.Card{Lang: v.language, FallbackText: v.say("card.fallback", a.Activity.Text), Body: body, Actions: actions}
}

// richText shows a text as it is, where Markdown could change its look.
func richText(text cards.TextRun) cards.RichTextBlock {
	return cards.RichTextBlock{Inlines: []cards.Inline{text}}
}
