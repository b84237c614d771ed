package auth

import (
	"context"
	"crypto/sha256"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/convobot/convo/framework/internal/cache"
	"github.com/convobot/convo/framework/internal/guid"
)

const (
	verifiedLimit  = 10_000    // tokens; a channel uses one for many requests
	verifiedWindow = time.Hour // what the channels' tokens live
)

// ValidatorConfig configures a [Validator].
type ValidatorConfig struct {
	// Cloud is whose channels may call; required. See [PublicCloud] and its siblings.
	Cloud Cloud
	// AppID is the bot's Microsoft app id, in any letter case; required.
	AppID string
	// Entra is which tokens of Microsoft Entra ID are accepted besides the channels'; the zero value accepts none.
	Entra EntraTokens
	// ServiceURLs are where the bot's token may go. What the bot's own app sends (Entra.Emulator and
	// Entra.ConnectorAudience, which need it) must name one of them, because no claim says where its sender is.
	ServiceURLs *ServiceURLs
	// HTTPClient fetches the signing keys; nil means one of its own. Redirects are not followed, whatever it says.
	HTTPClient *http.Client
	// Logger hears of trouble with the signing keys; nil means [slog.Default].
	Logger *slog.Logger
}

// Validator verifies the tokens that channels, and others if they are allowed, send to one bot. Create it with
// [NewValidator]; it is safe for concurrent use and owns nothing that would have to be closed: a fetch of keys ends by
// itself within 10 seconds.
//
// A token that has been verified is accepted again until it expires, at most an hour, without another look at the
// signing keys. A token that is not genuine changes nothing, except that one with an unknown key id may cause the keys
// to be fetched again: at most once an hour, or every 10 seconds while that fails.
type Validator struct {
	appID    string
	issuers  map[string]*issuer // by the exact iss claim; never changed
	channels *keySource         // the channels' signing keys
	callers  map[string]bool    // the app ids of other bots that may call
	urls     *ServiceURLs       // where the bot's token may go
	hosts    *ServiceURLs       // the hosts of the cloud's channels
	parser   *jwt.Parser
	verified *cache.Cache[Identity] // by the SHA-256 of the token
}

// issuer is one value of the iss claim that is accepted, and the class of tokens that it stands for.
type issuer struct {
	keys     *keySource
	callerID string       // of the channels; for Entra it depends on the token
	entra    *entraIssuer // nil for the channels
}

// NewValidator returns a Validator, or an error that names what is missing or wrong in cfg. It makes no request: the
// keys are fetched with the first token.
func NewValidator(cfg ValidatorConfig) (*Validator, error) {
	switch {
	case cfg.AppID == "":
		return nil, errors.New("auth: ValidatorConfig.AppID is empty: no token could be meant for the bot")
	case cfg.Cloud.Issuer == "":
		return nil, errors.New("auth: ValidatorConfig.Cloud has no Issuer; start from auth.PublicCloud")
	}
	keys, err := cfg.keys("Cloud.OpenIDMetadataURL", cfg.Cloud.OpenIDMetadataURL)
	if err != nil {
		return nil, err
	}
	hosts, err := NewServiceURLs(cfg.Cloud)
	if err != nil {
		return nil, err
	}
	cfg.AppID = guid.Fold(cfg.AppID) // as it stands in tokens
	v := &Validator{
		appID:    cfg.AppID,
		issuers:  map[string]*issuer{},
		channels: keys,
		callers:  map[string]bool{},
		urls:     cfg.ServiceURLs,
		hosts:    hosts,
		parser: jwt.NewParser( // iss and aud depend on the class; see accept
			jwt.WithValidMethods([]string{algorithm}),
			jwt.WithStrictDecoding(),
			jwt.WithExpirationRequired(),
			jwt.WithIssuedAt(),
			jwt.WithLeeway(clockSkew),
		),
		verified: cache.New[Identity](verifiedWindow, verifiedLimit),
	}
	if err := v.addEntra(cfg); err != nil {
		return nil, err
	}
	v.issuers[cfg.Cloud.Issuer] = &issuer{keys: keys, callerID: cfg.Cloud.CallerID}
	return v, nil
}

