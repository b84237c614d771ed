package connector

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/schema"
)

var errBadSignInLink = errors.New("the sign-in link is not an https URL")

// SignInOptions are what may be said of a sign-in. Everything may be left out.
type SignInOptions struct {
	CodeChallenge string // of PKCE
	EmulatorURL   string // of the Bot Framework Emulator, if it is to end the sign-in
	FinalRedirect string // where the user ends up; one of the registration's
}

// SignInURL returns a URL at which the user signs in to a connection: for the button of a sign-in card.
func (c *TokenClient) SignInURL(ctx context.Context, connection string, o SignInOptions) (string, error) {
	from, err := c.signIn("GetSignInUrl", connection, o)
	if err != nil {
		return "", err
	}
	from.manner.accept = "text/plain, application/json"
	a, err := c.service.do(ctx, "get sign-in URL", http.MethodGet, from, nil)
	if err != nil {
		return "", err
	}
	link := strings.TrimSpace(string(a.body))
	if strings.HasPrefix(link, `"`) && wire.Unmarshal(a.body, &link) != nil || !isSignInLink(link) {
		return "", a.unusable(errBadSignInLink)
	}
	return link, nil
}

// SignInResource returns what an OAuth card needs: the link, and what lets a client sign in without the user noticing it.
func (c *TokenClient) SignInResource(ctx context.Context, connection string, o SignInOptions) (schema.SignInResource, error) {
	from, err := c.signIn("GetSignInResource", connection, o)
	if err != nil {
		return schema.SignInResource{}, err
	}
	a, err := c.service.do(ctx, "get sign-in resource", http.MethodGet, from, nil)
	if err != nil {
		return schema.SignInResource{}, err
	}
	var resource schema.SignInResource
	if err := a.decode(&resource); err != nil {
		return schema.SignInResource{}, err
	}
	if !isSignInLink(resource.SignInLink) {
		return schema.SignInResource{}, a.unusable(errBadSignInLink)
	}
	return resource, nil
}

// TokenOrSignInResource returns the user's token or, in one request, what they need to sign in. code is as for
// [TokenClient.GetToken]; finalRedirect as in [SignInOptions].
func (c *TokenClient) TokenOrSignInResource(ctx context.Context, connection, code, finalRedirect string) (schema.TokenOrSignInResource, error) {
	state, err := c.SignInState(connection)
	if err != nil {
		return schema.TokenOrSignInResource{}, err
	}
	from := c.user("GetTokenOrSignInResource").connection(connection).
		query("code", code).query("state", state).query("finalRedirect", finalRedirect)
	from.manner.secrets = []string{code}
	a, err := c.service.do(ctx, "get user token or sign-in resource", http.MethodGet, from, nil)
	if isNotFound(err) {
		return schema.TokenOrSignInResource{}, ErrNoToken
	}
	if err != nil {
		return schema.TokenOrSignInResource{}, err
	}
	var found schema.TokenOrSignInResource
	if err := a.decode(&found); err != nil {
		return schema.TokenOrSignInResource{}, err
	}
	if found.TokenResponse.Token == "" && !isSignInLink(found.SignInResource.SignInLink) {
		return schema.TokenOrSignInResource{}, a.unusable(errBadSignInLink)
	}
	return found, nil
}

// SignInState returns what ties a sign-in to the user's conversation, as the state of a sign-in URL: a
// [schema.TokenExchangeState] as JSON in base64.
func (c *TokenClient) SignInState(connection string) (string, error) {
	if reason := badID(connection); reason != "" {
		return "", &InvalidIDError{Name: "connection", ID: connection, Reason: reason}
	}
	return EncodeSignInState(schema.TokenExchangeState{
		ConnectionName: connection, Conversation: c.ref, RelatesTo: c.relatesTo, MSAppID: c.appID,
	})
}

// EncodeSignInState returns the state of a sign-in URL.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.tokenexchangestate
func EncodeSignInState(state schema.TokenExchangeState) (string, error) {
	raw, err := state.MarshalJSON()
	if err != nil {
		return "", encodingError("sign-in state", err)
	}
	return base64.StdEncoding.EncodeToString(raw), nil
}

func (c *TokenClient) signIn(operation, connection string, o SignInOptions) (*route, error) {
	state, err := c.SignInState(connection)
	if err != nil {
		return nil, err
	}
	r := c.service.route("/api/botsignin/"+operation).query("state", state).
		query("code_challenge", o.CodeChallenge).query("emulatorUrl", o.EmulatorURL).query("finalRedirect", o.FinalRedirect)
	r.manner.private = true // a link that is made for one user
	return r, nil
}

// isSignInLink reports whether a user may be sent to a link: https, or http on this machine, where the Emulator is.
func isSignInLink(link string) bool {
	u, err := url.Parse(link)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return false
	}
	addr, err := netip.ParseAddr(u.Hostname())
	local := u.Hostname() == "localhost" || err == nil && addr.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && local
}
