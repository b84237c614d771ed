package main

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/handlers"
)

// statusBot is the message extension, and a bot that posts what it is told to.
type statusBot struct {
	handlers.TeamsActivityHandler

	shown     *state.Property[string] // what a person wants to find
	publicURL string                  // of the settings page, without a slash at its end
}

func newBot(storage state.Storage, publicURL string) framework.Handler {
	s := state.New(storage)
	b := &statusBot{shown: state.NewProperty[string](s.User(), "shown"), publicURL: publicURL}

	// Searching: a query for each page of results and each letter typed; then the result that was chosen.
	b.OnMessagingExtensionQuery(b.onSearch, commandSearch)
	b.OnMessagingExtensionSelectItem(onItem)

	// Links: of people who have the app, and of others.
	b.OnAppBasedLinkQuery(onLink)
	b.OnAnonymousAppBasedLinkQuery(onLink)

	// The action: its form, the preview of the message, which may be edited, and the message.
	b.OnMessagingExtensionFetchTask(onReport, commandIncident)
	b.OnMessagingExtensionSubmitAction(onForm, commandIncident)
	b.OnMessagingExtensionPreviewEdit(onEdit, commandIncident)
	b.OnMessagingExtensionPreviewSend(onSend, commandIncident)
	handlers.OnAdaptiveCardAction(b, verbResolve, onResolve)

	// Settings: where they are chosen, and what was.
	b.OnMessagingExtensionQuerySettingURL(b.onSettings)
	b.OnMessagingExtensionSetting(b.onSetting)

	b.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Find me below the box that you type in: *Status codes*, or *Report an incident*.")
	})
	return framework.Chain(b, s.AutoSave)
}
