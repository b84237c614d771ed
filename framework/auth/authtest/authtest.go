// Package authtest stands in for Microsoft's identity service, so that a bot can be run and tested with its
// authentication switched on and no network.
//
// A [Service] is an http.Handler that publishes signing keys, signs tokens as a channel or Microsoft Entra ID would, and
// exchanges a bot's password for tokens. Point a bot at it with [Service.Cloud]. It must never be reachable by anyone
// but the test: who can call SignChannelToken can call the bot.
package authtest

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/convobot/convo/framework/auth"
)

const (
	metadataPath      = "/v1/.well-known/openidconfiguration"
	keysPath          = "/v1/.well-known/keys"
	entraMetadataPath = "/common/v2.0/.well-known/openid-configuration"
	entraKeysPath     = "/common/discovery/v2.0/keys"
)

// Config is the registration of one bot with a [Service].
type Config struct {
	// AppID and Password are what the bot identifies itself with; required.
	AppID, Password string
	// TenantID is the tenant of a single-tenant bot; empty means a multi-tenant one.
	TenantID string
	// Cloud is whose tokens the service issues; zero means [auth.PublicCloud].
	Cloud auth.Cloud
	// Endorsements are the channels that the signing key may speak for; nil means msteams.
	Endorsements []string
	// SigningKey is the channel's first key; nil means a new one of 2048 bits, which takes a moment to make.
	SigningKey *rsa.PrivateKey
	// EntraKey is what Entra signs with; nil means a new one, made when it is first needed.
	EntraKey *rsa.PrivateKey
	// TokenLifetime is how long tokens live, for channel and bot; 0 means one hour.
	TokenLifetime time.Duration
}

// Counts are the requests that a [Service] has answered, by kind.
type Counts struct{ Metadata, Keys, EntraMetadata, EntraKeys, Tokens int }

// Service is a stand-in identity service for one bot. Create it with [New]; it is safe for concurrent use.
type Service struct {
	cfg    Config
	cloud  auth.Cloud
	mux    *http.ServeMux
	secret []byte // signs the bot's tokens

	entraKey func() (*rsa.PrivateKey, error)

	mu     sync.Mutex
	key    *rsa.PrivateKey
	kid    string
	counts Counts
}

// New returns a Service for the bot of cfg.
func New(cfg Config) (*Service, error) {
	if cfg.AppID == "" || cfg.Password == "" {
		return nil, errors.New("authtest: Config needs AppID and Password")
	}
	s := &Service{cfg: cfg, cloud: cfg.Cloud, secret: []byte(rand.Text()), mux: http.NewServeMux()}
	if s.cloud.Issuer == "" {
		s.cloud = auth.PublicCloud()
	}
	s.entraKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return orNewKey(cfg.EntraKey) })
	if s.cfg.TenantID == "" {
		s.cfg.TenantID = s.cloud.BotTenant
	}
	if s.cfg.Endorsements == nil {
		s.cfg.Endorsements = []string{"msteams"}
	}
	if s.cfg.TokenLifetime == 0 {
		s.cfg.TokenLifetime = time.Hour
	}
	if err := s.RotateKey(cfg.SigningKey); err != nil {
		return nil, err
	}
	s.mux.HandleFunc("GET "+metadataPath, s.serveMetadata)
	s.mux.HandleFunc("GET "+keysPath, s.serveKeys)
	s.mux.HandleFunc("GET "+entraMetadataPath, s.serveEntraMetadata)
	s.mux.HandleFunc("GET "+entraKeysPath, s.serveEntraKeys)
	s.mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", s.serveToken)
	return s, nil
}

// Cloud returns the cloud of [Config] with the service, reached at the root of baseURL, in place of Microsoft's. With
// [Service.Client] any base URL will do, such as https://identity.test.
func (s *Service) Cloud(baseURL string) auth.Cloud {
	cloud := s.cloud
	cloud.OpenIDMetadataURL = baseURL + metadataPath
	cloud.EntraMetadataURL = baseURL + entraMetadataPath
	cloud.LoginURL = baseURL
	return cloud
}

// RotateKey replaces the channel's signing key by key, or by a new one if key is nil. The old one is withdrawn at once.
func (s *Service) RotateKey(key *rsa.PrivateKey) error {
	key, err := orNewKey(key)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key, s.kid = key, thumbprint(key)
	return nil
}

func orNewKey(key *rsa.PrivateKey) (*rsa.PrivateKey, error) {
	if key != nil {
		return key, nil
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("authtest: %w", err)
	}
	return key, nil
}

// thumbprint returns the id of a key.
func thumbprint(key *rsa.PrivateKey) string {
	sum := sha256.Sum256(key.N.Bytes())
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// KeyID returns the id of the current signing key.
func (s *Service) KeyID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kid
}

// Counts returns the requests answered so far.
func (s *Service) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts
}

