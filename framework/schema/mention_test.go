package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/growth"
	"github.com/convobot/convo/framework/schema"
)

var bot = schema.ChannelAccount{ID: "28:bot", Name: "Convo"}

// mentions returns an entity for each markup that mentions the bot.
func mentions(markup ...string) []schema.Entity {
	out := make([]schema.Entity, len(markup))
	for i, text := range markup {
		out[i] = schema.Mention{Mentioned: bot, Text: text}
	}
	return out
}

func TestTextWithoutMention(t *testing.T) {
	t.Parallel()
	const at = "<at>Convo</at>"
	ada := schema.Mention{Mentioned: schema.ChannelAccount{ID: "29:ada"}, Text: "<at>Ada</at>"}
	tests := map[string]struct {
		text     string
		entities []schema.Entity
		want     string
	}{
		"no mention":                   {" hi ", nil, "hi"},
		"no text":                      {"", mentions(at), ""},
		"nothing else":                 {at, mentions(at), ""},
		"in front":                     {at + " hi", mentions(at), "hi"},
		"without space":                {at + "hi", mentions(at), "hi"},
		"at the end":                   {"hi " + at, mentions(at), "hi"},
		"in the middle":                {"hi " + at + " there", mentions(at), "hi there"},
		"in the middle, no space":      {"hi" + at + "there", mentions(at), "hi there"},
		"before a comma":               {"hi " + at + ", there", mentions(at), "hi , there"},
		"twice, one entity":            {at + " hi " + at, mentions(at), "hi"},
		"twice, an entity each":        {at + " hi " + at, mentions(at, at), "hi"},
		"twice in the middle":          {"hi " + at + " " + at + " there", mentions(at, at), "hi there"},
		"name in two pieces":           {"<at>Con</at> <at>vo</at> hi", mentions("<at>Con</at>", "<at>vo</at>"), "hi"},
		"other case in text":           {"<AT>CONVO</AT> Hi", mentions(at), "Hi"},
		"other case, not ASCII":        {"<at>ÄRGER</at> Ärger", mentions("<at>ärger</at>"), "Ärger"},
		"lower case is longer":         {"Ⱥ <at>Ⱥ</at> Ⱥ", mentions("<at>Ⱥ</at>"), "Ⱥ Ⱥ"},
		"lower case is shorter":        {"İK <at>Convo</at> x", mentions(at), "İK x"},
		"no entity for the markup":     {at + " hi", nil, at + " hi"},
		"someone else's stays":         {at + " ask <at>Ada</at> now", append(mentions(at), ada), "ask <at>Ada</at> now"},
		"entity whose text is absent":  {at + " hi", mentions(""), "hi"},
		"entity without its markup":    {"hi Convo", mentions(at), "hi Convo"},
		"text escaped, as the entity":  {"<at>R&amp;D</at> hi", mentions("<at>R&amp;D</at>"), "hi"},
		"text not escaped":             {"<at>R&D</at> hi", mentions("<at>R&amp;D</at>"), "hi"},
		"markup itself escaped":        {"&lt;at&gt;Convo&lt;/at&gt; hi", mentions("&lt;at&gt;Convo&lt;/at&gt;"), "hi"},
		"pattern characters":           {"<at>a.*(b)[c]+\\d|^$</at> hi", mentions("<at>a.*(b)[c]+\\d|^$</at>"), "hi"},
		"pattern characters match not": {"<at>axxb</at> hi", mentions("<at>a.*b</at>"), "<at>axxb</at> hi"},
		"$1 in the name":               {"a <at>$1${0}</at> b", mentions("<at>$1${0}</at>"), "a b"},
		"$1 in the text":               {"a " + at + " $1", mentions(at), "a $1"},
		"\\Q in the name":              {`<at>\Qx\E</at> hi`, mentions(`<at>\Qx\E</at>`), "hi"},
		"&nbsp; after":                 {at + "&nbsp;hi", mentions(at), "hi"},
		"&nbsp; around":                {"a&nbsp;" + at + " &nbsp;&nbsp; b", mentions(at), "a b"},
		"U+00A0 around":                {"a\u00a0" + at + "\u00a0\u00a0b", mentions(at), "a b"},
		"space elsewhere stays":        {at + " a  b&nbsp;c\nd", mentions(at), "a  b&nbsp;c\nd"},
		"line after":                   {at + "\r\n\tnewconversation\n", mentions(at), "newconversation"},
		"markup with attributes":       {`<at id="0">Convo</at> hi`, mentions(`<at id="0">Convo</at>`), "hi"},
		"plain @name, as on Slack":     {"@convo hi", mentions("@Convo"), "hi"},
		"text is not UTF-8":            {"\xff " + at + " hi", mentions(at), "\xff hi"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := schema.Activity{Text: test.text, Entities: test.entities, Recipient: bot}
			require.Equal(t, test.want, a.TextWithoutMention(bot.ID))
			require.Equal(t, test.want, a.TextWithoutRecipient())
			require.Equal(t, test.text, a.Text, "the activity stays as it is")
		})
	}
}

