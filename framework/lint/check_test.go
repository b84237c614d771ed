package lint_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/growth"
	"github.com/convobot/convo/framework/lint"
	"github.com/convobot/convo/framework/schema"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	require.Nil(t, lint.Check(nil, in))
	require.Nil(t, lint.Check(&schema.Activity{
		Type: schema.TypeMessage, From: schema.ChannelAccount{ID: "bot"}, Conversation: schema.ConversationAccount{ID: "c"},
	}, out))

	found := lint.Check(&schema.Activity{Type: schema.TypeMessage, From: schema.ChannelAccount{ID: "bot"}}, out)
	require.Equal(t, []lint.Finding{{
		Requirement: "A2080", Level: lint.Must, Member: "conversation.id",
		Problem: "is missing: an activity belongs to a conversation; set its id",
	}}, found)
	require.Equal(t, "A2080 (MUST): conversation.id: is missing: an activity belongs to a conversation; set its id", found[0].String())
}

// The JSON that an activity has is what is checked, whatever made it.
func TestCheckSeesGoValues(t *testing.T) {
	t.Parallel()
	var a schema.Activity
	require.NoError(t, json.Unmarshal([]byte(sent), &a))
	a.Attachments = []schema.Attachment{schema.HeroCard{
		Buttons: []schema.CardAction{{Type: schema.ActionOpenURL, Value: "https://example.com"}, {Type: schema.ActionCall, Value: "112"}},
		Images:  []schema.CardImage{{Tap: schema.CardAction{Type: schema.ActionSignIn}}},
		Tap:     schema.CardAction{Type: schema.ActionPostBack, Value: 5},
	}.Attachment()}
	found := lint.Check(&a, out)
	require.Equal(t, []string{"attachments[0].content.tap.value"}, where(found, "A7372"))
	require.Equal(t, []string{"attachments[0].content.buttons[1].value"}, where(found, "A7440"))
	require.Equal(t, []string{"attachments[0].content.images[0].tap.value"}, where(found, "A7410"))
	require.Len(t, found, 3)

	a.Attachments = []schema.Attachment{schema.ReceiptCard{Items: []schema.ReceiptItem{
		{Tap: schema.CardAction{Type: schema.ActionCall}},
		{Image: schema.CardImage{Tap: schema.CardAction{Type: schema.ActionCall}}},
	}}.Attachment()}
	require.Equal(t, []string{"attachments[0].content.items[0].tap.value", "attachments[0].content.items[1].image.tap.value"},
		where(lint.Check(&a, out), "A7440"))

	a.Attachments = []schema.Attachment{{Content: make(chan int)}}
	require.Equal(t, []string{"A2001"}, numbers(lint.Check(&a, out)))
}

func TestCheckJSON(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ raw, number, member string }{
		"empty":                   {``, "A2001", ""},
		"cut short":               {`{"type":"mess`, "A2001", ""},
		"two values":              {`{} {}`, "A2001", ""},
		"not UTF-8":               {"{\"text\":\"\xff\"}", "A2001", ""},
		"too deep":                {`{"value":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`, "A2001", ""},
		"twice":                   {`{"type":"message","type":"event"}`, "A2001", "type"},
		"twice, inside":           {`{"from":{"id":"a","id":"b"}}`, "A2001", "from.id"},
		"twice, in a list":        {`{"entities":[{},{"type":"a","type":"b"}]}`, "A2001", "entities[1].type"},
		"twice, in an open value": {`{"value":{"a b":1,"a b":2}}`, "A2001", `value["a b"]`},
		"a list":                  {`[]`, "A2007", ""},
		"a string":                {`"message"`, "A2007", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := lint.CheckJSON([]byte(tt.raw), in)
			require.Contains(t, where(found, tt.number), tt.member, "found %v", found)
			require.Equal(t, lint.Must, found[0].Level)
		})
	}
	t.Run("goes on after a name that is there twice", func(t *testing.T) {
		t.Parallel()
		found := lint.CheckJSON([]byte(`{"type":"message","x":1,"x":2,"textFormat":"html"}`), in)
		require.Equal(t, []string{"x"}, where(found, "A2001"))
		require.Equal(t, []string{"textFormat"}, where(found, "A3010"))
	})
}

// A finding goes into logs: it has no words of users, and is not long.
func TestFindingsQuoteNothing(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	for _, tests := range ruleTests {
		for _, tt := range tests {
			spoilt := strings.NewReplacer("maybe", secret, "pigeon", secret, "house", secret, "pile", secret, "html", secret).Replace(tt.breaks)
			for _, d := range []lint.Direction{in, out} {
				for _, f := range lint.CheckJSON(with(t, base(d), spoilt), d) {
					require.NotContains(t, f.String(), secret)
					require.NotContains(t, f.String(), "Hello")
				}
			}
		}
	}
	name := strings.Repeat("long", 1000)
	found := lint.CheckJSON([]byte(`{"`+name+`":{"`+name+`":{"`+name+`":{"a":1,"a":2}}}}`), in)
	require.Less(t, len(found[0].Member), 300)
}

