package fake_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testBot does a bit of everything. Its threads are those it opened.
type testBot struct {
	handlers.ActivityHandler

	mu      sync.Mutex
	threads []schema.ConversationReference
}

type order struct {
	ID int `json:"id"`
}

func newBot() *testBot {
	b := &testBot{}
	b.OnMessageText("newconversation", b.openThread)
	b.OnMessageText("continue", b.continueThreads)
	b.OnMessageText("card", sendCard)
	b.OnMessageText("edit", editAndDelete)
	b.OnMessageText("who", listMembers)
	b.OnMessageText("panic", func(context.Context, *framework.TurnContext) error { panic("on purpose") })
	b.OnMessageText("fail", func(context.Context, *framework.TurnContext) error { return errors.New("no such order") })
	b.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.TextWithoutRecipient())
	})
	b.OnMembersAdded(func(ctx context.Context, turn *framework.TurnContext, added []schema.ChannelAccount) error {
		return turn.SendText(ctx, fmt.Sprintf("Welcome, %d of you", len(added)))
	})
	b.OnMembersRemoved(func(ctx context.Context, turn *framework.TurnContext, removed []schema.ChannelAccount) error {
		return turn.SendText(ctx, fmt.Sprintf("Bye, %d of you", len(removed)))
	})
	handlers.OnEvent(&b.ActivityHandler, "shop/paid", func(ctx context.Context, turn *framework.TurnContext, paid order) error {
		return turn.SendText(ctx, fmt.Sprintf("Order %d is paid", paid.ID))
	})
	handlers.OnInvoke(&b.ActivityHandler, "shop/next", func(ctx context.Context, turn *framework.TurnContext, in order) (order, error) {
		return order{ID: in.ID + 1}, turn.SendText(ctx, "One more")
	})
	handlers.OnInvoke(&b.ActivityHandler, "shop/fail", func(context.Context, *framework.TurnContext, order) (order, error) {
		return order{}, errors.New("sold out")
	})
	return b
}

func (b *testBot) openThread(ctx context.Context, turn *framework.TurnContext) error {
	channelID := teams.ChannelID(turn.Activity)
	if channelID == "" {
		return turn.SendText(ctx, "I can do that in a channel only")
	}
	created, err := turn.CreateConversation(ctx, schema.ConversationParameters{
		IsGroup:     true,
		ChannelData: teams.ChannelData{Channel: teams.ChannelInfo{ID: channelID}},
		Activity:    schema.TextMessage("This will be the first message in a new thread"),
	})
	if err != nil {
		return err
	}
	b.mu.Lock()
	b.threads = append(b.threads, created.Reference)
	b.mu.Unlock()
	_, err = turn.SendActivity(ctx, schema.AttachmentMessage(
		schema.HeroCard{Title: "A new thread", Text: "Its first message is " + created.ActivityID}.Attachment()))
	return err
}

func (b *testBot) continueThreads(ctx context.Context, turn *framework.TurnContext) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, ref := range b.threads {
		err := turn.Adapter().ContinueConversation(ctx, ref, framework.HandlerFunc(
			func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "Still here") }))
		if err != nil {
			return err
		}
	}
	return nil
}

func sendCard(ctx context.Context, turn *framework.TurnContext) error {
	_, err := turn.SendActivity(ctx, schema.AttachmentMessage(schema.AdaptiveCard(map[string]any{
		"type": "AdaptiveCard", "version": "1.5",
		"body": []any{
			map[string]any{"type": "TextBlock", "text": "Lunch?"},
			map[string]any{"type": "FactSet", "facts": []any{map[string]any{"title": "Where", "value": "Canteen"}}},
		},
		"actions": []any{map[string]any{"type": "Action.Submit", "title": "Yes", "data": map[string]any{"text": "hidden"}}},
	})))
	return err
}

func editAndDelete(ctx context.Context, turn *framework.TurnContext) error {
	if _, err := turn.SendActivity(ctx, &schema.Activity{Type: schema.TypeTyping}); err != nil {
		return err
	}
	sent, err := turn.SendActivity(ctx, schema.TextMessage("working"))
	if err != nil {
		return err
	}
	done := schema.TextMessage("done")
	done.ID = sent.ID
	if _, err := turn.UpdateActivity(ctx, done); err != nil {
		return err
	}
	return turn.DeleteActivity(ctx, sent.ID)
}

func listMembers(ctx context.Context, turn *framework.TurnContext) error {
	client, err := connector.FromTurn(turn)
	if err != nil {
		return err
	}
	members, err := client.Members(ctx, turn.Activity.Conversation.ID)
	if err != nil {
		return err
	}
	var names []string
	for _, m := range members {
		names = append(names, m.Name)
	}
	return turn.SendText(ctx, strings.Join(names, ", "))
}
