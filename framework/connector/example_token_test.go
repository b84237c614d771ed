package connector_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// A bot that needs the user's token asks for it, and sends an OAuth card if there is none. The card lets Teams sign the
// user in without their noticing it.
func ExampleTokensFromTurn() {
	whoami := func(ctx context.Context, turn *framework.TurnContext) error {
		tokens, err := connector.TokensFromTurn(turn)
		if err != nil {
			return err
		}
		token, err := tokens.GetToken(ctx, "graph", "")
		if errors.Is(err, connector.ErrNoToken) {
			resource, err := tokens.SignInResource(ctx, "graph", connector.SignInOptions{})
			if err != nil {
				return err
			}
			card := schema.NewOAuthCard("graph", "Please sign in", "Sign in", resource.SignInLink)
			card.TokenExchangeResource, card.TokenPostResource = resource.TokenExchangeResource, resource.TokenPostResource
			fmt.Println("a card that signs in at", resource.SignInLink)
			_, err = turn.SendActivity(ctx, &schema.Activity{Attachments: []schema.Attachment{card.Attachment()}})
			return err
		}
		if err != nil {
			return err
		}
		fmt.Println("signed in to", token.ConnectionName) // never print token.Token
		return nil
	}

	// The rest stands in for a channel and its token service.
	service := answering(
		answer(404, ""),
		answer(200, `{"signInLink": "https://token.example/signin?1", "tokenExchangeResource": {"id": "card-1"}}`),
		answer(201, `{"id": "1"}`),
		answer(200, `{"connectionName": "graph", "token": "secret"}`))
	turn := framework.NewTurnContext(adapter{service.outbound()}, &schema.Activity{
		ChannelID: schema.ChannelTeams, ServiceURL: serviceURL, From: schema.ChannelAccount{ID: "29:ann"},
		Conversation: schema.ConversationAccount{ID: "a:1"},
	})
	for range 2 {
		if err := whoami(context.Background(), turn); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// a card that signs in at https://token.example/signin?1
	// signed in to graph
}

// The handler of signin/tokenExchange. A phone and a laptop offer the user's token at the same time.
func ExampleExchangeOnce() {
	onTokenExchange := func(ctx context.Context, turn *framework.TurnContext, offered schema.TokenExchangeInvokeRequest) error {
		return connector.ExchangeOnce(ctx, turn, offered, func(_ context.Context, token schema.TokenResponse) error {
			fmt.Println("signed in to", token.ConnectionName)
			return nil
		})
	}

	// The rest stands in for a channel and its token service.
	service := answering(answer(200, `{"connectionName": "graph", "token": "secret"}`))
	bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		offered, err := schema.As[schema.TokenExchangeInvokeRequest](turn.Activity.Value)
		if err != nil {
			return err
		}
		defer turn.SetInvokeResponse(200, nil)
		return onTokenExchange(ctx, turn, offered)
	})
	var engine framework.Engine
	for _, device := range []string{"phone", "laptop"} {
		result, err := engine.Process(context.Background(), adapter{service.outbound()}, offer(device, "29:ann", "offered"), bot)
		fmt.Println(device, result.Invoke.Status, err)
	}
	// Output:
	// signed in to graph
	// phone 200 <nil>
	// laptop 200 <nil>
}
