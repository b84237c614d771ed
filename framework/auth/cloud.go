package auth

import (
	"fmt"
	"net/url"
)

// tenantPlaceholder stands for a tenant's id in the issuers of Entra, as in Entra's own documents.
const tenantPlaceholder = "{tenantid}"

// Cloud is what one Microsoft cloud asks of a bot's authentication, as plain data: start from [PublicCloud],
// [USGovCloud], [USGovDoDCloud] or [ChinaCloud] and change the URLs to let a test stand in for the identity service.
// URLs are https; http is taken for loopback hosts.
type Cloud struct {
	// Issuer is the exact iss claim of the tokens that the cloud's channels send.
	Issuer string
	// OpenIDMetadataURL is the document that names the channels' signing keys, which are on the same host.
	OpenIDMetadataURL string
	// CallerID is what an activity's callerId says when one of the cloud's channels sent it; empty where the protocol
	// has no word for the cloud.
	CallerID string
	// EntraMetadataURL is the document that names the signing keys of the cloud's Microsoft Entra ID, which are on the
	// same host. This and the next three matter only to [EntraTokens].
	EntraMetadataURL string
	// EntraIssuerV1 and EntraIssuerV2 are the iss claims of Entra's tokens of version 1.0 and 2.0, with {tenantid} where
	// the tenant's id stands.
	EntraIssuerV1, EntraIssuerV2 string
	// BotTenants are the ids of the tenants of Microsoft's in which multi-tenant bots get their tokens.
	BotTenants []string
	// LoginURL is the base URL of the token service for the bot's own credentials.
	LoginURL string
	// BotTenant is the tenant that issues the tokens of multi-tenant bots.
	BotTenant string
	// Scope is what a token for the connector is asked for.
	Scope string
	// TokenServiceURL is the base URL of the service that keeps users' tokens. Its host must be among ServiceHosts.
	TokenServiceURL string
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
	return Cloud{ //nolint:gosec // G101 takes the URL of a token service for a credential
		Issuer:            "https://api.botframework.com",
		OpenIDMetadataURL: "https://login.botframework.com/v1/.well-known/openidconfiguration",
		CallerID:          "urn:botframework:azure",
		EntraMetadataURL:  "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
		EntraIssuerV1:     "https://sts.windows.net/{tenantid}/",
		EntraIssuerV2:     "https://login.microsoftonline.com/{tenantid}/v2.0",
		BotTenants:        []string{"d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"},
		LoginURL:          "https://login.microsoftonline.com",
		BotTenant:         "botframework.com",
		Scope:             "https://api.botframework.com/.default",
		TokenServiceURL:   "https://token.botframework.com",
		ServiceHosts: []string{
			"smba.trafficmanager.net",
			"smba.infra.gcc.teams.microsoft.com",
			".botframework.com",
		},
	}
}

// USGovCloud returns the data of Azure Government with Microsoft 365 GCC High.
//
// Spec: https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high
func USGovCloud() Cloud {
	return Cloud{ //nolint:gosec // G101 takes the URL of a token service for a credential
		Issuer:            "https://api.botframework.us",
		OpenIDMetadataURL: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
		CallerID:          "urn:botframework:azureusgov",
		EntraMetadataURL:  "https://login.microsoftonline.us/common/v2.0/.well-known/openid-configuration",
		EntraIssuerV1:     "https://sts.windows.net/{tenantid}/",
		EntraIssuerV2:     "https://login.microsoftonline.us/{tenantid}/v2.0",
		BotTenants:        []string{"cab8a31a-1906-4287-a0d8-4eef66b95f6e"},
		LoginURL:          "https://login.microsoftonline.us",
		BotTenant:         "MicrosoftServices.onmicrosoft.us",
		Scope:             "https://api.botframework.us/.default",
		TokenServiceURL:   "https://tokengcch.botframework.azure.us",
		ServiceHosts:      []string{"smba.infra.gov.teams.microsoft.us", ".botframework.azure.us"},
	}
}

// USGovDoDCloud returns the data of Azure Government with Microsoft 365 DoD. It is that of [USGovCloud] but for the hosts
// of Teams and of the token service.
//
// Spec: https://microsoft.github.io/teams-sdk/csharp/essentials/app-configuration/sovereign-cloud
func USGovDoDCloud() Cloud {
	cloud := USGovCloud()
	cloud.TokenServiceURL = "https://apidod.botframework.azure.us"
	cloud.ServiceHosts = []string{"smba.infra.dod.teams.microsoft.us", ".botframework.azure.us"}
	return cloud
}

// ChinaCloud returns the data of Azure operated by 21Vianet. The protocol has no caller id for its channels.
//
// Spec: https://learn.microsoft.com/azure/bot-service/how-to-deploy-china-cloud
func ChinaCloud() Cloud {
	return Cloud{ //nolint:gosec // G101 takes the URL of a token service for a credential
		Issuer:            "https://api.botframework.azure.cn",
		OpenIDMetadataURL: "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
		EntraMetadataURL:  "https://login.partner.microsoftonline.cn/common/v2.0/.well-known/openid-configuration",
		EntraIssuerV1:     "https://sts.chinacloudapi.cn/{tenantid}/",
		EntraIssuerV2:     "https://login.partner.microsoftonline.cn/{tenantid}/v2.0",
		BotTenants:        []string{"0b4a31a2-c1a0-475d-b363-5f26668660a3"},
		LoginURL:          "https://login.partner.microsoftonline.cn",
		BotTenant:         "microsoftservices.partner.onmschina.cn",
		Scope:             "https://api.botframework.azure.cn/.default",
		TokenServiceURL:   "https://token.botframework.azure.cn",
		ServiceHosts:      []string{"botframework.azure.cn", ".botframework.azure.cn"},
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
