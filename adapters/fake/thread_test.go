package fake_test

import (
	"context"
	"testing"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// TestThreads: a thread is started from another one, and replied in: by the reference that this gave, and by the id of its
// first message.
func TestThreads(t *testing.T) {
	t.Parallel()
	bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		created, err := turn.CreateConversation(ctx, teams.NewThread(turn.Activity.Conversation.ID, schema.TextMessage("Plan B")))
		if err != nil {
			return err
		}
		for text, ref := range map[string]schema.ConversationReference{
			"by reference": created.Reference,
			"by its root":  teams.InThread(turn.ConversationReference(), created.ActivityID),
		} {
			err := turn.Adapter().ContinueConversation(ctx, ref, framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
				return turn.SendText(ctx, text)
			}))
			if err != nil {
				return err
			}
		}
		return turn.SendText(ctx, "See the new thread")
	})
	here := fake.New(t, bot).InChannel("Plans").Says("what else?")
	here.ExpectText("See the new thread").ExpectThread("Plan B").ExpectContains("by ").ExpectContains("by ").ExpectNothing()
	here.ExpectNothing()
}
