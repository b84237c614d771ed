package main

import "github.com/convobot/convo/framework/cards"

// adaptiveCard is a whole card; about says in a few words what it is about where it cannot be shown.
func adaptiveCard(v voice, about string, body []cards.Element, actions ...cards.Action) cards.Card {
	return cards.Card{Lang: v.language, FallbackText: v.say("card.fallback", about), Body: body, Actions: actions}
}

// richText shows texts as they are: what people say, which Markdown could change the look of. What the bot says itself, or who
// has its key, is a [cards.TextBlock].
func richText(texts ...cards.Inline) cards.RichTextBlock {
	return cards.RichTextBlock{Inlines: texts}
}
