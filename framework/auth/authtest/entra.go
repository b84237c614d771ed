package authtest

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// EntraToken is what an app-only token of Microsoft Entra ID says. Its zero value is a token that the bot's own app got
// for itself from the cloud's first tenant for bots, as the emulator does.
type EntraToken struct {
	// TenantID is who issued it, by id; empty means the first of auth.Cloud.BotTenants.
	TenantID string
	// AppID is the app that it was issued to; empty means the bot's own.
	AppID string
	// Audience is whom it is for; empty means the bot.
	Audience string
	// V2 makes it a token of version 2.0 instead of 1.0.
	V2 bool
}

// SignEntraToken returns a token as Entra issues it to an app by its secret. The entries of claims replace the usual
// ones, or remove them if nil: {"scp": "access_as_user"} makes it a user's.
func (s *Service) SignEntraToken(t EntraToken, claims map[string]any) (string, error) {
	key, err := s.entraKey()
	if err != nil {
		return "", err
	}
	tenant := t.TenantID
	if tenant == "" && len(s.cloud.BotTenants) > 0 {
		tenant = s.cloud.BotTenants[0]
	}
	now := time.Now()
	all := jwt.MapClaims{
		"aud": cmp.Or(t.Audience, s.cfg.AppID),
		"nbf": now.Unix(),
		"iat": now.Unix(),
		"exp": now.Add(s.cfg.TokenLifetime).Unix(),
		"tid": tenant,
	}
	if app := cmp.Or(t.AppID, s.cfg.AppID); t.V2 {
		all["iss"], all["ver"] = entraIssuer(s.cloud.EntraIssuerV2, tenant), "2.0"
		all["azp"], all["azpacr"] = app, "1"
	} else {
		all["iss"], all["ver"] = entraIssuer(s.cloud.EntraIssuerV1, tenant), "1.0"
		all["appid"], all["appidacr"] = app, "1"
		all["idp"] = all["iss"]
	}
	return sign(key, thumbprint(key), all, claims)
}

// EntraKeyID returns the id of the key that Entra signs with.
func (s *Service) EntraKeyID() (string, error) {
	key, err := s.entraKey()
	if err != nil {
		return "", err
	}
	return thumbprint(key), nil
}

func entraIssuer(template, tenant string) string {
	return strings.ReplaceAll(template, "{tenantid}", tenant)
}

func (s *Service) serveEntraMetadata(w http.ResponseWriter, r *http.Request) {
	s.count(func(c *Counts) { c.EntraMetadata++ })
	reply(w, http.StatusOK, map[string]any{
		"issuer":                                s.cloud.EntraIssuerV2,
		"jwks_uri":                              baseURL(r) + entraKeysPath,
		"id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func (s *Service) serveEntraKeys(w http.ResponseWriter, _ *http.Request) {
	s.count(func(c *Counts) { c.EntraKeys++ })
	key, err := s.entraKey()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	replyKey(w, key, thumbprint(key), "issuer", s.cloud.EntraIssuerV2)
}
