package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// FuzzActivity: whatever arrives never panics; what is accepted loses nothing, writes as itself ever after, and is the
// same through the standard library.
func FuzzActivity(f *testing.F) {
	for _, name := range goldenNames(f) {
		f.Add(golden(f, name))
	}
	for kind := range entities() {
		f.Add(fmt.Appendf(nil, `{"entities":[{"type":%q,"x":{"type":"y"}}]}`, kind))
	}
	for _, zero := range []string{`{}`, `null`, `{"entities":[null,{},{"type":"mention"}],"from":{},"attachments":[{}],"value":null}`} {
		f.Add([]byte(zero))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var a schema.Activity
		if a.UnmarshalJSON(data) != nil {
			require.Error(t, json.Unmarshal(data, &a), "the standard library is as strict")
			return
		}
		written, err := a.MarshalJSON()
		require.NoError(t, err)

		var again schema.Activity
		require.NoError(t, again.UnmarshalJSON(written))
		rewritten, err := again.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))

		requireWritersAgree(t, &a)

		var std schema.Activity
		require.NoError(t, json.Unmarshal(data, &std))
		stdWritten, err := json.Marshal(std)
		require.NoError(t, err)
		require.Equal(t, compact(t, written), compact(t, stdWritten))

		// None of these may panic on what was accepted.
		_ = a.CheckReceived()
		_ = a.TextWithoutRecipient()
		_, _ = schema.As[map[string]any](a.Value)
		_ = a.Reference().ContinuationActivity()
		_ = a.ClientInfo()
		a.MarkAIGenerated()
	})
}

// FuzzCards: every card takes any JSON without a panic, and writes what it took as itself.
func FuzzCards(f *testing.F) {
	var cards []string
	for _, name := range goldenNames(f) {
		if strings.HasPrefix(name, "card-") {
			cards = append(cards, name)
			f.Add(golden(f, name))
		}
	}
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range cards {
			card, again := newCard(name), newCard(name)
			if card.UnmarshalJSON(data) != nil {
				continue
			}
			written, err := card.MarshalJSON()
			require.NoError(t, err)
			require.NoError(t, again.UnmarshalJSON(written))
			require.Equal(t, string(written), write(t, again))
		}
	})
}

// compact writes JSON as the standard library does, which escapes more than it must.
func compact(tb testing.TB, data []byte) string {
	tb.Helper()
	var escaped bytes.Buffer
	json.HTMLEscape(&escaped, data)
	return escaped.String()
}

// FuzzTextWithoutMention: what is left are bytes of the text, in order; and all of them when nobody is mentioned.
func FuzzTextWithoutMention(f *testing.F) {
	f.Add("<at>Convo</at> hi", "<at>Convo</at>", "Convo")
	f.Add("a&nbsp;<at>R&amp;D</at>\u00a0b", "<AT>r&amp;d</at>", "R&D")
	f.Add("", "", "")
	f.Add("\xcb<at>x</at>\x85", "<at>x</at>", "x")
	f.Add("İ<at>Ⱥ</at>$1", "<at>ⱥ</at>", "(?i)")
	f.Fuzz(func(t *testing.T, text, markup, name string) {
		account := schema.ChannelAccount{ID: "28:bot", Name: name}
		a := schema.Activity{Text: text, Entities: []schema.Entity{schema.Mention{Mentioned: account, Text: markup}}}
		got := a.TextWithoutMention("28:bot")
		require.LessOrEqual(t, len(got), len(text))
		require.Equal(t, strings.TrimSpace(got), got)
		require.Equal(t, strings.TrimSpace(text), a.TextWithoutMention("29:other"))

		rest := text
		for _, b := range []byte(strings.ReplaceAll(got, " ", "")) {
			i := strings.IndexByte(rest, b)
			require.GreaterOrEqual(t, i, 0, "%q is not what is left of %q", got, text)
			rest = rest[i+1:]
		}
	})
}
