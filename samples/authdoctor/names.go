package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// otherNames are what other SDKs and tools call what the bot reads, apart from case and underscores, which people get
// wrong.
func otherNames() map[string][]string {
	return map[string][]string{
		envAppID:    {"MicrosoftAppId", "BOT_ID", "CLIENT_ID", "AZURE_CLIENT_ID"},
		envSecret:   {"MicrosoftAppPassword", "MicrosoftAppSecret", "MicrosoftAppClientSecret", "BOT_PASSWORD", "SECRET_BOT_PASSWORD", "CLIENT_SECRET", "AZURE_CLIENT_SECRET"},
		envAppType:  {"MicrosoftAppType", "BOT_TYPE"},
		envTenantID: {"MicrosoftAppTenantId", "MicrosoftTenantId", "BOT_TENANT_ID", "TENANT_ID", "TEAMS_APP_TENANT_ID", "AZURE_TENANT_ID"},
	}
}

// checkNames finds values under names that the bot does not read.
func (s setup) checkNames(found *report) {
	others := otherNames()
	configured := map[string]string{
		envAppID: s.AppID, envSecret: s.AppPassword, envAppType: string(s.AppType), envTenantID: s.TenantID,
	}
	for _, name := range []string{envAppID, envSecret, envAppType, envTenantID} {
		if configured[name] != "" || s.environ[name+fileSuffix] != "" {
			continue
		}
		for _, set := range slices.Sorted(maps.Keys(s.environ)) {
			isOther := slices.ContainsFunc(others[name], func(other string) bool { return plain(other) == plain(set) })
			if isOther && set != name && s.environ[set] != "" {
				found.problem("names", advice{
					says:  fmt.Sprintf("%s is set, but the bot reads %s, which is not.", set, name),
					cause: "The names differ between SDKs, and upper and lower case count.",
					fix:   "Set " + name + " to the same value.",
				}, "")
				break
			}
		}
	}
}

// plain is a name without what people get wrong in it.
func plain(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", ""))
}
