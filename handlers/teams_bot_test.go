package handlers_test

import (
	"context"
	"encoding/json"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// A seen is told of a handler that runs, and of the typed values that it is given.
type seen func(ctx context.Context, turn *framework.TurnContext, values ...any) error

// teamsRegistration registers one handler of Teams, which tells s of itself; a nil handler if s is nil.
type teamsRegistration func(bot *handlers.TeamsActivityHandler, s seen)

// What the handlers answer that answer something.
var (
	dialogAnswer    = teams.DialogMessage("done")
	extensionAnswer = teams.MessagingExtensionMessage("done")
	actionAnswer    = teams.ActionDialog(teams.TaskModuleInfo{Title: "done"})
	tabAnswer       = teams.TabAuth("done", "https://bot.example")
	configAnswer    = teams.ConfigMessage("done")
	widgetAnswer    = &teams.WidgetToolResponse{ResponseType: "done"}
	buttonAnswer    = schema.Any("done")
	noExchange      = &schema.TokenExchangeInvokeResponse{ID: "done", FailureDetail: "no consent"}
)

func see[In, Out any](s seen, out Out) func(context.Context, *framework.TurnContext, In) (Out, error) {
	if s == nil {
		return nil
	}
	return func(ctx context.Context, turn *framework.TurnContext, in In) (Out, error) {
		return out, s(ctx, turn, in)
	}
}

func see1[In any](s seen) func(context.Context, *framework.TurnContext, In) error {
	if s == nil {
		return nil
	}
	return func(ctx context.Context, turn *framework.TurnContext, in In) error { return s(ctx, turn, in) }
}

func see2[A, B any](s seen) func(context.Context, *framework.TurnContext, A, B) error {
	if s == nil {
		return nil
	}
	return func(ctx context.Context, turn *framework.TurnContext, a A, b B) error { return s(ctx, turn, a, b) }
}

func see0(s seen) framework.HandlerFunc {
	if s == nil {
		return nil
	}
	return func(ctx context.Context, turn *framework.TurnContext) error { return s(ctx, turn) }
}

// teamsInvokes has every way to register a handler of a Teams invoke, by the name that a panic gives it.
func teamsInvokes() map[string]teamsRegistration {
	type (
		bot   = *handlers.TeamsActivityHandler
		query = teams.MessagingExtensionQuery
		act   = teams.MessagingExtensionAction
		note  = map[string]json.RawMessage // the data of the dialog
	)
	return map[string]teamsRegistration{
		"OnCardActionInvoke":        func(b bot, s seen) { b.OnCardActionInvoke(see[schema.Any](s, buttonAnswer)) },
		"OnO365ConnectorCardAction": func(b bot, s seen) { b.OnO365ConnectorCardAction(see1[teams.O365ConnectorCardActionQuery](s)) },
		"OnHandoffAction":           func(b bot, s seen) { b.OnHandoffAction(see1[teams.Handoff](s)) },
		"OnHTMLWidgetCallTool":      func(b bot, s seen) { b.OnHTMLWidgetCallTool(see[teams.WidgetToolCall](s, widgetAnswer)) },
		"OnFileConsentAccept":       func(b bot, s seen) { b.OnFileConsentAccept(see1[teams.FileConsentCardResponse](s)) },
		"OnFileConsentDecline":      func(b bot, s seen) { b.OnFileConsentDecline(see1[teams.FileConsentCardResponse](s)) },

		"OnMessagingExtensionQuery": func(b bot, s seen) { b.OnMessagingExtensionQuery(see[query](s, extensionAnswer)) },
		"OnMessagingExtensionQuerySettingURL": func(b bot, s seen) {
			b.OnMessagingExtensionQuerySettingURL(see[query](s, extensionAnswer))
		},
		"OnMessagingExtensionSelectItem": func(b bot, s seen) {
			b.OnMessagingExtensionSelectItem(see[schema.Any](s, extensionAnswer))
		},
		"OnMessagingExtensionSetting": func(b bot, s seen) { b.OnMessagingExtensionSetting(see1[schema.Any](s)) },
		"OnMessagingExtensionCardButtonClicked": func(b bot, s seen) {
			b.OnMessagingExtensionCardButtonClicked(see1[schema.Any](s))
		},
		"OnAppBasedLinkQuery": func(b bot, s seen) { b.OnAppBasedLinkQuery(see[teams.AppBasedLinkQuery](s, extensionAnswer)) },
		"OnAnonymousAppBasedLinkQuery": func(b bot, s seen) {
			b.OnAnonymousAppBasedLinkQuery(see[teams.AppBasedLinkQuery](s, extensionAnswer))
		},
		"OnMessagingExtensionFetchTask":    func(b bot, s seen) { b.OnMessagingExtensionFetchTask(see[act](s, actionAnswer)) },
		"OnMessagingExtensionSubmitAction": func(b bot, s seen) { b.OnMessagingExtensionSubmitAction(see[act](s, actionAnswer)) },
		"OnMessagingExtensionPreviewEdit":  func(b bot, s seen) { b.OnMessagingExtensionPreviewEdit(see[act](s, actionAnswer)) },
		"OnMessagingExtensionPreviewSend":  func(b bot, s seen) { b.OnMessagingExtensionPreviewSend(see[act](s, actionAnswer)) },

		"OnTaskFetch":            func(b bot, s seen) { b.OnTaskFetch(see[teams.TaskModuleRequest](s, dialogAnswer)) },
		"OnTaskSubmit":           func(b bot, s seen) { b.OnTaskSubmit(see[teams.TaskModuleRequest](s, dialogAnswer)) },
		`OnDialogFetch("note")`:  func(b bot, s seen) { handlers.OnDialogFetch(b, "note", see[note](s, dialogAnswer)) },
		`OnDialogSubmit("note")`: func(b bot, s seen) { handlers.OnDialogSubmit(b, "note", see[note](s, dialogAnswer)) },
		"OnTabFetch":             func(b bot, s seen) { b.OnTabFetch(see[teams.TabRequest](s, tabAnswer)) },
		"OnTabSubmit":            func(b bot, s seen) { b.OnTabSubmit(see[teams.TabSubmit](s, tabAnswer)) },
		"OnConfigFetch":          func(b bot, s seen) { b.OnConfigFetch(see[schema.Any](s, configAnswer)) },
		"OnConfigSubmit":         func(b bot, s seen) { b.OnConfigSubmit(see[schema.Any](s, configAnswer)) },

		"OnSignInVerifyState": func(b bot, s seen) { b.OnSignInVerifyState(see1[schema.SignInStateVerificationQuery](s)) },
		"OnSignInTokenExchange": func(b bot, s seen) {
			b.OnSignInTokenExchange(see[schema.TokenExchangeInvokeRequest](s, noExchange))
		},
		"OnSignInFailure": func(b bot, s seen) { b.OnSignInFailure(see1[teams.SignInFailure](s)) },

		"OnFeedback":              func(b bot, s seen) { b.OnFeedback(see1[teams.Feedback](s)) },
		"OnMessageSubmitAction":   func(b bot, s seen) { b.OnMessageSubmitAction(see1[teams.MessageSubmitAction](s)) },
		"OnMessageFetchTask":      func(b bot, s seen) { b.OnMessageFetchTask(see[teams.MessageFetchTask](s, dialogAnswer)) },
		"OnSuggestedActionSubmit": func(b bot, s seen) { b.OnSuggestedActionSubmit(see1[schema.Any](s)) },
	}
}

// teamsNotifications has every way to register a handler of what Teams tells, by the name that a panic gives it.
func teamsNotifications() map[string]teamsRegistration {
	type (
		bot     = *handlers.TeamsActivityHandler
		members = []schema.ChannelAccount
		channel = teams.ChannelInfo
		team    = teams.TeamInfo
	)
	return map[string]teamsRegistration{
		"OnTeamsMembersAdded":    func(b bot, s seen) { b.OnTeamsMembersAdded(see2[members, team](s)) },
		"OnTeamsMembersRemoved":  func(b bot, s seen) { b.OnTeamsMembersRemoved(see2[members, team](s)) },
		"OnTeamMemberAdded":      func(b bot, s seen) { b.OnTeamMemberAdded(see2[members, team](s)) },
		"OnTeamMemberRemoved":    func(b bot, s seen) { b.OnTeamMemberRemoved(see2[members, team](s)) },
		"OnChannelMemberAdded":   func(b bot, s seen) { b.OnChannelMemberAdded(see2[members, channel](s)) },
		"OnChannelMemberRemoved": func(b bot, s seen) { b.OnChannelMemberRemoved(see2[members, channel](s)) },

		"OnChannelCreated":  func(b bot, s seen) { b.OnChannelCreated(see2[channel, team](s)) },
		"OnChannelDeleted":  func(b bot, s seen) { b.OnChannelDeleted(see2[channel, team](s)) },
		"OnChannelRenamed":  func(b bot, s seen) { b.OnChannelRenamed(see2[channel, team](s)) },
		"OnChannelRestored": func(b bot, s seen) { b.OnChannelRestored(see2[channel, team](s)) },
		"OnChannelShared":   func(b bot, s seen) { b.OnChannelShared(see2[channel, team](s)) },
		"OnChannelUnshared": func(b bot, s seen) { b.OnChannelUnshared(see2[channel, team](s)) },

		"OnTeamArchived":    func(b bot, s seen) { b.OnTeamArchived(see1[team](s)) },
		"OnTeamUnarchived":  func(b bot, s seen) { b.OnTeamUnarchived(see1[team](s)) },
		"OnTeamDeleted":     func(b bot, s seen) { b.OnTeamDeleted(see1[team](s)) },
		"OnTeamHardDeleted": func(b bot, s seen) { b.OnTeamHardDeleted(see1[team](s)) },
		"OnTeamRenamed":     func(b bot, s seen) { b.OnTeamRenamed(see1[team](s)) },
		"OnTeamRestored":    func(b bot, s seen) { b.OnTeamRestored(see1[team](s)) },

		"OnMessageEdit":       func(b bot, s seen) { b.OnMessageEdit(see0(s)) },
		"OnMessageUndelete":   func(b bot, s seen) { b.OnMessageUndelete(see0(s)) },
		"OnMessageSoftDelete": func(b bot, s seen) { b.OnMessageSoftDelete(see0(s)) },

		"OnMeetingStart":             func(b bot, s seen) { b.OnMeetingStart(see1[teams.MeetingStart](s)) },
		"OnMeetingEnd":               func(b bot, s seen) { b.OnMeetingEnd(see1[teams.MeetingEnd](s)) },
		"OnMeetingParticipantsJoin":  func(b bot, s seen) { b.OnMeetingParticipantsJoin(see1[teams.MeetingParticipants](s)) },
		"OnMeetingParticipantsLeave": func(b bot, s seen) { b.OnMeetingParticipantsLeave(see1[teams.MeetingParticipants](s)) },
		"OnReadReceipt":              func(b bot, s seen) { b.OnReadReceipt(see1[teams.ReadReceipt](s)) },
		"OnAgentLifecycle":           func(b bot, s seen) { b.OnAgentLifecycle(see1[teams.AgentLifecycle](s)) },
	}
}
