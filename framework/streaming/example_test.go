package streaming_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/streaming"
	"github.com/convobot/convo/handlers"
)

// exampleT stands for the *testing.T of a test.
type exampleT struct{}

func (exampleT) Helper()                           {}
func (exampleT) Context() context.Context          { return context.Background() }
func (exampleT) Cleanup(func())                    {}
func (exampleT) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// answer stands for a language model, whose words come one after the other.
func answer(context.Context, string) iter.Seq[string] {
	return slices.Values(strings.SplitAfter("Forty two, after some thought.", " "))
}

// A bot that answers as a model writes, and says that it was a model.
func ExampleReply() {
	var bot handlers.TeamsActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := streaming.Reply(ctx, turn, func(ctx context.Context, w *streaming.Writer) error {
			w.Inform("Thinking ...")
			for word := range answer(ctx, turn.Activity.Text) {
				if _, err := w.WriteString(word); err != nil {
					return err // nobody reads on
				}
			}
			label := &schema.Activity{}
			label.MarkAIGenerated()
			w.Final(label)
			return nil
		})
		return err
	})

	var t exampleT
	conv := fake.New(t, &bot).Says("What is the answer?").ExpectText("Forty two, after some thought.")
	fmt.Print(conv.World().Transcript())
	// Output:
	// Ann's chat   Ann: "What is the answer?"
	// Ann's chat   Bot: "Forty two, after some thought."
}
