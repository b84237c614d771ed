package lint_test

import (
	"context"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/lint"
	"github.com/convobot/convo/framework/schema"
)

func ExampleCheckJSON() {
	raw := []byte(`{
		"type": "message",
		"from": {"id": "bot"},
		"text": "Shall we?",
		"suggestedActions": {"actions": [{"type": "openUrl", "title": "More", "value": "example.com"}]}
	}`)
	for _, f := range lint.CheckJSON(raw, lint.Outbound) {
		fmt.Println(f)
	}
	// Output:
	// A2080 (MUST): conversation.id: is missing: an activity belongs to a conversation; set its id
	// A7380 (MUST): suggestedActions.actions[0].value: is no absolute URL, so receivers may reject the button (A7381): send one
}

// What an activity breaks that a bot is about to send, before the framework has addressed it.
func ExampleWire() {
	a := schema.TextMessage("Hello")
	a.ID = "the framework takes it away"
	a.From.ID, a.Conversation.ID = "bot", "c"
	a.TextFormat = schema.TextFormatPlain
	for _, f := range lint.Check(lint.Wire(a), lint.Outbound) {
		fmt.Println(f.Requirement, f.Member)
	}
	// Output: A3011 textFormat
}

func ExampleMiddleware() {
	bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Hello")
	})
	report := func(_ context.Context, f lint.Finding) { fmt.Println(f) }
	handler := framework.Chain(bot, lint.Middleware(report, "A3011"))

	received := &schema.Activity{Type: schema.TypeMessage, ID: "1", ChannelID: schema.ChannelTest, Importance: "very"}
	_ = handler.OnTurn(context.Background(), framework.NewTurnContext(silent{}, received))
	// Output:
	// A2040 (SHOULD): timestamp: is missing: a channel notes when it recorded an activity
	// A2060 (MUST): from.id: is missing: a channel says who sent the activity
	// A2070 (MUST): recipient.id: is missing: a channel says which bot it speaks to
	// A2080 (MUST): conversation.id: is missing: an activity belongs to a conversation; set its id
	// A2300 (MUST): serviceUrl: is missing: a channel says where the answers go
	// A3100 (SHOULD): importance: is none of low, normal, high: receivers take it as normal (A3101); send one of them or leave it out
	// A2061 (SHOULD): from.id: is missing: channels may refuse an activity that has no sender; set the bot's account
	// A2080 (MUST): conversation.id: is missing: an activity belongs to a conversation; set its id
}
