package cloud_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/adaptertest"
	"github.com/convobot/convo/framework/auth/authtest"
	"github.com/convobot/convo/framework/schema"
)

// The adapter keeps the contract of all adapters, with credentials and against a connector on a socket.
func TestConformance(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, func(t *testing.T) adaptertest.Setup {
		t.Helper()
		service := newIdentity(t, authtest.Config{})
		identityServer := serve(t, service)
		var teams *world.World
		channelServer := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { teams.ServeHTTP(w, r) }))
		teams = world.New(world.Config{AppID: appID, ServiceURL: channelServer.URL + "/emea/"})

		ada := teams.AddPerson(world.Person{Name: "Ada"})
		channel := teams.AddTeam("Engineering", ada).ID
		transport := &http.Transport{}
		t.Cleanup(transport.CloseIdleConnections)
		var logs logs
		adapter := newAdapter(t, cloud.Config{
			AppID: appID, AppPassword: password, Cloud: service.Cloud(identityServer.URL),
			AllowedServiceURLs: []string{channelServer.URL},
			HTTPClient:         &http.Client{Transport: transport},
			Logger:             logs.logger(),
		}, framework.HandlerFunc(echo))
		ref, err := teams.Reference(ada, teams.PersonalChat(ada))
		require.NoError(t, err)
		return adaptertest.Setup{
			Adapter:   adapter,
			Reference: ref,
			Create: schema.ConversationParameters{
				IsGroup: true, Bot: teams.Bot(), TenantID: teams.TenantID(), Activity: schema.TextMessage("first"),
				ChannelData: map[string]any{"channel": map[string]any{"id": channel}},
			},
			Refused: schema.TextMessage(strings.Repeat("too big ", 20_000)),
			Texts: func(conversationID string) []string {
				var texts []string
				for _, a := range teams.Messages(conversationID) {
					texts = append(texts, a.Text)
				}
				return texts
			},
		}
	})
}
