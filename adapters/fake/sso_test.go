package fake_test

import (
	"context"
	"errors"
	"testing"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// ssoBot greets who signed in, and asks others to.
func ssoBot() framework.Handler {
	greet := func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Hello, you are signed in")
	}
	var bot handlers.TeamsActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		tokens, err := connector.TokensFromTurn(turn)
		if err != nil {
			return err
		}
		_, err = tokens.GetToken(ctx, "graph", "")
		if !errors.Is(err, connector.ErrNoToken) {
			return errors.Join(err, greet(ctx, turn))
		}
		resource, err := tokens.SignInResource(ctx, "graph", connector.SignInOptions{})
		if err != nil {
			return err
		}
		card := schema.NewOAuthCard("graph", "Please sign in", "Sign in", resource.SignInLink)
		card.TokenExchangeResource = resource.TokenExchangeResource
		_, err = turn.SendActivity(ctx, &schema.Activity{Attachments: []schema.Attachment{card.Attachment()}})
		return err
	})
	bot.OnSignInVerifyState(func(ctx context.Context, turn *framework.TurnContext, q schema.SignInStateVerificationQuery) error {
		tokens, err := connector.TokensFromTurn(turn)
		if err != nil {
			return err
		}
		if _, err := tokens.GetToken(ctx, "graph", q.State); err != nil {
			return err
		}
		return greet(ctx, turn)
	})
	bot.OnSignInTokenExchange(func(
		ctx context.Context, turn *framework.TurnContext, offered schema.TokenExchangeInvokeRequest,
	) (*schema.TokenExchangeInvokeResponse, error) {
		return nil, connector.ExchangeOnce(ctx, turn, offered, func(ctx context.Context, _ schema.TokenResponse) error { return greet(ctx, turn) })
	})
	return &bot
}

// TestSingleSignOn: in a window of its own with a code, and silently.
func TestSingleSignOn(t *testing.T) {
	t.Parallel()
	start := func() *fake.Conversation {
		w := fake.NewWorld(t)
		w.Teams().AddConnection(world.Connection{Name: "graph", Resource: "api://bot"})
		return w.Connect(ssoBot()).Says("hi").ExpectActivity(func(*schema.Activity) error { return nil })
	}
	start().SignsIn("graph", "t-1").ExpectText("Hello, you are signed in").ExpectNothing().
		Says("hi").ExpectText("Hello, you are signed in").ExpectNothing()
	start().OffersToken("graph", "forged").ExpectRefusal(412, "the user has to sign in").ExpectNothing().
		SignsInSilently("graph", "t-3").ExpectText("Hello, you are signed in")
	start().SignsInSilently("graph", "t-2").ExpectText("Hello, you are signed in").ExpectNothing().
		Says("hi").ExpectText("Hello, you are signed in").ExpectNothing()
}
