package cards_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
)

func TestCheckFinds(t *testing.T) {
	t.Parallel()
	of := func(body ...cards.Element) cards.Card { return cards.Card{Body: body} }
	with := func(actions ...cards.Action) cards.Card { return cards.Card{Actions: actions} }
	tests := []struct {
		name string
		card schema.Any
		want []string
	}{
		{"no object", json.RawMessage(`[]`), []string{"cards: a card is a JSON object"}},
		{"null", nil, []string{"cards: a card is a JSON object"}},
		{"no card", json.RawMessage(`{"type":"message"}`), []string{
			`cards: the card has no "type": "AdaptiveCard"`, `cards: the card has no version such as "1.5"`,
		}},
		{"strange version", cards.Card{Version: "1.x"}, []string{`cards: the card has no version such as "1.5"`}},
		{"an input without id", of(cards.Container{Items: elements{cards.InputText{Label: "Name"}}}), []string{
			"cards: body[0].items[0] is of type Input.Text and has no id",
		}},
		{"an id twice", cards.Card{
			Body: elements{cards.InputText{ID: "a"}, cards.ColumnSet{Columns: []cards.Column{{ID: "a"}}}}, Actions: actions{cards.Submit{ID: "a"}},
		}, []string{ // members in the order of their names
			`cards: body[0] has the id "a", as has actions[0]`, `cards: body[1].columns[0] has the id "a", as has actions[0]`,
		}},
		{"an id twice with a ShowCard", cards.Card{Body: elements{cards.InputText{ID: "a"}}, Actions: actions{
			cards.ShowCard{Card: of(cards.InputText{ID: "a"})},
		}}, []string{`cards: body[0] has the id "a", as has actions[0].card.body[0]`}},
		{"nothing to show", of(cards.Object{"type": "TextBlock"}, cards.Image{}, cards.ImageSet{}, cards.FactSet{}, cards.RichTextBlock{}, cards.Media{}), []string{
			"cards: body[0] is of type TextBlock and has no text", "cards: body[1] is of type Image and has no url",
			"cards: body[2] is of type ImageSet and has no images", "cards: body[3] is of type FactSet and has no facts",
			"cards: body[4] is of type RichTextBlock and has no inlines", "cards: body[5] is of type Media and has no sources",
		}},
		{"more of nothing", of(cards.CodeBlock{}, cards.ActionSet{}, cards.InputToggle{ID: "a"}, cards.InputChoiceSet{
			ID: "b", ChoicesData: cards.DataQuery{Count: 5},
		}, cards.Icon{}, cards.Carousel{}, cards.CompoundButton{}, cards.InputRating{}), []string{
			"cards: body[0] is of type CodeBlock and has no codeSnippet", "cards: body[1] is of type ActionSet and has no actions",
			"cards: body[2] is of type Input.Toggle and has no title", "cards: body[3].choices.data is of type Data.Query and has no dataset",
			"cards: body[4] is of type Icon and has no name", "cards: body[5] is of type Carousel and has no pages",
			"cards: body[6] is of type CompoundButton and has no title", "cards: body[7] is of type Input.Rating and has no id",
		}},
		{"a background", cards.Card{BackgroundImage: cards.BackgroundImage{FillMode: cards.Cover}}, []string{"cards: backgroundImage has no url"}},
		{"buttons for nothing", with(cards.OpenURL{}, cards.ToggleVisibility{}, cards.Object{"type": "Action.ShowCard"}), []string{
			"cards: actions[0] is of type Action.OpenUrl and has no url",
			"cards: actions[1] is of type Action.ToggleVisibility and has no targetElements",
			"cards: actions[2] is of type Action.ShowCard and has no card",
		}},
		{"a card that is none", with(cards.Object{"type": "Action.ShowCard", "card": map[string]any{"body": []any{}}}), []string{
			`cards: actions[0].card has no "type": "AdaptiveCard"`,
		}},
		{"no type", cards.Card{Body: elements{cards.Raw(`{"text":"x"}`), cards.Raw(`"x"`)}, Actions: actions{cards.Object{}}}, []string{
			"cards: actions[0] has no type", "cards: body[0] has no type", "cards: body[1] has no type",
		}},
		{"choices", of(cards.InputChoiceSet{
			ID: "a", IsMultiSelect: true, Choices: []cards.Choice{{Title: "A"}, {Value: "b"}, {Title: "C", Value: "c,d"}},
		}), []string{
			"cards: body[0].choices[0] has no value", "cards: body[0].choices[1] has no title",
			"cards: body[0].choices[2] has a comma in its value, and several values are submitted with commas between them",
		}},
		{"a tap that opens a card", cards.Card{SelectAction: cards.ShowCard{}}, []string{
			"cards: selectAction is an Action.ShowCard, which works as a button only",
		}},
		{"targets", with(cards.ToggleVisibility{TargetElements: cards.Targets("here", "there", "")}, cards.Submit{ID: "here"}), []string{
			"cards: actions[0].targetElements[2] has no elementId",
			`cards: actions[0].targetElements[1] names "there", which no element has as its id`,
		}},
		{"refresh", cards.Card{Refresh: cards.Refresh{UserIDs: strings.Fields(strings.Repeat("29:a ", 61))}}, []string{
			"cards: refresh has no action of type Action.Execute", "cards: refresh.userIds names 61 users; Teams refreshes for 60",
		}},
		{"an old card with refresh", cards.Card{Version: "1.4", Refresh: cards.Refresh{Action: cards.Execute{Verb: "show"}}}, []string{
			"cards: the card has version 1.4, but Teams knows Action.Execute and refresh from 1.5 on",
		}},
		{"an old card with Execute", cards.Card{Version: "1.2", Body: elements{cards.ActionSet{Actions: actions{cards.Execute{}}}}}, []string{
			"cards: the card has version 1.2, but Teams knows Action.Execute and refresh from 1.5 on",
		}},
		{"authentication", cards.Card{Authentication: cards.Authentication{
			ConnectionName: "graph", Buttons: []schema.CardAction{{Type: schema.ActionOpenURL}},
		}}, []string{`cards: authentication has no button of type "signin"`}},
		{"a mention that is nowhere", cards.Card{
			Body: text("Hi Bob"), MSTeams: cards.MSTeams{Entities: []schema.Mention{schema.NewMention(schema.ChannelAccount{Name: "Bob"})}},
		}, []string{`cards: msteams.entities[0] has the text "<at>Bob</at>", which is nowhere in the card`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.EqualError(t, cards.Check(tt.card), strings.Join(tt.want, "\n"))
		})
	}
}

