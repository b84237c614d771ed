package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// TokenSource provides the bot's own access token for the connector. Implementations are safe for concurrent use, and
// cheap to call before every request.
type TokenSource interface {
	// Token returns a token that is valid now, without the scheme "Bearer".
	Token(ctx context.Context) (string, error)
}

// ClientCredentialsConfig configures [ClientCredentials].
type ClientCredentialsConfig struct {
	// Cloud is where the bot is registered; required. See [PublicCloud].
	Cloud Cloud
	// AppID is the bot's Microsoft app id; required.
	AppID string
	// Password is the app's client secret; required.
	Password string
	// TenantID is the tenant of a single-tenant app, by id or domain. Empty means a multi-tenant app, whose tokens
	// come from Cloud.BotTenant.
	TenantID string
	// HTTPClient asks for tokens; nil means one of its own. Redirects are not followed, whatever it says.
	HTTPClient *http.Client
	// Logger hears of refreshes that failed; nil means [slog.Default].
	Logger *slog.Logger
}

// String returns the configuration without its secret. It is what fmt and slog print.
func (c ClientCredentialsConfig) String() string {
	return fmt.Sprintf("auth.ClientCredentialsConfig{AppID:%q TenantID:%q}", c.AppID, c.TenantID)
}

// GoString is String, for %#v.
func (c ClientCredentialsConfig) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c ClientCredentialsConfig) LogValue() slog.Value { return slog.StringValue(c.String()) }

// ClientCredentials is a [TokenSource] that exchanges an app's id and password for tokens.
//
// A token is kept and replaced 5 minutes before it expires. Replacing it delays nobody and, should it fail, takes
// nothing away while the old token lives. At most one request is in flight, bounded by 10 seconds; a failed one is
// repeated after 5 seconds at the earliest.
//
// Spec: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
type ClientCredentials struct {
	tokens *tokenCache
}

// NewClientCredentials returns a source of tokens, or an error that names what is missing or wrong in cfg. It makes no
// request: the first token is asked for when it is needed.
func NewClientCredentials(cfg ClientCredentialsConfig) (*ClientCredentials, error) {
	tenant := cfg.TenantID
	if tenant == "" {
		tenant = cfg.Cloud.BotTenant
	}
	switch {
	case cfg.AppID == "":
		return nil, errors.New("auth: ClientCredentialsConfig.AppID is empty")
	case cfg.Password == "":
		return nil, errors.New("auth: ClientCredentialsConfig.Password is empty")
	case cfg.Cloud.Scope == "":
		return nil, errors.New("auth: ClientCredentialsConfig.Cloud has no Scope; start from auth.PublicCloud")
	case !isHost(tenant): // which a GUID is, and nothing that could change the URL
		return nil, fmt.Errorf("auth: tenant %q is neither a tenant id nor a domain", clip(tenant))
	}
	login, err := identityURL("Cloud.LoginURL", cfg.Cloud.LoginURL)
	if err != nil {
		return nil, err
	}
	exchange := &secretExchange{
		config: clientcredentials.Config{
			ClientID:     cfg.AppID,
			ClientSecret: cfg.Password,
			TokenURL:     login.JoinPath(tenant, "oauth2/v2.0/token").String(),
			Scopes:       []string{cfg.Cloud.Scope},
			AuthStyle:    oauth2.AuthStyleInParams, // fixed, so that the secret is not sent twice to find out
		},
		client: withoutRedirects(cfg.HTTPClient),
	}
	return &ClientCredentials{tokens: newTokenCache(exchange.token, cfg.Logger)}, nil
}

// Token implements [TokenSource]. If there is no token to be had, the error is a [*TokenError], or one that
// wraps ctx's if ctx ended first.
func (c *ClientCredentials) Token(ctx context.Context) (string, error) { return c.tokens.get(ctx) }

// TokenError says why the identity service gave no token. It holds neither the secret nor the service's full answer.
type TokenError struct {
	// Status is the HTTP status of the answer, or 0 if there was none that could be understood.
	Status int
	// Code is the OAuth error code, such as "invalid_client", if there was one.
	Code string
	// Description is the service's explanation, cut short and on one line. For Entra it starts with the AADSTS number.
	Description string
	// Err is the underlying error, if there was no answer that could be understood.
	Err error
}

// Error names the status, code and description, or the underlying error.
func (e *TokenError) Error() string {
	if e.Err != nil {
		return "auth: no access token: " + printable(e.Err.Error(), 4*maxShown)
	}
	if e.Code == "" {
		return fmt.Sprintf("auth: no access token: the identity service answered %d", e.Status)
	}
	return fmt.Sprintf("auth: no access token: the identity service answered %d: %s: %s", e.Status, e.Code, e.Description)
}

// Unwrap returns Err.
func (e *TokenError) Unwrap() error { return e.Err }

// secretExchange asks the token endpoint with a client secret.
type secretExchange struct {
	config clientcredentials.Config
	client *http.Client
}

func (x *secretExchange) token(ctx context.Context) (accessToken, error) {
	asked := time.Now()
	token, err := x.config.Token(context.WithValue(ctx, oauth2.HTTPClient, x.client))
	var answer *oauth2.RetrieveError
	switch {
	case errors.As(err, &answer): // not wrapped: it carries the answer's whole body
		return accessToken{}, &TokenError{
			Status:      answer.Response.StatusCode,
			Code:        clip(x.redact(answer.ErrorCode)),
			Description: printable(x.redact(answer.ErrorDescription), 4*maxShown),
		}
	case err != nil:
		return accessToken{}, &TokenError{Err: err}
	case token.Type() != "Bearer" || !token.Expiry.After(asked) || strings.ContainsFunc(token.AccessToken, notVisible):
		return accessToken{}, &TokenError{Err: errors.New("the answer holds no bearer token with a lifetime")}
	}
	return newAccessToken(token.AccessToken, asked, token.Expiry), nil
}

// notVisible reports whether r cannot be part of a token in a header.
func notVisible(r rune) bool { return r <= ' ' || r > '~' }

// redact removes the secret from text of the service, which may repeat what it was sent.
func (x *secretExchange) redact(s string) string {
	return strings.NewReplacer(
		x.config.ClientSecret, "[secret]",
		url.QueryEscape(x.config.ClientSecret), "[secret]",
	).Replace(s)
}
