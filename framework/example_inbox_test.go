package framework_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/storage/memory"
)

// A bot's second process answers what the first one has run. A real one has the inbox of a database: sqlstore.DB.Inbox.
func ExampleInbox() {
	ctx := context.Background()
	inbox := memory.NewInbox()
	for _, process := range []string{"first", "second"} {
		engine := framework.Engine{Inbox: inbox.Replica()}
		result, err := engine.Process(ctx, &console{}, typed("hello"), framework.HandlerFunc(
			func(ctx context.Context, turn *framework.TurnContext) error {
				return turn.SendText(ctx, "I am the "+process)
			}))
		fmt.Println(process, "ran it:", !result.Duplicate, err)
		if err := engine.Shutdown(ctx); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// bot: I am the first
	// first ran it: true <nil>
	// second ran it: false <nil>
}

// An operator looks at what was accepted but failed, and has it run again.
func ExampleInbox_setAside() {
	ctx := context.Background()
	inbox := memory.NewInbox()
	broken := framework.HandlerFunc(func(context.Context, *framework.TurnContext) error {
		return errors.New("the printer has no paper")
	})
	engine := framework.Engine{Inbox: inbox, AckAfter: 1, Logger: slog.New(slog.DiscardHandler)} // acknowledged at once
	ended := make(chan struct{})
	_, err := engine.Process(ctx, &console{}, typed("print"), framework.HandlerFunc(
		func(ctx context.Context, turn *framework.TurnContext) error {
			<-ended
			return broken(ctx, turn)
		}))
	fmt.Println(err)
	close(ended)
	if err := engine.Shutdown(ctx); err != nil {
		fmt.Println(err)
	}
	for entry, err := range inbox.AllSetAside(ctx) {
		fmt.Println(entry.Activity.Text, "failed:", entry.Error, err)
		fmt.Println(inbox.Retry(ctx, entry.ID))
	}
	// Output:
	// <nil>
	// print failed: the printer has no paper <nil>
	// <nil>
}
