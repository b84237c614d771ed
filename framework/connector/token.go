package connector

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/schema"
)

// ErrNoToken is in the chain of an error if the token service has no token of the user: they have to sign in.
var ErrNoToken = errors.New("connector: the token service has no token of this user; they have to sign in")

var errNoUser = errors.New("connector: tokens are kept for a user of a channel; the reference lacks one of the two")

// TokenClient asks the token service, which keeps what users signed in to, for one user of the bot. Get it from
// [TokensFromTurn] or [Outbound.TokenClient]. It is safe for concurrent use.
//
// A connection is what the bot's registration calls one: it names the service that a user signs in to. Tokens are secrets:
// neither this client's errors nor its log lines hold one, and yours should not.
//
// The bot's own token goes to the cloud's token service alone, whose host is checked at every request.
//
// Spec: https://github.com/microsoft/botbuilder-dotnet/blob/main/libraries/Swagger/TokenAPI.json
type TokenClient struct {
	service   *Client
	appID     string
	ref       schema.ConversationReference
	relatesTo schema.ConversationReference
}

// TokenClient returns the client of the token service for the user of a conversation. The reference names the channel and
// the user; a sign-in also leads back to its conversation.
func (o *Outbound) TokenClient(ref schema.ConversationReference) (*TokenClient, error) {
	ref.ChannelID, _, _ = strings.Cut(ref.ChannelID, ":") // tokens are not kept for a channel's parts
	if ref.User.ID == "" || ref.ChannelID == "" {
		return nil, errNoUser
	}
	base := o.TokenServiceURL
	if base == "" {
		base = ref.ServiceURL
	}
	service, err := o.Client(base)
	if err != nil {
		return nil, err
	}
	return &TokenClient{service: service, appID: o.AppID, ref: ref}, nil
}

// TokensFromTurn returns the client of the token service for the user whose activity the turn is about. An adapter that has
// no token service is an error.
func TokensFromTurn(turn *framework.TurnContext) (*TokenClient, error) {
	adapter, ok := turn.Adapter().(interface {
		TokenClient(ref schema.ConversationReference) (*TokenClient, error)
	})
	if !ok {
		return nil, fmt.Errorf("connector: adapter %T has no token service: it lacks the method TokenClient", turn.Adapter())
	}
	shared, err := adapter.TokenClient(turn.ConversationReference())
	if err != nil {
		return nil, err
	}
	client := *shared
	client.relatesTo = turn.Activity.RelatesTo
	return &client, nil
}

// GetToken returns the user's token for a connection, or [ErrNoToken]. code is what a user who signed in in a window of
// their own brings back: the state of signin/verifyState, or the six digits that they typed; else "".
func (c *TokenClient) GetToken(ctx context.Context, connection, code string) (schema.TokenResponse, error) {
	from := c.user("GetToken").connection(connection).query("code", code)
	from.manner.secrets = []string{code}
	token, err := call[schema.TokenResponse](ctx, c.service, "get user token", http.MethodGet, from, nil)
	if isNotFound(err) || err == nil && token.Token == "" {
		return schema.TokenResponse{}, ErrNoToken
	}
	return token, err
}

// SignOut forgets the user's token for a connection, or for all connections if connection is empty.
func (c *TokenClient) SignOut(ctx context.Context, connection string) error {
	_, err := c.service.do(ctx, "sign out", http.MethodDelete, c.user("SignOut").query("connectionName", connection), nil)
	return err
}

// TokenStatus returns for which connections the user has a token: of those named, or of all if none is.
func (c *TokenClient) TokenStatus(ctx context.Context, connections ...string) ([]schema.TokenStatus, error) {
	from := c.user("GetTokenStatus").query("include", strings.Join(connections, ","))
	return call[[]schema.TokenStatus](ctx, c.service, "get token status", http.MethodGet, from, nil)
}

// AADTokens returns the user's tokens for resources, such as https://graph.microsoft.com, by resource. The connection must
// be of the older kind for Microsoft Entra ID (v1), whose token is good for several. The error is [ErrNoToken] if the user
// has not signed in to it.
func (c *TokenClient) AADTokens(ctx context.Context, connection string, resources ...string) (map[string]schema.TokenResponse, error) {
	const op = "get Entra tokens"
	body, err := wire.Marshal(struct {
		ResourceURLs []string `json:"resourceUrls"`
	}{resources})
	if err != nil {
		return nil, encodingError(op, err)
	}
	from := c.user("GetAadTokens").connection(connection)
	from.manner.repeatable = true
	tokens, err := call[map[string]schema.TokenResponse](ctx, c.service, op, http.MethodPost, from, body)
	if isNotFound(err) {
		return nil, ErrNoToken
	}
	return tokens, err
}

// Exchange returns the user's token for a connection in exchange for one that Teams, or another channel, gave the bot: the
// token of signin/tokenExchange, or the URI of another resource.
//
// If there is none in exchange, because the user has not consented or the token is not for this, the error has [ErrNoToken]
// in its chain. All devices of a user offer a token of the same id at the same time; [ExchangeOnce] deals with both.
func (c *TokenClient) Exchange(ctx context.Context, connection string, request schema.TokenExchangeRequest) (schema.TokenResponse, error) {
	const op = "exchange user token"
	body, err := request.MarshalJSON()
	if err != nil {
		return schema.TokenResponse{}, encodingError(op, err)
	}
	to := c.user("exchange").connection(connection)
	to.manner.repeatable = true
	to.manner.secrets = []string{request.Token}
	token, err := call[schema.TokenResponse](ctx, c.service, op, http.MethodPost, to, body)
	if isRefused(err) {
		return schema.TokenResponse{}, fmt.Errorf("%w: %w", ErrNoToken, err)
	}
	if err == nil && token.Token == "" {
		return schema.TokenResponse{}, ErrNoToken
	}
	return token, err
}

// user starts the route of an operation on the user's tokens.
func (c *TokenClient) user(operation string) *route {
	r := c.service.route("/api/usertoken/"+operation).query("userId", c.ref.User.ID).query("channelId", c.ref.ChannelID)
	r.manner.private = true
	return r
}

// connection names the connection of a request.
func (r *route) connection(name string) *route {
	if reason := badID(name); reason != "" && r.err == nil {
		r.err = &InvalidIDError{Name: "connection", ID: name, Reason: reason}
	}
	return r.query("connectionName", name)
}

func isNotFound(err error) bool {
	e, ok := errors.AsType[*framework.ChannelError](err)
	return ok && e.Status == http.StatusNotFound
}

// isRefused reports whether an exchange came to nothing because of the user or the token.
func isRefused(err error) bool {
	e, ok := errors.AsType[*framework.ChannelError](err)
	return ok && (e.Status == http.StatusBadRequest || e.Status == http.StatusNotFound || e.Status == http.StatusPreconditionFailed)
}
