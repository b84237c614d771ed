package lint_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/lint"
	"github.com/convobot/convo/framework/schema"
)

// turn is one activity of a conversation: what differs from one in which nothing is wrong, and how long after the last.
type turn struct {
	d     lint.Direction
	what  string
	after time.Duration
}

// say checks the activities in order and returns the findings of the last, and of the end.
func say(t *testing.T, turns []turn) (last, end []lint.Finding) {
	t.Helper()
	var c lint.Conversation
	at := time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)
	for _, next := range turns {
		at = at.Add(next.after)
		last = c.CheckJSON(with(t, base(next.d), next.what), next.d, at)
	}
	return last, c.Done()
}

const (
	typing  = `{"type":"typing"}`
	command = `{"type":"command","id":"7","name":"application/x","value":{"commandId":"1"}}`
)

// sequenceTests have a number, and turns the last of which breaks it; in holds, nothing is wrong.
var sequenceTests = []struct {
	number string
	member string
	breaks []turn
	holds  []turn
}{
	{
		"A5230", "entities[0].streamId",
		[]turn{{in, media("Media.Start", `"streamId":"s","streamSequence":1`), 0}, {in, media("Media.Chunk", `"streamId":"other","streamSequence":2`), 0}},
		[]turn{{in, media("Media.Start", `"streamId":"s","streamSequence":1`), 0}, {in, media("Media.Chunk", `"streamId":"s","streamSequence":2`), 0}},
	},
	{
		"A5231", "entities[0].streamSequence",
		[]turn{{in, media("Media.Start", `"streamId":"s","streamSequence":1`), 0}, {in, media("Media.Chunk", `"streamId":"s","streamSequence":1`), 0}},
		nil,
	},
	{
		"A5232", "entities[0].streamSequence",
		[]turn{{in, media("Media.Start", `"streamId":"s","streamSequence":1`), 0}, {in, media("Media.Chunk", `"streamId":"s","streamSequence":3`), 0}},
		nil,
	},
	{
		"A9261", "entities[0].streamId",
		[]turn{{out, media("Media.Start", `"streamId":"s","streamSequence":1`), 0}, {out, media("Media.End", `"streamId":"other","streamType":"final"`), 0}},
		[]turn{{out, media("Media.Start", `"streamId":"s","streamSequence":1`), 0}, {out, media("Media.End", `"streamId":"s","streamSequence":2,"streamType":"final"`), 0}},
	},
	{
		"A6001", "type",
		[]turn{{out, typing, 0}, {out, typing, 1999 * time.Millisecond}},
		[]turn{{out, typing, 0}, {in, typing, time.Second}, {out, typing, time.Second}},
	},
	{
		"A6413", "name",
		[]turn{{in, command, 0}, {out, `{"type":"commandResult","name":"application/y","value":{"commandId":"1"}}`, 0}},
		[]turn{{in, command, 0}, {out, `{"type":"commandResult","name":"application/x","value":{"commandId":"1"}}`, 0}},
	},
	{
		"A11100", "value.commandId",
		[]turn{{in, command, 0}, {out, `{"type":"commandResult","name":"application/x","replyToId":"7","value":{}}`, 0}},
		[]turn{{in, command, 0}, {in, `{"type":"commandResult","name":"application/x","value":{"commandId":"1"}}`, 0}},
	},
	{
		"A10100", "value.commandId",
		[]turn{{in, command, 0}, {in, command, 0}},
		[]turn{{in, command, 0}, {in, `{"type":"command","name":"application/x","value":{"commandId":"2"}}`, 0}},
	},
	{
		"A7720", "textHighlights[0]",
		[]turn{{in, `{"text":"tea and tea"}`, 0}, {out, `{"type":"suggestion","recipient":{"id":"user"},"replyToId":"1","textHighlights":[{"text":"tea","occurrence":3}]}`, 0}},
		[]turn{{in, `{"text":"tea and tea"}`, 0}, {out, `{"type":"suggestion","recipient":{"id":"user"},"replyToId":"1","textHighlights":[{"text":"tea","occurrence":2}]}`, 0}},
	},
	{
		"A7763", "semanticAction.state",
		[]turn{{in, `{"semanticAction":{"id":"book","state":"continue"}}`, 0}},
		[]turn{{in, `{"semanticAction":{"id":"book","state":"start"}}`, 0}, {in, `{"semanticAction":{"id":"book","state":"continue"}}`, 0}},
	},
	{
		"A9240", "entities[0].streamSequence",
		[]turn{{out, part("The", 2), 0}, {out, part("The cat", 2), 0}},
		[]turn{{out, part("The", 2), 0}, {out, part("The cat", 3), 0}},
	},
	{
		"A9242", "text",
		[]turn{{out, part("The cat", 2), 0}, {out, `{"text":" sat","entities":[{"type":"streaminfo","streamId":"s","streamType":"final"}]}`, 0}},
		[]turn{{out, part("The cat", 2), 0}, {out, `{"text":"The cat sat","entities":[{"type":"streaminfo","streamId":"s","streamType":"final"}]}`, 0}},
	},
}

