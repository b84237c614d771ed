package world

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// tokenRoutes are those of the token service.
//
// Spec: https://github.com/microsoft/botbuilder-dotnet/tree/main/libraries/Microsoft.Bot.Connector
func (w *World) tokenRoutes() []route {
	user, bot := "/api/usertoken/", "/api/botsignin/"
	return []route{
		{method: http.MethodGet, path: user + "GetToken", do: w.getToken, elsewhere: true},
		{method: http.MethodGet, path: user + "GetTokenOrSignInResource", do: w.getTokenOrSignInResource, elsewhere: true},
		{method: http.MethodGet, path: user + "GetTokenStatus", do: w.getTokenStatus, elsewhere: true},
		{method: http.MethodPost, path: user + "GetAadTokens", do: w.getAADTokens, elsewhere: true},
		{method: http.MethodPost, path: user + "exchange", do: w.exchangeToken, elsewhere: true},
		{method: http.MethodDelete, path: user + "SignOut", do: w.signOut, elsewhere: true},
		{method: http.MethodGet, path: bot + "GetSignInUrl", do: w.getSignInURL, elsewhere: true},
		{method: http.MethodGet, path: bot + "GetSignInResource", do: w.getSignInResource, elsewhere: true},
	}
}

// tokenUser finds whose tokens the call is about. The connection may be absent where all are meant.
func (w *World) tokenUser(c call, needsConnection bool) (grant, *refusal) {
	p, ok := w.person(c.query.Get("userId"))
	connection := c.query.Get("connectionName")
	switch {
	case !ok:
		return grant{}, refuse(http.StatusNotFound, "NotFound", "There is no user with this userId")
	case connection == "" && needsConnection:
		return grant{}, refuse(http.StatusBadRequest, "BadRequest", "connectionName is missing")
	}
	return grant{p.ID, connection}, nil
}

func (w *World) getToken(c call) (int, any, *refusal) {
	g, problem := w.tokenUser(c, true)
	if problem != nil {
		return 0, nil, problem
	}
	token, ok := w.tokenFor(g, c)
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "NotFound", "The user has no token for this connection")
	}
	return http.StatusOK, token, nil
}

// tokenFor is the user's token as the service answers it. People sign in per channel.
func (w *World) tokenFor(g grant, c call) (schema.TokenResponse, bool) {
	if c.query.Get("channelId") != schema.ChannelTeams {
		return schema.TokenResponse{}, false
	}
	token, ok := w.tokens.take(g, c.query.Get("code"))
	return schema.TokenResponse{ChannelID: schema.ChannelTeams, ConnectionName: g.connection, Token: token}, ok
}

func (w *World) getTokenOrSignInResource(c call) (int, any, *refusal) {
	g, problem := w.tokenUser(c, true)
	if problem != nil {
		return 0, nil, problem
	}
	if token, ok := w.tokenFor(g, c); ok {
		return http.StatusOK, schema.TokenOrSignInResource{TokenResponse: token}, nil
	}
	resource, problem := w.signInResource(c)
	return http.StatusOK, schema.TokenOrSignInResource{SignInResource: resource}, problem
}

func (w *World) getTokenStatus(c call) (int, any, *refusal) {
	g, problem := w.tokenUser(c, false)
	if problem != nil {
		return 0, nil, problem
	}
	statuses := []schema.TokenStatus{}
	for _, name := range w.tokens.names {
		if include := c.query.Get("include"); include != "" && !slices.Contains(strings.Split(include, ","), name) {
			continue
		}
		_, has := w.tokens.held[grant{g.person, name}]
		statuses = append(statuses, schema.TokenStatus{
			ChannelID: schema.ChannelTeams, ConnectionName: name, HasToken: has,
			ServiceProviderDisplayName: w.tokens.connections[name].Provider,
		})
	}
	return http.StatusOK, statuses, nil
}

