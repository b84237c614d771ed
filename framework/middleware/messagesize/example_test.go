package messagesize_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/messagesize"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// A bot that sends a report in parts when it does not fit into one message.
func ExampleMiddleware() {
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		err := turn.SendText(ctx, strings.Repeat("a long report ", 10_000))
		if framework.ClassOf(err) != framework.TooBig {
			return err
		}
		if tooLarge, ok := errors.AsType[*teams.TooLargeError](err); ok {
			fmt.Println(tooLarge.Size > tooLarge.Limit)
		}
		return turn.SendText(ctx, "It is long. Shall I send a summary?")
	})
	handler := framework.Chain(&bot, messagesize.Middleware)

	received := &schema.Activity{Type: schema.TypeMessage, ID: "1", ChannelID: schema.ChannelTeams, Text: "report"}
	sent := &channel{}
	if err := handler.OnTurn(context.Background(), framework.NewTurnContext(sent, received)); err != nil {
		fmt.Println(err)
	}
	fmt.Println(sent.sent)
	// Output:
	// true
	// 1
}