// part is a part of a streamed text.
func part(text string, sequence int) string {
	return `{"type":"typing","text":"` + text + `","entities":[{"type":"streaminfo","streamId":"s","streamSequence":` + string(rune('0'+sequence)) + `}]}`
}

func TestConversation(t *testing.T) {
	t.Parallel()
	for _, tt := range sequenceTests {
		t.Run(tt.number, func(t *testing.T) {
			t.Parallel()
			found, _ := say(t, tt.breaks)
			require.Equal(t, []string{tt.number}, numbers(found))
			require.Equal(t, []string{tt.member}, where(found, tt.number))
			if tt.holds != nil {
				found, _ = say(t, tt.holds)
				require.Empty(t, found)
			}
		})
	}
}

// doneTests are commands that want an answer.
var doneTests = []struct{ number, name, value string }{
	{"A9401", "session.init", `{"sessionId":"s"}`},
	{"A9411", "session.update", `{"state":"idle"}`},
	{"A9440", "session.end", `{"reason":"completed"}`},
}

func TestConversationDone(t *testing.T) {
	t.Parallel()
	for _, tt := range doneTests {
		t.Run(tt.number, func(t *testing.T) {
			t.Parallel()
			asked := turn{in, `{"type":"command","id":"7","name":"` + tt.name + `","value":` + tt.value + `}`, 0}
			found, end := say(t, []turn{asked})
			require.Empty(t, found)
			require.Equal(t, []string{tt.number}, numbers(end))

			_, end = say(t, []turn{asked, {out, `{"type":"commandResult","name":"` + tt.name + `","replyToId":"7","value":{}}`, 0}})
			require.Empty(t, end)
		})
	}
}

func TestConversationOfActivities(t *testing.T) {
	t.Parallel()
	var c lint.Conversation
	require.Nil(t, c.Check(nil, out, time.Time{}))
	a := &schema.Activity{Type: schema.TypeTyping, From: schema.ChannelAccount{ID: "bot"}, Conversation: schema.ConversationAccount{ID: "c"}}
	at := time.Now()
	require.Empty(t, c.Check(a, out, at))
	require.Equal(t, []string{"A6001"}, numbers(c.Check(a, out, at.Add(time.Second))))
	require.Empty(t, c.Check(a, out, time.Time{}), "nobody knows when")
	require.Equal(t, []string{"A2001"}, numbers(c.Check(&schema.Activity{Value: make(chan int)}, out, at)))
}

// A conversation goes on for years; what is remembered of it does not grow.
func TestConversationIsBounded(t *testing.T) {
	t.Parallel()
	var c lint.Conversation
	for range 300 {
		require.NotContains(t, numbers(c.CheckJSON(with(t, received, `{"type":"command","name":"session.init","value":{"sessionId":"s"}}`), in, time.Time{})), "A10100")
	}
	require.Len(t, c.Done(), 100)
}