// keys returns the signing keys that the metadata at raw, which is the field name of cfg, leads to.
func (cfg ValidatorConfig) keys(name, raw string) (*keySource, error) {
	metadata, err := identityURL(name, raw)
	if err != nil {
		return nil, err
	}
	return &keySource{metadata: metadata, client: withoutRedirects(cfg.HTTPClient), logger: orDefault(cfg.Logger)}, nil
}

// Authenticate verifies the token in the Authorization header of a request and returns who sent it. It takes all values
// of that header, as http.Header.Values gives them, because a request with more than one is refused. What the request's
// body says must then be checked with [Identity.CheckActivity].
//
// It may have to fetch signing keys, which ctx bounds for this caller only. The error is an [*Error].
func (v *Validator) Authenticate(ctx context.Context, authorization []string) (Identity, error) {
	token, err := bearerToken(authorization)
	if err != nil {
		return Identity{}, err
	}
	hash := sha256.Sum256([]byte(token))
	if id, ok := v.verified.Get(string(hash[:])); ok {
		return id, nil
	}
	id, expires, err := v.verify(ctx, token)
	if err != nil {
		return Identity{}, err
	}
	v.verified.Set(string(hash[:]), id, time.Until(expires))
	return id, nil
}

// verify does the whole work for a token not seen before. The keys are asked for last: what is malformed, or of an
// issuer that is not accepted, costs no request.
//
// The iss claim picks the keys before it is verified, from a table that is fixed. That gives nothing away: the signature
// must be by that issuer's key, and the claims must then satisfy every rule of that issuer's class.
func (v *Validator) verify(ctx context.Context, token string) (Identity, time.Time, error) {
	kid, err := keyID(token)
	if err != nil {
		return Identity{}, time.Time{}, err
	}
	var from *issuer
	var key *signingKey
	var c claims
	_, err = v.parser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) {
		if from = v.issuers[c.Issuer]; from == nil {
			return nil, refuse(RuleIssuer, "iss is %q, from which this bot accepts no tokens", clip(c.Issuer))
		}
		var err error
		if key, err = from.keys.find(ctx, kid); err != nil {
			return nil, err
		}
		return key.public, nil
	})
	if err != nil && !errors.Is(err, jwt.ErrTokenInvalidClaims) {
		return Identity{}, time.Time{}, parseError(err)
	}
	// The signature is good. That a token is for another bot says more than that it has expired, so it goes first.
	id, refused := v.accept(from, key, &c)
	if refused == nil && err != nil {
		refused = timeError(err, &c)
	}
	if refused != nil {
		return Identity{}, time.Time{}, refused
	}
	return id, c.ExpiresAt.Time, nil
}

// accept holds the claims of a token, whose signature is good, to the rules of its issuer's class. Its times are not
// looked at.
func (v *Validator) accept(from *issuer, key *signingKey, c *claims) (Identity, error) {
	if from.entra != nil {
		return v.acceptEntra(from.entra, key, c)
	}
	if err := c.meantFor(v.appID); err != nil {
		return Identity{}, err
	}
	return Identity{
		AppID:        v.appID,
		Issuer:       c.Issuer,
		ServiceURL:   c.serviceURL,
		CallerID:     from.callerID,
		endorsements: key.endorsements,
	}, nil
}

// withoutRedirects returns a copy of client that takes a redirect as the answer. What is sent to an identity service
// or fetched from it is meant for that host alone.
func withoutRedirects(client *http.Client) *http.Client {
	c := http.Client{}
	if client != nil {
		c = *client
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

func orDefault(logger *slog.Logger) *slog.Logger {
	if logger == nil {
		return slog.Default()
	}
	return logger
}
