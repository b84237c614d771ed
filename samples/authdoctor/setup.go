package main

import (
	"strings"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework/auth"
)

// The variables that package cloud reads.
const (
	envAppID    = "MicrosoftAppId"
	envSecret   = "MicrosoftAppPassword"
	envAppType  = "MicrosoftAppType"
	envTenantID = "MicrosoftAppTenantId"
	fileSuffix  = "_FILE"

	envFederatedToken = "AZURE_FEDERATED_TOKEN_FILE"
)

const noCredential = "not set"

// setup is a bot's configuration and where it came from.
type setup struct {
	cloud.Config

	environ environ
}

// check reports what the configuration says and what is wrong with it. It returns whether there is a bot to go on with.
func (s setup) check(found *report) bool {
	s.checkNames(found)
	if s.Local {
		found.problem("local", advice{
			says:  "No variable of the bot's credentials is set here: the bot would run in local mode, where Teams cannot reach it.",
			cause: "Either the bot has no credentials yet, or they are set for another user, shell or container than this one.",
			fix:   "Run authdoctor with the environment of the bot. What to set is in the README under \"Connect it to Teams\".",
		}, "")
		return false
	}
	found.ok("found", "%s", s.summary())
	s.checkAppID(found)
	s.checkAppType(found)
	s.checkTenant(found)
	s.checkSecret(found)
	s.checkServiceURLs(found)
	return true
}

// summary says what is configured, without the secret.
func (s setup) summary() string {
	show := func(value, absent string) string {
		if value == "" {
			return absent
		}
		return quoted(value)
	}
	return "App id " + show(s.AppID, "not set") +
		", app type " + show(string(s.AppType), "not set (MultiTenant)") +
		", tenant " + show(s.TenantID, "not set") +
		", credential " + s.credential() + ", cloud " + strings.TrimPrefix(s.Cloud.Issuer, "https://") + "."
}

// credential says what the bot proves with that it is the app.
func (s setup) credential() string {
	switch {
	case s.AppPassword != "":
		return describeSecret(s.AppPassword)
	case s.CertificateFile != "":
		return "a certificate"
	case s.FederatedTokenFile != "":
		return "workload identity"
	case s.AppType == cloud.UserAssignedMSI:
		return "the machine's managed identity"
	}
	return noCredential
}

func (s setup) checkServiceURLs(found *report) {
	if _, err := auth.NewServiceURLs(s.Cloud, s.AllowedServiceURLs...); err != nil {
		found.problem("service-urls", advice{
			says: "ALLOWED_SERVICE_URLS holds what is not a base URL that may have the bot's token.",
			fix:  "For Teams, unset it. For a test channel, give https URLs without user, query and fragment, separated by commas.",
		}, err.Error())
	}
}

// environ is an environment by name.
type environ map[string]string

func newEnviron(entries []string) environ {
	e := environ{}
	for _, entry := range entries {
		if name, value, ok := strings.Cut(entry, "="); ok {
			e[name] = value
		}
	}
	return e
}
