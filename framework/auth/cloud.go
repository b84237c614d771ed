package auth

import (
	"fmt"
	"net/url"
)

// Cloud is what one Microsoft cloud asks of a bot's authentication, as plain data: start from [PublicCloud] and
// change the URLs to let a test stand in for the identity service. URLs are https; http is taken for loopback hosts.
type Cloud struct {
	// Issuer is the exact iss claim of the tokens that the cloud's channels send.
	Issuer string
	// OpenIDMetadataURL is the document that names the channels' signing keys, which are on the same host.
	OpenIDMetadataURL string
	// LoginURL is the base URL of the token service for the bot's own credentials.
	LoginURL string
	// BotTenant is the tenant that issues the tokens of multi-tenant bots.
	BotTenant string
	// Scope is what a token for the connector is asked for.
	Scope string
	// ServiceHosts are the hosts that may have the bot's token. An entry that starts with a dot stands for every
	// host below that domain, any other entry for itself. Domains where anyone can register a name, such as
	// trafficmanager.net, must not be opened by their suffix.
	ServiceHosts []string
}

// PublicCloud returns the data of the worldwide public cloud. It covers GCC too, which differs from it only in the
// host of its service URLs; GCC High, DoD and China are clouds of their own.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
func PublicCloud() Cloud {
	return Cloud{
		Issuer:            "https://api.botframework.com",
		OpenIDMetadataURL: "https://login.botframework.com/v1/.well-known/openidconfiguration",
		LoginURL:          "https://login.microsoftonline.com",
		BotTenant:         "botframework.com",
		Scope:             "https://api.botframework.com/.default",
		ServiceHosts: []string{
			"smba.trafficmanager.net",
			"smba.infra.gcc.teams.microsoft.com",
			".botframework.com",
		},
	}
}

// identityURL parses the URL of an identity service, which secrets are sent to or trust is drawn from.
func identityURL(name, raw string) (*url.URL, error) {
	e, reason := parseEndpoint(raw)
	switch {
	case reason != "":
		return nil, fmt.Errorf("auth: %s: %s", name, reason)
	case e.scheme != "https" && !isLoopback(e.host):
		return nil, fmt.Errorf("auth: %s: %s must be https; http is for loopback hosts only", name, e)
	}
	return url.Parse(raw)
}
