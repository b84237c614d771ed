// Echobot answers every message with what it said.
package main

import (
	"context"
	"os"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/handlers"
)

func main() { os.Exit(cloud.Run(newBot())) }

func newBot() framework.Handler {
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.TextWithoutRecipient())
	})
	return &bot
}
