package fake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
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

// Two people press a button at the same instant.
func ExampleConversation_Presses() {
	var t exampleT
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(schema.AdaptiveCard(json.RawMessage(`{
			"type": "AdaptiveCard", "version": "1.5",
			"body": [{"type": "Input.Text", "id": "what"}],
			"actions": [{"type": "Action.Execute", "title": "Order", "verb": "order"}]}`))))
		return err
	})
	handlers.OnInvoke(&bot, schema.InvokeAdaptiveCardAction,
		func(_ context.Context, turn *framework.TurnContext, in schema.AdaptiveCardInvokeValue) (schema.AdaptiveCardInvokeResponse, error) {
			order, err := schema.As[map[string]string](in.Action.Data)
			return schema.MessageResponse(order["what"] + " for " + turn.Activity.From.Name), err
		})

	lunch := fake.New(t, &bot).InGroup("Lunch", "Bob").Says("order").ExpectCard("Order")
	lunch.Together(func() {
		lunch.Presses("Order", fake.Inputs{"what": "Soup"})
		lunch.As("Bob").Presses("Order", fake.Inputs{"what": "Salad"})
	})
	lunch.ExpectAnswer("Soup for Ann")
	lunch.As("Bob").ExpectAnswer("Soup")
	// Output:
	// fake: as Bob:
	//  got: an answer with status 200 {"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"Salad for Bob"}
	// want: an answer with "Soup" in it
	//
	// what happened so far:
	//   Lunch        Ann: "<at>Bot</at> order"
	//   Lunch        Bot: [card: Order]
	//   Lunch        Ann: invoke adaptiveCard/action {"action":{"data":{"what":"Soup"},"type":"Action.Execute","verb":"order"},"trigger":"manual"}
	//   Lunch        Bob: invoke adaptiveCard/action {"action":{"data":{"what":"Salad"},"type":"Action.Execute","verb":"order"},"trigger":"manual"}
	//   Lunch        Bot: an answer with status 200 {"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"Soup for Ann"}
	//   Lunch        Bot: an answer with status 200 {"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"Salad for Bob"}
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

// A dialog that a button opens, and a search: what Teams shows in place of the conversation.
func ExampleConversation_ExpectDialog() {
	var t exampleT
	var bot handlers.TeamsActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(schema.HeroCard{
			Title: "Orders", Buttons: []schema.CardAction{teams.OpenDialogAction("New order", "order")},
		}.Attachment()))
		return err
	})
	type order struct{ What string }
	handlers.OnDialogFetch(&bot, "order", func(context.Context, *framework.TurnContext, order) (*teams.TaskModuleResponse, error) {
		card := schema.AdaptiveCard(json.RawMessage(`{
			"type": "AdaptiveCard", "version": "1.5",
			"body": [{"type": "Input.Text", "id": "What", "label": "What?"}],
			"actions": [{"type": "Action.Submit", "title": "Order", "data": {"dialog_id": "order"}}]}`))
		return teams.ShowDialog(teams.TaskModuleInfo{Title: "What would you like?", Card: &card}), nil
	})
	handlers.OnDialogSubmit(&bot, "order", func(_ context.Context, _ *framework.TurnContext, in order) (*teams.TaskModuleResponse, error) {
		return teams.DialogMessage(in.What + " is on its way"), nil
	})
	bot.OnMessagingExtensionQuery(
		func(context.Context, *framework.TurnContext, teams.MessagingExtensionQuery) (*teams.MessagingExtensionResponse, error) {
			tea := schema.HeroCard{Title: "Tea"}.Attachment()
			return teams.SearchResults(teams.ResultOf(tea, tea)), nil
		})

	conv := fake.New(t, &bot)
	conv.Says("hi").ExpectCard("Orders").Presses("New order").ExpectDialog("What would you like?").
		Submits(fake.Inputs{"What": "Tea"}).ExpectAnswer("Tea is on its way")
	conv.Searches("menu", fake.Inputs{"text": "t"}).ExpectResults("Coffee")
	// Output:
	// fake: as Ann:
	//  got: the results [Tea]
	// want: the results "Coffee"
	//
	// what happened so far:
	//   Ann's chat   Ann: "hi"
	//   Ann's chat   Bot: [card: Orders | New order]
	//   Ann's chat   Ann: invoke task/fetch {"context":{"theme":"default"},"data":{"dialog_id":"order","type":"task/fetch"}}
	//   Ann's chat   Bot: an answer with status 200 {"task":{"type":"continue","value":{"card":{"content":{"actions":[{"data":{"dialog_id":"order"},"title":"Order","type":"Action.Submit"}],"body":[{"id":"What","label":"What?",...
	//   Ann's chat   Ann: invoke task/submit {"context":{"theme":"default"},"data":{"What":"Tea","dialog_id":"order"}}
	//   Ann's chat   Bot: an answer with status 200 {"task":{"type":"message","value":"Tea is on its way"}}
	//   Ann's chat   Ann: invoke composeExtension/query {"commandId":"menu","parameters":[{"name":"text","value":"t"}],"queryOptions":{"count":25}}
	//   Ann's chat   Bot: an answer with status 200 {"composeExtension":{"attachmentLayout":"list","attachments":[{"content":{"title":"Tea"},"contentType":"application/vnd.microsoft.card.hero","preview":{"content":{"title":"Te...
}
