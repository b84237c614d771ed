package main

import (
	"fmt"
	"regexp"
	"strings"
)

var identityCode = regexp.MustCompile(`AADSTS[0-9]{4,9}`)

// identityAdvice explains an error of Microsoft's identity service by the code it begins with.
func identityAdvice(description string) (code string, a advice) {
	code = identityCode.FindString(description)
	if strings.Contains(description, "Identity not found") { // https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
		return "refused", noManagedIdentity()
	}
	if a, ok := lookUp(identityErrors(), code, entry{Detail: description}); ok {
		return code, a
	}
	a = advice{
		says:  "The identity service gives the bot no token.",
		cause: "Its words are the best hint there is.",
		fix:   "Compare app id, secret, app type and tenant with the Azure Bot's Configuration page.",
	}
	if code == "" {
		return "refused", a
	}
	a.says = fmt.Sprintf("The identity service gives the bot no token (%s).", code)
	a.fix = "Look the code up at https://login.microsoftonline.com/error?code=" + strings.TrimPrefix(code, "AADSTS") + "."
	return code, a
}

// excerpt is the service's words without the ids that it adds for its support.
func excerpt(description string) string {
	short, _, _ := strings.Cut(description, " Trace ID:")
	short, _, _ = strings.Cut(short, "\ufffd") // a line break, as package auth shows it
	return strings.TrimSpace(short)
}

// identityErrors are the codes that a bot's own token request can meet. The codes that concern a person's sign-in are left
// out, though logs of other systems are full of them.
//
// Spec: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
func identityErrors() []diagnosis {
	return []diagnosis{
		{key: "AADSTS7000215", advice: advice{
			says:  "The client secret is wrong (AADSTS7000215).",
			cause: "It is the secret's id instead of its value, belongs to another app, was deleted, or was changed on the way by quotation marks or a shell.",
			fix:   howToRenew,
		}},
		{key: "AADSTS7000222", advice: advice{
			says:  "The client secret has expired (AADSTS7000222).",
			cause: "Secrets that are made in the portal live for two years at most, and nobody is told when they end.",
			fix:   howToRenew + " Put the day it expires into a calendar.",
		}},
		{
			key: "AADSTS700016", advice: advice{
				says:  "The tenant does not know the app (AADSTS700016).",
				cause: "The app id is wrong, or the tenant is not the one that the app is registered in.",
				fix:   "Compare " + envAppID + " and " + envTenantID + " with the Azure Bot's Configuration page.",
			},
			// https://github.com/OfficeDev/Microsoft-Teams-Samples/issues/1741
			narrower: []narrower{{
				when: mentions("directory 'Bot Framework'", "directory 'botframework.com'", "directory 'd6d49420-f39b-4df7-a1dc-d59a935871db'"),
				advice: advice{
					says:  "Microsoft's tenant for multi-tenant bots does not know the app (AADSTS700016).",
					cause: "The bot asks as a MultiTenant one, and is a SingleTenant one.",
					fix:   "Set " + envAppType + " to SingleTenant and " + envTenantID + " to the bot's tenant.",
				},
			}},
		},
		// https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals
		// https://github.com/microsoft/teams.ts/issues/224
		{
			key: "AADSTS7000229", advice: advice{
				says:  "The app has no service principal in the tenant (AADSTS7000229).",
				cause: "It was registered by a script: the Azure portal makes a service principal along with an app, the command line and Graph do not. Or it is another tenant's app.",
				fix:   "If the tenant is the app's own: az ad sp create --id <app id>. Else correct " + envTenantID + ".",
			},
			narrower: []narrower{{
				when: mentions("tenant d6d49420-f39b-4df7-a1dc-d59a935871db", "tenant 'd6d49420-f39b-4df7-a1dc-d59a935871db'"),
				advice: advice{
					cause: "The bot asks as a MultiTenant one, and is a SingleTenant one.",
					fix:   "Set " + envAppType + " to SingleTenant and " + envTenantID + " to the bot's tenant.",
				},
			}},
		},
		{key: "AADSTS7000112", advice: advice{
			says:  "The app is disabled in the tenant (AADSTS7000112).",
			cause: "An administrator turned it off.",
			fix:   "In Entra under Enterprise applications, your app, Properties, let an administrator enable it.",
		}},
		{key: "AADSTS90002", advice: advice{
			says:  "There is no such tenant (AADSTS90002).",
			cause: envTenantID + " is misspelled, or the tenant is in another cloud, such as US Government or China.",
			fix:   whereTenant,
		}},
		// https://github.com/microsoft/azure-devops-mcp/issues/587, https://github.com/caddy-dns/azure/issues/3
		{key: "AADSTS900021", advice: noTenantID("AADSTS900021")},
		{key: "AADSTS900023", advice: noTenantID("AADSTS900023")},
		{key: "AADSTS90038", advice: otherCloud("AADSTS90038")},
		{key: "AADSTS900382", advice: otherCloud("AADSTS900382")},
		{key: "AADSTS900432", advice: otherCloud("AADSTS900432")},
		{key: "AADSTS500011", advice: advice{
			says:  "The tenant does not know the Bot Framework, which the token is for (AADSTS500011).",
			cause: "The tenant is in another cloud than the token's scope names, or is not the bot's.",
			fix:   "Compare the cloud and " + envTenantID + " with the Azure Bot's.",
		}},
		// https://learn.microsoft.com/entra/identity/conditional-access/workload-identity
		{key: "AADSTS53003", advice: blockedByPolicy("AADSTS53003")},
		{key: "AADSTS530032", advice: blockedByPolicy("AADSTS530032")},
		{key: "AADSTS65001", advice: advice{
			says:  "Nobody has consented to the app (AADSTS65001).",
			cause: "The request is for a resource that a person or an administrator must allow first. The Bot Framework is none of these, so the id is likely another app's.",
			fix:   "Compare " + envAppID + " with the Azure Bot's. If the app is right, let an administrator grant consent under API permissions.",
		}},
		{key: "AADSTS50034", advice: advice{
			says:  "The identity service looks for a person's account (AADSTS50034).",
			cause: "A bot's request names no person: what is logged is another program's sign-in, or the tenant is not the one meant.",
			fix:   "Compare " + envTenantID + " with the Azure Bot's, and give the line that the bot logged.",
		}},
		{key: "AADSTS7000218", advice: advice{
			says:  "The request had no secret (AADSTS7000218).",
			cause: "The secret is empty, or something on the way took it out.",
			fix:   "Set " + envSecret + ", and let no proxy rewrite the bot's requests.",
		}},
		{key: "AADSTS700025", advice: advice{
			says:  "The app is a public client, which has no secret (AADSTS700025).",
			cause: "The registration is one for a phone or desktop program.",
			fix:   "In Entra under App registrations, your app, Authentication, turn \"Allow public client flows\" off, or use the bot's own registration.",
		}},
		{key: "AADSTS700027", advice: advice{
			says:  "The signature of the app's certificate does not hold (AADSTS700027).",
			cause: "The certificate is not the one registered with the app, or has expired, or this machine's clock is wrong.",
			fix:   "In Entra under App registrations, your app, Certificates & secrets, compare the thumbprint and upload the certificate that the bot has.",
		}},
		// https://learn.microsoft.com/azure/devops/pipelines/release/troubleshoot-workload-identity
		{key: "AADSTS700024", advice: advice{
			says:  "The proof of identity is not valid now (AADSTS700024).",
			cause: "The token or certificate that the bot proves itself with has expired, or this machine's clock is wrong.",
			fix:   "Check the clock, then see that the token's file is renewed.",
		}},
		{key: "AADSTS70021", advice: noFederation("AADSTS70021")},
		{key: "AADSTS700211", advice: noFederation("AADSTS700211")},
		{key: "AADSTS700212", advice: noFederation("AADSTS700212")},
		{key: "AADSTS700213", advice: noFederation("AADSTS700213")},
		{key: "AADSTS7002131", advice: noFederation("AADSTS7002131")},
		{key: "AADSTS70011", advice: advice{
			says:  "The scope of the request is not valid (AADSTS70011).",
			cause: "It is another cloud's, or not of the form <resource>/.default.",
			fix:   "Use the cloud's own settings unchanged.",
		}},
		{key: "AADSTS50194", advice: advice{
			says:  "A single-tenant app asked a place for all tenants (AADSTS50194).",
			cause: envTenantID + " is common or the like.",
			fix:   whereTenant,
		}},
		{key: "AADSTS50196", advice: tryAgain("AADSTS50196")},
		{key: "AADSTS90055", advice: tryAgain("AADSTS90055")},
		{key: "AADSTS50033", advice: tryAgain("AADSTS50033")},
		{key: "AADSTS90006", advice: tryAgain("AADSTS90006")},
		{key: "AADSTS90024", advice: tryAgain("AADSTS90024")},
		{key: "AADSTS90033", advice: tryAgain("AADSTS90033")},
	}
}

