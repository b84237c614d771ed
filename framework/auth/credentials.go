package auth

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
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

// TokenDropper is a [TokenSource] that keeps its token and can be told that the channel did not accept it. A source of
// your own that keeps tokens should be one.
type TokenDropper interface {
	TokenSource
	// DropToken has the next call of Token fetch another one, if token is the one that it returns now.
	DropToken(token string)
}

// ClientCredentialsConfig configures [ClientCredentials]. Exactly one of Password, Certificate and Assertion proves to the
// identity service that the bot is the app.
type ClientCredentialsConfig struct {
	// Cloud is where the bot is registered; required. See [PublicCloud].
	Cloud Cloud
	// AppID is the bot's Microsoft app id; required.
	AppID string
	// TenantID is the tenant of a single-tenant app, by id or domain. Empty means a multi-tenant app, whose tokens
	// come from Cloud.BotTenant.
	TenantID string

	// Password is the app's client secret.
	Password string
	// Certificate returns the app's certificate and its RSA key. It is called by [NewClientCredentials], and before
	// every exchange, about once an hour: one that loads files, as tls.LoadX509KeyPair does, needs no restart when they
	// are renewed.
	Certificate func() (tls.Certificate, error)
	// SendCertificateChain sends the certificate and its chain (x5c) along, which apps need that trust a subject name
	// and issuer rather than one certificate.
	SendCertificateChain bool
	// Assertion provides a token of another identity that the app trusts (workload identity federation), or one that
	// was signed elsewhere, as in a key vault. [TokenFile] and [ManagedIdentity] will do.
	Assertion TokenSource

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

// MarshalText is String, for encoding/json, with which slog's JSON handler writes what is inside another value.
func (c ClientCredentialsConfig) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// ClientCredentials is a [TokenSource] that exchanges an app's id and a proof of it for tokens. It is a [TokenDropper].
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
	case cfg.Cloud.Scope == "":
		return nil, errors.New("auth: ClientCredentialsConfig.Cloud has no Scope; start from auth.PublicCloud")
	case !isHost(tenant): // which a GUID is, and nothing that could change the URL
		return nil, fmt.Errorf("auth: tenant %q is neither a tenant id nor a domain", clip(tenant))
	}
	login, err := identityURL("Cloud.LoginURL", cfg.Cloud.LoginURL)
	if err != nil {
		return nil, err
	}
	endpoint := login.JoinPath(tenant, "oauth2/v2.0/token").String()
	prove, err := cfg.proof(endpoint)
	if err != nil {
		return nil, err
	}
	x := &exchange{
		config: clientcredentials.Config{
			ClientID:  cfg.AppID,
			TokenURL:  endpoint,
			Scopes:    []string{cfg.Cloud.Scope},
			AuthStyle: oauth2.AuthStyleInParams, // fixed, so that nothing secret is sent twice to find out
		},
		prove:  prove,
		client: withoutRedirects(cfg.HTTPClient),
	}
	return &ClientCredentials{tokens: newTokenCache(x.token, cfg.Logger)}, nil
}

// Token implements [TokenSource]. If there is no token to be had, the error is a [*TokenError], or one that
// wraps ctx's if ctx ended first.
func (c *ClientCredentials) Token(ctx context.Context) (string, error) { return c.tokens.get(ctx) }

// DropToken implements [TokenDropper]. Tokens are replaced for this once a minute at most, and should that fail, the old
// one serves on while it lives.
func (c *ClientCredentials) DropToken(token string) { c.tokens.drop(token) }

// proof returns the parameters that prove to the token endpoint who asks. Their values are secret.
type proof func(ctx context.Context) (url.Values, error)

// proof returns the way of the three that is configured.
func (c ClientCredentialsConfig) proof(endpoint string) (proof, error) {
	var ways []proof
	if c.Password != "" {
		secret := url.Values{"client_secret": {c.Password}}
		ways = append(ways, func(context.Context) (url.Values, error) { return secret, nil })
	}
	if c.Certificate != nil {
		signer := certificateSigner{appID: c.AppID, audience: endpoint, load: c.Certificate, sendChain: c.SendCertificateChain}
		if _, _, err := signer.key(); err != nil {
			return nil, fmt.Errorf("auth: ClientCredentialsConfig.Certificate: %w", err)
		}
		ways = append(ways, asserting(func(context.Context) (string, error) { return signer.assertion() }))
	}
	if c.Assertion != nil {
		ways = append(ways, asserting(c.Assertion.Token))
	}
	if len(ways) != 1 {
		return nil, fmt.Errorf("auth: ClientCredentialsConfig has %d of Password, Certificate and Assertion, want exactly one", len(ways))
	}
	return ways[0], nil
}

// exchange asks the token endpoint.
type exchange struct {
	config clientcredentials.Config
	prove  proof
	client *http.Client
}

func (x *exchange) token(ctx context.Context) (accessToken, error) {
	params, err := x.prove(ctx)
	if err != nil {
		return accessToken{}, &TokenError{Err: err}
	}
	config := x.config
	config.EndpointParams = params
	asked := time.Now()
	token, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, x.client))
	var answer *oauth2.RetrieveError
	switch {
	case errors.As(err, &answer): // not wrapped: it carries the answer's whole body
		return accessToken{}, refusal(answer.Response.StatusCode, answer.ErrorCode, answer.ErrorDescription, params)
	case err != nil:
		return accessToken{}, &TokenError{Err: err}
	case token.Type() != "Bearer":
		return accessToken{}, &TokenError{Err: errNoBearerToken}
	}
	return newAccessToken(token.AccessToken, asked, token.Expiry)
}
