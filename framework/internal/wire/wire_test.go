package wire_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/wire"
)

type thing struct {
	Name  string `json:"name,omitempty"`
	Count int    `json:"count,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func TestUnmarshal(t *testing.T) {
	t.Parallel()
	var got thing
	require.NoError(t, wire.Unmarshal([]byte(` {"name":"a","NAME":1.50,"x":null} `), &got))
	require.Equal(t, thing{Name: "a", Extra: map[string]json.RawMessage{
		"NAME": json.RawMessage(`1.50`),
		"x":    json.RawMessage(`null`),
	}}, got)
}

func TestUnmarshalIsStrict(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"empty":                ``,
		"space":                ` `,
		"cut short":            `{"name":"a"`,
		"two values":           `{}{}`,
		"trailing text":        `{}x`,
		"trailing comma":       `{"name":"a",}`,
		"comment":              `{/* */}`,
		"member twice":         `{"name":"a","name":"a"}`,
		"unknown member twice": `{"x":1,"x":1}`,
		"the same, escaped":    `{"name":"a","n\u0061me":"a"}`,
		"wrong type":           `{"name":1}`,
		"number as text":       `{"count":"1"}`,
		"fraction":             `{"count":1.5}`,
		"out of range":         `{"count":1e30}`,
		"not UTF-8":            "{\"x\":\"\xc3\x28\"}",
		"half a surrogate":     `{"x":"\udc00"}`,
		"control character":    "{\"x\":\"\x00\"}",
		"too deep":             strings.Repeat("[", 100_000),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Error(t, wire.Unmarshal([]byte(data), new(thing)))
		})
	}
}

func TestMarshal(t *testing.T) {
	t.Parallel()
	value := thing{Name: "<at>é</at>", Extra: map[string]json.RawMessage{
		"c": json.RawMessage(` [1, 2.0] `), "a": json.RawMessage(`9007199254740993`), "b": json.RawMessage(`{}`),
	}}
	const want = `{"name":"<at>é</at>","a":9007199254740993,"b":{},"c":[1,2.0]}`
	for range 10 { // maps are written in one order, not in the one they happen to have
		got, err := wire.Marshal(value)
		require.NoError(t, err)
		require.True(t, bytes.Equal([]byte(want), got), "%s", got)
	}
}

func TestMarshalRefusesWhatIsNotJSON(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{
		"text that is not UTF-8": thing{Name: "\xff"},
		"member twice":           thing{Name: "a", Extra: map[string]json.RawMessage{"name": json.RawMessage(`"b"`)}},
		"raw member is broken":   thing{Extra: map[string]json.RawMessage{"x": json.RawMessage(`{`)}},
		"function":               func() {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := wire.Marshal(value)
			require.Error(t, err)
		})
	}
}

type standard struct {
	Number  json.Number             `json:"number"`
	Numbers []*json.Number          `json:"numbers"`
	Open    map[json.Number]any     `json:"open"`
	Wait    time.Duration           `json:"wait"`
	Waits   map[time.Duration]uint8 `json:"waits"`
}

// Types of the standard library have the JSON that encoding/json gives them.
func TestStandardTypes(t *testing.T) {
	t.Parallel()
	third := json.Number("-0.30")
	for _, value := range []standard{
		{
			Number: "12345678901234567890", Numbers: []*json.Number{&third, nil},
			Open: map[json.Number]any{"1e3": json.Number("7.0")}, Wait: -time.Minute, Waits: map[time.Duration]uint8{time.Second: 1},
		},
		{Numbers: []*json.Number{}, Open: map[json.Number]any{}, Waits: map[time.Duration]uint8{}},
	} {
		want, err := json.Marshal(value)
		require.NoError(t, err)
		got, err := wire.Marshal(value)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))

		var wanted, read standard
		require.NoError(t, json.Unmarshal(want, &wanted))
		require.NoError(t, wire.Unmarshal(want, &read))
		require.Equal(t, wanted, read)
	}

	_, err := wire.Marshal(json.Number("7 and more"))
	require.Error(t, err)
	_, err = wire.Marshal(json.Number("seven"))
	require.ErrorContains(t, err, "is no number")
	for _, wrong := range []string{`{"number":true}`, `{"number":{}}`, `{"wait":"1m"}`, `{"wait":1.5}`, `{"wait":1e30}`} {
		require.Error(t, wire.Unmarshal([]byte(wrong), new(standard)), wrong)
	}
	read := standard{Number: "1", Wait: 1}
	require.NoError(t, wire.Unmarshal([]byte(`{"number":null,"wait":null}`), &read))
	require.Zero(t, read)
}
