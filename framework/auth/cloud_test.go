package auth_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

// namedCloud is a cloud with a service URL of its own and the caller id of its channels.
type namedCloud struct {
	name, serviceURL, callerID string
	cloud                      auth.Cloud
}

func namedClouds() []namedCloud {
	return []namedCloud{
		{"public", "https://smba.trafficmanager.net/amer/", "urn:botframework:azure", auth.PublicCloud()},
		{"US Gov", "https://smba.infra.gov.teams.microsoft.us/gcch/", "urn:botframework:azureusgov", auth.USGovCloud()},
		{"US DoD", "https://smba.infra.dod.teams.microsoft.us/dod/", "urn:botframework:azureusgov", auth.USGovDoDCloud()},
		{"China", "https://webchat.botframework.azure.cn/", "", auth.ChinaCloud()},
	}
}

func serviceOf(t *testing.T, cloud auth.Cloud) *authtest.Service {
	t.Helper()
	service, err := authtest.New(authtest.Config{
		AppID: appID, Password: password, Cloud: cloud, SigningKey: channelKey(), EntraKey: entraKey(),
	})
	require.NoError(t, err)
	return service
}

// A bot of one cloud hears that cloud's channels and emulator, and nobody's of another cloud, though every key is good
// for every token here.
func TestClouds(t *testing.T) {
	t.Parallel()
	for _, own := range namedClouds() {
		t.Run(own.name, func(t *testing.T) {
			t.Parallel()
			service := serviceOf(t, own.cloud)
			validator := newEntraValidator(t, service, service.Client(), everything())
			id, err := authenticate(t, validator, sign(t, service, map[string]any{"serviceurl": own.serviceURL}))
			require.NoError(t, err)
			require.Equal(t, own.cloud.Issuer, id.Issuer)
			require.Equal(t, own.callerID, id.CallerID)
			require.NoError(t, id.CheckActivity("msteams", own.serviceURL))
			for _, v2 := range []bool{false, true} {
				id, err = authenticate(t, validator, signEntra(t, service, authtest.EntraToken{V2: v2}, nil))
				require.NoError(t, err)
				require.NoError(t, id.CheckActivity("msteams", own.serviceURL))
			}

			urls, err := auth.NewServiceURLs(own.cloud)
			require.NoError(t, err)
			require.NoError(t, urls.Check(own.serviceURL))
			require.NoError(t, urls.Check(own.cloud.TokenServiceURL))
			for _, other := range namedClouds() {
				if other.serviceURL != own.serviceURL {
					require.Error(t, urls.Check(other.serviceURL), other.name)
					require.NotEqual(t, own.cloud.TokenServiceURL, other.cloud.TokenServiceURL)
				}
				if other.cloud.Issuer == own.cloud.Issuer { // GCC High and DoD share it
					continue
				}
				foreign := serviceOf(t, other.cloud)
				for _, token := range []string{
					sign(t, foreign, nil), signEntra(t, foreign, authtest.EntraToken{}, nil), signEntra(t, foreign, authtest.EntraToken{V2: true}, nil),
				} {
					_, err := authenticate(t, validator, token)
					requireRule(t, err, auth.RuleIssuer, http.StatusUnauthorized)
				}
			}
		})
	}
}

// Each call returns data of its own, which the caller may change.
func TestCloudsAreNotShared(t *testing.T) {
	t.Parallel()
	for _, cloud := range []func() auth.Cloud{auth.PublicCloud, auth.USGovCloud, auth.USGovDoDCloud, auth.ChinaCloud} {
		changed := cloud()
		changed.ServiceHosts[0], changed.BotTenants[0] = "evil.test", "evil"
		require.NotEqual(t, changed, cloud())
	}
}
