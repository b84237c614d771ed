package fake_test

import (
	"context"
	"fmt"
	"os"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/handlers"
)

// exampleT stands for the *testing.T of a test. It prints what fails.
type exampleT struct{}

func (exampleT) Helper()                           {}
func (exampleT) Context() context.Context          { return context.Background() }
func (exampleT) Cleanup(func())                    {}
func (exampleT) Fatalf(format string, args ...any) { fmt.Fprintf(os.Stdout, format+"\n", args...) }

// In a test, t is its *testing.T. Without the last line, this prints nothing.
func Example() {
	var t exampleT
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.TextWithoutRecipient())
	})

	conv := fake.New(t, &bot)
	conv.Says("hi").ExpectText("Echo: hi").ExpectNothing()
	conv.As("Bob").InChannel("General").Says("hello").ExpectText("Echo: hello")
	conv.Says("bye").ExpectText("Bye, Ann")
	// Output:
	// fake: in Ann's chat, as Ann:
	//  got: "Echo: bye"
	// want: "Bye, Ann"
	//
	// what happened so far:
	//   Ann's chat   Ann: "hi"
	//   Ann's chat   Bot: "Echo: hi"
	//   General #1   Bob: "<at>Bot</at> hello"
	//   General #1   Bot: "Echo: hello"
	//   Ann's chat   Ann: "bye"
	//   Ann's chat   Bot: "Echo: bye"
}

type price struct {
	Euro int `json:"euro"`
}

func ExampleInvoke() {
	var t exampleT
	var bot handlers.ActivityHandler
	handlers.OnInvoke(&bot, "shop/price", func(_ context.Context, _ *framework.TurnContext, article string) (price, error) {
		return price{Euro: len(article)}, nil
	})

	conv := fake.New(t, &bot)
	fmt.Println(fake.Invoke[price](conv, "shop/price", "teapot").Euro)
	fmt.Println(conv.Invokes("shop/stock", "teapot").Status)
	// Output:
	// 6
	// 501
}
