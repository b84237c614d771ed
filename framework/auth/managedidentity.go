package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/convobot/convo/framework/internal/wire"
)

const (
	imdsEndpoint      = "http://169.254.169.254/metadata/identity/oauth2/token"
	imdsVersion       = "2018-02-01"
	appServiceVersion = "2019-08-01"
)

// ManagedIdentityConfig configures [ManagedIdentity].
type ManagedIdentityConfig struct {
	// Scope is what tokens are asked for; required. For the connector it is [Cloud].Scope.
	Scope string
	// ClientID is that of a user-assigned identity, which for a bot is its app id. Empty means the machine's own.
	ClientID string
	// Endpoint and Header are what App Service, Functions and Container Apps give their programs as IDENTITY_ENDPOINT
	// and IDENTITY_HEADER. Both empty means the metadata service of virtual machines, scale sets and Kubernetes nodes.
	// The endpoint is https, or http on a loopback or link-local address. Header is secret.
	Endpoint, Header string
	// HTTPClient asks for tokens; nil means one of its own. Redirects are not followed, and a proxy is not used.
	HTTPClient *http.Client
	// Logger hears of refreshes that failed; nil means [slog.Default].
	Logger *slog.Logger
}

// String returns the configuration without its secret. It is what fmt and slog print.
func (c ManagedIdentityConfig) String() string {
	return fmt.Sprintf("auth.ManagedIdentityConfig{ClientID:%q Scope:%q}", c.ClientID, c.Scope)
}

// GoString is String, for %#v.
func (c ManagedIdentityConfig) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c ManagedIdentityConfig) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText is String, for encoding/json, with which slog's JSON handler writes what is inside another value.
func (c ManagedIdentityConfig) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// ManagedIdentity is a [TokenSource] that asks the Azure machine it runs on for tokens, so that the bot has no secret. It
// keeps and replaces them as [ClientCredentials] does. Azure Arc and Service Fabric, which ask in other ways, are not
// supported; a TokenSource of your own can.
//
// Spec: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
//
// Spec: https://learn.microsoft.com/azure/app-service/overview-managed-identity
type ManagedIdentity struct {
	tokens *tokenCache
}

// NewManagedIdentity returns a source of tokens, or an error that names what is missing or wrong in cfg. It makes no
// request: the first token is asked for when it is needed.
func NewManagedIdentity(cfg ManagedIdentityConfig) (*ManagedIdentity, error) {
	switch {
	case cfg.Scope == "":
		return nil, errors.New("auth: ManagedIdentityConfig.Scope is empty; use that of the cloud")
	case (cfg.Endpoint == "") != (cfg.Header == ""):
		return nil, errors.New("auth: ManagedIdentityConfig has one of Endpoint and Header, want both or neither")
	case strings.ContainsFunc(cfg.Header, notVisible):
		return nil, errors.New("auth: ManagedIdentityConfig.Header cannot be in a header")
	}
	query := url.Values{"resource": {strings.TrimSuffix(cfg.Scope, "/.default")}}
	if cfg.ClientID != "" {
		query.Set("client_id", cfg.ClientID)
	}
	m := &machine{client: withoutProxy(withoutRedirects(cfg.HTTPClient))}
	endpoint := imdsEndpoint
	if cfg.Endpoint == "" {
		query.Set("api-version", imdsVersion)
		m.header, m.value = "Metadata", "true"
	} else {
		if err := checkMachineURL(cfg.Endpoint); err != nil {
			return nil, err
		}
		endpoint = cfg.Endpoint
		query.Set("api-version", appServiceVersion)
		m.header, m.value, m.secret = "X-IDENTITY-HEADER", cfg.Header, true
	}
	m.url = endpoint + "?" + query.Encode()
	return &ManagedIdentity{tokens: newTokenCache(m.token, cfg.Logger)}, nil
}

// Token implements [TokenSource]; its errors are those of [ClientCredentials.Token].
func (m *ManagedIdentity) Token(ctx context.Context) (string, error) { return m.tokens.get(ctx) }

// DropToken implements [TokenDropper], as [ClientCredentials.DropToken] does. The machine may give the same token again.
func (m *ManagedIdentity) DropToken(token string) { m.tokens.drop(token) }

// checkMachineURL takes http where the request does not leave the machine's own link.
func checkMachineURL(raw string) error {
	e, reason := parseEndpoint(raw)
	if reason != "" {
		return fmt.Errorf("auth: ManagedIdentityConfig.Endpoint: %s", reason)
	}
	addr, err := netip.ParseAddr(e.host)
	isNear := isLoopback(e.host) || err == nil && addr.IsLinkLocalUnicast()
	if e.scheme != "https" && !isNear {
		return fmt.Errorf("auth: ManagedIdentityConfig.Endpoint: %s must be https; http is for loopback and link-local hosts only", e)
	}
	return nil
}

// withoutProxy has the client connect directly: a proxy would ask for the identity of its own machine.
func withoutProxy(client *http.Client) *http.Client {
	transport := client.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	if t, ok := transport.(*http.Transport); ok {
		t = t.Clone()
		t.Proxy = nil
		client.Transport = t
	}
	return client
}

// machine is the endpoint that knows the machine's identities.
type machine struct {
	client        *http.Client
	url           string
	header, value string // what keeps others from asking
	secret        bool   // whether value is
}

// machineAnswer is a token or an error; numbers come as text too.
type machineAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   number `json:"expires_in"`
	ExpiresOn   number `json:"expires_on"`

	Error       string `json:"error"`
	Description string `json:"error_description"`
	Message     string `json:"message"`
}

// number is a whole number, also as text; anything else is 0.
type number int64

func (n *number) UnmarshalJSON(data []byte) error {
	v, err := strconv.ParseInt(strings.Trim(string(data), `"`), 10, 64)
	if err == nil {
		*n = number(v)
	}
	return nil
}

func (m *machine) token(ctx context.Context) (accessToken, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.url, http.NoBody)
	if err != nil {
		return accessToken{}, &TokenError{Err: err}
	}
	req.Header.Set(m.header, m.value)
	asked := time.Now()
	resp, err := m.client.Do(req)
	if err != nil {
		return accessToken{}, &TokenError{Err: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxDocument))
	if err != nil {
		return accessToken{}, &TokenError{Err: err}
	}
	var answer machineAnswer
	err = wire.Unmarshal(body, &answer)
	switch {
	case resp.StatusCode != http.StatusOK:
		return accessToken{}, m.refused(resp.StatusCode, answer)
	case err != nil:
		return accessToken{}, &TokenError{Err: errors.New("the answer is not a JSON object with a token")} // err may quote it
	case !strings.EqualFold(answer.TokenType, "Bearer"):
		return accessToken{}, &TokenError{Err: errNoBearerToken}
	}
	return newAccessToken(answer.AccessToken, asked, answer.expiry(asked))
}

// expiry prefers the lifetime, which needs no agreement about the time.
func (a machineAnswer) expiry(asked time.Time) time.Time {
	if a.ExpiresIn > 0 {
		return asked.Add(time.Duration(min(a.ExpiresIn, number(maxTokenLifetime/time.Second))) * time.Second)
	}
	if a.ExpiresIn < 0 {
		return asked
	}
	return time.Unix(min(max(int64(a.ExpiresOn), 0), lastTime), 0)
}

func (m *machine) refused(status int, answer machineAnswer) error {
	secrets := url.Values{}
	if m.secret {
		secrets.Set(m.header, m.value)
	}
	code, description := answer.Error, answer.Description
	if code == "" && answer.Message != "" { // App Service
		code, description = "error", answer.Message
	}
	return refusal(status, code, description, secrets)
}
