package state_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/handlers"
)

// exampleT stands for the *testing.T of a test. It prints what fails.
type exampleT struct{}

func (exampleT) Helper()                           {}
func (exampleT) Context() context.Context          { return context.Background() }
func (exampleT) Cleanup(func())                    {}
func (exampleT) Fatalf(format string, args ...any) { fmt.Fprintf(os.Stdout, format+"\n", args...) }

// A bot that counts the messages of a conversation.
func Example() {
	s := state.New(memory.NewState(slog.New(slog.DiscardHandler))) // in production, a database's State()
	count := state.NewProperty[int](s.Conversation(), "count")

	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		n, err := count.Get(ctx, turn)
		if err != nil {
			return err
		}
		return errors.Join(count.Set(ctx, turn, n+1), turn.SendText(ctx, fmt.Sprintf("message %d", n+1)))
	})

	conv := fake.New(exampleT{}, framework.Chain(&bot, s.AutoSave))
	conv.Says("hi").ExpectText("message 1")
	conv.Says("are you there?").ExpectText("message 2")
	conv.As("Ben").Says("hi").ExpectText("message 1") // in a conversation of his own
	fmt.Println("counted")
	// Output: counted
}

// Invokes run beside each other, so each vote is an update of its own.
func ExampleProperty_Update() {
	type poll struct{ Yes, No int }
	s := state.New(memory.NewState(slog.New(slog.DiscardHandler)))
	current := state.NewProperty[poll](s.Conversation(), "poll")

	vote := func(ctx context.Context, turn *framework.TurnContext) error {
		return current.Update(ctx, turn, func(p *poll) error {
			p.Yes++ // may run several times
			return nil
		})
	}
	var bot handlers.ActivityHandler
	bot.OnMessageText("yes", vote)
	bot.OnMessageText("result", func(ctx context.Context, turn *framework.TurnContext) error {
		p, err := current.Get(ctx, turn)
		return errors.Join(err, turn.SendText(ctx, fmt.Sprintf("%d in favour", p.Yes)))
	})
	conv := fake.New(exampleT{}, framework.Chain(&bot, s.AutoSave)).InGroup("Lunch", "Bob")
	conv.Says("yes")
	conv.As("Bob").Says("yes")
	conv.Says("result").ExpectText("2 in favour")
	fmt.Println("voted")
	// Output: voted
}

// Items of one's own are changed by Update too, also where there is no turn.
func ExampleUpdate() {
	ctx := context.Background()
	storage := memory.NewState(slog.New(slog.DiscardHandler))
	key := state.Key{AppID: "app", ChannelID: "msteams", ConversationID: "19:abc@thread.v2", Name: "poll/7"}.String()
	for _, option := range []string{"tea", "coffee", "tea"} {
		err := state.Update(ctx, storage, key, func(votes *map[string]int) error {
			if *votes == nil {
				*votes = make(map[string]int)
			}
			(*votes)[option]++
			return nil
		})
		if err != nil {
			fmt.Println(err)
		}
	}
	items, err := storage.Read(ctx, key)
	fmt.Println(string(items[key].Value), err)
	// Output: {"coffee":1,"tea":2} <nil>
}

// Who wants the last writer to win says so.
func ExampleStorage_anyETag() {
	ctx := context.Background()
	storage := memory.NewState(slog.New(slog.DiscardHandler))
	for _, text := range []string{`"first"`, `"last"`} {
		_, err := storage.Write(ctx, map[string]state.Item{"banner": {Value: json.RawMessage(text), ETag: state.AnyETag}})
		if err != nil {
			fmt.Println(err)
		}
	}
	items, err := storage.Read(ctx, "banner")
	fmt.Println(string(items["banner"].Value), err)
	// Output: "last" <nil>
}
