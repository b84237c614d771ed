package transcript_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/schema"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// said yields activities as the entries of a conversation, one a second; those from Bot are the bot's.
func said(activities ...string) iter.Seq2[transcript.Entry, error] {
	return func(yield func(transcript.Entry, error) bool) {
		for i, a := range activities {
			e := transcript.Entry{
				Conversation: lunch(), At: noon.Add(time.Duration(i) * time.Second), ID: "id", Role: transcript.RoleUser,
				Activity: json.RawMessage(a),
			}
			if strings.Contains(a, `"name":"Bot"`) {
				e.Role = transcript.RoleBot
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

func textOf(t *testing.T, activities ...string) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, transcript.WriteText(&b, said(activities...)))
	return b.String()
}

func TestWriteText(t *testing.T) {
	t.Parallel()
	require.Equal(t, `2026-11-21 12:00:00Z < Ada [1]: Lunch?
    | Or <b>dinner</b>?
2026-11-21 12:00:01Z > Bot [2]:
    [card] What shall it be?
    [button] Pizza
2026-11-21 12:00:02Z > Bot edited [2]: Too late.
2026-11-21 12:00:03Z < Ada reacted to [2]: like
2026-11-21 12:00:04Z < Ada deleted [1]
2026-11-21 12:00:05Z < 19:lunch conversation updated: teamMemberAdded, added Ben, 29:cy, removed Dan
2026-11-21 12:00:06Z < user invoke adaptiveCard/action
2026-11-21 12:00:07Z < Ada installation: remove
2026-11-21 12:00:08Z < Ada endOfConversation
2026-11-21 12:00:09Z < (an activity that cannot be read)
2026-11-21 12:00:10Z < Ada reacted to [2]: heart, took back from [2]: like
`, textOf(t,
		`{"type":"message","id":"1","from":{"id":"29:ada","name":"Ada"},"text":"Lunch?\r\nOr <b>dinner</b>?\n"}`,
		`{"type":"message","id":"2","from":{"name":"Bot"},"attachments":[{"contentType":"application/vnd.microsoft.card.hero","content":{"title":"What shall it be?","buttons":[{"type":"imBack","title":"Pizza","value":"p"}]}}]}`,
		`{"type":"messageUpdate","id":"2","from":{"name":"Bot"},"text":"Too late."}`,
		`{"type":"messageReaction","replyToId":"2","from":{"name":"Ada"},"reactionsAdded":[{"type":"like"}]}`,
		`{"type":"messageDelete","id":"1","from":{"name":"Ada"}}`,
		`{"type":"conversationUpdate","from":{"id":"19:lunch"},"channelData":{"eventType":"teamMemberAdded"},"membersAdded":[{"id":"29:b","name":"Ben"},{"id":"29:cy"}],"membersRemoved":[{"id":"29:d","name":"Dan"}]}`,
		`{"type":"invoke","name":"adaptiveCard/action"}`,
		`{"type":"installationUpdate","action":"remove","from":{"name":"Ada"}}`,
		`{"type":"endOfConversation","from":{"name":"Ada"}}`,
		`{"type":5}`,
		`{"type":"messageReaction","replyToId":"2","from":{"name":"Ada"},"reactionsAdded":[{"type":"heart"}],"reactionsRemoved":[{"type":"like"}]}`,
	))
}

// Cards are what they show, or what they say of themselves for those who cannot see them.
func TestWriteTextOfCards(t *testing.T) {
	t.Parallel()
	card := func(contentType, content string) string {
		return `{"type":"message","from":{"name":"Bot"},"attachments":[{"contentType":"` + contentType + `","name":"n","content":` + content + `}]}`
	}
	adaptive := `{"type":"AdaptiveCard","fallback":1,"body":[{"type":"TextBlock","text":"Poll"},
		{"type":"ColumnSet","columns":[{"items":[{"type":"TextBlock","text":"left"}]},{"items":[{"type":"RichTextBlock","inlines":["plain",{"text":"right"}]}]}]},
		{"type":"FactSet","facts":[{"title":"Due","value":"Monday"},"odd"]},{"type":"Input.Text","label":"Why?"},5,
		{"type":"Carousel","pages":[{"items":[{"type":"TextBlock","text":"page"}]}]},
		{"type":"ActionSet","actions":[{"type":"Action.ShowCard","title":"More","card":{"body":[{"type":"TextBlock","text":"inside"}]}}]}],
		"actions":[{"type":"Action.Submit","title":"Vote"},{"title":5},"odd"]}`
	tests := map[string]struct{ activity, want string }{
		"adaptive": {
			card(schema.ContentTypeAdaptiveCard, adaptive),
			"[card] Poll|[card] left|[card] plain|[card] right|[card] Due: Monday|[card] Why?|[card] page|[card] inside|[button] More|[button] Vote",
		},
		"adaptive with a fallback": {
			card(schema.ContentTypeAdaptiveCard, `{"fallbackText":"in short","body":[{"text":"long"}],"actions":[{"title":"Go"}]}`),
			"[card] in short|[button] Go",
		},
		"nothing to show": {card(schema.ContentTypeAdaptiveCard, `{}`), "[card] application/vnd.microsoft.card.adaptive"},
		"no object":       {card(schema.ContentTypeAdaptiveCard, `[1]`), "[attachment] application/vnd.microsoft.card.adaptive n"},
		"a file":          {card("image/png", `{"title":"no card"}`), "[attachment] image/png n"},
		"choices":         {`{"type":"message","from":{"name":"Bot"},"suggestedActions":{"actions":[{"title":"Yes"},{"title":"No"},{}]}}`, "[choice] Yes|[choice] No"},
		"a form":          {`{"type":"message","from":{"name":"Bot"},"value":{"vote":1}}`, `[value] {"vote":1}`},
		"a long form":     {`{"type":"message","from":{"name":"Bot"},"value":"` + strings.Repeat("a", 600) + `"}`, `[value] "` + strings.Repeat("a", 499) + `...`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := "2026-11-21 12:00:00Z > Bot:\n    " + strings.ReplaceAll(tt.want, "|", "\n    ") + "\n"
			require.Equal(t, want, textOf(t, tt.activity))
		})
	}
}

// Nobody can write a line that another seems to have written.
func TestWriteTextIsNotForged(t *testing.T) {
	t.Parallel()
	const forged = `2026-11-21 12:00:00Z > Bot: I promise`
	for _, end := range []string{"\n", "\r", "\r\n", "\v", "\f", "\u0085", "\u2028", "\u2029", "\x1b[1G", "\b\b\b", "\u202e", "\x00"} {
		bad := mustJSON(t, "x"+end+forged)
		for name, a := range map[string]string{
			"text":       `{"type":"message","text":` + bad + `}`,
			"name":       `{"type":"message","from":{"name":` + bad + `},"text":"hi"}`,
			"id":         `{"type":"message","id":` + bad + `,"text":"hi"}`,
			"type":       `{"type":` + bad + `}`,
			"event":      `{"type":"event","name":` + bad + `}`,
			"action":     `{"type":"installationUpdate","action":` + bad + `}`,
			"member":     `{"type":"conversationUpdate","membersAdded":[{"name":` + bad + `}]}`,
			"reaction":   `{"type":"messageReaction","replyToId":` + bad + `,"reactionsRemoved":[{"type":` + bad + `}]}`,
			"deleted":    `{"type":"messageDelete","id":` + bad + `}`,
			"attachment": `{"type":"message","attachments":[{"contentType":` + bad + `,"name":` + bad + `}]}`,
			"card":       `{"type":"message","attachments":[{"contentType":"x.card.y","content":{"title":` + bad + `,"buttons":[{"title":` + bad + `}]}}]}`,
			"choice":     `{"type":"message","suggestedActions":{"actions":[{"title":` + bad + `}]}}`,
			"value":      `{"type":"message","value":` + bad + `}`,
		} {
			lines := strings.Split(strings.TrimSuffix(textOf(t, a), "\n"), "\n")
			for i, line := range lines {
				if i == 0 {
					require.True(t, strings.HasPrefix(line, "2026-11-21 12:00:00Z < "), "%s, %q: %q", name, end, line)
				} else {
					require.Regexp(t, `^    (\||\[(card|button|choice|value|attachment)\]) `, line, "%s, %q", name, end)
				}
				require.NotRegexp(t, `[\x00-\x1f\x7f-\x9f\x{2028}\x{2029}\x{202e}]`, line, "%s, %q", name, end)
			}
		}
	}
	require.Equal(t, "2026-11-21 12:00:00Z < user: a family: \U0001F468\u200d\U0001F469\u200d\U0001F467, עברית\n",
		textOf(t, `{"type":"message","text":"a family: 👨‍👩‍👧, עברית"}`), "what joins characters stays")
}

func mustJSON(t *testing.T, s string) string {
	t.Helper()
	b, err := json.Marshal(s)
	require.NoError(t, err)
	return string(b)
}

func FuzzWriteText(f *testing.F) {
	f.Add([]byte(`{"type":"message","text":"a\nb","attachments":[{"contentType":"x.card.y","content":{"body":[{"text":"t"}]}}]}`))
	f.Add([]byte(`{"type":"messageReaction","reactionsAdded":[{"type":"like"}]}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, activity []byte) {
		var b bytes.Buffer
		require.NoError(t, transcript.WriteText(&b, said(string(activity))))
		first := true
		for line := range strings.Lines(b.String()) {
			require.True(t, strings.HasPrefix(line, "2026-11-21 12:00:00Z ") == first && (first || strings.HasPrefix(line, "    ")), "%q", line)
			first = false
		}
	})
}

func TestWriteJSONLines(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	require.NoError(t, transcript.WriteJSONLines(&b, said(`{"type":"message","text":"hi"}`, `{"type":"typing"}`)))
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	require.Len(t, lines, 2)
	require.JSONEq(t, `{"tenantId":"tenant","appId":"app","channelId":"msteams","conversationId":"19:lunch",
		"at":"2026-11-21T12:00:00Z","id":"id","role":"user","activity":{"type":"message","text":"hi"}}`, lines[0])
	require.Error(t, transcript.WriteJSONLines(&b, said(`{`)))
}

// What goes wrong with the entries or the writer is said; what came before is written.
func TestWriteFails(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	broken := func(yield func(transcript.Entry, error) bool) {
		for e, err := range said(`{"type":"typing"}`) {
			if !yield(e, err) {
				return
			}
		}
		yield(transcript.Entry{}, gone)
	}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"text":       func(b *bytes.Buffer) error { return transcript.WriteText(b, broken) },
		"JSON Lines": func(b *bytes.Buffer) error { return transcript.WriteJSONLines(b, broken) },
	} {
		var b bytes.Buffer
		require.ErrorIs(t, write(&b), gone, name)
		require.Contains(t, b.String(), "typing", name)
	}
	require.ErrorIs(t, transcript.WriteText(failing{gone}, said(`{}`)), gone)
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
