package auth

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/internal/guid"
)

// EntraTokens says which tokens of Microsoft Entra ID a [Validator] accepts besides those of the channels. The zero
// value accepts none, which is right for a bot in production that only channels call.
//
// What holds for every one of them: its issuer is Entra of the cloud for one of Cloud.BotTenants or Tenants, by exact
// comparison; tid and ver are those of that issuer; the key belongs to it; and it was issued to an app, by a secret or
// a certificate, for no user: a user's token of the same app, as a tab gets it, is refused.
type EntraTokens struct {
	// Emulator accepts tokens that the bot's own app got for itself, which is how Microsoft's Bot Framework Emulator and
	// Agents Playground call a bot when they are given its credentials. It is meant for development.
	Emulator bool
	// Callers are the app ids of the other bots that may call this one. Each may speak in the name of any user. Nil means
	// none; a list that is empty or holds anything but app ids, such as "*", is refused.
	Callers []string
	// ConnectorAudience accepts, from Tenants, tokens of the bot's own app that were issued for the connector
	// (Cloud.Issuer), with which some single-tenant bots are reported to be called. Beware: the bot itself sends such
	// tokens to service URLs; with this, whoever receives one can call the bot in any user's name until it expires.
	ConnectorAudience bool
	// Tenants are the ids of further tenants that may issue these tokens: a single-tenant bot's own, or a caller's.
	Tenants []string
}

// enabled reports whether any class of tokens is accepted.
func (t EntraTokens) enabled() bool { return t.Emulator || t.Callers != nil || t.ConnectorAudience }

// validate says what is missing or contradictory.
func (t EntraTokens) validate(appID string) error {
	switch {
	case t.Callers != nil && len(t.Callers) == 0:
		return errors.New("auth: EntraTokens.Callers names nobody; name the app ids that may call, or leave it nil")
	case t.ConnectorAudience && len(t.Tenants) == 0:
		return errors.New("auth: EntraTokens.ConnectorAudience needs the id of the bot's tenant in Tenants")
	case !t.enabled() && len(t.Tenants) > 0:
		return errors.New("auth: EntraTokens.Tenants alone accepts no tokens; say which with Emulator, Callers or ConnectorAudience")
	}
	for _, caller := range t.Callers {
		switch {
		case !guid.Is(caller):
			return fmt.Errorf("auth: EntraTokens.Callers: %q is not an app id; every caller must be named", clip(caller))
		case strings.EqualFold(caller, appID):
			return errors.New("auth: EntraTokens.Callers holds the bot's own app id; for the emulator there is Emulator")
		}
	}
	for _, tenant := range t.Tenants {
		if !guid.Is(tenant) {
			return fmt.Errorf("auth: EntraTokens.Tenants: %q is not a tenant's id; a domain is not enough", clip(tenant))
		}
	}
	return nil
}

// entraIssuer is Entra in one tenant, for one version of tokens.
type entraIssuer struct {
	tenant, version string
	keyIssuer       string   // what its keys say of whose they are
	ownAudiences    []string // that a token of the bot's own app may have; none if it is not accepted
}

// addEntra adds the issuers and callers of cfg.Entra.
func (v *Validator) addEntra(cfg ValidatorConfig) error {
	if err := cfg.Entra.validate(cfg.AppID); err != nil {
		return err
	}
	if !cfg.Entra.enabled() {
		return nil
	}
	if cfg.ServiceURLs == nil && (cfg.Entra.Emulator || cfg.Entra.ConnectorAudience) {
		return errors.New("auth: ValidatorConfig.ServiceURLs is nil; Emulator and ConnectorAudience need it")
	}
	keys, err := cfg.keys("Cloud.EntraMetadataURL", cfg.Cloud.EntraMetadataURL)
	if err != nil {
		return err
	}
	for _, caller := range cfg.Entra.Callers {
		v.callers[strings.ToLower(caller)] = true
	}
	var own []string
	if cfg.Entra.Emulator {
		own = []string{cfg.AppID}
	}
	for _, tenant := range cfg.Cloud.BotTenants {
		if err := v.addTenant(cfg.Cloud, keys, tenant, own); err != nil {
			return err
		}
	}
	if cfg.Entra.ConnectorAudience {
		own = append(slices.Clip(own), cfg.Cloud.Issuer)
	}
	for _, tenant := range cfg.Entra.Tenants {
		if err := v.addTenant(cfg.Cloud, keys, tenant, own); err != nil {
			return err
		}
	}
	return nil
}

