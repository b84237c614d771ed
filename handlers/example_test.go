package handlers_test

import (
	"context"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// printer stands in for a channel: it prints what the bot says. Real bots use cloud.Adapter, tests package fake.
type printer struct{ framework.Adapter }

func (printer) SendActivities(
	_ context.Context, _ schema.ConversationReference, activities []*schema.Activity,
) ([]schema.ResourceResponse, error) {
	for _, a := range activities {
		fmt.Println("bot:", a.Text)
	}
	return nil, nil
}

func Example() {
	var bot handlers.ActivityHandler
	bot.OnMessageText("help", func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Say something, and I say it too.")
	})
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
	})
	bot.OnMembersAdded(func(ctx context.Context, turn *framework.TurnContext, added []schema.ChannelAccount) error {
		for _, member := range added {
			if err := turn.SendText(ctx, "Welcome, "+member.Name+"."); err != nil {
				return err
			}
		}
		return nil
	})

	var engine framework.Engine // an adapter has one
	for _, a := range []*schema.Activity{
		{Type: schema.TypeConversationUpdate, MembersAdded: []schema.ChannelAccount{{ID: "29:ann", Name: "Ann"}}},
		{Type: schema.TypeMessage, Text: "Help"},
		{Type: schema.TypeMessage, Text: "hello"},
	} {
		if _, err := engine.Process(context.Background(), printer{}, a, &bot); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// bot: Welcome, Ann.
	// bot: Say something, and I say it too.
	// bot: Echo: hello
}
