package handlers

import (
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// OnTabFetch registers the handler that says what a tab made of Adaptive Cards shows (tab/fetch). The answer is made with
// [teams.TabCards] or [teams.TabAuth].
func (h *TeamsActivityHandler) OnTabFetch(fn InvokeFunc[teams.TabRequest, *teams.TabResponse]) {
	onTeamsInvoke(h, "OnTabFetch", teams.InvokeTabFetch, nil, fn)
}

// OnTabSubmit registers the handler of a form that was submitted in such a tab (tab/submit). The answer is what the tab
// shows now.
func (h *TeamsActivityHandler) OnTabSubmit(fn InvokeFunc[teams.TabSubmit, *teams.TabResponse]) {
	onTeamsInvoke(h, "OnTabSubmit", teams.InvokeTabSubmit, nil, fn)
}

// OnConfigFetch registers the handler that shows how the bot is configured (config/fetch), when it is added to a team or
// group chat, and later. The answer is made with [teams.ConfigDialog], [teams.ConfigMessage] or [teams.ConfigAuth]; nil
// ends the configuration.
//
// The data is what the client sent: an object, or the answer is 400.
func (h *TeamsActivityHandler) OnConfigFetch(fn InvokeFunc[schema.Any, *teams.ConfigResponse]) {
	onTeamsInvoke(h, "OnConfigFetch", teams.InvokeConfigFetch, isObject, fn)
}

// OnConfigSubmit registers the handler of a configuration that was submitted (config/submit). The data is what the client
// sent: an object, or the answer is 400. A nil response ends the configuration.
func (h *TeamsActivityHandler) OnConfigSubmit(fn InvokeFunc[schema.Any, *teams.ConfigResponse]) {
	onTeamsInvoke(h, "OnConfigSubmit", teams.InvokeConfigSubmit, isObject, fn)
}
