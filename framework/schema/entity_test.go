package schema_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestEntitiesAreNeverRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"unknown type":       `{"type":"vendor/thing","timezone":null}`,
		"type in other case": `{"type":"ClientInfo"}`,
		"type is nested":     `{"a":{"type":"mention"},"b":["type","mention"]}`,
		"type is a value":    `{"a":"type","mention":1}`,
		"escaped type":       `{"type":"\u006dention"}`,
		"no type":            `{"mentioned":{"id":"1"}}`,
		"type is a number":   `{"type":5}`,
		"mentioned is text":  `{"type":"mention","mentioned":"1"}`,
		"mentioned id is 5":  `{"type":"mention","mentioned":{"id":5}}`,
		"text is an object":  `{"type":"mention","text":{}}`,
		"null":               `null`,
		"number":             `1e999`,
		"text":               `"mention"`,
		"array":              `[{"type":"mention"}]`,
		"empty":              `{}`,
		"citation is text":   `{"type":"https://schema.org/Message","@type":"Message","citation":[{"position":"1"}]}`,
		"sequence is text":   `{"type":"streaminfo","streamSequence":"1"}`,
		"similar type":       `{"type":"mentions"}`,
		"name in other case": `{"Type":"mention"}`,
	}
	for name, entity := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := `{"entities":[` + entity + `],"semanticAction":{"entities":{"e":` + entity + `}}}`
			a := read(t, sent)
			want := schema.UnknownEntity{Raw: json.RawMessage(entity)}
			require.Equal(t, []schema.Entity{want}, a.Entities)
			require.Equal(t, map[string]schema.Entity{"e": want}, a.SemanticAction.Entities)
			require.Empty(t, a.Mentions())
			require.Equal(t, exactly(t, []byte(sent)), exactly(t, []byte(write(t, a))))
		})
	}
}

func TestMentionIsReadWhateverTheCaseOfItsType(t *testing.T) {
	t.Parallel()
	want := schema.Mention{Mentioned: schema.ChannelAccount{ID: "1", Name: "Ada"}, Text: "<at>Ada</at>"}
	for _, name := range []string{"mention", "Mention", "MENTION"} {
		entity := `{"type":"` + name + `","mentioned":{"id":"1","name":"Ada"},"text":"<at>Ada</at>"}`
		a := read(t, `{"entities":[`+entity+`],"semanticAction":{"entities":{"who":`+entity+`}}}`)
		require.Equal(t, []schema.Mention{want}, a.Mentions())
		require.Equal(t, want, a.SemanticAction.Entities["who"])
	}
	null := read(t, `{"entities":[{"type":"mention","mentioned":null,"text":null}]}`)
	require.Equal(t, []schema.Mention{{}}, null.Mentions())
}

func TestMentionAlone(t *testing.T) {
	t.Parallel()
	want := schema.NewMention(schema.ChannelAccount{ID: "1", Name: "Ada"})
	written := write(t, want)
	require.JSONEq(t, `{"type":"mention","mentioned":{"id":"1","name":"Ada"},"text":"<at>Ada</at>"}`, written)

	got := schema.Mention{Text: "replaced"}
	require.NoError(t, got.UnmarshalJSON([]byte(written)))
	require.Equal(t, want, got)
	require.ErrorContains(t, got.UnmarshalJSON([]byte(`{"text":1}`)), "text")
}

func TestMentionInsideUsersStruct(t *testing.T) {
	t.Parallel()
	stored := struct {
		Who schema.Mention       `json:"who"`
		Raw schema.UnknownEntity `json:"raw"`
	}{
		Who: schema.Mention{Mentioned: schema.ChannelAccount{ID: "1"}, Extra: map[string]json.RawMessage{"x": json.RawMessage(`1`)}},
		Raw: schema.UnknownEntity{Raw: json.RawMessage(`{"type":"a"}`)},
	}
	written, err := json.Marshal(stored)
	require.NoError(t, err)
	require.JSONEq(t, `{"who":{"type":"mention","mentioned":{"id":"1"},"x":1},"raw":{"type":"a"}}`, string(written))
	got := stored
	got.Who, got.Raw = schema.Mention{}, schema.UnknownEntity{}
	require.NoError(t, json.Unmarshal(written, &got))
	require.Equal(t, stored, got)
}

// A display name is a stranger's text: it must not become markup.
func TestNewMentionEscapesTheName(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"Ada":               "<at>Ada</at>",
		"R&D":               "<at>R&amp;D</at>",
		"</at><b>x":         "<at>&lt;/at&gt;&lt;b&gt;x</at>",
		`"quoted" <script>`: "<at>&#34;quoted&#34; &lt;script&gt;</at>",
		"":                  "<at></at>",
	}
	for name, want := range tests {
		require.Equal(t, want, schema.NewMention(schema.ChannelAccount{Name: name}).Text)
	}
}

func TestUnknownEntityNeedsRaw(t *testing.T) {
	t.Parallel()
	_, err := schema.Activity{Entities: []schema.Entity{schema.UnknownEntity{}}}.MarshalJSON()
	require.ErrorContains(t, err, "Raw")
	_, err = schema.Activity{Entities: []schema.Entity{schema.UnknownEntity{Raw: json.RawMessage(`{`)}}}.MarshalJSON()
	require.Error(t, err)
}
