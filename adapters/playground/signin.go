package playground

import (
	"context"
	"net/http"
	"net/url"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// signIn is what a person does on a sign-in page, or their client by itself.
type signIn struct {
	Card   schema.OAuthCard `json:"card"`
	Token  string           `json:"token"`            // that the token service gives the bot; "" if it refuses to
	Silent bool             `json:"silent,omitempty"` // single sign-on
	Failed string           `json:"failed,omitempty"` // why the client could not do that, as a code of signin/failure
	Asked  *schema.Activity `json:"asked,omitempty"`  // the invoke that the bot answered with the wish to sign in
}

// finished is the end of a page that the bot's answer to an invoke led to.
type finished struct {
	Asked *schema.Activity `json:"asked"`
	State string           `json:"state"` // what the page ended with
}

// signIn signs the person in: on the page that the card leads to, which ends with a code for the bot, or silently, by the
// token that the client offers.
func (p *Playground) signIn(ctx context.Context, by world.Person, in act, s signIn) (acted, error) {
	connection := s.Card.ConnectionName
	switch {
	case s.Failed != "":
		return p.sends(ctx, by, in, client.SignInFailed(s.Failed, "Single sign-on failed in the client."))
	case connection == "":
		return acted{}, badRequest("there is no connection to sign in to")
	case s.Silent:
		offered := "sso-" + connection + "-" + by.ID
		if s.Token == "" {
			offered = "refused-" + connection + "-" + by.ID
		} else {
			p.world.AllowExchange(by, connection, offered, s.Token)
		}
		offer := client.ExchangeToken(s.Card, offered)
		if s.Asked == nil {
			return p.sends(ctx, by, in, offer)
		}
		token, _ := schema.As[schema.TokenExchangeInvokeRequest](offer.Value)
		return p.again(ctx, by, in, s.Asked, "", token)
	case s.Token == "":
		return acted{}, badRequest("a sign-in page gives a token; there is none")
	}
	code := p.world.SignInWithCode(by, connection, s.Token)
	if s.Asked == nil {
		return p.sends(ctx, by, in, client.VerifyState(code))
	}
	return p.again(ctx, by, in, s.Asked, code, schema.TokenExchangeInvokeRequest{})
}

// again sends an invoke once more, with what the person now has. A card that answers it takes the place of the one that was
// pressed.
func (p *Playground) again(
	ctx context.Context, by world.Person, in act, asked *schema.Activity, state string, offer schema.TokenExchangeInvokeRequest,
) (acted, error) {
	draft, err := client.Again(asked, state, offer)
	if err != nil {
		return acted{}, badRequest("%v", err)
	}
	in.Message = asked.ReplyToID
	out, err := p.sends(ctx, by, in, draft)
	p.keepView(by, in, out)
	return out, err
}

// finish brings what a page ended with to the bot that led there: settings by an invoke of their own, anything else by what
// was asked, once more.
func (p *Playground) finish(ctx context.Context, by world.Person, in act, f finished) (acted, error) {
	switch {
	case f.Asked == nil:
		return acted{}, badRequest("there is no page that could end")
	case client.AsksForSettings(f.Asked):
		return p.sends(ctx, by, in, client.Set(f.State))
	}
	return p.again(ctx, by, in, f.Asked, f.State, schema.TokenExchangeInvokeRequest{})
}

// signOut takes back the leave that the person gave the bot, without the bot.
func (p *Playground) signOut(_ context.Context, by world.Person, _ act, s signIn) (acted, error) {
	p.world.SignOut(by, s.Card.ConnectionName)
	return acted{}, nil
}

// serveConnections answers with the connections that there are, and where the person is signed in.
func (p *Playground) serveConnections(w http.ResponseWriter, r *http.Request) {
	by, ok := p.world.Person(r.URL.Query().Get("person"))
	if !ok {
		answer(w, nil, badRequest("person is the id of one"))
		return
	}
	asked := r.Clone(r.Context())
	asked.URL = &url.URL{
		Path:     "/api/usertoken/GetTokenStatus",
		RawQuery: url.Values{"userId": {by.ID}, "channelId": {schema.ChannelTeams}}.Encode(),
	}
	w.Header().Set("Cache-Control", "no-store")
	p.world.ServeHTTP(w, asked)
}
