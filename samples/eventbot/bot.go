package main

import (
	"context"
	"log/slog"
	"regexp"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// newBot returns a bot with a handler of every kind. A test holds that no method of TeamsActivityHandler is left out, but for
// OnSignInInvoke, in whose place are OnSignInVerifyState and OnSignInTokenExchange.
func newBot(logger *slog.Logger) framework.Handler {
	b := &handlers.TeamsActivityHandler{}
	messages(b)
	conversations(b)
	programs(b)
	meetings(b)
	places(b)
	invokes(b)
	extensions(b)
	dialogs(b)
	return framework.Chain(b, answer(logger))
}

// messages are what people write, change and react to. The first route that matches runs, and OnMessage if none does.
func messages(b *handlers.TeamsActivityHandler) {
	b.OnMessageText("help", posts(help()))
	b.OnMessageText("card", posts(tryCard()))
	b.OnMessageText("file", posts(fileCard()))
	b.OnMessageText("suggest", posts(suggestions()))
	b.OnMessageCommand("say", told[string]("OnMessageCommand"))
	b.OnMessageRegexp(regexp.MustCompile(`^(\d+) ?([+*]) ?(\d+)$`), told[[]string]("OnMessageRegexp"))
	b.OnMessageMatch(func(a *schema.Activity) bool { return len(a.Attachments) > 0 && a.Text == "" }, ran("OnMessageMatch"))
	b.OnMessage(ran("OnMessage"))
	b.OnMessageUpdate(ran("OnMessageUpdate"))
	b.OnMessageEdit(ran("OnMessageEdit"))
	b.OnMessageUndelete(ran("OnMessageUndelete"))
	b.OnMessageDelete(ran("OnMessageDelete"))
	b.OnMessageSoftDelete(ran("OnMessageSoftDelete"))
	b.OnMessageReaction(ran("OnMessageReaction"))
	b.OnReactionsAdded(told[[]schema.MessageReaction]("OnReactionsAdded"))
	b.OnReactionsRemoved(told[[]schema.MessageReaction]("OnReactionsRemoved"))
	b.OnReadReceipt(told[teams.ReadReceipt]("OnReadReceipt"))
	b.OnTyping(ran("OnTyping"))
}

// conversations are who comes and goes.
func conversations(b *handlers.TeamsActivityHandler) {
	b.OnConversationUpdate(ran("OnConversationUpdate"))
	b.OnMembersAdded(told[[]schema.ChannelAccount]("OnMembersAdded"))
	b.OnMembersRemoved(told[[]schema.ChannelAccount]("OnMembersRemoved"))
	b.OnTeamsMembersAdded(toldOf[[]schema.ChannelAccount, teams.TeamInfo]("OnTeamsMembersAdded"))
	b.OnTeamsMembersRemoved(toldOf[[]schema.ChannelAccount, teams.TeamInfo]("OnTeamsMembersRemoved"))
	b.OnInstallationUpdate(ran("OnInstallationUpdate"))
	b.OnInstallationAdd(ran("OnInstallationAdd"))
	b.OnInstallationRemove(ran("OnInstallationRemove"))
	b.OnContactRelationUpdate(ran("OnContactRelationUpdate"))
	b.OnEndOfConversation(ran("OnEndOfConversation"))
}

// The names that the bot knows of programs' events, invokes and commands.
const (
	eventPing   = "example/ping"
	invokePing  = "example/ping"
	commandPing = "application/vnd.example.ping"
)

// programs are what other programs send. OnEventActivity hears of every event, also of those with a handler of their own.
func programs(b *handlers.TeamsActivityHandler) {
	b.OnEventActivity(ran("OnEventActivity"))
	handlers.OnEvent(b, eventPing, told[schema.Any]("OnEvent"))
	b.OnAgentLifecycle(told[teams.AgentLifecycle]("OnAgentLifecycle"))
	b.OnCommand(ran("ActivityHandler.OnCommand"))
	handlers.OnCommand(b, commandPing, asked("OnCommand", func(name string, _ schema.Any) schema.Any { return named(name) }))
	b.OnSessionCommand(asked("OnSessionCommand", func(string, schema.SessionValue) schema.SessionResult { return schema.SessionResult{} }))
	b.OnCommandResult(ran("OnCommandResult"))
	b.OnUnrecognizedActivityType(ran("OnUnrecognizedActivityType"))
}

// meetings are the events of a meeting whose chat the app is in.
func meetings(b *handlers.TeamsActivityHandler) {
	b.OnMeetingStart(told[teams.MeetingStart]("OnMeetingStart"))
	b.OnMeetingEnd(told[teams.MeetingEnd]("OnMeetingEnd"))
	b.OnMeetingParticipantsJoin(told[teams.MeetingParticipants]("OnMeetingParticipantsJoin"))
	b.OnMeetingParticipantsLeave(told[teams.MeetingParticipants]("OnMeetingParticipantsLeave"))
}

// places are what happens to teams and channels. OnConversationUpdate hears of all of it first.
func places(b *handlers.TeamsActivityHandler) {
	b.OnChannelCreated(toldOf[teams.ChannelInfo, teams.TeamInfo]("OnChannelCreated"))
	b.OnChannelDeleted(toldOf[teams.ChannelInfo, teams.TeamInfo]("OnChannelDeleted"))
	b.OnChannelRenamed(toldOf[teams.ChannelInfo, teams.TeamInfo]("OnChannelRenamed"))
	b.OnChannelRestored(toldOf[teams.ChannelInfo, teams.TeamInfo]("OnChannelRestored"))
	b.OnChannelShared(toldOf[teams.ChannelInfo, teams.TeamInfo]("OnChannelShared"))
	b.OnChannelUnshared(toldOf[teams.ChannelInfo, teams.TeamInfo]("OnChannelUnshared"))
	b.OnChannelMemberAdded(toldOf[[]schema.ChannelAccount, teams.ChannelInfo]("OnChannelMemberAdded"))
	b.OnChannelMemberRemoved(toldOf[[]schema.ChannelAccount, teams.ChannelInfo]("OnChannelMemberRemoved"))
	b.OnTeamMemberAdded(toldOf[[]schema.ChannelAccount, teams.TeamInfo]("OnTeamMemberAdded"))
	b.OnTeamMemberRemoved(toldOf[[]schema.ChannelAccount, teams.TeamInfo]("OnTeamMemberRemoved"))
	b.OnTeamArchived(told[teams.TeamInfo]("OnTeamArchived"))
	b.OnTeamUnarchived(told[teams.TeamInfo]("OnTeamUnarchived"))
	b.OnTeamDeleted(told[teams.TeamInfo]("OnTeamDeleted"))
	b.OnTeamHardDeleted(told[teams.TeamInfo]("OnTeamHardDeleted"))
	b.OnTeamRenamed(told[teams.TeamInfo]("OnTeamRenamed"))
	b.OnTeamRestored(told[teams.TeamInfo]("OnTeamRestored"))
}

// posts is a handler of a text, which posts something to try and notes that it ran.
func posts(message *schema.Activity) framework.HandlerFunc {
	return func(ctx context.Context, turn *framework.TurnContext) error {
		copied := *message
		if _, err := turn.SendActivity(ctx, &copied); err != nil {
			return err
		}
		return ran("OnMessageText")(ctx, turn)
	}
}