func (v *Validator) addTenant(cloud Cloud, keys *keySource, tenant string, own []string) error {
	tenant = strings.ToLower(tenant)
	for version, template := range map[string]string{"1.0": cloud.EntraIssuerV1, "2.0": cloud.EntraIssuerV2} {
		if strings.Count(template, tenantPlaceholder) != 1 || !guid.Is(tenant) {
			return fmt.Errorf("auth: Cloud: %q with tenant %q makes no issuer; start from auth.PublicCloud", template, tenant)
		}
		v.issuers[inTenant(template, tenant)] = &issuer{keys: keys, entra: &entraIssuer{
			tenant:       tenant,
			version:      version,
			keyIssuer:    inTenant(cloud.EntraIssuerV2, tenant),
			ownAudiences: own,
		}}
	}
	return nil
}

func inTenant(template, tenant string) string {
	return strings.Replace(template, tenantPlaceholder, tenant, 1)
}

// entraClaims are the claims by which Entra says for whom it issued a token.
//
// Spec: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
type entraClaims struct {
	Tenant    string  `json:"tid"`
	Version   string  `json:"ver"`
	AppV1     string  `json:"appid"`
	AppV2     string  `json:"azp"`
	ProofV1   string  `json:"appidacr"` // how the app proved itself: 0 not at all, 1 by a secret, 2 by a certificate
	ProofV2   string  `json:"azpacr"`
	Subject   string  `json:"sub"`
	Object    string  `json:"oid"`
	TokenType string  `json:"idtyp"`
	Scopes    *string `json:"scp"` // what a user lets the app do; app-only tokens have none
}

// app returns the app that the token was issued to, and how it proved itself.
func (c *entraClaims) app() (id, proof string) {
	if c.Version == "2.0" {
		return c.AppV2, c.ProofV2
	}
	return c.AppV1, c.ProofV1
}

// appOnly reports whether the token was issued to a confidential client for itself. The claim that says so, idtyp, is
// optional and the emulator's tokens lack it. But a user's token always has scp, and its subject, which is another one
// for every app, is not the user's object id; an app's are equal, or both absent where the app has no object in the
// tenant, as in Microsoft's tenants for bots.
func (c *entraClaims) appOnly() bool {
	_, proof := c.app()
	return c.Scopes == nil && (c.TokenType == "" || c.TokenType == "app") && c.Subject == c.Object &&
		(proof == "1" || proof == "2")
}

// acceptEntra is accept for the tokens of Entra. Its keys sign for every tenant of the cloud, so nothing but iss and tid
// together tells tenants apart.
//
// Spec: https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens
func (v *Validator) acceptEntra(from *entraIssuer, key *signingKey, c *claims) (Identity, error) {
	app, _ := c.entra.app()
	switch {
	case key.issuer != "" && inTenant(key.issuer, from.tenant) != from.keyIssuer:
		return Identity{}, refuse(RuleKey, "the signing key belongs to %q", clip(key.issuer))
	case c.entra.Tenant != from.tenant || c.entra.Version != from.version:
		return Identity{}, refuse(RuleTenant, "tid is %q and ver is %q, but iss is %q",
			clip(c.entra.Tenant), clip(c.entra.Version), clip(c.Issuer))
	case !c.entra.appOnly():
		return Identity{}, refuse(RuleAppOnly, "the token was issued for a user, or to an app that did not prove who it is")
	}
	id := Identity{AppID: v.appID, Issuer: c.Issuer, ServiceURL: c.serviceURL, CallerID: callerApp + app}
	switch {
	case app == v.appID && len(from.ownAudiences) > 0:
		id.class, id.urls = ownApp, v.urls
		return id, c.meantFor(from.ownAudiences...)
	case app == v.appID:
		return Identity{}, refuse(RuleCaller, "the bot's own app may not call it; for the emulator there is EntraTokens.Emulator")
	case !v.callers[app]:
		return Identity{}, refuse(RuleCaller, "app %q is not among the callers", clip(app))
	}
	id.class, id.urls = otherBot, v.hosts
	return id, c.meantFor(v.appID)
}

// callerApp is followed by an app id where an activity's callerId names an app.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#caller-id
const callerApp = "urn:botframework:aadappid:"
