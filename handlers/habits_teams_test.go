package handlers_test

import (
	"context"
	"errors"
	"net/http"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// sayName returns the seen of a handler that says its name.
func sayName(name string) seen {
	return func(ctx context.Context, turn *framework.TurnContext, _ ...any) error {
		return turn.SendText(ctx, name)
	}
}

// teamsBotOf returns a bot with these handlers of Teams alone, which say their names.
func teamsBotOf(names ...string) *handlers.TeamsActivityHandler {
	return newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		all := teamsRegistrations()
		for _, name := range names {
			all[name](bot, sayName(name))
		}
	})
}

// habitOf is a row whose handlers answer a golden activity: the first of the names runs.
func habitOf(row, file string, names ...string) habit {
	h := habit{row: row, bot: teamsBotOf(names...), golden: file, says: names[:1]}
	if invoke, ok := goldenInvokes()[file]; ok {
		h.answer = &framework.InvokeResponse{Status: http.StatusOK, Body: invoke.body}
		if invoke.status != 0 {
			h.answer.Status = invoke.status
		}
	}
	return h
}

func habitsOfTeams() []habit {
	embedded := &teamsGreeter{}
	embedded.OnMessage(say("hi", nil))
	embedded.OnTeamRenamed(see1[teams.TeamInfo](sayName("renamed")))

	joined := teamsBotOf("OnTeamsMembersAdded")
	joined.OnMembersAdded(whatever[[]schema.ChannelAccount](say("generic", nil)))

	closing := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		bot.OnTaskSubmit(see[teams.TaskModuleRequest](quiet, (*teams.TaskModuleResponse)(nil)))
	})
	return []habit{
		{
			row: "class Bot extends TeamsActivityHandler", bot: embedded, golden: "conversationUpdate-teamRenamed",
			says: []string{"renamed"},
		},
		{
			row: "onTeamsMembersAddedEvent", bot: joined, golden: "conversationUpdate-teamMemberAdded",
			says: []string{"generic", "OnTeamsMembersAdded"},
		},
		{
			row: "onTeamsMembersRemovedEvent", bot: teamsBotOf("OnTeamsMembersAdded", "OnTeamsMembersRemoved"),
			activity: &schema.Activity{
				Type: schema.TypeConversationUpdate, ChannelID: schema.ChannelTeams,
				MembersAdded: members("ann"), MembersRemoved: members("bob"),
			},
			says: []string{"OnTeamsMembersAdded", "OnTeamsMembersRemoved"},
		},
		habitOf("onTeamsChannelCreatedEvent", "conversationUpdate-channelCreated", "OnChannelCreated"),
		habitOf("onTeamsChannelDeletedEvent", "conversationUpdate-channelDeleted", "OnChannelDeleted"),
		habitOf("onTeamsChannelRenamedEvent", "conversationUpdate-channelRenamed", "OnChannelRenamed"),
		habitOf("onTeamsChannelRestoredEvent", "conversationUpdate-channelRestored", "OnChannelRestored"),
		habitOf("onTeamsTeamArchivedEvent", "conversationUpdate-teamArchived", "OnTeamArchived"),
		habitOf("onTeamsTeamUnarchivedEvent", "conversationUpdate-teamUnarchived", "OnTeamUnarchived"),
		habitOf("onTeamsTeamDeletedEvent", "conversationUpdate-teamDeleted", "OnTeamDeleted"),
		habitOf("onTeamsTeamHardDeletedEvent", "conversationUpdate-teamHardDeleted", "OnTeamHardDeleted"),
		habitOf("onTeamsTeamRenamedEvent", "conversationUpdate-teamRenamed", "OnTeamRenamed"),
		habitOf("onTeamsTeamRestoredEvent", "conversationUpdate-teamRestored", "OnTeamRestored"),
		habitOf("onTeamsMessageEditEvent", "messageUpdate-editMessage", "OnMessageEdit"),
		habitOf("onTeamsMessageUndeleteEvent", "messageUpdate-undeleteMessage", "OnMessageUndelete"),
		habitOf("onTeamsMessageSoftDeleteEvent", "messageDelete-softDeleteMessage", "OnMessageSoftDelete"),
		habitOf("onTeamsMeetingStartEvent", "event-meetingStart", "OnMeetingStart"),
		habitOf("onTeamsMeetingEndEvent", "event-meetingEnd", "OnMeetingEnd"),
		habitOf("onTeamsMeetingParticipantsJoinEvent", "event-meetingParticipantJoin", "OnMeetingParticipantsJoin"),
		habitOf("onTeamsMeetingParticipantsLeaveEvent", "event-meetingParticipantLeave", "OnMeetingParticipantsLeave"),
		habitOf("onTeamsReadReceiptEvent", "event-readReceipt", "OnReadReceipt"),
		habitOf("handleTeamsCardActionInvoke", "invoke-cardAction", "OnCardActionInvoke"),
		habitOf("handleTeamsO365ConnectorCardAction", "invoke-actionableMessage-executeAction", "OnO365ConnectorCardAction"),
		habitOf("handleTeamsFileConsent", "invoke-fileConsent-decline", "OnFileConsentDecline", "OnFileConsentAccept"),
		habitOf("handleTeamsFileConsentAccept", "invoke-fileConsent-accept", "OnFileConsentAccept"),
		habitOf("handleTeamsFileConsentDecline", "invoke-fileConsent-decline", "OnFileConsentDecline"),
		habitOf("handleTeamsTaskModuleFetch", "invoke-task-fetch", `OnDialogFetch("note")`, "OnTaskFetch"),
		habitOf("handleTeamsTaskModuleSubmit", "invoke-task-submit", `OnDialogSubmit("note")`, "OnTaskSubmit"),
		{
			row: "return null, which closes the dialog", bot: closing, golden: "invoke-task-submit",
			answer: &framework.InvokeResponse{Status: http.StatusOK},
		},
		habitOf("handleTeamsTabFetch", "invoke-tab-fetch", "OnTabFetch"),
		habitOf("handleTeamsTabSubmit", "invoke-tab-submit", "OnTabSubmit"),
		habitOf("handleTeamsConfigFetch", "invoke-config-fetch", "OnConfigFetch"),
		habitOf("handleTeamsConfigSubmit", "invoke-config-submit", "OnConfigSubmit"),
		habitOf("handleTeamsSigninVerifyState", "invoke-signin-verifyState", "OnSignInVerifyState"),
		habitOf("handleTeamsSigninTokenExchange", "invoke-signin-tokenExchange", "OnSignInTokenExchange"),
	}
}