// What is large costs no more than its size.
func TestLargeTextsAreQuick(t *testing.T) {
	t.Parallel()
	list := func(n int, element string) string { return "[" + strings.Repeat(element+",", n) + element + "]" }
	many := func(n int, value string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"m%d":%s,`, i, value)
		}
		return "{" + b.String() + `"type":"message"}`
	}
	place := `{"text":"Berlin","startIndex":1,"endIndex":7}`
	tests := map[string]func(n int) string{
		"members":     func(n int) string { return many(n, `""`) },
		"entities":    func(n int) string { return `{"entities":` + list(n, `{"type":"mention","mentioned":{"id":"a"}}`) + `}` },
		"attachments": func(n int) string { return `{"attachments":` + list(n, `{"contentUrl":"x","content":{}}`) + `}` },
		"actions":     func(n int) string { return `{"suggestedActions":{"actions":` + list(n, `{"type":"call"}`) + `}}` },
		"members of a conversation": func(n int) string {
			return `{"type":"conversationUpdate","membersAdded":` + list(n, `{"id":"a"}`) + `}`
		},
		"highlights": func(n int) string { return `{"textHighlights":` + list(n, `{"text":"a","occurrence":1}`) + `}` },
		"phrases":    func(n int) string { return `{"listenFor":` + list(n, `"{"`) + `}` },
		"instances": func(n int) string {
			return `{"text":"` + strings.Repeat("Berlin ", n) + `","semanticAction":{"id":"x","entities":{"$instance":` + many(n, place) + `}}}`
		},
		"lists": func(n int) string { return strings.Repeat("[", n*3/10) + strings.Repeat("]", n*3/10) },
	}
	for name, sized := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			growth.Linear(t, 10_000, func(n int) func() {
				raw := sized(n)
				value, transcript := with(t, sent, `{"value":`+raw+`}`), []byte(`[`+raw+`]`)
				return func() {
					require.LessOrEqual(t, len(lint.CheckJSON(value, out)), 100)
					require.LessOrEqual(t, len(lint.CheckJSON([]byte(raw), out)), 100)
					require.LessOrEqual(t, len(lint.CheckTranscript(transcript)), 1000)
				}
			})
		})
	}
}

func TestFindingsAreBounded(t *testing.T) {
	t.Parallel()
	raw := `{"type":"message","textHighlights":[` + strings.Repeat(`{"text":""},`, 60_000) + `{}]}`
	require.Len(t, lint.CheckJSON([]byte(raw), out), 100)
}

// Teams itself does not hold every requirement; what it is known for is no finding.
func TestTeamsHabits(t *testing.T) {
	t.Parallel()
	for _, habit := range []string{
		`{"textFormat":"plain"}`,
		`{"attachments":[{"contentType":"text/html","content":"<p>Hi</p>"}]}`,
		`{"entities":[{"type":"mention","mentioned":{"id":"bot"}},{"type":"mention","mentioned":{"id":"bot"}}]}`,
		`{"type":"invoke"}`,
	} {
		require.NotEmpty(t, lint.CheckJSON(with(t, received, habit), in))
		require.Empty(t, lint.CheckJSON(with(t, string(with(t, received, habit)), `{"channelId":"msteams"}`), in))
		require.NotEmpty(t, lint.CheckJSON(with(t, string(with(t, sent, habit)), `{"channelId":"msteams"}`), out))
	}
}

// knownFindings are what is wrong with payloads that were recorded, or written after published examples.
var knownFindings = map[string][]string{
	"agents-email.json":                       {"A2043", "A3050", "A7610"},
	"webchat-event-ContinueConversation.json": {"A2004", "A2004", "A2040"},
}

func TestGoldens(t *testing.T) {
	t.Parallel()
	received := []string{
		"playground", "teams", "webchat", "agents", "conversationUpdate", "event", "invoke", "installationUpdate", "message",
		"messageDelete", "messageUpdate",
	}
	checked := 0
	for _, folder := range []string{"../schema/testdata", "../teams/testdata", "../../adapters/world/testdata"} {
		paths, err := filepath.Glob(folder + "/*.json")
		require.NoError(t, err)
		for _, path := range paths {
			name := filepath.Base(path)
			prefix, _, _ := strings.Cut(name, "-")
			if !slices.Contains(received, prefix) {
				continue
			}
			raw, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, knownFindings[name], numbers(lint.CheckJSON(raw, in)), name)
			checked++
		}
	}
	require.Greater(t, checked, 85)
}
