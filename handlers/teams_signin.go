package handlers

import (
	"context"
	"net/http"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// OnSignInVerifyState registers the handler that ends a sign-in in a window of its own (signin/verifyState): the state is
// the magic code by which the token service gives the bot the user's token, and required (400, where the Teams SDK says
// 404). It is answered without a body.
//
// A code that brings no token (ErrNoToken of package connector) is no failure of the bot: return a [framework.InvokeError]
// with status 412, as the Teams SDK does; any other error is answered 500. It may be the word CancelledByUser.
//
// Microsoft's SDK for .NET gives signin/tokenExchange to this handler too; here each has its own, as in JavaScript. Or use
// [ActivityHandler.OnSignInInvoke] for both; registering both ways panics.
func (h *TeamsActivityHandler) OnSignInVerifyState(fn ValueFunc[schema.SignInStateVerificationQuery]) {
	check := func(q *schema.SignInStateVerificationQuery) finding {
		if q.State == "" {
			return "has no state"
		}
		return ""
	}
	onTeamsInvoke(h, "OnSignInVerifyState", schema.InvokeSignInVerifyState, check, withoutBody(fn))
}

// OnSignInTokenExchange registers the handler of single sign-on (signin/tokenExchange): the client offers a token of the
// user for one of the bot's own. The token is required, and a secret.
//
// A nil response says that the exchange went well, and is answered 200 without a body. Any other is answered 412 with that
// body, upon which the client shows the sign-in button; give it the request's ID and ConnectionName. All clients of
// the user send the request, with the same ID: do it once, with ExchangeOnce of package connector or with [framework.Once].
func (h *TeamsActivityHandler) OnSignInTokenExchange(
	fn InvokeFunc[schema.TokenExchangeInvokeRequest, *schema.TokenExchangeInvokeResponse],
) {
	const method = "OnSignInTokenExchange"
	h.mustAccept(method, fn != nil)
	check := func(req *schema.TokenExchangeInvokeRequest) finding {
		if req.Token == "" {
			return "has no token"
		}
		return ""
	}
	onTeamsInvoke(h, method, schema.InvokeSignInTokenExchange, check, withoutBody(func(
		ctx context.Context, turn *framework.TurnContext, req schema.TokenExchangeInvokeRequest,
	) error {
		failure, err := fn(ctx, turn, req)
		if _, answered := turn.InvokeResponse(); err == nil && failure != nil && !answered {
			turn.SetInvokeResponse(http.StatusPreconditionFailed, failure)
		}
		return err
	}))
}

// OnSignInFailure registers the handler of single sign-on that failed in the client (signin/failure); the code says why. It
// is answered without a body.
//
// Without a handler it is answered 501, as every invoke: the Teams SDK answers 200, but then nobody learns why users see a
// sign-in button. Codes such as resourcematchfailed mean that the app is set up wrongly, so log them.
func (h *TeamsActivityHandler) OnSignInFailure(fn ValueFunc[teams.SignInFailure]) {
	onTeamsInvoke(h, "OnSignInFailure", teams.InvokeSignInFailure, nil, withoutBody(fn))
}
