package schema_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/growth"
	"github.com/convobot/convo/framework/schema"
)

func TestNormalizeMentions(t *testing.T) {
	t.Parallel()
	const at = "<at>Convo</at>"
	ada := schema.Mention{Mentioned: schema.ChannelAccount{ID: "29:ada"}, Text: "<at>Ada</at>"}
	tests := map[string]struct {
		text     string
		entities []schema.Entity
		remove   bool
		want     string
		mentions []string
	}{
		"no text":                     {"", nil, true, "", nil},
		"no mention":                  {"hi ", nil, false, "hi ", nil},
		"a name":                      {"ask <at>Ada</at> now", []schema.Entity{ada}, true, "ask Ada now", []string{"Ada"}},
		"touching a word":             {"<at>Ada</at>is", []schema.Entity{ada}, true, "Ada is", []string{"Ada"}},
		"before a comma":              {"hi <at>Ada</at>, well", []schema.Entity{ada}, true, "hi Ada, well", []string{"Ada"}},
		"attributes":                  {`<at id="0">Ada</at> x`, []schema.Entity{schema.Mention{Text: `<at id="0">Ada</at>`}}, true, "Ada x", []string{"Ada"}},
		"any letter case":             {"<AT>Ada</At> x", nil, false, "Ada x", nil},
		"two that touch":              {"<at>Ada</at><at>Bob</at>", nil, false, "Ada Bob", nil},
		"the bot too":                 {at + " hi <at>Ada</at>", append(mentions(at), ada), true, "hi Ada", []string{"Ada"}},
		"the bot stays":               {at + " hi", mentions(at), false, "Convo hi", []string{"Convo"}},
		"no beginning":                {"Ada</at> x", nil, true, "Ada</at> x", nil},
		"no end":                      {"<at>Ada x", nil, true, "<at>Ada x", nil},
		"no end, then another":        {"<at>Ada <at>Bob</at> x", nil, true, "Ada <at>Bob x", nil},
		"another tag":                 {"<atlas>x</at>", nil, true, "<atlas>x</at>", nil},
		"tag that never closes":       {"<at x</at>", nil, true, "<at x</at>", nil},
		"not UTF-8":                   {"\xff<at>Ada</at>\xff", nil, true, "\xffAda\xff", nil},
		"entity whose text is absent": {"Ada", []schema.Entity{schema.Mention{Mentioned: schema.ChannelAccount{ID: "29:ada"}}}, true, "Ada", []string{""}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &schema.Activity{Text: test.text, Entities: test.entities, Recipient: bot}
			a.NormalizeMentions(test.remove)
			require.Equal(t, test.want, a.Text)
			var got []string
			for _, m := range a.Mentions() {
				got = append(got, m.Text)
			}
			require.Equal(t, test.mentions, got)
		})
	}
}

func TestNormalizeMentionsKeepsWhatOthersShare(t *testing.T) {
	t.Parallel()
	a := &schema.Activity{Text: "<at>Convo</at> hi", Entities: append(mentions("<at>Convo</at>"), schema.ClientInfo{Platform: "Web"}), Recipient: bot}
	shared := *a
	a.NormalizeMentions(false)
	require.Equal(t, "<at>Convo</at>", shared.Mentions()[0].Text)
	require.Equal(t, "Web", a.ClientInfo().Platform)
}

// The texts are as long as a request may be.
func TestNormalizeMentionsTakesBoundedTime(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]func(size int) string{
		"beginnings": func(size int) string { return strings.Repeat("<at>", size/4) },
		"ends":       func(size int) string { return strings.Repeat("</at>", size/5) },
		"open tags":  func(size int) string { return strings.Repeat("<at ", size/4) + "</at>" },
		"other tags": func(size int) string { return strings.Repeat("<atx>", size/5) + "</at>" },
		"mentions":   func(size int) string { return strings.Repeat("<at>a</at>", size/10) },
		"tag and no end": func(size int) string {
			return strings.Repeat("<at>a", size/5) + "</at>" + strings.Repeat("<at>a", size/5)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			growth.Linear(t, 500_000, func(size int) func() {
				long := text(size)
				return func() { schema.TextMessage(long).NormalizeMentions(true) }
			})
		})
	}
}

func TestAddMention(t *testing.T) {
	t.Parallel()
	ada := schema.ChannelAccount{ID: "29:ada", Name: "Ada & Co"}
	for text, want := range map[string]string{
		"": "<at>Ada &amp; Co</at>", "Over to": "Over to <at>Ada &amp; Co</at>", "Over to\n": "Over to\n<at>Ada &amp; Co</at>",
	} {
		a := schema.TextMessage(text)
		shared := *a
		a.AddMention(ada)
		require.Equal(t, want, a.Text)
		require.Equal(t, ada, a.Mentions()[0].Mentioned)
		require.Empty(t, shared.Entities)
	}
}

func TestIsRecipientMentioned(t *testing.T) {
	t.Parallel()
	a := &schema.Activity{Entities: mentions("<at>Convo</at>"), Recipient: bot}
	require.True(t, a.IsRecipientMentioned())
	a.Recipient.ID = "28:other"
	require.False(t, a.IsRecipientMentioned())
	require.False(t, (&schema.Activity{Entities: []schema.Entity{schema.Mention{}}}).IsRecipientMentioned(), "an empty id is nobody's")
}
