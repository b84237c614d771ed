package handlers_test

import (
	"context"
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// namedBot has a handler of every way to register one.
func namedBot() *handlers.TeamsActivityHandler {
	bot := &handlers.TeamsActivityHandler{}
	nothing := func(context.Context, *framework.TurnContext) error { return nil }
	raw := func(context.Context, *framework.TurnContext, schema.Any) error { return nil }
	bot.OnMessage(nothing)
	bot.OnMessage(nothing)
	bot.OnMessageText("help", nothing)
	bot.OnMessageRegexp(regexp.MustCompile(`^\d+$`), func(context.Context, *framework.TurnContext, []string) error { return nil })
	bot.OnMessageCommand("/vote", func(context.Context, *framework.TurnContext, string) error { return nil })
	bot.OnMessageMatch(func(a *schema.Activity) bool { return a.Value != nil }, nothing)
	bot.OnConversationUpdate(nothing)
	bot.OnMembersAdded(func(context.Context, *framework.TurnContext, []schema.ChannelAccount) error { return nil })
	bot.OnTeamsMembersAdded(func(context.Context, *framework.TurnContext, []schema.ChannelAccount, teams.TeamInfo) error {
		return nil
	})
	bot.OnTeamMemberAdded(func(context.Context, *framework.TurnContext, []schema.ChannelAccount, teams.TeamInfo) error {
		return nil
	})
	bot.OnChannelCreated(func(context.Context, *framework.TurnContext, teams.ChannelInfo, teams.TeamInfo) error { return nil })
	bot.OnMessageEdit(nothing)
	bot.OnEventActivity(nothing)
	handlers.OnEvent(bot, "vendor/paid", raw)
	bot.OnReadReceipt(func(context.Context, *framework.TurnContext, teams.ReadReceipt) error { return nil })
	handlers.OnInvoke(bot, "vendor/price", answerNothing)
	handlers.OnAdaptiveCardAction(bot, "vote", noCardAnswer[struct{}])
	bot.OnAdaptiveCardInvoke(noCardAnswer[schema.AdaptiveCardInvokeValue])
	dialog := func(context.Context, *framework.TurnContext, struct{}) (*teams.TaskModuleResponse, error) {
		return nil, nil
	}
	handlers.OnDialogFetch(bot, "order", dialog)
	bot.OnTaskFetch(func(context.Context, *framework.TurnContext, teams.TaskModuleRequest) (*teams.TaskModuleResponse, error) {
		return nil, nil
	})
	query := func(context.Context, *framework.TurnContext, teams.MessagingExtensionQuery) (*teams.MessagingExtensionResponse, error) {
		return nil, nil
	}
	bot.OnMessagingExtensionQuery(query, "menu")
	bot.OnMessagingExtensionQuery(query)
	bot.OnFileConsentDecline(func(context.Context, *framework.TurnContext, teams.FileConsentCardResponse) error { return nil })
	bot.OnSuggestedActionSubmit(raw)
	handlers.OnCommand(bot, "application/vnd.example.lights", func(context.Context, *framework.TurnContext, schema.Any) (schema.Any, error) {
		return nil, nil
	})
	return bot
}

func TestHandlersTellTheirNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		activity string
		want     []string
	}{
		{`{"type":"message","text":"hi"}`, []string{"OnMessage", "OnMessage"}},
		{`{"type":"message","text":"Help"}`, []string{`OnMessageText("help")`}},
		{`{"type":"message","text":"42"}`, []string{`OnMessageRegexp(^\d+$)`}},
		{`{"type":"message","text":"/vote yes"}`, []string{`OnMessageCommand("vote")`}},
		{`{"type":"message","value":{}}`, []string{"OnMessageMatch"}},
		{`{"type":"typing"}`, nil},
		{
			`{"type":"conversationUpdate","membersAdded":[{"id":"ann"}],"channelData":{"eventType":"teamMemberAdded"}}`,
			[]string{"OnConversationUpdate", "OnMembersAdded", "OnTeamsMembersAdded", "OnTeamMemberAdded"},
		},
		{
			`{"type":"conversationUpdate","membersAdded":[{"id":"28:bot"}],"channelData":{"eventType":"teamMemberAdded"}}`,
			[]string{"OnConversationUpdate"},
		},
		{`{"type":"conversationUpdate","channelData":{"eventType":"channelCreated"}}`, []string{"OnConversationUpdate", "OnChannelCreated"}},
		{`{"type":"messageUpdate","channelData":{"eventType":"editMessage"}}`, []string{"OnMessageEdit"}},
		{`{"type":"event","name":"vendor/paid","value":1}`, []string{"OnEventActivity", `OnEvent("vendor/paid")`}},
		{`{"type":"event","name":"application/vnd.microsoft.readReceipt","value":{}}`, []string{"OnEventActivity", "OnReadReceipt"}},
		{`{"type":"invoke","name":"vendor/price"}`, []string{`OnInvoke("vendor/price")`}},
		{`{"type":"invoke","name":"vendor/unknown"}`, nil},
		{
			`{"type":"invoke","name":"adaptiveCard/action","value":{"action":{"type":"Action.Execute","verb":"vote"}}}`,
			[]string{`OnAdaptiveCardAction("vote")`},
		},
		{
			`{"type":"invoke","name":"adaptiveCard/action","value":{"action":{"type":"Action.Execute","verb":"other"}}}`,
			[]string{"OnAdaptiveCardInvoke"},
		},
		{`{"type":"invoke","name":"task/fetch","value":{"data":{"dialog_id":"order"}}}`, []string{`OnDialogFetch("order")`}},
		{`{"type":"invoke","name":"task/fetch","value":{"data":{}}}`, []string{"OnTaskFetch"}},
		{`{"type":"invoke","name":"composeExtension/query","value":{"commandId":"menu"}}`, []string{`OnMessagingExtensionQuery("menu")`}},
		{`{"type":"invoke","name":"composeExtension/query","value":{"commandId":"x"}}`, []string{"OnMessagingExtensionQuery"}},
		{`{"type":"invoke","name":"fileConsent/invoke","value":{"action":"decline"}}`, []string{"OnFileConsentDecline"}},
		{`{"type":"invoke","name":"suggestedActions/submit","value":{}}`, []string{"OnSuggestedActionSubmit"}},
		{
			`{"type":"command","name":"application/vnd.example.lights","value":{"commandId":"1"}}`,
			[]string{`OnCommand("application/vnd.example.lights")`},
		},
	}
	bot := namedBot()
	for _, tt := range tests {
		t.Run(tt.activity, func(t *testing.T) {
			t.Parallel()
			a := &schema.Activity{ChannelID: schema.ChannelTeams}
			require.NoError(t, json.Unmarshal([]byte(tt.activity), a))
			a.Recipient.ID, a.ChannelID = botID, schema.ChannelTeams
			turn := framework.NewTurnContext(newChannel(), a)
			var ran []string
			turn.OnHandler(func(name string) { ran = append(ran, name) })
			require.NoError(t, bot.OnTurn(t.Context(), turn))
			require.Equal(t, tt.want, ran)
		})
	}
}
