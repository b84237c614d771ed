package client

import (
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Cards have a content type that begins with one of these: those of every channel, and those of Teams, which ask for leave to
// put a file somewhere, show one that is there, or are of Office connectors.
const (
	cardPrefix      = "application/vnd.microsoft.card."
	teamsCardPrefix = "application/vnd.microsoft.teams.card."
)

// TextsOf returns what a card shows; nil if the attachment is no card.
func TextsOf(a schema.Attachment) []string {
	switch {
	case a.ContentType == teams.ContentTypeO365ConnectorCard:
		card, _ := schema.As[teams.O365ConnectorCard](a.Content)
		return o365Texts(card)
	case strings.HasPrefix(a.ContentType, cardPrefix):
		return visible(Plain(a.Content), []string{})
	case strings.HasPrefix(a.ContentType, teamsCardPrefix):
		texts := []string{}
		if a.Name != "" { // of the file
			texts = append(texts, a.Name)
		}
		content, _ := Plain(a.Content).(map[string]any)
		if description, ok := content["description"].(string); ok {
			texts = append(texts, description)
		}
		return visible(content, texts)
	}
	return nil
}

// CardTexts returns what the cards of a message show.
func CardTexts(a *schema.Activity) []string {
	var texts []string
	for _, attachment := range a.Attachments {
		texts = append(texts, TextsOf(attachment)...)
	}
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// MessageTexts returns what a message shows: its cards, and last its text.
func MessageTexts(a *schema.Activity) []string { return append(CardTexts(a), a.Text) }

// o365Texts returns what an Office 365 connector card shows, its buttons last. Its summary is for notifications.
func o365Texts(card teams.O365ConnectorCard) []string {
	texts := []string{card.Title, card.Text}
	var actions []teams.O365Action
	for _, s := range card.Sections {
		texts = append(texts, s.ActivityTitle, s.ActivitySubtitle, s.ActivityText, s.Title, s.Text)
		for _, fact := range s.Facts {
			texts = append(texts, fact.Name, fact.Value)
		}
		actions = append(actions, s.PotentialAction...)
	}
	for _, action := range append(actions, card.PotentialAction...) {
		texts = append(texts, action.Name)
	}
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// Visible returns the texts that a card, or an answer, shows, as its JSON is read by [Plain].
func Visible(v any) []string { return visible(v, nil) }

// visible appends the texts that a card's elements show: titles, subtitles, texts, the labels of inputs, and the values
// of facts.
func visible(v any, texts []string) []string {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			texts = visible(element, texts)
		}
	case map[string]any:
		shown := []string{"title", "subtitle", "text"}
		switch v["type"] {
		case nil, "message", schema.ContentTypeMessage:
			shown = append(shown, "value") // of a fact or an answer; a button's is not shown
		}
		if strings.HasPrefix(text(v, "type"), "Input.") {
			shown = append(shown, "label")
		}
		for _, name := range shown {
			if text, ok := v[name].(string); ok {
				texts = append(texts, text)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			switch {
			case name == "choices": // whose values are not shown
				texts = titles(v[name], texts)
			case isShown(name) && name != "actions":
				texts = visible(v[name], texts)
			}
		}
		texts = visible(v["actions"], texts) // the buttons stand below
	}
	return texts
}

// titles appends the titles of choices.
func titles(choices any, texts []string) []string {
	list, _ := choices.([]any)
	for _, choice := range list {
		object, _ := choice.(map[string]any)
		if title := text(object, "title"); title != "" {
			texts = append(texts, title)
		}
	}
	return texts
}

// isShown reports whether a member of a card's element can hold something that people see: not what a button submits,
// what other clients get, or what a client does by itself.
func isShown(name string) bool { return name != "data" && name != "fallback" && name != "refresh" }