func habitsOfExtensions() []habit {
	const submit = "invoke-composeExtension-submitAction"
	return []habit{
		habitOf("handleTeamsAppBasedLinkQuery", "invoke-composeExtension-queryLink", "OnAppBasedLinkQuery"),
		habitOf("handleTeamsAnonymousAppBasedLinkQuery",
			"invoke-composeExtension-anonymousQueryLink", "OnAnonymousAppBasedLinkQuery"),
		habitOf("handleTeamsMessagingExtensionQuery", "invoke-composeExtension-query", "OnMessagingExtensionQuery"),
		habitOf("handleTeamsMessagingExtensionSelectItem",
			"invoke-composeExtension-selectItem", "OnMessagingExtensionSelectItem"),
		habitOf("handleTeamsMessagingExtensionFetchTask", "invoke-composeExtension-fetchTask", "OnMessagingExtensionFetchTask"),
		habitOf("handleTeamsMessagingExtensionSubmitActionDispatch", submit+"-send",
			"OnMessagingExtensionPreviewSend", "OnMessagingExtensionPreviewEdit", "OnMessagingExtensionSubmitAction"),
		habitOf("handleTeamsMessagingExtensionSubmitAction", submit, "OnMessagingExtensionSubmitAction"),
		habitOf("handleTeamsMessagingExtensionBotMessagePreviewEdit", submit+"-edit", "OnMessagingExtensionPreviewEdit"),
		habitOf("handleTeamsMessagingExtensionBotMessagePreviewSend", submit+"-send", "OnMessagingExtensionPreviewSend"),
		habitOf("handleTeamsMessagingExtensionConfigurationQuerySettingUrl",
			"invoke-composeExtension-querySettingUrl", "OnMessagingExtensionQuerySettingURL"),
		habitOf("handleTeamsMessagingExtensionConfigurationSetting",
			"invoke-composeExtension-setting", "OnMessagingExtensionSetting"),
		habitOf("handleTeamsMessagingExtensionCardButtonClicked",
			"invoke-composeExtension-onCardButtonClicked", "OnMessagingExtensionCardButtonClicked"),
	}
}

