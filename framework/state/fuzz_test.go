package state_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
)

// FuzzStored reads whatever may be stored in a scope: that is an error or a value, and a turn that sets another property
// keeps all else.
func FuzzStored(f *testing.F) {
	for _, text := range []string{
		`{}`, `null`, `[]`, `"x"`, `{"profile":{"name":"Ann","tags":["a"]}}`, `{"profile":null}`, `{"profile":1,"Profile":{}}`,
		`{"profile":{"name":1}}`, `{"n":1e400,"":{},"profile":{}}`, `{"profile":{},"profile":{"name":"twice"}}`, `{"a":"\ud800"}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, stored []byte) {
		if len(stored) == 0 || state.Check(annsKey, state.Item{Value: stored}) != nil {
			t.Skip("no storage keeps it")
		}
		shelf := newShelf()
		shelf.put(t, annsKey, string(stored))
		who := newProfile(state.New(shelf))
		other := state.NewProperty[int](who.s.User(), "other")
		err := run(t, who.s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
			if _, err := who.Get(ctx, turn); err != nil {
				require.ErrorContains(t, err, "stays")
			}
			return other.Set(ctx, turn, 7)
		})
		before, isObject := membersOf(stored)
		if !isObject {
			require.Error(t, err)
			require.Empty(t, shelf.writes)
			return
		}
		require.NoError(t, err)
		items, err := shelf.Read(t.Context(), annsKey)
		require.NoError(t, err)
		after, _ := membersOf(items[annsKey].Value)
		require.Equal(t, json.Number("7"), after["other"])
		delete(before, "other")
		delete(after, "other")
		if len(before) > 0 {
			require.Equal(t, before, after)
		}
	})
}

// membersOf keeps numbers as they are written.
func membersOf(value json.RawMessage) (members map[string]any, isObject bool) {
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	err := decoder.Decode(&members)
	return members, err == nil
}
