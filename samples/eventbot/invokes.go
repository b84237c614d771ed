package main

import (
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// The names in the buttons and inputs that the bot itself shows.
const (
	verbTry   = "try"
	dialogTry = "try"
	dataset   = "words"
)

// invokes are what clients ask of the bot and wait for. Those without a body are followed by a message.
func invokes(b *handlers.TeamsActivityHandler) {
	handlers.OnInvoke(b, invokePing, asked("OnInvoke", func(name string, _ schema.Any) schema.Any { return named(name) }))
	b.OnCardActionInvoke(asked("OnCardActionInvoke", func(name string, _ schema.Any) schema.Any { return named(name) }))

	// Buttons and inputs of Adaptive Cards.
	handlers.OnAdaptiveCardAction(b, verbTry, asked("OnAdaptiveCardAction", message[schema.Any]))
	b.OnAdaptiveCardInvoke(asked("OnAdaptiveCardInvoke", message[schema.AdaptiveCardInvokeValue]))
	b.OnSearch(dataset, asked("OnSearch", choice))
	b.OnSearchInvoke(asked("OnSearchInvoke", choice))

	// What is done with a message of the bot.
	b.OnFeedback(told[teams.Feedback]("OnFeedback"))
	b.OnMessageSubmitAction(told[teams.MessageSubmitAction]("OnMessageSubmitAction"))
	b.OnMessageFetchTask(asked("OnMessageFetchTask", dialogOf[teams.MessageFetchTask]))
	b.OnSuggestedActionSubmit(told[schema.Any]("OnSuggestedActionSubmit"))
	b.OnO365ConnectorCardAction(told[teams.O365ConnectorCardActionQuery]("OnO365ConnectorCardAction"))
	b.OnFileConsentAccept(told[teams.FileConsentCardResponse]("OnFileConsentAccept"))
	b.OnFileConsentDecline(told[teams.FileConsentCardResponse]("OnFileConsentDecline"))
	b.OnHTMLWidgetCallTool(asked("OnHTMLWidgetCallTool", func(name string, call teams.WidgetToolCall) *teams.WidgetToolResponse {
		return &teams.WidgetToolResponse{
			ResponseType: "htmlwidget/calltoolresult",
			CallToolResult: teams.WidgetToolResult{Content: []schema.Any{
				map[string]any{"type": "text", "text": name + " " + summary(call)},
			}},
		}
	}))

	// Tabs of cards, and the configuration of the bot.
	b.OnTabFetch(asked("OnTabFetch", tab[teams.TabRequest]))
	b.OnTabSubmit(asked("OnTabSubmit", tab[teams.TabSubmit]))
	b.OnConfigFetch(asked("OnConfigFetch", func(name string, in schema.Any) *teams.ConfigResponse {
		return teams.ConfigDialog(info(name, in, cards.Submit{Title: "Submit", Data: map[string]any{"from": name}}))
	}))
	b.OnConfigSubmit(asked("OnConfigSubmit", func(name string, in schema.Any) *teams.ConfigResponse {
		return teams.ConfigMessage(name + " " + summary(in))
	}))

	// Signing in, and coming from another conversation.
	b.OnSignInVerifyState(told[schema.SignInStateVerificationQuery]("OnSignInVerifyState"))
	b.OnSignInTokenExchange(asked("OnSignInTokenExchange", func(name string, in schema.TokenExchangeInvokeRequest) *schema.TokenExchangeInvokeResponse {
		return &schema.TokenExchangeInvokeResponse{ID: in.ID, ConnectionName: in.ConnectionName, FailureDetail: name + " exchanges nothing"}
	}))
	b.OnSignInFailure(told[teams.SignInFailure]("OnSignInFailure"))
	b.OnHandoffAction(told[teams.Handoff]("OnHandoffAction"))
}

// dialogs are forms that buttons open, and what is submitted in them.
func dialogs(b *handlers.TeamsActivityHandler) {
	handlers.OnDialogFetch(b, dialogTry, asked("OnDialogFetch", func(name string, in schema.Any) *teams.TaskModuleResponse {
		return teams.ShowDialog(info(name, in,
			cards.Submit{Title: "OnDialogSubmit", Data: map[string]any{teams.DialogKey: dialogTry}},
			cards.Submit{Title: "OnTaskSubmit", Data: map[string]any{"from": name}}))
	}))
	handlers.OnDialogSubmit(b, dialogTry, asked("OnDialogSubmit", dialogText[schema.Any]))
	b.OnTaskFetch(asked("OnTaskFetch", dialogOf[teams.TaskModuleRequest]))
	b.OnTaskSubmit(asked("OnTaskSubmit", dialogText[teams.TaskModuleRequest]))
}

// extensions are the searches, actions, links and settings of a message extension.
func extensions(b *handlers.TeamsActivityHandler) {
	b.OnMessagingExtensionQuery(asked("OnMessagingExtensionQuery", found[teams.MessagingExtensionQuery]))
	b.OnMessagingExtensionSelectItem(asked("OnMessagingExtensionSelectItem", found[schema.Any]))
	b.OnAppBasedLinkQuery(asked("OnAppBasedLinkQuery", found[teams.AppBasedLinkQuery]))
	b.OnAnonymousAppBasedLinkQuery(asked("OnAnonymousAppBasedLinkQuery", found[teams.AppBasedLinkQuery]))
	b.OnMessagingExtensionQuerySettingURL(asked("OnMessagingExtensionQuerySettingURL", func(name string, _ teams.MessagingExtensionQuery) *teams.MessagingExtensionResponse {
		return teams.MessagingExtensionConfig(name, "https://www.example.com/settings")
	}))
	b.OnMessagingExtensionSetting(told[schema.Any]("OnMessagingExtensionSetting"))
	b.OnMessagingExtensionCardButtonClicked(told[schema.Any]("OnMessagingExtensionCardButtonClicked"))

	b.OnMessagingExtensionFetchTask(asked("OnMessagingExtensionFetchTask", form))
	b.OnMessagingExtensionPreviewEdit(asked("OnMessagingExtensionPreviewEdit", form))
	b.OnMessagingExtensionSubmitAction(asked("OnMessagingExtensionSubmitAction", func(name string, in teams.MessagingExtensionAction) *teams.MessagingExtensionActionResponse {
		return teams.ActionPreview(schema.AttachmentMessage(card(name, in).Attachment()))
	}))
	b.OnMessagingExtensionPreviewSend(asked("OnMessagingExtensionPreviewSend", func(string, teams.MessagingExtensionAction) *teams.MessagingExtensionActionResponse {
		return nil
	}))
}
