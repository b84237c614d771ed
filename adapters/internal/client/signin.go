package client

import (
	"fmt"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// VerifyState brings the code that the sign-in page showed to the bot.
func VerifyState(code string) *schema.Activity {
	return Invoke(schema.InvokeSignInVerifyState, schema.SignInStateVerificationQuery{State: code})
}

// ExchangeToken offers a token of the client's for single sign-on, as the card asks for.
func ExchangeToken(card schema.OAuthCard, offered string) *schema.Activity {
	return Invoke(schema.InvokeSignInTokenExchange, schema.TokenExchangeInvokeRequest{
		ID: card.TokenExchangeResource.ID, ConnectionName: card.ConnectionName, Token: offered,
	})
}

// LoginRequest returns the card by which the bot answered an Action.Execute with a request to sign in first.
func LoginRequest(body schema.Any) (schema.OAuthCard, bool) {
	answer, err := schema.As[schema.AdaptiveCardInvokeResponse](body)
	if err != nil || answer.Type != schema.ContentTypeLoginRequest {
		return schema.OAuthCard{}, false
	}
	card, err := schema.As[schema.OAuthCard](answer.Value)
	return card, err == nil
}

// SignInFailed tells the bot why single sign-on failed in the client.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-code
func SignInFailed(code, message string) *schema.Activity {
	return Invoke(teams.InvokeSignInFailure, teams.SignInFailure{Code: code, Message: message})
}

// Again sends what was asked once more, now that the person has signed in or chosen settings: with what the page ended with,
// or with a token for single sign-on.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/add-authentication
func Again(asked *schema.Activity, state string, offer schema.TokenExchangeInvokeRequest) (*schema.Activity, error) {
	value, ok := Plain(asked.Value).(map[string]any)
	if !ok {
		return nil, fmt.Errorf("client: %s has no value that takes the end of a sign-in; it was asked with %v", asked.Name, asked.Value)
	}
	delete(value, "state")
	delete(value, "authentication")
	if state != "" {
		value["state"] = state
	}
	if offer.Token != "" {
		value["authentication"] = offer
	}
	a := Invoke(asked.Name, value)
	a.ReplyToID = asked.ReplyToID
	return a, nil
}