func noManagedIdentity() advice {
	return advice{
		says:  "This machine gives the bot no token of its managed identity.",
		cause: "The bot does not run in Azure, or the identity whose client id is " + envAppID + " is not assigned to the machine or app that it runs on.",
		fix:   "In the Azure portal, under Identity of the machine or app, assign the bot's user-assigned identity. Elsewhere, use a bot of type Single Tenant.",
	}
}

func noTenantID(code string) advice {
	return advice{
		says:  "The tenant is neither an id nor a domain (" + code + ").",
		cause: envTenantID + " was not filled in, or has a character too many.",
		fix:   whereTenant,
	}
}

func otherCloud(code string) advice {
	return advice{
		says:  "The tenant is in another cloud (" + code + ").",
		cause: "The bot's tenant belongs to US Government or China, and the public cloud was asked, or the other way round.",
		fix:   "Set BOT_CLOUD to the cloud that the Azure Bot is in.",
	}
}

func blockedByPolicy(code string) advice {
	return advice{
		says:  "A policy of the tenant gives the app no token here (" + code + ").",
		cause: "Conditional Access for workload identities blocks it, most often because of the address it asks from.",
		fix:   "Let an administrator look at Entra's sign-in logs under Service principal sign-ins, which name the policy, and let the bot's address or app through.",
	}
}

func noFederation(code string) advice {
	return advice{
		says:  "The app trusts no such identity (" + code + ").",
		cause: "Issuer, subject or audience of the federated credential differ from those of the token that the bot proves itself with, if only by a letter's case or a slash.",
		fix:   "Compare them with the app's Federated credentials in Entra.",
	}
}

func tryAgain(code string) advice {
	return advice{
		says:  "The identity service cannot answer at the moment (" + code + ").",
		cause: "It is busy, or was asked too often.",
		fix:   "Wait some minutes. If many processes use one app, let them start one after another.",
	}
}
