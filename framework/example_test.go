package framework_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// console is an adapter of no channel at all: it prints what the bot says.
type console struct{ recorder }

func (c *console) SendActivities(_ context.Context, _ schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	for _, a := range as {
		fmt.Fprintln(os.Stdout, "bot:", a.Text)
	}
	return make([]schema.ResourceResponse, len(as)), nil
}

// typed returns a message as it arrives from a channel.
func typed(text string) *schema.Activity {
	return message("1", func(a *schema.Activity) { a.Text = text })
}

// A handler that echoes, run by an engine as an adapter does it. The second delivery of a message runs nothing.
func Example() {
	echo := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "You said: "+turn.Activity.Text)
	})

	var engine framework.Engine
	for range 2 {
		result, err := engine.Process(context.Background(), &console{}, typed("hello"), echo)
		fmt.Println("duplicate:", result.Duplicate, "error:", err)
	}
	// Output:
	// bot: You said: hello
	// duplicate: false error: <nil>
	// duplicate: true error: <nil>
}

func ExampleChain() {
	named := func(name string) framework.Middleware {
		return func(next framework.Handler) framework.Handler {
			return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
				fmt.Println(name, "before")
				defer fmt.Println(name, "after")
				return next.OnTurn(ctx, turn)
			})
		}
	}
	echo := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, turn.Activity.Text)
	})
	bot := framework.Chain(echo, named("outer"), named("inner"))

	var engine framework.Engine
	_, _ = engine.Process(context.Background(), &console{}, typed("hello"), bot)
	// Output:
	// outer before
	// inner before
	// bot: hello
	// inner after
	// outer after
}

func ExampleTurnContext_OnSend() {
	// Middleware that signs everything the bot says.
	sign := func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			turn.OnSend(func(send framework.SendFunc) framework.SendFunc {
				return func(ctx context.Context, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
					for _, a := range activities {
						a.Text += " -- your bot"
					}
					return send(ctx, activities)
				}
			})
			return next.OnTurn(ctx, turn)
		})
	}
	greet := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Good morning")
	})

	var engine framework.Engine
	_, _ = engine.Process(context.Background(), &console{}, typed("hi"), framework.Chain(greet, sign))
	// Output:
	// bot: Good morning -- your bot
}

func ExampleKey() {
	userName := framework.NewKey[string]("user name") // in a package variable, shared by both

	lookUp := func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			userName.Set(turn, "Ada")
			return next.OnTurn(ctx, turn)
		})
	}
	greet := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		name, known := userName.Get(turn)
		if !known {
			name = "stranger"
		}
		return turn.SendText(ctx, "Hello "+name)
	})

	var engine framework.Engine
	_, _ = engine.Process(context.Background(), &console{}, typed("hi"), framework.Chain(greet, lookUp))
	// Output:
	// bot: Hello Ada
}

// Teams delivers a slow invoke again under a new id. The order is approved once all the same.
func ExampleOnce() {
	approve := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		err := framework.Once(ctx, turn, "approve/order-42", func(context.Context) error {
			fmt.Println("approving")
			return nil
		})
		if err != nil {
			return err
		}
		turn.SetInvokeResponse(200, "approved")
		return nil
	})

	var engine framework.Engine
	for _, id := range []string{"1", "another id"} {
		result, err := engine.Process(context.Background(), &console{}, invoke(id), approve)
		fmt.Printf("%d %s %v\n", result.Invoke.Status, result.Invoke.Body, err)
	}
	// Output:
	// approving
	// 200 "approved" <nil>
	// 200 "approved" <nil>
}

func ExampleClassOf() {
	whatToDo := func(err error) string {
		switch framework.ClassOf(err) {
		case framework.RetryLater:
			if e, ok := errors.AsType[*framework.ChannelError](err); ok {
				return "try again in " + e.RetryAfter.String()
			}
			return "try again"
		case framework.Stop:
			return "do not write until the user speaks again"
		case framework.ForgetAddress:
			return "delete the reference"
		case framework.Ambiguous:
			return "it may have arrived: do not repeat it"
		default:
			return "tell the developers"
		}
	}
	for _, err := range []error{
		fmt.Errorf("notifying Ada: %w", &framework.ChannelError{Class: framework.RetryLater, RetryAfter: 3 * time.Second}),
		&framework.ChannelError{Class: framework.Stop},
		&framework.ChannelError{Class: framework.ForgetAddress},
		&framework.ChannelError{Class: framework.Ambiguous},
		errors.New("no database"),
	} {
		fmt.Println(whatToDo(err))
	}
	// Output:
	// try again in 3s
	// do not write until the user speaks again
	// delete the reference
	// it may have arrived: do not repeat it
	// tell the developers
}