// SignChannelToken returns a token as the channel sends it to the bot from the connector at serviceURL. The entries of
// claims replace the usual ones, or remove them if nil: {"exp": nil} gives a token that never expires.
func (s *Service) SignChannelToken(serviceURL string, claims map[string]any) (string, error) {
	now := time.Now()
	all := jwt.MapClaims{
		"iss":        s.cloud.Issuer,
		"aud":        s.cfg.AppID,
		"nbf":        now.Unix(),
		"iat":        now.Unix(),
		"exp":        now.Add(s.cfg.TokenLifetime).Unix(),
		"serviceurl": serviceURL,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return sign(s.key, s.kid, all, claims)
}

// sign signs claims with the entries of changes in place of their own, or without them if nil.
func sign(key *rsa.PrivateKey, kid string, claims jwt.MapClaims, changes map[string]any) (string, error) {
	maps.Copy(claims, changes)
	maps.DeleteFunc(claims, func(_ string, value any) bool { return value == nil })
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = kid
	return token.SignedString(key)
}

// VerifyBotToken returns an error unless token was issued to the bot by this service and still lives. A stand-in
// connector uses it on what the bot sends.
func (s *Service) VerifyBotToken(token string) error {
	_, err := jwt.Parse(token, func(*jwt.Token) (any, error) { return s.secret, nil },
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithExpirationRequired())
	if err != nil {
		return fmt.Errorf("authtest: %w", err)
	}
	return nil
}

// ServeHTTP answers requests for the OpenID metadata, the signing keys and the bot's tokens. It expects to be mounted
// at the root of a host.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Service) serveMetadata(w http.ResponseWriter, r *http.Request) {
	s.count(func(c *Counts) { c.Metadata++ })
	reply(w, http.StatusOK, map[string]any{
		"issuer":                                s.cloud.Issuer,
		"jwks_uri":                              baseURL(r) + keysPath,
		"id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

// baseURL returns where the request reached the service.
func baseURL(r *http.Request) string {
	scheme := r.URL.Scheme // known in memory only
	if scheme == "" {
		scheme = "http"
		if r.TLS != nil {
			scheme = "https"
		}
	}
	return scheme + "://" + r.Host
}

func (s *Service) serveKeys(w http.ResponseWriter, _ *http.Request) {
	s.count(func(c *Counts) { c.Keys++ })
	s.mu.Lock()
	key, kid := s.key, s.kid
	s.mu.Unlock()
	replyKey(w, key, kid, "endorsements", s.cfg.Endorsements)
}

// replyKey answers with a set of one key, which has one member beyond the usual.
func replyKey(w http.ResponseWriter, key *rsa.PrivateKey, kid, member string, value any) {
	reply(w, http.StatusOK, map[string]any{"keys": []any{map[string]any{
		"kty":  "RSA",
		"use":  "sig",
		"kid":  kid,
		"n":    base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
		"e":    base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
		member: value,
	}}})
}

// serveToken answers as Entra does, errors included.
func (s *Service) serveToken(w http.ResponseWriter, r *http.Request) {
	s.count(func(c *Counts) { c.Tokens++ })
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	form := r.PostFormValue
	switch {
	case r.PathValue("tenant") != s.cfg.TenantID:
		refuse(w, http.StatusBadRequest, "invalid_request", "AADSTS90002: Tenant not found.")
		return
	case form("grant_type") != "client_credentials":
		refuse(w, http.StatusBadRequest, "unsupported_grant_type", "AADSTS70003: The grant type is not supported.")
		return
	case form("scope") != s.cloud.Scope:
		refuse(w, http.StatusBadRequest, "invalid_scope", "AADSTS70011: The scope is not valid.")
		return
	case form("client_id") != s.cfg.AppID:
		refuse(w, http.StatusBadRequest, "unauthorized_client", "AADSTS700016: Application not found in the directory.")
		return
	case !hmac.Equal([]byte(form("client_secret")), []byte(s.cfg.Password)):
		refuse(w, http.StatusUnauthorized, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
		return
	}
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"aud":   s.cloud.Issuer,
		"appid": s.cfg.AppID,
		"exp":   time.Now().Add(s.cfg.TokenLifetime).Unix(),
		"jti":   rand.Text(),
	}).SignedString(s.secret)
	if err != nil {
		refuse(w, http.StatusInternalServerError, "server_error", "the token could not be signed")
		return
	}
	reply(w, http.StatusOK, map[string]any{
		"token_type":   "Bearer",
		"expires_in":   int(s.cfg.TokenLifetime.Seconds()),
		"access_token": token,
	})
}

func (s *Service) count(add func(*Counts)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	add(&s.counts)
}

func refuse(w http.ResponseWriter, status int, code, description string) {
	reply(w, status, map[string]any{"error": code, "error_description": description})
}

func reply(w http.ResponseWriter, status int, body map[string]any) {
	data, err := json.Marshal(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // fails if the client has gone: nobody is left to tell
}
