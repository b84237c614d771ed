package connector_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func arrival(channelData schema.Any, added ...schema.ChannelAccount) *schema.Activity {
	return &schema.Activity{
		Type: schema.TypeConversationUpdate, ServiceURL: serviceURL, ChannelData: channelData, MembersAdded: added,
		Recipient: schema.ChannelAccount{ID: "28:bot"}, Conversation: schema.ConversationAccount{ID: "chat"},
	}
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	const unknown = `{"error": {"code": "MemberNotFoundInConversation"}}`
	service := answering(
		answer(200, `{"id": "29:ann", "name": "Ann", "objectId": "o", "email": "ann@contoso.example"}`),
		answer(404, unknown), answer(404, `{"error": {"code": "ConversationNotFound"}}`), answer(200, `{"id": "29:ida", "givenName": "Ida"}`))
	a := arrival(teams.ChannelData{Team: teams.TeamInfo{ID: teamID}},
		schema.ChannelAccount{ID: "29:ann"}, schema.ChannelAccount{ID: "28:bot", Name: "Bot"}, schema.ChannelAccount{ID: "29:eve", Name: "Eve"},
		schema.ChannelAccount{ID: "29:bob"}, schema.ChannelAccount{AADObjectID: "ida"}, schema.ChannelAccount{Name: "nobody"})
	turn := framework.NewTurnContext(adapter{service.outbound()}, a)
	got, err := connector.Profiles(t.Context(), turn, a.MembersAdded)
	require.NoError(t, err)

	var names []string
	for _, m := range got {
		names = append(names, strings.Join([]string{m.ID, m.Name, m.AADObjectID, m.Email, m.GivenName}, "|"))
	}
	require.Equal(t, []string{"29:ann|Ann|o|ann@contoso.example|", "28:bot|Bot|||", "29:eve|Eve|||", "29:bob||||", "29:ida||||Ida", "|nobody|||"}, names)
	var asked []string
	for _, r := range service.seen {
		asked = append(asked, strings.TrimPrefix(r.url, serviceURL+"v3/conversations/"))
	}
	const team = "19%3Ageneral%40thread.tacv2/members/"
	require.Equal(t, []string{team + "29%3Aann", team + "29%3Aeve", team + "29%3Abob", team + "ida"}, asked)
}

func TestProfilesOutsideATeam(t *testing.T) {
	t.Parallel()
	for name, channelData := range map[string]schema.Any{"nothing": nil, "no object": "x", "no team": teams.ChannelData{}} {
		service := answering(answer(200, `{"id": "29:ann"}`))
		turn := framework.NewTurnContext(adapter{service.outbound()}, arrival(channelData))
		_, err := connector.Profiles(t.Context(), turn, []schema.ChannelAccount{{ID: "29:ann"}})
		require.NoError(t, err, name)
		require.Equal(t, serviceURL+"v3/conversations/chat/members/29%3Aann", service.seen[0].url)
	}
}

func TestProfilesThatFail(t *testing.T) {
	t.Parallel()
	service := answering(answer(403, `{"error": {"code": "BotNotInConversationRoster"}}`))
	turn := framework.NewTurnContext(adapter{service.outbound()}, arrival(nil))
	accounts := []schema.ChannelAccount{{ID: "29:ann"}, {ID: "29:bob"}}
	got, err := connector.Profiles(t.Context(), turn, accounts)
	require.Equal(t, framework.Stop, framework.ClassOf(err))
	require.Empty(t, got)
	require.Len(t, service.seen, 1)

	_, err = connector.Profiles(t.Context(), framework.NewTurnContext(bare{}, arrival(nil)), accounts)
	require.ErrorContains(t, err, "has no connector")
	got, err = connector.Profiles(t.Context(), turn, nil)
	require.NoError(t, err)
	require.Empty(t, got)
}
