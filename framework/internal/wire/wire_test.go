package wire_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

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
