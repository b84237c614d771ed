package connector

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// ExchangeOnce is what to do when a client offers a token of the user (signin/tokenExchange): it exchanges it for the
// user's token for the connection and calls use with that. Return its error as the invoke's.
//
// Every device on which the user has the conversation open offers a token of the same id at the same time. The first is
// exchanged and used; those that come meanwhile wait and are answered as it is, later ones with success, as
// [framework.Once] does. If the exchange comes to nothing ([ErrNoToken]) the error answers the invoke with 412, and the
// client shows its sign-in button; then another device may try.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-code
func ExchangeOnce(
	ctx context.Context, turn *framework.TurnContext, offer schema.TokenExchangeInvokeRequest,
	use func(ctx context.Context, token schema.TokenResponse) error,
) error {
	tokens, err := TokensFromTurn(turn)
	if err != nil {
		return err
	}
	a := turn.Activity // two users may answer one card in a group
	key := strings.Join([]string{schema.InvokeSignInTokenExchange, a.ChannelID, a.Conversation.ID, a.From.ID, offer.ID}, "\x00")
	err = framework.Once(ctx, turn, key, func(ctx context.Context) error {
		token, err := tokens.Exchange(ctx, offer.ConnectionName, schema.TokenExchangeRequest{Token: offer.Token})
		if err != nil {
			return err
		}
		return use(ctx, token)
	})
	if !errors.Is(err, ErrNoToken) {
		return err
	}
	return &framework.InvokeError{Status: http.StatusPreconditionFailed, Err: err, Body: schema.TokenExchangeInvokeResponse{
		ID: offer.ID, ConnectionName: offer.ConnectionName, FailureDetail: "The token cannot be exchanged; the user has to sign in.",
	}}
}