// habitsOfNewerSDKs are rows of the Agents and Teams SDKs.
func habitsOfNewerSDKs() []habit {
	withFile := newBot(func(bot *handlers.ActivityHandler) {
		bot.OnMessageMatch(func(a *schema.Activity) bool { return len(a.Attachments) > 0 }, say("a file", nil))
		bot.OnMessage(say("no file", nil))
	})
	before := func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			return errors.Join(turn.SendText(ctx, "before"), next.OnTurn(ctx, turn))
		})
	}
	after := func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			return errors.Join(next.OnTurn(ctx, turn), turn.SendText(ctx, "after"))
		})
	}
	hi := newBot(func(bot *handlers.ActivityHandler) { bot.OnMessage(say("hi", nil)) })
	approve := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		bot.OnMessageSubmitAction(see1[teams.MessageSubmitAction](sayName("approved")), "approve")
	})
	return []habit{
		{
			row: "app.onMessage(selector, f)", bot: withFile, says: []string{"a file"},
			activity: schema.AttachmentMessage(schema.HeroCard{Title: "hi"}.Attachment()),
		},
		{row: "app.onTurn('beforeTurn', f)", bot: framework.Chain(hi, before), says: []string{"before", "hi"}},
		{row: "app.onTurn('afterTurn', f)", bot: framework.Chain(hi, after), says: []string{"hi", "after"}},
		habitOf("app.on('dialog.open.note', f)", "invoke-task-fetch", `OnDialogFetch("note")`),
		habitOf("app.on('dialog.submit.note', f)", "invoke-task-submit", `OnDialogSubmit("note")`),
		habitOf("app.on('message.submit.feedback', f)", "invoke-message-submitAction", "OnFeedback"),
		{
			row: "app.on('message.submit.approve', f)", bot: approve, golden: "invoke-message-submitAction-other",
			says: []string{"approved"}, answer: &framework.InvokeResponse{Status: http.StatusOK},
		},
		habitOf("app.on('message.fetch-task', f)", "invoke-message-fetchTask", "OnMessageFetchTask"),
		habitOf("app.on('suggested-action.submit', f)", "invoke-suggestedActions-submit", "OnSuggestedActionSubmit"),
		habitOf("app.on('handoff.action', f)", "invoke-handoff-action", "OnHandoffAction"),
		habitOf("app.on('signin.failure', f)", "invoke-signin-failure", "OnSignInFailure"),
		habitOf("app.on('channelShared', f)", "conversationUpdate-channelShared", "OnChannelShared"),
		habitOf("app.on('channelUnshared', f)", "conversationUpdate-channelUnshared", "OnChannelUnshared"),
		habitOf("app.on('channelMemberAdded', f)", "conversationUpdate-channelMemberAdded", "OnChannelMemberAdded"),
		habitOf("app.on('channelMemberRemoved', f)", "conversationUpdate-channelMemberRemoved", "OnChannelMemberRemoved"),
		habitOf("app.on('teamMemberAdded', f)", "conversationUpdate-teamMemberAdded", "OnTeamMemberAdded"),
		habitOf("app.on('teamMemberRemoved', f)", "conversationUpdate-teamMemberRemoved", "OnTeamMemberRemoved"),
	}
}