func TestTextWithoutMentionOfNobody(t *testing.T) {
	t.Parallel()
	a := schema.Activity{Text: "<at></at> hi", Entities: []schema.Entity{schema.Mention{Text: "<at></at>"}}}
	require.Equal(t, "<at></at> hi", a.TextWithoutMention(""), "an empty id is nobody's, not everybody's")
	require.Equal(t, "<at></at> hi", a.TextWithoutRecipient())
	require.Equal(t, "<at></at> hi", a.TextWithoutMention("28:bot"))
}

func TestTextWithoutMentionOfGoldens(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"playground-message-personal.json":                    "hello personal",
		"playground-message-group-mention.json":               "hi group",
		"playground-message-channel-mention-newpost.json":     "hi channel",
		"playground-message-channel-mention-threadreply.json": "thread reply with mention",
		"teams-message-channel-mention.json":                  "newconversation",
	} {
		require.Equal(t, want, read(t, string(golden(t, name))).TextWithoutRecipient(), name)
	}
}

// Everything here is as large as a request may be. A case-insensitive regular expression took hours for some.
func TestTextWithoutMentionTakesBoundedTime(t *testing.T) {
	t.Parallel()
	const at = "<at>Convo</at>"
	for name, prepare := range map[string]func(size int) schema.Activity{
		"markup nearly everywhere": func(size int) schema.Activity {
			long := strings.Repeat("a", size)
			return schema.Activity{Text: long + long + "b", Entities: mentions(long + "b")}
		},
		"mentions only": func(size int) schema.Activity {
			return schema.Activity{Text: strings.Repeat(at, size/14), Entities: mentions(at)}
		},
		"space only": func(size int) schema.Activity {
			return schema.Activity{Text: at + strings.Repeat(" &nbsp;", size/7), Entities: mentions(at)}
		},
		"many distinct markups": func(size int) schema.Activity {
			var distinct []string
			for i := range size / 50 {
				distinct = append(distinct, fmt.Sprintf("<at>%d</at>", i))
			}
			return schema.Activity{Text: strings.Join(distinct, "") + strings.Repeat("a", size), Entities: mentions(distinct...)}
		},
		"many of one markup": func(size int) schema.Activity {
			return schema.Activity{Text: strings.Repeat("a", size) + at, Entities: mentions(slices.Repeat([]string{at}, size/50)...)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			growth.Linear(t, 500_000, func(size int) func() {
				a := prepare(size)
				return func() { require.Less(t, len(a.TextWithoutMention(bot.ID)), len(a.Text)) }
			})
		})
	}
}

// A message that writes one name in ever new ways is cut short: no client does, and every way costs a pass over the text.
func TestTextWithoutMentionIsBounded(t *testing.T) {
	t.Parallel()
	a := &schema.Activity{}
	for i := range 100 {
		markup := fmt.Sprintf("<at>%03d</at>", i)
		a.Text += markup
		a.Entities = append(a.Entities, schema.Mention{Mentioned: schema.ChannelAccount{ID: "28:bot"}, Text: markup})
	}
	rest := a.TextWithoutMention("28:bot")
	require.NotContains(t, rest, "<at>000</at>")
	require.NotContains(t, rest, "<at>031</at>")
	require.Contains(t, rest, "<at>032</at>")
	require.Contains(t, rest, "<at>099</at>")
}
