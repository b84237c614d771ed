package handlers

import (
	"sync/atomic"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// ActivityHandler runs the handlers that are registered for what a turn's activity says. It is a
// [framework.Handler].
//
// The zero value is ready and does nothing. Register every handler first, from one goroutine; then serve.
// Registering panics after the first turn, and for a nil handler or an empty name. Serving is safe for concurrent
// use. Do not copy an ActivityHandler; a type may embed one.
type ActivityHandler struct {
	serving atomic.Bool // closed for registration

	notifications [events][]framework.HandlerFunc

	routes routes // of messages

	membersAdded, membersRemoved     []ValueFunc[[]schema.ChannelAccount]
	reactionsAdded, reactionsRemoved []ValueFunc[[]schema.MessageReaction]

	namedEvents map[string][]framework.HandlerFunc
	invokes     map[string]framework.HandlerFunc
	cardActions responders[schema.AdaptiveCardInvokeValue, schema.AdaptiveCardInvokeResponse]
	searches    responders[schema.SearchInvokeValue, schema.SearchInvokeResponse]

	namedCommands map[string]framework.HandlerFunc
}

var (
	_ framework.Handler       = (*ActivityHandler)(nil)
	_ framework.QueueBypasser = (*ActivityHandler)(nil)
)

// OnMessage registers a handler of messages that no route matched; see [ActivityHandler.OnMessageText].
func (h *ActivityHandler) OnMessage(fn framework.HandlerFunc) { h.on(message, "OnMessage", fn) }

// OnMessageUpdate registers a handler of messages that their authors changed. Routes do not see them.
func (h *ActivityHandler) OnMessageUpdate(fn framework.HandlerFunc) {
	h.on(messageUpdate, "OnMessageUpdate", fn)
}

// OnMessageDelete registers a handler of messages that were deleted. The activity's id is the message's.
func (h *ActivityHandler) OnMessageDelete(fn framework.HandlerFunc) {
	h.on(messageDelete, "OnMessageDelete", fn)
}

// OnConversationUpdate registers a handler of every conversationUpdate: members who come or go, the bot among them,
// a new topic. Handlers of [ActivityHandler.OnMembersAdded] and [ActivityHandler.OnMembersRemoved] run after it.
func (h *ActivityHandler) OnConversationUpdate(fn framework.HandlerFunc) {
	h.on(conversationUpdate, "OnConversationUpdate", fn)
}

// OnMembersAdded registers a handler of members who joined the conversation.
//
// The bot itself (the activity's recipient) is never in the list, which is never empty: that the bot came to the
// conversation is seen by [ActivityHandler.OnConversationUpdate] only.
func (h *ActivityHandler) OnMembersAdded(fn ValueFunc[[]schema.ChannelAccount]) {
	onList(h, &h.membersAdded, "OnMembersAdded", fn)
}

// OnMembersRemoved registers a handler of members who left the conversation. The rules of
// [ActivityHandler.OnMembersAdded] hold. If an activity says that members joined and that members left, handlers of
// both run, those of OnMembersAdded first.
func (h *ActivityHandler) OnMembersRemoved(fn ValueFunc[[]schema.ChannelAccount]) {
	onList(h, &h.membersRemoved, "OnMembersRemoved", fn)
}

// OnInstallationUpdate registers a handler of every installationUpdate: the bot's app was added to a conversation, or
// removed. Handlers of [ActivityHandler.OnInstallationAdd] or [ActivityHandler.OnInstallationRemove] run after it.
func (h *ActivityHandler) OnInstallationUpdate(fn framework.HandlerFunc) {
	h.on(installationUpdate, "OnInstallationUpdate", fn)
}

// OnInstallationAdd registers a handler of the bot's app being added, also as part of an upgrade (the activity's Action
// is add or add-upgrade).
func (h *ActivityHandler) OnInstallationAdd(fn framework.HandlerFunc) {
	h.on(installationAdd, "OnInstallationAdd", fn)
}

// OnInstallationRemove registers a handler of the bot's app being removed, also as part of an upgrade (the activity's
// Action is remove or remove-upgrade). A bot that is removed can no longer speak there.
func (h *ActivityHandler) OnInstallationRemove(fn framework.HandlerFunc) {
	h.on(installationRemove, "OnInstallationRemove", fn)
}

// OnContactRelationUpdate registers a handler of a user who adds the bot as a contact, or removes it; the activity's
// Action says which.
func (h *ActivityHandler) OnContactRelationUpdate(fn framework.HandlerFunc) {
	h.on(contactRelationUpdate, "OnContactRelationUpdate", fn)
}

// OnMessageReaction registers a handler of every messageReaction. Handlers of [ActivityHandler.OnReactionsAdded] and
// [ActivityHandler.OnReactionsRemoved] run after it.
func (h *ActivityHandler) OnMessageReaction(fn framework.HandlerFunc) {
	h.on(messageReaction, "OnMessageReaction", fn)
}

// OnReactionsAdded registers a handler of reactions to a message, whose id is the activity's ReplyToID. The list is
// never empty, and shared by all handlers.
func (h *ActivityHandler) OnReactionsAdded(fn ValueFunc[[]schema.MessageReaction]) {
	onList(h, &h.reactionsAdded, "OnReactionsAdded", fn)
}

// OnReactionsRemoved registers a handler of reactions that were taken back. The rules of
// [ActivityHandler.OnReactionsAdded] hold. A changed reaction is one added and one removed: handlers of both run, those
// of OnReactionsAdded first.
func (h *ActivityHandler) OnReactionsRemoved(fn ValueFunc[[]schema.MessageReaction]) {
	onList(h, &h.reactionsRemoved, "OnReactionsRemoved", fn)
}

// OnEventActivity registers a handler of every event, the framework's own included. Handlers of its name, see [OnEvent],
// run after it.
func (h *ActivityHandler) OnEventActivity(fn framework.HandlerFunc) {
	h.on(event, "OnEventActivity", fn)
}

// OnTyping registers a handler of a user who is typing.
func (h *ActivityHandler) OnTyping(fn framework.HandlerFunc) { h.on(typing, "OnTyping", fn) }

// OnEndOfConversation registers a handler of the other side ending the conversation; the activity's Code says why.
func (h *ActivityHandler) OnEndOfConversation(fn framework.HandlerFunc) {
	h.on(endOfConversation, "OnEndOfConversation", fn)
}

// OnCommand registers a handler of every command, whose value is a [schema.CommandValue] or, of a session command, a
// [schema.SessionValue]. Programs send them; what a user types is a message, see [ActivityHandler.OnMessageCommand].
//
// A handler that was registered for the command's name, see the function [OnCommand] and [ActivityHandler.OnSessionCommand],
// runs after it, and answers. Without one, the handlers of this method are to answer, with an activity of type
// commandResult. A command whose name or value has not the form that the protocol wants is ignored (A6312, A6322).
func (h *ActivityHandler) OnCommand(fn framework.HandlerFunc) { h.on(command, "OnCommand", fn) }

// OnCommandResult registers a handler of the results of commands that the bot sent, whose value is a
// [schema.CommandResultValue]. A result whose name has not the form that the protocol wants is ignored (A6412); one with
// such a value is a [*framework.BadValueError], which is answered 400 (A6422).
func (h *ActivityHandler) OnCommandResult(fn framework.HandlerFunc) {
	h.on(commandResult, "OnCommandResult", fn)
}

// OnUnrecognizedActivityType registers a handler of activities whose type the protocol does not define: none of
// package schema's Type constants.
//
// Types such as handoff are recognized although nothing can be registered for them yet, so that a method which a later
// version adds for one takes nothing away from this handler. [framework.Middleware] sees activities of every type.
func (h *ActivityHandler) OnUnrecognizedActivityType(fn framework.HandlerFunc) {
	h.on(unrecognized, "OnUnrecognizedActivityType", fn)
}

func (h *ActivityHandler) on(e eventKind, method string, fn framework.HandlerFunc) {
	h.mustAccept(method, fn != nil)
	h.notifications[e] = append(h.notifications[e], named(method, fn))
}

func onList[T any](h *ActivityHandler, list *[]ValueFunc[[]T], method string, fn ValueFunc[[]T]) {
	h.mustAccept(method, fn != nil)
	*list = append(*list, namedValue(method, fn))
}
