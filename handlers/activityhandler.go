package handlers

import (
	"context"
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

	message            []framework.HandlerFunc
	routes             []route
	someBypass         bool // one of the routes bypasses the queue
	conversationUpdate []framework.HandlerFunc
	membersAdded       []membersFunc
	membersRemoved     []membersFunc
	invokes            map[string]framework.HandlerFunc
	cardActions        responders[schema.AdaptiveCardInvokeValue, schema.AdaptiveCardInvokeResponse]
	events             map[string][]framework.HandlerFunc
	unrecognized       []framework.HandlerFunc
}

var (
	_ framework.Handler       = (*ActivityHandler)(nil)
	_ framework.QueueBypasser = (*ActivityHandler)(nil)
)

type membersFunc func(ctx context.Context, turn *framework.TurnContext, members []schema.ChannelAccount) error

// OnMessage registers a handler of messages that no route matched; see [ActivityHandler.OnMessageText].
func (h *ActivityHandler) OnMessage(fn framework.HandlerFunc) {
	h.mustAccept("OnMessage", fn != nil)
	h.message = append(h.message, fn)
}

// OnConversationUpdate registers a handler of every conversationUpdate: members who come or go, the bot among them,
// a new topic. Handlers of [ActivityHandler.OnMembersAdded] and [ActivityHandler.OnMembersRemoved] run after it.
func (h *ActivityHandler) OnConversationUpdate(fn framework.HandlerFunc) {
	h.mustAccept("OnConversationUpdate", fn != nil)
	h.conversationUpdate = append(h.conversationUpdate, fn)
}

// OnMembersAdded registers a handler of members who joined the conversation.
//
// The bot itself (the activity's recipient) is never among added, which is never empty: that the bot came to the
// conversation is seen by [ActivityHandler.OnConversationUpdate] only.
func (h *ActivityHandler) OnMembersAdded(
	fn func(ctx context.Context, turn *framework.TurnContext, added []schema.ChannelAccount) error,
) {
	h.mustAccept("OnMembersAdded", fn != nil)
	h.membersAdded = append(h.membersAdded, fn)
}

// OnMembersRemoved registers a handler of members who left the conversation. The rules of
// [ActivityHandler.OnMembersAdded] hold. If an activity says that members joined and that members left, handlers of
// both run, those of OnMembersAdded first.
func (h *ActivityHandler) OnMembersRemoved(
	fn func(ctx context.Context, turn *framework.TurnContext, removed []schema.ChannelAccount) error,
) {
	h.mustAccept("OnMembersRemoved", fn != nil)
	h.membersRemoved = append(h.membersRemoved, fn)
}

// OnUnrecognizedActivityType registers a handler of activities whose type the protocol does not define: none of
// package schema's Type constants.
//
// Types such as typing are recognized although nothing can be registered for them yet, so that a method which a later
// version adds for one takes nothing away from this handler. [framework.Middleware] sees activities of every type.
func (h *ActivityHandler) OnUnrecognizedActivityType(fn framework.HandlerFunc) {
	h.mustAccept("OnUnrecognizedActivityType", fn != nil)
	h.unrecognized = append(h.unrecognized, fn)
}
