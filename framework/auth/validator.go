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
)

const (
	verifiedLimit  = 10_000    // tokens; a channel uses one for many requests
	verifiedWindow = time.Hour // what the channels' tokens live
)

// ValidatorConfig configures a [Validator].
type ValidatorConfig struct {
	// Cloud is whose channels may call; required. See [PublicCloud].
	Cloud Cloud
	// AppID is the bot's Microsoft app id; required.
	AppID string
	// HTTPClient fetches the signing keys; nil means one of its own. Redirects are not followed, whatever it says.
	HTTPClient *http.Client
	// Logger hears of trouble with the signing keys; nil means [slog.Default].
	Logger *slog.Logger
}

// Validator verifies the tokens that channels send to one bot. Create it with [NewValidator]; it is safe for
// concurrent use and owns nothing that would have to be closed: a fetch of keys ends by itself within 10 seconds.
//
// A token that has been verified is accepted again until it expires, at most an hour, without another look at the
// signing keys. A token that is not genuine changes nothing, except that one with an unknown key id may cause the keys
// to be fetched again, at most once an hour.
type Validator struct {
	issuer, appID string
	keys          *keySource
	parser        *jwt.Parser
	verified      *cache.Cache[Identity] // by the SHA-256 of the token
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
	metadata, err := identityURL("Cloud.OpenIDMetadataURL", cfg.Cloud.OpenIDMetadataURL)
	if err != nil {
		return nil, err
	}
	return &Validator{
		issuer: cfg.Cloud.Issuer,
		appID:  cfg.AppID,
		keys: &keySource{
			metadata: metadata,
			client:   withoutRedirects(cfg.HTTPClient),
			logger:   orDefault(cfg.Logger),
		},
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{algorithm}),
			jwt.WithStrictDecoding(),
			jwt.WithIssuer(cfg.Cloud.Issuer),
			jwt.WithAudience(cfg.AppID),
			jwt.WithExpirationRequired(),
			jwt.WithIssuedAt(),
			jwt.WithLeeway(clockSkew),
		),
		verified: cache.New[Identity](verifiedWindow, verifiedLimit),
	}, nil
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

// verify does the whole work for a token not seen before. The keys are asked for last: what is malformed costs no
// request.
func (v *Validator) verify(ctx context.Context, token string) (Identity, time.Time, error) {
	kid, err := keyID(token)
	if err != nil {
		return Identity{}, time.Time{}, err
	}
	var key *signingKey
	var claims channelClaims
	_, err = v.parser.ParseWithClaims(token, &claims, func(*jwt.Token) (any, error) {
		var err error
		if key, err = v.keys.find(ctx, kid); err != nil {
			return nil, err
		}
		return key.public, nil
	})
	if err != nil {
		return Identity{}, time.Time{}, tokenError(err, &claims, v.issuer, v.appID)
	}
	id := Identity{
		AppID:        v.appID,
		Issuer:       claims.Issuer,
		ServiceURL:   claims.serviceURL,
		endorsements: key.endorsements,
	}
	return id, claims.ExpiresAt.Time, nil
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