// getAADTokens answers with a token for each resource that has one, see [World.AllowExchange], if the user is signed in.
func (w *World) getAADTokens(c call) (int, any, *refusal) {
	g, problem := w.tokenUser(c, true)
	if problem != nil {
		return 0, nil, problem
	}
	var request struct {
		ResourceURLs []string `json:"resourceUrls"`
	}
	if err := json.Unmarshal(c.body, &request); err != nil || len(request.ResourceURLs) == 0 {
		return 0, nil, refuse(http.StatusBadRequest, "BadRequest", "The body has no resourceUrls")
	}
	if _, ok := w.tokenFor(g, c); !ok {
		return 0, nil, refuse(http.StatusNotFound, "NotFound", "The user has no token for this connection")
	}
	found := make(map[string]schema.TokenResponse)
	for _, resource := range request.ResourceURLs {
		if token, ok := w.tokens.offered[g][resource]; ok {
			found[resource] = schema.TokenResponse{ChannelID: schema.ChannelTeams, ConnectionName: g.connection, Token: token}
		}
	}
	return http.StatusOK, found, nil
}

func (w *World) exchangeToken(c call) (int, any, *refusal) {
	g, problem := w.tokenUser(c, true)
	if problem != nil {
		return 0, nil, problem
	}
	var request schema.TokenExchangeRequest
	if err := json.Unmarshal(c.body, &request); err != nil || (request.Token == "") == (request.URI == "") {
		return 0, nil, refuse(http.StatusBadRequest, "BadRequest", "The body has neither token nor uri, or both")
	}
	if _, known := w.tokens.connections[g.connection]; !known {
		return 0, nil, refuse(http.StatusNotFound, "NotFound", "There is no such connection")
	}
	token, ok := w.tokens.offered[g][request.Token+request.URI]
	if !ok {
		return 0, nil, refuse(http.StatusBadRequest, "ConsentRequired", "The token cannot be exchanged: the user has not consented")
	}
	w.tokens.held[g] = token
	return http.StatusOK, schema.TokenResponse{ChannelID: schema.ChannelTeams, ConnectionName: g.connection, Token: token}, nil
}

// signOut takes the token of one connection away, or of all if none is named.
func (w *World) signOut(c call) (int, any, *refusal) {
	g, problem := w.tokenUser(c, false)
	if problem != nil {
		return 0, nil, problem
	}
	for has := range w.tokens.held {
		if has.person == g.person && (g.connection == "" || has.connection == g.connection) {
			delete(w.tokens.held, has)
		}
	}
	return http.StatusOK, nil, nil
}

func (w *World) getSignInURL(c call) (int, any, *refusal) {
	resource, problem := w.signInResource(c)
	return http.StatusOK, content{"text/plain; charset=utf-8", []byte(resource.SignInLink)}, problem
}

func (w *World) getSignInResource(c call) (int, any, *refusal) {
	resource, problem := w.signInResource(c)
	return http.StatusOK, resource, problem
}

// signInResource is where the sign-in goes that the state describes.
func (w *World) signInResource(c call) (schema.SignInResource, *refusal) {
	var state schema.TokenExchangeState
	raw, err := base64.StdEncoding.DecodeString(c.query.Get("state"))
	if err != nil || json.Unmarshal(raw, &state) != nil || state.ConnectionName == "" {
		return schema.SignInResource{}, refuse(http.StatusBadRequest, "BadRequest",
			"state is not the base64 of a token exchange state that names a connection")
	}
	id := uuid(w.next())
	resource := schema.SignInResource{
		SignInLink: fmt.Sprintf("%s/signin/%s?id=%s", w.tokenURL, url.PathEscape(state.ConnectionName), id),
	}
	if c := w.tokens.connections[state.ConnectionName]; c.Resource != "" {
		resource.TokenExchangeResource = schema.TokenExchangeResource{ID: id, URI: c.Resource}
	}
	resource.TokenPostResource.SASURL = fmt.Sprintf("%s/signin/post/%s", w.tokenURL, id)
	return resource, nil
}
