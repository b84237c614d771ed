package fake_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/framework/teams"
)

// tellsTenant is a bot that answers with the organization of a place and that of who speaks, as Teams tells them.
func tellsTenant(names *map[string]string) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		if turn.Activity.Type != schema.TypeMessage {
			return nil
		}
		client, err := connector.FromTurn(turn)
		if err != nil {
			return err
		}
		member, err := client.Member(ctx, turn.Activity.Conversation.ID, turn.Activity.From.ID)
		if err != nil {
			return err
		}
		return turn.SendText(ctx, (*names)[member.TenantID]+" in "+(*names)[teams.TenantID(turn.Activity)])
	})
}

func TestInOrganization(t *testing.T) {
	t.Parallel()
	names := make(map[string]string)
	conv := fake.New(t, tellsTenant(&names))
	zoe := conv.InOrganization("Fabrikam", "Zoe")
	for _, tenant := range conv.World().Teams().Tenants() {
		names[tenant.ID] = tenant.Name
	}
	conv.Says("hi").ExpectText("Contoso in Contoso")
	zoe.Says("hi").ExpectText("Fabrikam in Fabrikam")
	zoe.As("Yan").Says("hi").ExpectText("Fabrikam in Fabrikam")
	zoe.InChannel("General").As("Yan").Says("hi").ExpectText("Fabrikam in Fabrikam")
	conv.InChannel("General").As("Bob").Says("hi").ExpectText("Contoso in Contoso")
	require.Equal(t, zoe.Person(), conv.InOrganization("Fabrikam", "Zoe").Person())

	conv.InGroup("Deal", "Zoe").As("Zoe").Says("hi").ExpectText("Fabrikam in Contoso")
	zoe.InGroup("Offer", "Ann").As("Ann").Says("hi").ExpectText("Contoso in Fabrikam")
	zoe.InMeeting("Talks", "Ann").As("Ann").Says("hi").ExpectText("Contoso in Fabrikam")
	partners := conv.InChannel("General").CreatesChannel("Partners", "shared").AddsMembers("Zoe")
	partners.As("Zoe").Says("hi").ExpectText("Fabrikam in Contoso")
	renamed := partners.ChangesChannel(teams.EventChannelRenamed, "Friends")
	require.Equal(t, renamed.Reference().Conversation.ID, conv.InChannel("Friends").Reference().Conversation.ID)
	zoe.InChannel("General").CreatesChannel("Friends").Says("hi").ExpectText("Fabrikam in Fabrikam")
}

// A turn fills in the organization of its conversation, which is not that of everybody there.
func TestWritingToOthersTakesTheirTenant(t *testing.T) {
	t.Parallel()
	bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.CreateConversation(ctx, schema.ConversationParameters{
			Members: []schema.ChannelAccount{{ID: turn.Activity.From.ID}}, Activity: schema.TextMessage("Psst"),
		})
		return err
	})
	conv := fake.New(t, bot)
	zoe := conv.InOrganization("Fabrikam", "Zoe")
	conv.InGroup("Deal", "Zoe").As("Zoe").Says("hi").ExpectError("Invalid user identity in provided tenant")
	zoe.InPrivate().ExpectNothing()
	conv.InGroup("Deal").Says("hi").InPrivate().ExpectText("Psst")
	zoe.InGroup("Offer").Says("hi").InPrivate().ExpectText("Psst")
}

func TestInOrganizationFails(t *testing.T) {
	t.Parallel()
	for want, story := range map[string]func(conv *fake.Conversation){
		"Bob is of Contoso, not of Fabrikam": func(conv *fake.Conversation) {
			conv.As("Bob")
			conv.InOrganization("Fabrikam", "Bob")
		},
		"world: Zoe is of Fabrikam, and the team Contoso of Contoso": func(conv *fake.Conversation) {
			conv.InOrganization("Fabrikam", "Zoe")
			conv.InChannel("General").As("Zoe")
		},
		"world: Zoe is not of Contoso, and others cannot add or remove apps in Deal": func(conv *fake.Conversation) {
			conv.InOrganization("Fabrikam", "Zoe")
			conv.InGroup("Deal").As("Zoe").Uninstalls()
		},
	} {
		failure := fails(t, func(r fake.TB) {
			story(fake.New(r, framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return nil })))
		})
		require.Contains(t, failure, want)
	}
}

// What the bot remembers of one organization, it finds by that alone.
func TestABotKeepsOrganizationsApart(t *testing.T) {
	t.Parallel()
	store := memory.NewReferences(slog.New(slog.DiscardHandler))
	echo := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "hello") })
	conv := fake.New(t, framework.Chain(echo, proactive.Remember(store)))
	zoe := conv.InOrganization("Fabrikam", "Zoe")
	for _, one := range []*fake.Conversation{conv, conv.As("Bob"), zoe, zoe.InChannel("General"), conv.InGroup("Deal", "Zoe")} {
		one.Says("hi").ExpectText("hello")
	}
	remembered := func(tenantID string) (names []string) {
		for record, err := range store.All(t.Context(), proactive.Filter{TenantID: tenantID}) {
			require.NoError(t, err)
			require.Equal(t, tenantID, record.Reference.Conversation.TenantID)
			where, ok := conv.World().Teams().Conversation(record.Reference.Conversation.ID)
			require.True(t, ok)
			names = append(names, where.Name)
		}
		return names
	}
	require.ElementsMatch(t, []string{"Ann's chat", "Bob's chat", "Deal"}, remembered(conv.Person().TenantID))
	require.ElementsMatch(t, []string{"Zoe's chat", "General"}, slices.Compact(remembered(zoe.Person().TenantID)))
}
