package auth

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/convobot/convo/framework/internal/wire"
)

const (
	maxToken  = 16 << 10 // bytes; the channels' tokens are below 2 KiB
	maxKeyID  = 256      // bytes
	clockSkew = 5 * time.Minute
	algorithm = "RS256"
	lastTime  = 253402300799 // seconds, the end of the year 9999: beyond it, time arithmetic may wrap
)

// bearerToken returns the token of the request's only Authorization header.
//
// Spec: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
func bearerToken(values []string) (string, error) {
	if len(values) != 1 {
		return "", refuse(RuleHeader, "%d Authorization headers, want one", len(values))
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	token = strings.TrimLeft(token, " ")
	// The base64 decoder skips line breaks, which would give one token many spellings.
	if !strings.EqualFold(scheme, "Bearer") || token == "" || strings.ContainsAny(token, " \t\r\n") {
		return "", refuse(RuleHeader, `header is not of the form "Bearer <token>"`)
	}
	if len(token) > maxToken {
		return "", refuse(RuleToken, "token is %d bytes long, at most %d are read", len(token), maxToken)
	}
	return token, nil
}

// keyID returns the id of the key that token claims to be signed with, provided that its header asks for nothing but
// that. Key material or addresses in the header (jwk, x5c, jku, x5u) are never looked at.
//
// Spec: https://www.rfc-editor.org/rfc/rfc7515#section-4.1
func keyID(token string) (string, error) {
	if strings.Count(token, ".") != 2 {
		return "", refuse(RuleToken, "token does not consist of three parts")
	}
	encoded, _, _ := strings.Cut(token, ".")
	data, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return "", refuse(RuleToken, "header: %w", err)
	}
	var header struct {
		Algorithm string          `json:"alg"`
		KeyID     string          `json:"kid"`
		Critical  json.RawMessage `json:"crit"`
	}
	if err := wire.Unmarshal(data, &header); err != nil {
		return "", refuse(RuleToken, "header: %w", err)
	}
	switch {
	case header.Algorithm != algorithm:
		return "", refuse(RuleAlgorithm, "alg is %q, want %s", clip(header.Algorithm), algorithm)
	case header.Critical != nil:
		return "", refuse(RuleToken, "header asks for extensions in crit; none is known")
	case header.KeyID == "" || len(header.KeyID) > maxKeyID:
		return "", refuse(RuleKey, "kid has %d bytes, want 1 to %d", len(header.KeyID), maxKeyID)
	}
	return header.KeyID, nil
}

// claims are those of a token to the bot.
type claims struct {
	jwt.RegisteredClaims

	serviceURL string // of a channel's token
	entra      entraClaims
}

// UnmarshalJSON refuses what package jwt would take: a repeated member, and a time that is not a whole number.
func (c *claims) UnmarshalJSON(data []byte) error {
	var in struct {
		entraClaims

		Issuer     string           `json:"iss"`
		Audience   jwt.ClaimStrings `json:"aud"`
		ExpiresAt  numericDate      `json:"exp"`
		NotBefore  numericDate      `json:"nbf"`
		IssuedAt   numericDate      `json:"iat"`
		ServiceURL string           `json:"serviceurl"`
	}
	if err := wire.Unmarshal(data, &in); err != nil {
		return err
	}
	c.RegisteredClaims = jwt.RegisteredClaims{
		Issuer:    in.Issuer,
		Audience:  in.Audience,
		ExpiresAt: in.ExpiresAt.NumericDate,
		NotBefore: in.NotBefore.NumericDate,
		IssuedAt:  in.IssuedAt.NumericDate,
	}
	c.serviceURL, c.entra = in.ServiceURL, in.entraClaims
	return nil
}

// meantFor returns nil if one of audiences is among the token's.
func (c *claims) meantFor(audiences ...string) error {
	for _, audience := range audiences {
		if slices.Contains(c.Audience, audience) {
			return nil
		}
	}
	return refuse(RuleAudience, "aud is %q, want %q", clip(strings.Join(c.Audience, " ")), strings.Join(audiences, " or "))
}

// numericDate is a time in whole seconds since 1970, or nil if the member is absent.
type numericDate struct{ *jwt.NumericDate }

func (d *numericDate) UnmarshalJSON(data []byte) error {
	seconds, err := strconv.ParseInt(string(data), 10, 64)
	if err != nil || seconds < 0 || seconds > lastTime {
		return errors.New("time is not a whole number of seconds")
	}
	d.NumericDate = jwt.NewNumericDate(time.Unix(seconds, 0))
	return nil
}

// parseError turns an error of the JWT parser from before the claims were looked at into the rule that failed.
func parseError(err error) error {
	var known *Error // from the key lookup, which the parser calls
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return refuse(RuleSignature, "signature does not fit the token")
	default:
		return refuse(RuleToken, "%w", err)
	}
}

// timeError turns the parser's error about the times of a token into the rule that failed.
func timeError(err error, c *claims) error {
	switch {
	case c.ExpiresAt == nil:
		return refuse(RuleExpired, "token has no exp")
	case errors.Is(err, jwt.ErrTokenExpired):
		return refuse(RuleExpired, "exp was %s; check this machine's clock", c.ExpiresAt.UTC().Format(time.RFC3339))
	default: // nbf or iat
		return refuse(RuleNotYetValid, "%w; check this machine's clock", err)
	}
}
