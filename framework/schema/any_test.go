package schema_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

type order struct {
	Number int64    `json:"number,omitzero"`
	Lines  []string `json:"lines,omitempty"`
}

func TestOpenValuesAreExact(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"beyond 2^53":      `9007199254740993`,
		"64 bit":           `-9223372036854775808`,
		"beyond 64 bit":    `123456789012345678901234567890.10`,
		"beyond float64":   `1e999`,
		"negative zero":    `-0.0`,
		"text":             `"1"`,
		"true":             `true`,
		"array":            `[1,[],{},null]`,
		"object":           `{"b":1.50,"a":{"c":null}}`,
		"spelled text":     `{"a":"A\u00e9"}`,
		"inner whitespace": "{ \"a\" :\n1 }",
	}
	for name, value := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := `{"channelData":` + value + `,"value":` + value + `,"attachments":[{"content":` + value + `}]}`
			a := read(t, sent)
			for _, got := range []schema.Any{a.Value, a.ChannelData, a.Attachments[0].Content} {
				require.IsType(t, json.RawMessage{}, got)
				require.Equal(t, value, fmt.Sprintf("%s", got), "kept byte for byte")
			}
			require.Equal(t, exactly(t, []byte(sent)), exactly(t, []byte(write(t, a))))
		})
	}
}

func TestReceivedValueOutlivesTheBuffer(t *testing.T) {
	t.Parallel()
	body := []byte(`{"value":"kept","entities":[{"type":"a"}],"x":"kept"}`)
	a := new(schema.Activity)
	require.NoError(t, a.UnmarshalJSON(body))
	for i := range body {
		body[i] = '#'
	}
	require.JSONEq(t, `{"value":"kept","entities":[{"type":"a"}],"x":"kept"}`, write(t, a))
}

func TestAs(t *testing.T) {
	t.Parallel()
	want := order{Number: math.MaxInt64, Lines: []string{"a"}}
	tests := map[string]schema.Any{
		"raw":           json.RawMessage(`{"number":9223372036854775807,"lines":["a"],"more":1}`),
		"the type":      want,
		"pointer to it": &want,
		"another struct": struct {
			N int64    `json:"number"`
			L []string `json:"lines"`
		}{math.MaxInt64, []string{"a"}},
		"map": map[string]any{"number": int64(math.MaxInt64), "lines": []string{"a"}},
	}
	for name, value := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := schema.As[order](value)
			require.NoError(t, err)
			require.Equal(t, want, got)
		})
	}
}

func TestAsWithoutValue(t *testing.T) {
	t.Parallel()
	tests := map[string]schema.Any{
		"nil":                    nil,
		"nil pointer":            (*order)(nil),
		"nil pointer to another": (*int)(nil),
		"raw null":               json.RawMessage(" null\n"),
	}
	for name, value := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := schema.As[order](value)
			require.ErrorIs(t, err, schema.ErrNoValue)
			require.Zero(t, got)
		})
	}
}

// Nor is it one for whoever takes it as it is.
func TestAsOfRawNull(t *testing.T) {
	t.Parallel()
	_, err := schema.As[schema.Any](json.RawMessage(" null"))
	require.ErrorIs(t, err, schema.ErrNoValue)
	_, err = schema.As[json.RawMessage](json.RawMessage(" null"))
	require.ErrorIs(t, err, schema.ErrNoValue)
}

func TestAsOfTheWrongShape(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		value schema.Any
		names string
	}{
		"member of the wrong type": {json.RawMessage(`{"number":7,"lines":"a"}`), "/lines"},
		"not an object":            {json.RawMessage(`[1]`), "array"},
		"number too large":         {json.RawMessage(`{"number":9223372036854775808}`), "/number"},
		"member twice":             {json.RawMessage(`{"number":1,"number":2}`), "number"},
		"not JSON":                 {json.RawMessage(`{`), ""},
		"no bytes":                 {json.RawMessage{}, ""},
		"Go value":                 {"text", "string"},
		"Go value without JSON":    {func() {}, "func"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := schema.As[order](test.value)
			require.ErrorContains(t, err, test.names)
			require.NotErrorIs(t, err, schema.ErrNoValue)
			require.Zero(t, got, "nothing half read")
		})
	}
}