func TestCheckOfWhatHasNoJSON(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, cards.Check(func() {}), "cards: the card has no JSON form: ")
}

func TestCheckLetsPass(t *testing.T) {
	t.Parallel()
	bob := schema.NewMention(schema.ChannelAccount{ID: "29:bob", Name: "Bob & Co"})
	for name, card := range map[string]schema.Any{
		"nothing": cards.Card{},
		"a fallback with the same id": cards.Card{Body: elements{
			cards.InputRating{ID: "stars", Fallback: cards.InputNumber{ID: "stars"}},
		}},
		"a target in a fallback": cards.Card{
			Body:    elements{cards.Carousel{Pages: []cards.CarouselPage{{Items: text("a")}}, Fallback: cards.TextBlock{ID: "more", Text: "a"}}},
			Actions: actions{cards.ToggleVisibility{TargetElements: cards.Targets("more")}},
		},
		"an old card with something older": cards.Card{Version: "1.3", Actions: actions{cards.Execute{Verb: "a", Fallback: cards.Submit{}}}},
		"data that looks like a card": cards.Card{Actions: actions{
			cards.Submit{Data: map[string]any{"type": "Input.Text", "actions": []any{map[string]any{"id": "a"}}}}, cards.Submit{ID: "a"},
		}},
		"elements without a type here": cards.Card{Body: elements{cards.Object{"type": "Chart.Pie", "data": []any{1}}}},
		"texts as inlines":             json.RawMessage(`{"type":"AdaptiveCard","version":"1.5","body":[{"type":"RichTextBlock","inlines":["a"]}]}`),
		"targets as texts": json.RawMessage(`{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"a","id":"x"}],
			"actions":[{"type":"Action.ToggleVisibility","targetElements":["x"]}]}`),
		"a mention in a fact": cards.Card{
			Body: elements{cards.FactSet{Facts: []cards.Fact{{Title: "Who", Value: bob.Text}}}}, MSTeams: cards.MSTeams{Entities: []schema.Mention{bob}},
		},
		"an empty text": cards.Card{Body: append(text(""), cards.PlainText(""))},
		"a pointer":     &cards.Card{Body: text("a")},
	} {
		require.NoError(t, cards.Check(card), name)
	}
}

// FuzzCheck: a card from elsewhere never panics.
func FuzzCheck(f *testing.F) {
	for name := range goldens() {
		f.Add(golden(f, name))
	}
	f.Add([]byte(`{"refresh":[],"authentication":{"buttons":[1]},"body":[[{"choices":[1]}],{"type":"Action.ToggleVisibility","targetElements":[1,{}]}]}`))
	f.Fuzz(func(_ *testing.T, card []byte) { _ = cards.Check(json.RawMessage(card)) })
}
