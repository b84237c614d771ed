package fake

import (
	"fmt"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework/schema"
)

// SignsIn has the person sign in on the page that the bot's newest card for this connection leads to: an OAuth card of a
// message, or of the answer to a button. The token service has the token for the bot as soon as that shows the code, which
// comes to the bot in signin/verifyState, or for a button with the same action once more.
func (c *Conversation) SignsIn(connection, token string) *Conversation {
	c.w.t.Helper()
	if asked, ok := c.loginRequest(connection); ok {
		return c.again(asked, c.w.teams.SignInWithCode(c.person, connection, token), schema.TokenExchangeInvokeRequest{})
	}
	on, _ := c.oauthCard(connection)
	a := client.VerifyState(c.w.teams.SignInWithCode(c.person, connection, token))
	a.ReplyToID = on.ID
	return c.Sends(a)
}

// SignsInSilently has the person's client sign in by itself, by single sign-on, as the card asks for with a
// TokenExchangeResource: it sends a token of its own, for which the token service gives the bot the token.
func (c *Conversation) SignsInSilently(connection, token string) *Conversation {
	c.w.t.Helper()
	offered := fmt.Sprintf("sso-%s-%s", connection, c.person.ID)
	c.w.teams.AllowExchange(c.person, connection, offered, token)
	return c.OffersToken(connection, offered)
}

// OffersToken has the person's client offer this token for single sign-on, as the bot's newest card for this connection asks
// for, or its answer to a button. The token service refuses it, as if the person
// had not consented, unless world.World.AllowExchange allows it.
func (c *Conversation) OffersToken(connection, offered string) *Conversation {
	c.w.t.Helper()
	if asked, ok := c.loginRequest(connection); ok {
		return c.again(asked, "", schema.TokenExchangeInvokeRequest{ID: "0", ConnectionName: connection, Token: offered})
	}
	on, card := c.oauthCard(connection)
	if card.TokenExchangeResource.ID == "" {
		c.w.fail("as %s: the card for %q has no token exchange resource, so that the client cannot sign in by itself; "+
			"the token service has one for a world.Connection with a Resource, see world.World.AddConnection", c.person.Name, connection)
	}
	a := client.ExchangeToken(card, offered)
	a.ReplyToID = on.ID
	return c.Sends(a)
}

// oauthCard returns the newest message here with a card for the connection.
func (c *Conversation) oauthCard(connection string) (on *schema.Activity, card schema.OAuthCard) {
	c.w.t.Helper()
	on = c.newest(fmt.Sprintf("a card to sign in to %q", connection), func(a *schema.Activity) bool {
		for _, attachment := range a.Attachments {
			if attachment.ContentType != schema.ContentTypeOAuthCard {
				continue
			}
			var err error
			card, err = schema.As[schema.OAuthCard](attachment.Content)
			if err == nil && card.ConnectionName == connection {
				return c.isOfBot(a)
			}
		}
		return false
	})
	return on, card
}

// loginRequest returns the press of a button that the bot answered by asking to sign in.
func (c *Conversation) loginRequest(connection string) (*schema.Activity, bool) {
	d, ok := c.w.answers[c.person.ID]
	if !ok || d.activity.Name != schema.InvokeAdaptiveCardAction || d.result.Invoke == nil {
		return nil, false
	}
	card, ok := client.LoginRequest(d.result.Invoke.Body)
	return d.activity, ok && card.ConnectionName == connection
}

// again presses a button once more, now that the person has signed in.
func (c *Conversation) again(asked *schema.Activity, code string, offer schema.TokenExchangeInvokeRequest) *Conversation {
	c.w.t.Helper()
	a, err := client.Again(asked, code, offer)
	c.w.check(err)
	return c.Sends(a)
}
