package playground

import (
	"strings"

	"github.com/convobot/convo/adapters/cloud"
)

// BotConfig returns the configuration by which a Convo bot is reached from this playground and trusts it, with its
// authentication on. Of cfg, which says everything else, it replaces who the bot is.
func (p *Playground) BotConfig(cfg cloud.Config) cloud.Config {
	if p.cfg.Anonymous {
		cfg.Local = true
		return cfg
	}
	cfg.Local, cfg.AppType, cfg.TenantID = false, "", ""
	cfg.AppID, cfg.AppPassword, cfg.Cloud = p.cfg.AppID, p.cfg.AppPassword, p.Cloud()
	cfg.AllowedServiceURLs = append(cfg.AllowedServiceURLs, p.URL())
	cfg.TokenServiceURL = p.URL()
	return cfg
}

// Environ returns what a bot's environment has to say, as "name=value", so that the bot proves to this playground who it is and
// trusts it, in the names of BotBuilder's settings; [cloud.ConfigFromEnv] reads them too. One of them is the bot's password.
// For a bot without credentials there is none.
//
// BotBuilder's library for JavaScript gets tokens over https only. It needs credentials of its own, which the bot in this
// package's testdata folder has.
//
// Spec: https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high
func (p *Playground) Environ() []string {
	if p.identity == nil {
		return nil
	}
	c := p.Cloud()
	return []string{
		"MicrosoftAppId=" + p.cfg.AppID,
		"MicrosoftAppPassword=" + p.cfg.AppPassword,
		"ToChannelFromBotLoginUrl=" + p.loginURL(),
		"ToChannelFromBotOAuthScope=" + strings.TrimSuffix(c.Scope, "/.default"),
		"ToBotFromChannelTokenIssuer=" + c.Issuer,
		"ToBotFromChannelOpenIdMetadataUrl=" + c.OpenIDMetadataURL,
		"ToBotFromEmulatorOpenIdMetadataUrl=" + c.EntraMetadataURL,
		"OAuthUrl=" + p.url,
		"ALLOWED_SERVICE_URLS=" + p.url, // for Convo; BotBuilder trusts any URL that a token it accepts names
	}
}
