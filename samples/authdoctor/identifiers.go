package main

import (
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/cloud"
)

// Where the ids are found.
const (
	whereAppID  = "Copy \"Microsoft App ID\" from the Azure Bot's Configuration page; Entra calls it \"Application (client) ID\"."
	whereTenant = "Copy \"App Tenant ID\" from the Azure Bot's Configuration page; Entra calls it \"Directory (tenant) ID\"."
)

func (s setup) checkAppID(found *report) {
	const check = "app-id"
	switch {
	case s.AppID == "":
		found.problem(check, advice{says: "There is no app id (" + envAppID + ").", fix: whereAppID}, "")
	case checkWrapped(found, check, envAppID, s.AppID), checkPlaceholder(found, check, envAppID, s.AppID):
	case !guid.MatchString(s.AppID):
		found.problem(check, advice{
			says:  "The app id is not a GUID.",
			cause: "The bot's name or handle was taken for its id, or a part of the id is missing.",
			fix:   whereAppID,
		}, "")
	case s.AppID == emptyGUID:
		found.problem(check, advice{says: "The app id is an empty GUID.", cause: "An example was copied.", fix: whereAppID}, "")
	case strings.EqualFold(s.AppID, s.TenantID):
		found.problem(check, advice{
			says: "The app id and the tenant id are the same.", cause: "One of them was copied twice.", fix: whereAppID + " " + whereTenant,
		}, "")
	}
}

// appTypes are what Azure calls the types, and what people write for them, apart from case, spaces, dashes and underscores.
//
// Spec: https://learn.microsoft.com/azure/bot-service/provision-and-publish-a-bot
func appTypes() map[cloud.AppType][]string {
	return map[cloud.AppType][]string{
		cloud.MultiTenant:     {"multitenant", "multi", "multipletenants"},
		cloud.SingleTenant:    {"singletenant", "single"},
		cloud.UserAssignedMSI: {"userassignedmsi", "msi", "managedidentity", "userassignedmanagedidentity", "userassigned"},
	}
}

func (s setup) checkAppType(found *report) {
	const check = "app-type"
	switch s.AppType {
	case cloud.SingleTenant, cloud.UserAssignedMSI:
		return
	case "", cloud.MultiTenant:
		if s.AppType == "" && s.TenantID != "" {
			found.problem(check, advice{
				says:  "There is a tenant id but no app type (" + envAppType + ").",
				cause: "Without an app type a bot is multi-tenant, and a multi-tenant bot has no tenant of its own.",
				fix:   "Set " + envAppType + " to SingleTenant, or to what \"Bot Type\" says on the Azure Bot's Configuration page.",
			}, "")
			return
		}
		found.note(check, advice{
			says: "The bot is multi-tenant. Azure has made no new bots of this type since 31 July 2025.",
			fix:  "If the bot is newer, set " + envAppType + " to SingleTenant and " + envTenantID + " to its tenant.",
		})
	default:
		a := advice{
			says: "The app type (" + envAppType + ") is none of Azure's.",
			fix:  "Set MultiTenant, SingleTenant or UserAssignedMSI, as \"Bot Type\" says on the Azure Bot's Configuration page.",
		}
		written := strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(bare(string(s.AppType))))
		for appType, ways := range appTypes() {
			if slices.Contains(ways, written) {
				a.cause = "Its name is written otherwise, and upper and lower case count."
				a.fix = "Write it exactly so: " + string(appType) + "."
			}
		}
		found.problem(check, a, "")
	}
}

// microsoftsTenants are not anybody's own.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
func microsoftsTenants() []string {
	return []string{"botframework.com", "d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"}
}

func (s setup) checkTenant(found *report) {
	const check = "tenant"
	tenant := strings.ToLower(s.TenantID)
	switch {
	case s.TenantID == "" && s.AppType == cloud.SingleTenant:
		found.problem(check, advice{says: "A SingleTenant bot needs its tenant (" + envTenantID + ").", fix: whereTenant}, "")
	case s.TenantID == "":
	case checkWrapped(found, check, envTenantID, s.TenantID), checkPlaceholder(found, check, envTenantID, s.TenantID):
	case slices.Contains([]string{"common", "organizations", "consumers"}, tenant):
		found.problem(check, advice{
			says:  "The tenant is " + quoted(s.TenantID) + ", which stands for any tenant.",
			cause: "It is what people sign in with. An app gets its tokens from the tenant that it is registered in.",
			fix:   whereTenant,
		}, "")
	case slices.Contains(microsoftsTenants(), tenant):
		found.problem(check, advice{
			says:  "The tenant is Microsoft's own, where multi-tenant bots get their tokens.",
			cause: "It was copied from an example, or the bot is in fact multi-tenant.",
			fix:   "For a SingleTenant bot: " + whereTenant + " For a MultiTenant one: unset " + envTenantID + ".",
		}, "")
	case !guid.MatchString(s.TenantID) && !domain.MatchString(s.TenantID):
		found.problem(check, advice{
			says:  "The tenant is neither a GUID nor a domain.",
			cause: "Its display name or a URL was taken for it.",
			fix:   whereTenant,
		}, "")
	case tenant == emptyGUID:
		found.problem(check, advice{says: "The tenant is an empty GUID.", cause: "An example was copied.", fix: whereTenant}, "")
	case s.AppType == cloud.MultiTenant:
		found.note(check, advice{
			says:  "The tenant is not used: the app type is MultiTenant.",
			cause: "If the bot is in fact SingleTenant, it gets messages but no token to answer with.",
			fix:   "Compare " + envAppType + " with \"Bot Type\" on the Azure Bot's Configuration page.",
		})
	}
}
