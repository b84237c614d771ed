package handlers

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// route is a handler of the messages that it matches.
type route struct {
	matches       func(a *schema.Activity, text string) bool // nil where the route is looked up
	run           func(ctx context.Context, turn *framework.TurnContext, text string) error
	bypassesQueue bool
}

// RouteOption changes how the messages of one route are run.
type RouteOption func(*route)

// BypassQueue makes a route's messages run at once, beside the conversation's running turn: for a stop button. What
// its handler shares with other turns must be safe for concurrent use.
//
// The route is chosen by the message as it was received, before middleware.
func BypassQueue() RouteOption {
	return func(r *route) { r.bypassesQueue = true }
}

// OnMessageText registers a route for messages that say text, in any letter case.
//
// Routes see a message's text without the mention of the bot and without space around it, as
// [schema.Activity.TextWithoutRecipient] returns it. Of all routes that match a message, the one registered first
// runs, and nothing else; handlers of [ActivityHandler.OnMessage] run if none matches.
//
// Texts and commands are looked up, however many there are; regexps and other matches are tried one after another.
func (h *ActivityHandler) OnMessageText(text string, fn framework.HandlerFunc, opts ...RouteOption) {
	text = strings.TrimSpace(text)
	h.mustAcceptNamed("OnMessageText", text, fn != nil)
	name := of("OnMessageText", text)
	h.routes.addText(text, route{
		run: func(ctx context.Context, turn *framework.TurnContext, _ string) error {
			turn.Handling(name)
			return fn(ctx, turn)
		},
	}, opts)
}

// OnMessageRegexp registers a route for messages whose text re matches anywhere; anchor re to match whole texts.
// The handler is given what [regexp.Regexp.FindStringSubmatch] returns. See [ActivityHandler.OnMessageText] for
// the text and the order of routes.
func (h *ActivityHandler) OnMessageRegexp(re *regexp.Regexp, fn ValueFunc[[]string], opts ...RouteOption) {
	if re == nil {
		panic("handlers: OnMessageRegexp: the regexp is nil")
	}
	name := "OnMessageRegexp(" + re.String() + ")"
	h.mustAccept(name, fn != nil)
	h.routes.add(route{
		matches: func(_ *schema.Activity, text string) bool { return re.MatchString(text) },
		run: func(ctx context.Context, turn *framework.TurnContext, text string) error {
			turn.Handling(name)
			return fn(ctx, turn, re.FindStringSubmatch(text))
		},
	}, opts)
}

// OnMessageCommand registers a route for messages whose first word is name, in any letter case and with or without
// a slash before it. The handler is given the rest of the message without space around it. See
// [ActivityHandler.OnMessageText] for the text and the order of routes.
//
// The name must be one word; a slash before it means nothing.
func (h *ActivityHandler) OnMessageCommand(name string, fn ValueFunc[string], opts ...RouteOption) {
	name = strings.TrimPrefix(name, "/")
	h.mustAcceptNamed("OnMessageCommand", name, fn != nil)
	if strings.ContainsFunc(name, unicode.IsSpace) {
		panic(fmt.Sprintf("handlers: OnMessageCommand(%q): a command is one word; use OnMessageRegexp", name))
	}
	called := of("OnMessageCommand", name)
	h.routes.addCommand(name, route{
		run: func(ctx context.Context, turn *framework.TurnContext, text string) error {
			turn.Handling(called)
			_, args := cutCommand(text)
			return fn(ctx, turn, args)
		},
	}, opts)
}

// OnMessageMatch registers a route for messages that match says yes to: those with a file, those of one conversation type,
// or the Action.Submit of a card, which is a message with a Value. See [ActivityHandler.OnMessageText] for the order of routes, which is their rank.
//
// The match is called for every message that no route before it matches, at the same time for several, and again when the
// queue is asked for (see [BypassQueue]): it must be quick, safe for concurrent use, and change nothing.
func (h *ActivityHandler) OnMessageMatch(
	match func(a *schema.Activity) bool, fn framework.HandlerFunc, opts ...RouteOption,
) {
	if match == nil {
		panic("handlers: OnMessageMatch: the match is nil")
	}
	h.mustAccept("OnMessageMatch", fn != nil)
	h.routes.add(route{
		matches: func(a *schema.Activity, _ string) bool { return match(a) },
		run: func(ctx context.Context, turn *framework.TurnContext, _ string) error {
			turn.Handling("OnMessageMatch")
			return fn(ctx, turn)
		},
	}, opts)
}

// cutCommand splits text after its first word. The text has no space around it.
func cutCommand(text string) (name, args string) {
	text = strings.TrimPrefix(text, "/")
	end := strings.IndexFunc(text, unicode.IsSpace)
	if end < 0 {
		return text, ""
	}
	return text[:end], strings.TrimSpace(text[end:])
}

// BypassesQueue implements [framework.QueueBypasser]: it reports whether a is a message whose route was registered
// with [BypassQueue]. It runs no handler.
func (h *ActivityHandler) BypassesQueue(a *schema.Activity) bool {
	h.serve()
	if !h.routes.someBypass || a.Type != schema.TypeMessage {
		return false
	}
	r, _, ok := h.routes.match(a)
	return ok && r.bypassesQueue
}