func TestAsMatchesNamesExactly(t *testing.T) {
	t.Parallel()
	got, err := schema.As[order](json.RawMessage(`{"Number":1}`))
	require.NoError(t, err)
	require.Zero(t, got.Number)
}

func TestGoValuesAreWritten(t *testing.T) {
	t.Parallel()
	a := schema.Activity{
		Value:       order{Number: 7},
		ChannelData: map[string]any{"notification": map[string]bool{"alert": true}},
		Attachments: []schema.Attachment{
			schema.HeroCard{Title: "t", Buttons: []schema.CardAction{{Type: schema.ActionIMBack, Value: "v"}}}.Attachment(),
			schema.AdaptiveCard(json.RawMessage(`{"type":"AdaptiveCard"}`)),
			{Content: &schema.HeroCard{Title: "p"}},
		},
	}
	require.JSONEq(t, `{
		"value": {"number": 7},
		"channelData": {"notification": {"alert": true}},
		"attachments": [
			{"contentType": "application/vnd.microsoft.card.hero", "content": {"title": "t", "buttons": [{"type": "imBack", "value": "v"}]}},
			{"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard"}},
			{"content": {"title": "p"}}
		]}`, write(t, a))
}

// What a type takes as it is stays so inside of it too, and what encoding/json writes as a number is one here.
func TestNumbersOfGoValues(t *testing.T) {
	t.Parallel()
	type order struct {
		Number json.Number   `json:"number"`
		Wait   time.Duration `json:"wait"`
		Notes  schema.Any    `json:"notes"`
		Lines  []schema.Any  `json:"lines"`
	}
	const text = `{"number":12345678901234567890,"wait":1000,"notes":{"id":9007199254740993},"lines":[9007199254740993,null]}`
	got, err := schema.As[order](json.RawMessage(text))
	require.NoError(t, err)
	require.Equal(t, order{
		Number: "12345678901234567890", Wait: time.Microsecond,
		Notes: json.RawMessage(`{"id":9007199254740993}`), Lines: []schema.Any{json.RawMessage(`9007199254740993`), nil},
	}, got)

	raw := json.RawMessage(text)
	for _, a := range []schema.Activity{{Value: got}, {ChannelData: &got}, {Attachments: []schema.Attachment{{Content: got}}}} {
		require.Contains(t, write(t, &a), string(raw))
	}
	require.Contains(t, write(t, &schema.Activity{Value: got, Extra: map[string]json.RawMessage{"x": raw}}), `"value":`+string(raw))
}

// ticket is a program's card: one of this package with more, and its own JSON.
type ticket struct {
	schema.HeroCard

	Priority int
}

func (c ticket) MarshalJSON() ([]byte, error) {
	c.Extra = map[string]json.RawMessage{"priority": json.RawMessage(fmt.Sprint(c.Priority))}
	return c.HeroCard.MarshalJSON()
}

func (c *ticket) UnmarshalJSON(data []byte) error {
	if err := c.HeroCard.UnmarshalJSON(data); err != nil {
		return err
	}
	var err error
	c.Priority, err = schema.As[int](c.Extra["priority"])
	return err
}

// A program's type that embeds one of this package has the JSON that its own methods give it, wherever it stands.
func TestTypesThatEmbedOurs(t *testing.T) {
	t.Parallel()
	card := ticket{HeroCard: schema.HeroCard{Title: "t"}, Priority: 3}
	want, err := json.Marshal(card)
	require.NoError(t, err)
	require.JSONEq(t, `{"title":"t","priority":3}`, string(want))
	for _, v := range []schema.Any{card, &card, map[string]any{"card": card}, struct{ Card ticket }{card}} {
		want, err := json.Marshal(v)
		require.NoError(t, err)
		a := &schema.Activity{Value: v, Attachments: []schema.Attachment{{Content: v}}}
		require.Equal(t, `{"attachments":[{"content":`+string(want)+`}],"value":`+string(want)+`}`, write(t, a))
		requireWritersAgree(t, a)
	}

	got, err := schema.As[ticket](json.RawMessage(want))
	require.NoError(t, err)
	require.Equal(t, 3, got.Priority)
	nested, err := schema.As[map[string][]*ticket](json.RawMessage(`{"cards":[` + string(want) + `,null]}`))
	require.NoError(t, err)
	require.Equal(t, 3, nested["cards"][0].Priority)
	_, err = schema.As[ticket](json.RawMessage(`{"priority":"high"}`))
	require.Error(t, err)
}
