package client_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework/schema"
)

// cardWith is an Adaptive Card with a text and a button for a verb.
func cardWith(text, verb string) map[string]any {
	return map[string]any{
		"type": "AdaptiveCard", "body": []any{map[string]any{"type": "TextBlock", "text": text}},
		"actions": []any{map[string]any{"type": "Action.Execute", "verb": verb}},
	}
}

func pressOf(verb string) *schema.Activity {
	press, _ := client.Button{Kind: "Action.Execute", Action: map[string]any{"verb": verb}}.Press(client.Manual, say)
	return press
}

func answerOf(t *testing.T, card any) schema.Any {
	t.Helper()
	raw, err := json.Marshal(schema.CardResponse(card))
	require.NoError(t, err)
	return json.RawMessage(raw)
}

// shownBy are the texts of a message's cards.
func shownBy(a *schema.Activity) (texts []string) {
	for _, attached := range a.Attachments {
		texts = append(texts, client.TextsOf(attached)...)
	}
	return texts
}

func TestViews(t *testing.T) {
	t.Parallel()
	message := schema.TextMessage("two cards")
	message.ID = "1"
	message.Attachments = []schema.Attachment{schema.AdaptiveCard(cardWith("lunch", "eat")), schema.AdaptiveCard(cardWith("drinks", "drink"))}
	var views client.Views
	require.Same(t, message, views.Seen("ann", message))

	views.Keep("ann", message, pressOf("drink"), answerOf(t, cardWith("tea", "drink")))
	require.Equal(t, []string{"lunch", "tea"}, shownBy(views.Seen("ann", message)), "only the card that was pressed")
	views.Keep("ann", message, pressOf("eat"), answerOf(t, cardWith("soup", "eat")))
	require.Equal(t, []string{"soup", "tea"}, shownBy(views.Seen("ann", message)), "what was there before stays")
	views.Keep("ann", message, pressOf("pay"), answerOf(t, cardWith("paid", "pay")))
	require.Equal(t, []string{"paid", "tea"}, shownBy(views.Seen("ann", message)), "the first, if none has the verb")
	require.Equal(t, []string{"lunch", "drinks"}, shownBy(views.Seen("bob", message)), "who did not press")

	for name, keep := range map[string]func(){
		"a text":           func() { views.Keep("ann", message, pressOf("eat"), schema.MessageResponse("noted")) },
		"an answer to all": func() { views.Keep("ann", message, client.Configure(), answerOf(t, cardWith("other", "eat"))) },
		"no answer":        func() { views.Keep("ann", message, pressOf("eat"), nil) },
	} {
		keep()
		require.Equal(t, []string{"paid", "tea"}, shownBy(views.Seen("ann", message)), name)
	}

	replaced := *message
	require.Same(t, &replaced, views.Seen("ann", &replaced), "the bot replaced the message")
}

func TestViewsAreBounded(t *testing.T) {
	t.Parallel()
	answer := answerOf(t, cardWith("after", "go"))
	raw, ok := answer.(json.RawMessage)
	require.True(t, ok)
	for name, views := range map[string]*client.Views{"number": {Max: 2}, "size": {MaxBytes: 3*len(raw) - 1}} {
		messages := []*schema.Activity{{ID: "1"}, {ID: "2"}, {ID: "3"}}
		for _, message := range messages {
			message.Attachments = []schema.Attachment{schema.AdaptiveCard(cardWith("before", "go"))}
			views.Keep("ann", message, pressOf("go"), answer)
		}
		for i, want := range []string{"before", "before", "after"} {
			require.Equal(t, []string{want}, shownBy(views.Seen("ann", messages[i])), name)
		}
	}
}

// Two presses of a person that are answered at once both count.
func TestViewsAtOnce(t *testing.T) {
	t.Parallel()
	message := &schema.Activity{ID: "1"}
	var want []string
	for i := range 20 {
		message.Attachments = append(message.Attachments, schema.AdaptiveCard(cardWith("before", fmt.Sprint(i))))
		want = append(want, "after")
	}
	var views client.Views
	var all sync.WaitGroup
	for i := range message.Attachments {
		answer := answerOf(t, cardWith("after", fmt.Sprint(i)))
		all.Go(func() { views.Keep("ann", message, pressOf(fmt.Sprint(i)), answer) })
	}
	all.Wait()
	require.Equal(t, want, shownBy(views.Seen("ann", message)))
}
