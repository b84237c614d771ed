package cards_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/cards"
)

func TestZeroIsAbsent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		v    any
		want string
	}{
		{cards.Card{}, `{"type":"AdaptiveCard","version":"1.5"}`},
		{cards.Card{Version: "1.2"}, `{"type":"AdaptiveCard","version":"1.2"}`},
		{cards.Card{Body: elements{nil, (*cards.TextBlock)(nil), cards.Raw(nil), cards.Object(nil)}, Actions: actions{nil}}, `{"type":"AdaptiveCard","version":"1.5"}`},
		{cards.Card{SelectAction: (*cards.Execute)(nil)}, `{"type":"AdaptiveCard","version":"1.5"}`},
		{cards.TextBlock{Fallback: (*cards.Image)(nil)}, `{"type":"TextBlock","text":""}`},
		{cards.InputText{InlineAction: cards.Raw(nil)}, `{"type":"Input.Text","id":""}`},
		{cards.Image{SelectAction: &cards.Execute{Fallback: cards.Drop}}, `{"type":"Image","url":"","selectAction":{"type":"Action.Execute","fallback":"drop"}}`},
		{cards.TextBlock{}, `{"type":"TextBlock","text":""}`},
		{cards.Container{}, `{"type":"Container","items":[]}`},
		{cards.Container{Items: elements{nil, cards.TextBlock{Text: "a"}}}, `{"type":"Container","items":[{"type":"TextBlock","text":"a"}]}`},
		{cards.InputText{}, `{"type":"Input.Text","id":""}`},
		{cards.Execute{}, `{"type":"Action.Execute"}`},
		{cards.Execute{Data: map[string]any{}}, `{"type":"Action.Execute","data":{}}`},
		{cards.Execute{Data: map[string]any{"n": json.Number("7.0")}}, `{"type":"Action.Execute","data":{"n":7.0}}`},
		{cards.Column{}, `{"type":"Column"}`},
		{cards.PlainText("*a*"), `{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"*a*"}]}`},
		{cards.Refresh{Action: cards.Execute{Verb: "a"}}, `{"action":{"type":"Action.Execute","verb":"a"}}`},
		{cards.MSTeams{Width: cards.Full}, `{"width":"Full"}`},
		{cards.BackgroundImage{URL: "a"}, `{"url":"a"}`},
		{cards.TableColumn{}, `{}`},
		{cards.Metadata{}, `{}`},
		{cards.Authentication{ConnectionName: "a"}, `{"connectionName":"a"}`},
		{cards.DataQuery{Dataset: "a"}, `{"type":"Data.Query","dataset":"a"}`},
		{cards.Refresh{UserIDs: []string{}}, `{"userIds":[]}`},
		{cards.MessageBackData("a", "", nil), `{"msteams":{"type":"messageBack","text":"a"}}`},
		{cards.Drop, `"drop"`},
	} {
		got, err := json.Marshal(tt.v)
		require.NoError(t, err)
		require.JSONEq(t, tt.want, string(got))
	}
}

func TestWidth(t *testing.T) {
	t.Parallel()
	for width, want := range map[cards.Width]string{
		"2": `2`, "10": `10`, "0": `0`, "80px": `"80px"`, cards.Auto: `"auto"`, "01": `"01"`, "1.5": `"1.5"`, "": `""`,
	} {
		got, err := json.Marshal(width)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
}

func TestExtra(t *testing.T) {
	t.Parallel()
	got, err := cards.Container{Extra: map[string]any{
		"maxHeight": "200px", "layouts": []any{cards.Object{"type": "Layout.Flow", "fallback": cards.TextBlock{Text: "a"}}},
	}}.MarshalJSON()
	require.NoError(t, err)
	require.JSONEq(t, `{"type":"Container","items":[],"maxHeight":"200px","layouts":[
		{"type":"Layout.Flow","fallback":{"type":"TextBlock","text":"a"}}]}`, string(got))
}

func TestNotWritten(t *testing.T) {
	t.Parallel()
	for name, element := range map[string]cards.Element{
		"a member twice":     cards.TextBlock{Text: "a", Extra: map[string]any{"text": "b"}},
		"the type twice":     cards.TextBlock{Text: "a", Extra: map[string]any{"type": "b"}},
		"not JSON":           cards.Raw(`{"type":`),
		"empty":              cards.Raw(""),
		"no JSON form":       cards.ActionSet{Actions: actions{cards.Submit{Data: func() {}}}},
		"text that is bytes": cards.TextBlock{Text: "\xff"},
	} {
		_, err := cards.Card{Body: elements{cards.Container{Items: elements{element}}}}.MarshalJSON()
		require.ErrorContains(t, err, "cards: json", name)
	}
}
