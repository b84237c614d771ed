package auth_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

func TestCheckActivity(t *testing.T) {
	t.Parallel()
	service, err := authtest.New(authtest.Config{
		AppID: appID, Password: password, SigningKey: channelKey(), Endorsements: []string{"msteams", "webchat"},
	})
	require.NoError(t, err)
	validator := newValidator(t, service, service.Client())
	id, err := authenticate(t, validator, sign(t, service, nil))
	require.NoError(t, err)
	noClaim, err := authenticate(t, validator, sign(t, service, map[string]any{"serviceurl": nil}))
	require.NoError(t, err)

	bare := strings.TrimSuffix(serviceURL, "/")
	tests := []struct {
		name                  string
		id                    auth.Identity
		channelID, serviceURL string
		rule                  auth.Rule // empty: accepted
	}{
		{"the token's own", id, "msteams", serviceURL, ""},
		{"another endorsed channel", id, "webchat", serviceURL, ""},
		{"a trailing slash less", id, "msteams", bare, ""},
		{"two trailing slashes", id, "msteams", serviceURL + "/", auth.RuleServiceURL},
		{"row 31: AseChannel", id, "AseChannel", serviceURL, auth.RuleEndorsement},
		{"row 32: channel not endorsed", id, "slack", serviceURL, auth.RuleEndorsement},
		{"row 32: channel in another case", id, "MSTeams", serviceURL, auth.RuleEndorsement},
		{"row 33: no channel", id, "", serviceURL, auth.RuleEndorsement},
		{"row 34: another service URL", id, "msteams", "https://smba.trafficmanager.net/emea/", auth.RuleServiceURL},
		{"row 34: another case", id, "msteams", strings.ToUpper(serviceURL), auth.RuleServiceURL},
		{"row 34: no claim", noClaim, "msteams", serviceURL, auth.RuleServiceURL},
		{"row 35: no service URL", id, "msteams", "", auth.RuleServiceURL},
		{"row 35: neither claim nor service URL", noClaim, "msteams", "", auth.RuleServiceURL},
		{"nobody", auth.Identity{}, "msteams", serviceURL, auth.RuleServiceURL},
		{"nobody with a service URL", auth.Identity{ServiceURL: serviceURL}, "msteams", serviceURL, auth.RuleEndorsement},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := tt.id.CheckActivity(tt.channelID, tt.serviceURL)
			if tt.rule == "" {
				require.NoError(t, err)
				return
			}
			requireRule(t, err, tt.rule, http.StatusForbidden)
		})
	}
}

func TestKeyWithoutEndorsementsEndorsesNothing(t *testing.T) {
	t.Parallel()
	service, err := authtest.New(authtest.Config{
		AppID: appID, Password: password, SigningKey: channelKey(), Endorsements: []string{},
	})
	require.NoError(t, err)
	id, err := authenticate(t, newValidator(t, service, service.Client()), sign(t, service, nil))
	require.NoError(t, err)
	for _, channel := range []string{"msteams", ""} {
		requireRule(t, id.CheckActivity(channel, serviceURL), auth.RuleEndorsement, http.StatusForbidden)
	}
}

func TestErrorTextCannotForgeALogLine(t *testing.T) {
	t.Parallel()
	err := auth.Identity{}.CheckActivity("a\nlevel=ERROR\x1b[31m", "https://x/\r\n"+strings.Repeat("x", 1<<20))
	require.Less(t, len(err.Error()), 1024)
	require.NotContains(t, err.Error(), "\n")
	require.NotContains(t, err.Error(), "\x1b")
}
