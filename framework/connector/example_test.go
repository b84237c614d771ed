package connector_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// A handler asks the connector for what a turn cannot do, such as listing who is in the conversation.
func ExampleFromTurn() {
	countMembers := func(ctx context.Context, turn *framework.TurnContext) error {
		client, err := connector.FromTurn(turn)
		if err != nil {
			return err
		}
		for member, err := range client.AllMembers(ctx, turn.Activity.Conversation.ID) {
			if err != nil {
				return err
			}
			fmt.Println(member.Name)
		}
		return nil
	}

	// The rest stands in for a channel.
	service := answering(
		answer(200, `{"members": [{"name": "Ada"}, {"name": "Grace"}], "continuationToken": "2"}`),
		answer(200, `{"members": [{"name": "Hedy"}]}`))
	turn := framework.NewTurnContext(adapter{service.outbound()}, &schema.Activity{
		ServiceURL:   "https://smba.example/amer/",
		Conversation: schema.ConversationAccount{ID: "19:chat@thread.v2"},
	})
	if err := countMembers(context.Background(), turn); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Ada
	// Grace
	// Hedy
}

// The class of an error says what to do.
func Example_errors() {
	service := answering(answer(403, `{"error": {"code": "ConversationBlockedByUser", "message": "User blocked the conversation."}}`))
	ref := schema.ConversationReference{
		Conversation: schema.ConversationAccount{ID: "a:1"},
		ServiceURL:   "https://smba.example/amer/",
	}
	_, err := service.outbound().SendActivities(context.Background(), ref, []*schema.Activity{schema.TextMessage("News!")})

	switch framework.ClassOf(err) {
	case framework.RetryLater:
		fmt.Println("put it off")
	case framework.Stop:
		fmt.Println("write no more until they speak")
	case framework.Ambiguous:
		fmt.Println("do not send it again: it may have arrived")
	default:
		fmt.Println("failed")
	}
	if e, ok := errors.AsType[*framework.ChannelError](err); ok {
		fmt.Println(e.Status, e.Code)
	}
	// Output:
	// write no more until they speak
	// 403 ConversationBlockedByUser
}

// A bot that is to be more sparing in a tenant than Teams asks for.
func ExampleLimits() {
	limits := connector.TeamsLimits()
	limits.Tenant = []connector.Rate{{Count: 30, Per: time.Second}}
	out := connector.Outbound{Limits: &limits, MaxWait: 2 * time.Second}

	for _, rate := range out.Limits.Conversation {
		fmt.Println(rate.Count, "messages in", rate.Per)
	}
	// Output:
	// 7 messages in 1s
	// 8 messages in 2s
	// 60 messages in 30s
	// 1800 messages in 1h0m0s
}
