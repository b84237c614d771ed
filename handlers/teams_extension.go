package handlers

import (
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// OnMessagingExtensionQuery registers the handler of searches (composeExtension/query) with the commands of these ids, as
// in the app's manifest; without ids, with every command that has no handler of its own. It panics if a command has a
// handler.
//
// A search is answered 400 if it has more than 100 parameters, a negative skip or count, or a count above 1000; bound what
// you return all the same. [teams.SearchResults] without results says that nothing was found.
func (h *TeamsActivityHandler) OnMessagingExtensionQuery(fn MessagingExtensionQueryFunc, commandIDs ...string) {
	const method = "OnMessagingExtensionQuery"
	isFirst := h.extensionQueries.empty()
	addResponders(h, method, &h.extensionQueries, fn, commandIDs)
	if isFirst {
		h.answerInvoke(method, teams.InvokeMessagingExtensionQuery, answerExtensionQuery(&h.extensionQueries))
	}
}

// OnMessagingExtensionQuerySettingURL registers the handler that says where the settings of a message extension are
// (composeExtension/querySettingUrl). Commands work as in [TeamsActivityHandler.OnMessagingExtensionQuery]; the answer is
// made with [teams.MessagingExtensionConfig].
func (h *TeamsActivityHandler) OnMessagingExtensionQuerySettingURL(
	fn MessagingExtensionQueryFunc, commandIDs ...string,
) {
	const method = "OnMessagingExtensionQuerySettingURL"
	isFirst := h.extensionSettingURLs.empty()
	addResponders(h, method, &h.extensionSettingURLs, fn, commandIDs)
	if isFirst {
		h.answerInvoke(method, teams.InvokeMessagingExtensionQuerySettingURL, answerExtensionQuery(&h.extensionSettingURLs))
	}
}

// OnMessagingExtensionSelectItem registers the handler of a result that was chosen whose preview has a tap of type invoke
// (composeExtension/selectItem). The item is that tap's value, as the client sent it: an object, or the answer is 400.
func (h *TeamsActivityHandler) OnMessagingExtensionSelectItem(
	fn InvokeFunc[schema.Any, *teams.MessagingExtensionResponse],
) {
	onTeamsInvoke(h, "OnMessagingExtensionSelectItem", teams.InvokeMessagingExtensionSelectItem, isObject, fn)
}

// OnMessagingExtensionSetting registers the handler of settings that were chosen on the page of
// [TeamsActivityHandler.OnMessagingExtensionQuerySettingURL] (composeExtension/setting). They are as the client sent them,
// mostly {"state": "..."}: an object, or the answer is 400. It is answered without a body.
func (h *TeamsActivityHandler) OnMessagingExtensionSetting(fn ValueFunc[schema.Any]) {
	onTeamsInvoke(h, "OnMessagingExtensionSetting", teams.InvokeMessagingExtensionSetting, isObject, withoutBody(fn))
}

// OnMessagingExtensionCardButtonClicked registers the handler of a button that was pressed on a card which a message
// extension put into a message box (composeExtension/onCardButtonClicked). The data is the button's, as the client sent it:
// an object, or the answer is 400. It is answered without a body.
func (h *TeamsActivityHandler) OnMessagingExtensionCardButtonClicked(fn ValueFunc[schema.Any]) {
	const method = "OnMessagingExtensionCardButtonClicked"
	onTeamsInvoke(h, method, teams.InvokeMessagingExtensionCardButtonClicked, isObject, withoutBody(fn))
}

// OnAppBasedLinkQuery registers the handler of links in messages, of domains that the app's manifest names
// (composeExtension/queryLink). The URL is required. A nil response shows no preview.
func (h *TeamsActivityHandler) OnAppBasedLinkQuery(
	fn InvokeFunc[teams.AppBasedLinkQuery, *teams.MessagingExtensionResponse],
) {
	onTeamsInvoke(h, "OnAppBasedLinkQuery", teams.InvokeMessagingExtensionQueryLink, hasURL, fn)
}

// OnAnonymousAppBasedLinkQuery is [TeamsActivityHandler.OnAppBasedLinkQuery] for users who do not have the app
// (composeExtension/anonymousQueryLink). The answer is kept for others, so it may hold nothing that only some may see.
func (h *TeamsActivityHandler) OnAnonymousAppBasedLinkQuery(
	fn InvokeFunc[teams.AppBasedLinkQuery, *teams.MessagingExtensionResponse],
) {
	onTeamsInvoke(h, "OnAnonymousAppBasedLinkQuery", teams.InvokeMessagingExtensionAnonymousLink, hasURL, fn)
}

// Limits of a search, far above what Teams' manifest (5 parameters) and client (25 results) ask for.
const (
	maxQueryParameters = 100
	maxQueryCount      = 1000
)

func answerExtensionQuery(
	commands *responders[teams.MessagingExtensionQuery, *teams.MessagingExtensionResponse],
) framework.HandlerFunc {
	return teamsAnswer(byName(commands, checkQuery, func(q *teams.MessagingExtensionQuery) string { return q.CommandID }))
}

func checkQuery(q *teams.MessagingExtensionQuery) finding {
	switch {
	case len(q.Parameters) > maxQueryParameters:
		return "has more than 100 parameters"
	case q.QueryOptions.Skip < 0:
		return "has a negative skip"
	case q.QueryOptions.Count < 0 || q.QueryOptions.Count > maxQueryCount:
		return "has a count that is not from 0 to 1000"
	default:
		return ""
	}
}

func hasURL(q *teams.AppBasedLinkQuery) finding {
	if q.URL == "" {
		return "has no url"
	}
	return ""
}
