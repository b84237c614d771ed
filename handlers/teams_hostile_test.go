package handlers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// wrong is what may stand in place of any member; hostile what is as hostile wherever it stands, so that it need not be
// tried everywhere.
func wrong() map[string]string {
	return map[string]string{
		"null": `null`, "number": `7`, "string": `"../..;messageid=1/%2e%2e\\\u0000"`, "array": `[null]`, "object": `{}`,
	}
}

func hostile() map[string]string {
	return map[string]string{
		"boolean": `true`, "fraction": `-0.5`, "beyond int64": `1e30`, "beyond float64": `1e400`, "empty string": `""`,
		"lone surrogate": `"\ud800"`, "not UTF-8": "\"\xff\"", "member twice": `{"a":1,"a":2}`,
		"10,000 elements": `[` + strings.TrimSuffix(strings.Repeat(`{},`, 10_000), ",") + `]`,
		"64 deep":         strings.Repeat(`{"a":[`, 32) + strings.Repeat(`]}`, 32),
		"100,000 letters": `"` + strings.Repeat("x", 100_000) + `"`,
	}
}

// everywhere calls yield with the JSON of v, once for every value in whose place each of wrong and hostile stands.
func everywhere(t *testing.T, v schema.Any, yield func(place string, raw []byte)) {
	t.Helper()
	read := openJSON(t, v)
	for kind, bad := range wrong() {
		spoilt(t, read, bad, math.MaxInt, func(place string, raw []byte) { yield(kind+" at "+place, raw) })
	}
	for kind, bad := range hostile() {
		spoilt(t, read, bad, 1, func(place string, raw []byte) { yield(kind+" at "+place, raw) })
	}
}

// spoilt calls yield with the JSON of v, once for v and every value that is at most so deep inside it, in whose place bad
// stands.
func spoilt(t *testing.T, v any, bad string, deep int, yield func(place string, raw []byte)) {
	t.Helper()
	const mark = "\"the place\""
	written := func(place string) {
		raw, err := json.Marshal(v)
		require.NoError(t, err)
		yield(place, []byte(strings.Replace(string(raw), mark, bad, 1)))
	}
	var walk func(place string, in any, set func(any))
	walk = func(place string, in any, set func(any)) {
		set(json.RawMessage(mark))
		written(place)
		set(in)
		if strings.Count(place, "/") == deep {
			return
		}
		switch in := in.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(in)) {
				walk(place+"/"+name, in[name], func(to any) { in[name] = to })
			}
		case []any:
			for i := range in {
				walk(fmt.Sprintf("%s/%d", place, i), in[i], func(to any) { in[i] = to })
			}
		}
	}
	walk("", v, func(to any) { v = to })
}

// openJSON reads JSON as maps and lists.
func openJSON(t *testing.T, v any) any {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	var out any
	require.NoError(t, json.Unmarshal(raw, &out))
	return out
}

// arrives reads an activity as an adapter does, with a member in place of a's; false if the adapter would refuse it.
func arrives(t *testing.T, a *schema.Activity, member string, value []byte) (*schema.Activity, bool) {
	t.Helper()
	rest := *a
	rest.Value, rest.ChannelData = nil, nil
	raw, err := rest.MarshalJSON()
	require.NoError(t, err)
	raw = slices.Concat(raw[:len(raw)-1], []byte(`,"`+member+`":`), value, []byte(`}`))
	out := new(schema.Activity)
	return out, out.UnmarshalJSON(raw) == nil
}

func TestHostileMembersOfTeamsInvokes(t *testing.T) {
	t.Parallel()
	for file, tt := range goldenInvokes() {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			a := golden(t, file)
			var r runs
			bot := completeBot(&r)
			everywhere(t, a.Value, func(place string, value []byte) {
				got, ok := arrives(t, a, "value", value)
				if !ok {
					return
				}
				before := len(r.names)
				answer := answerOf(t, bot, got)
				ran := len(r.names) > before
				switch answer.Status {
				case http.StatusBadRequest, http.StatusNotImplemented:
					require.False(t, ran, "%s: refused, and a handler ran", place)
				case http.StatusOK, tt.status:
					require.True(t, ran, "%s: answered, and no handler ran", place)
				default:
					require.Fail(t, "an answer that blames the bot", "%s: %d", place, answer.Status)
				}
			})
		})
	}
}

func TestHostileMembersOfTeamsEvents(t *testing.T) {
	t.Parallel()
	for file := range goldenNotifications() {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			a := golden(t, file)
			bot := completeBot(new(runs))
			for member, value := range map[string]schema.Any{"value": a.Value, "channelData": a.ChannelData} {
				everywhere(t, value, func(place string, value []byte) {
					got, ok := arrives(t, a, member, value)
					if !ok {
						return
					}
					_, err := newChannel().deliver(t, bot, got)
					if err != nil {
						require.ErrorAs(t, err, new(*framework.BadValueError), "%s of %s", place, member)
					}
				})
			}
		})
	}
}

// Events of Teams live without channel data, and so does every handler of them that needs none.
func TestTeamsEventsWithoutChannelData(t *testing.T) {
	t.Parallel()
	for file := range goldenNotifications() {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			for _, data := range []schema.Any{nil, json.RawMessage(`null`), json.RawMessage(`7`), json.RawMessage(`[]`), json.RawMessage(`{"team":null,"eventType":null}`)} {
				a := golden(t, file)
				a.ChannelData = data
				_, err := newChannel().deliver(t, completeBot(new(runs)), a)
				require.NoError(t, err)
			}
		})
	}
}
