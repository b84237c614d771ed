package handlers_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// crowdedTeamsBot has n handlers of everything of Teams that has a name inside, and those that the goldens want.
func crowdedTeamsBot(n int) *handlers.TeamsActivityHandler {
	return newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		query := see[teams.MessagingExtensionQuery](quiet, extensionAnswer)
		dialog := see[struct{}](quiet, dialogAnswer)
		action := see1[teams.MessageSubmitAction](quiet)
		bot.OnMessagingExtensionQuery(query, "searchOrders")
		handlers.OnDialogFetch(bot, "note", dialog)
		bot.OnMessageSubmitAction(action, "approve")
		bot.OnChannelCreated(see2[teams.ChannelInfo, teams.TeamInfo](quiet))
		for i := range n - 1 {
			name := fmt.Sprintf("name%d", i)
			bot.OnMessagingExtensionQuery(query, name)
			handlers.OnDialogFetch(bot, name, dialog)
			bot.OnMessageSubmitAction(action, name)
			bot.OnChannelDeleted(see2[teams.ChannelInfo, teams.TeamInfo](quiet))
			bot.OnTeamRenamed(see1[teams.TeamInfo](quiet))
			handlers.OnInvoke(bot, "vendor/"+name, answerNothing)
			handlers.OnEvent(bot, "vendor/"+name, func(context.Context, *framework.TurnContext, struct{}) error { return nil })
		}
	})
}

func crowdGoldens() []string {
	return []string{
		"invoke-composeExtension-query", "invoke-task-fetch", "invoke-message-submitAction-other",
		"conversationUpdate-channelCreated", "conversationUpdate-channelRenamed",
	}
}

func BenchmarkTeams(b *testing.B) {
	for _, file := range crowdGoldens() {
		for _, n := range []int{10, 100} {
			b.Run(fmt.Sprintf("%s/handlers=%d", file, n), func(b *testing.B) {
				bot := crowdedTeamsBot(n)
				turn := framework.NewTurnContext(nil, golden(b, file))
				b.ReportAllocs()
				for b.Loop() {
					if err := bot.OnTurn(b.Context(), turn); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// Not parallel: it counts the allocations of the process.
func TestTeamsHandlersThatDoNotRunDoNotAllocate(t *testing.T) {
	for _, file := range crowdGoldens() {
		allocs := func(n int) float64 {
			bot := crowdedTeamsBot(n)
			turn := framework.NewTurnContext(nil, golden(t, file))
			return testing.AllocsPerRun(100, func() {
				if err := bot.OnTurn(t.Context(), turn); err != nil {
					t.Error(err)
				}
			})
		}
		// Reading the value allocates, and the race detector empties its pools now and then; a handler would cost 999 more.
		require.InDelta(t, allocs(1), allocs(1000), 50, file)
	}
}

// Not parallel: it counts the allocations of the process.
func TestTeamsDispatchDoesNotAllocate(t *testing.T) {
	bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		bot.OnTaskFetch(see[teams.TaskModuleRequest](quiet, dialogAnswer))
		bot.OnMeetingStart(see1[teams.MeetingStart](quiet))
		bot.OnTeamsMembersAdded(see2[[]schema.ChannelAccount, teams.TeamInfo](quiet))
	})
	for _, file := range []string{
		"invoke-tab-fetch", "event-readReceipt", "conversationUpdate-channelCreated", "messageUpdate-editMessage",
	} {
		turn := framework.NewTurnContext(nil, golden(t, file))
		require.Zero(t, testing.AllocsPerRun(100, func() {
			if err := bot.OnTurn(t.Context(), turn); err != nil {
				t.Error(err)
			}
		}), file)
	}
}
