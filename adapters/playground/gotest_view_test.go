package playground_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// What is pressed on a card that only one person sees is told as a press.
func TestARecordedPressOnTheCardOfOnePerson(t *testing.T) {
	t.Parallel()
	button := func(verb string) schema.Attachment {
		return schema.AdaptiveCard(map[string]any{
			"type": "AdaptiveCard", "version": "1.5", "body": []any{map[string]any{"type": "TextBlock", "text": "Step " + verb}},
			"actions": []any{map[string]any{"type": "Action.Execute", "title": verb, "verb": verb}},
		})
	}
	bot := &handlers.TeamsActivityHandler{}
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return attach(ctx, turn, button("first"))
	})
	for verb, next := range map[string]string{"first": "second", "second": "third"} {
		handlers.OnAdaptiveCardAction(bot, verb, func(context.Context, *framework.TurnContext, any) (schema.AdaptiveCardInvokeResponse, error) {
			return schema.CardResponse(button(next).Content), nil
		})
	}
	p := serve(t, bot)
	fake.Join(t, p.play.World()).Connect(p.play.Handler()).As("Ann Ahmed").Says("go").Presses("first").Presses("second")
	source := p.goTest(nil)
	require.Contains(t, source, `Presses("first").ExpectAnswer("Step second")`)
	require.Contains(t, source, `Presses("second").ExpectAnswer("Step third")`)
}
