package handlers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

var errBroken = errors.New("broken")

// sayMembers returns a handler that says who came or went.
func sayMembers(
	what string, err error,
) func(context.Context, *framework.TurnContext, []schema.ChannelAccount) error {
	return func(ctx context.Context, turn *framework.TurnContext, members []schema.ChannelAccount) error {
		return say(what+" "+strings.Join(ids(members), " "), err)(ctx, turn)
	}
}

func TestZeroValueDoesNothing(t *testing.T) {
	t.Parallel()
	for _, a := range []*schema.Activity{
		schema.TextMessage("hi"),
		{Type: schema.TypeConversationUpdate, MembersAdded: members("ann"), MembersRemoved: members("bob")},
		event("vendor/name", nil),
		{Type: schema.TypeTyping},
		{Type: "vendor/type"},
	} {
		t.Run(a.Type, func(t *testing.T) {
			t.Parallel()
			var bot handlers.ActivityHandler
			require.Empty(t, answers(t, &bot, a))
		})
	}
}

// simpleEvent is a method whose handlers are given nothing but the turn, and what brings it about.
type simpleEvent struct {
	register func(*handlers.ActivityHandler, framework.HandlerFunc)
	activity schema.Activity
}

func simpleEvents() map[string]simpleEvent {
	type bot = handlers.ActivityHandler
	return map[string]simpleEvent{
		"OnMessage":               {(*bot).OnMessage, schema.Activity{Type: schema.TypeMessage}},
		"OnMessageUpdate":         {(*bot).OnMessageUpdate, schema.Activity{Type: schema.TypeMessageUpdate}},
		"OnMessageDelete":         {(*bot).OnMessageDelete, schema.Activity{Type: schema.TypeMessageDelete}},
		"OnConversationUpdate":    {(*bot).OnConversationUpdate, schema.Activity{Type: schema.TypeConversationUpdate}},
		"OnInstallationUpdate":    {(*bot).OnInstallationUpdate, schema.Activity{Type: schema.TypeInstallationUpdate}},
		"OnInstallationAdd":       {(*bot).OnInstallationAdd, schema.Activity{Type: schema.TypeInstallationUpdate, Action: "add"}},
		"OnInstallationRemove":    {(*bot).OnInstallationRemove, schema.Activity{Type: schema.TypeInstallationUpdate, Action: "remove"}},
		"OnContactRelationUpdate": {(*bot).OnContactRelationUpdate, schema.Activity{Type: schema.TypeContactRelationUpdate}},
		"OnMessageReaction":       {(*bot).OnMessageReaction, schema.Activity{Type: schema.TypeMessageReaction}},
		"OnEventActivity":         {(*bot).OnEventActivity, schema.Activity{Type: schema.TypeEvent, Name: "vendor/name"}},
		"OnTyping":                {(*bot).OnTyping, schema.Activity{Type: schema.TypeTyping}},
		"OnEndOfConversation":     {(*bot).OnEndOfConversation, schema.Activity{Type: schema.TypeEndOfConversation}},
		"OnCommand":               {(*bot).OnCommand, schema.Activity{Type: schema.TypeCommand, Name: "vendor/name", Value: json.RawMessage(`{}`)}},
		"OnCommandResult": {
			(*bot).OnCommandResult, schema.Activity{Type: schema.TypeCommandResult, Name: "vendor/name", Value: json.RawMessage(`{}`)},
		},
		"OnUnrecognizedActivityType": {(*bot).OnUnrecognizedActivityType, schema.Activity{Type: "vendor/type"}},
	}
}

// whatever returns fn as a handler that looks at no value.
func whatever[T any](fn framework.HandlerFunc) func(context.Context, *framework.TurnContext, T) error {
	return func(ctx context.Context, turn *framework.TurnContext, _ T) error { return fn(ctx, turn) }
}

func TestHandlersOfOneEvent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		second error // what the second of three handlers returns
		want   []string
		err    error
	}{
		{"all run in order of registration", nil, []string{"1", "2", "3"}, nil},
		{"an error ends the event and is returned", errBroken, []string{"1", "2"}, errBroken},
		{"SkipRest ends the event without error", handlers.SkipRest, []string{"1", "2"}, nil},
		{"wrapped SkipRest does too", fmt.Errorf("seen enough: %w", handlers.SkipRest), []string{"1", "2"}, nil},
	}
	// Each registers a handler and says what brings it about.
	type oneEvent struct {
		register func(bot *handlers.ActivityHandler, fn framework.HandlerFunc)
		activity *schema.Activity
	}
	members, reactions := members("ann"), reactions("like")
	events := map[string]oneEvent{
		"OnMembersAdded": {
			func(bot *handlers.ActivityHandler, fn framework.HandlerFunc) {
				bot.OnMembersAdded(whatever[[]schema.ChannelAccount](fn))
			},
			&schema.Activity{Type: schema.TypeConversationUpdate, MembersAdded: members},
		},
		"OnMembersRemoved": {
			func(bot *handlers.ActivityHandler, fn framework.HandlerFunc) {
				bot.OnMembersRemoved(whatever[[]schema.ChannelAccount](fn))
			},
			&schema.Activity{Type: schema.TypeConversationUpdate, MembersRemoved: members},
		},
		"OnReactionsAdded": {
			func(bot *handlers.ActivityHandler, fn framework.HandlerFunc) {
				bot.OnReactionsAdded(whatever[[]schema.MessageReaction](fn))
			},
			&schema.Activity{Type: schema.TypeMessageReaction, ReactionsAdded: reactions},
		},
		"OnReactionsRemoved": {
			func(bot *handlers.ActivityHandler, fn framework.HandlerFunc) {
				bot.OnReactionsRemoved(whatever[[]schema.MessageReaction](fn))
			},
			&schema.Activity{Type: schema.TypeMessageReaction, ReactionsRemoved: reactions},
		},
		"OnEvent": {
			func(bot *handlers.ActivityHandler, fn framework.HandlerFunc) {
				handlers.OnEvent(bot, "vendor/name", whatever[struct{}](fn))
			},
			event("vendor/name", nil),
		},
	}
	for method, e := range simpleEvents() {
		events[method] = oneEvent{func(bot *handlers.ActivityHandler, fn framework.HandlerFunc) { e.register(bot, fn) }, &e.activity}
	}
	for name, e := range events {
		for _, tt := range tests {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				var bot handlers.ActivityHandler
				e.register(&bot, say("1", nil))
				e.register(&bot, say("2", tt.second))
				e.register(&bot, say("3", nil))

				c := newChannel()
				_, err := c.deliver(t, &bot, e.activity)
				require.ErrorIs(t, err, tt.err)
				require.Equal(t, tt.want, c.said())
			})
		}
	}
}

func TestConversationUpdate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		added, removed []schema.ChannelAccount
		update         error // what OnConversationUpdate returns
		join           error // what OnMembersAdded returns
		want           []string
		err            error
	}{
		{name: "neither", want: []string{"update"}},
		{name: "added", added: members("ann", "bob"), want: []string{"update", "added ann bob"}},
		{name: "removed", removed: members("ann"), want: []string{"update", "removed ann"}},
		{
			name: "both", added: members("ann"), removed: members("bob"),
			want: []string{"update", "added ann", "removed bob"},
		},
		{name: "the bot with others", added: members("ann", botID, "bob"), want: []string{"update", "added ann bob"}},
		{name: "the bot alone", added: members(botID), removed: members(botID), want: []string{"update"}},
		{
			name: "SkipRest skips no other event", added: members("ann"), removed: members("bob"),
			update: handlers.SkipRest, join: handlers.SkipRest,
			want: []string{"update", "added ann", "removed bob"},
		},
		{
			name: "an error of the update ends the turn", added: members("ann"), update: errBroken,
			want: []string{"update"}, err: errBroken,
		},
		{
			name: "an error of the added ends the turn", added: members("ann"), removed: members("bob"), join: errBroken,
			want: []string{"update", "added ann"}, err: errBroken,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.ActivityHandler
			bot.OnMembersRemoved(sayMembers("removed", nil))
			bot.OnMembersAdded(sayMembers("added", tt.join))
			bot.OnConversationUpdate(say("update", tt.update))

			c := newChannel()
			a := &schema.Activity{Type: schema.TypeConversationUpdate, MembersAdded: tt.added, MembersRemoved: tt.removed}
			before := slices.Clone(tt.added)
			_, err := c.deliver(t, &bot, a)
			require.ErrorIs(t, err, tt.err)
			require.Equal(t, tt.want, c.said())
			require.Equal(t, before, a.MembersAdded, "the activity itself keeps the bot")
		})
	}
}

// Every activity reaches the handlers of its own type and no others.
func TestTypesAreToldApart(t *testing.T) {
	t.Parallel()
	firstOf := map[string]string{ // of events that follow another
		"OnInstallationAdd":    "OnInstallationUpdate",
		"OnInstallationRemove": "OnInstallationUpdate",
	}
	var bot handlers.ActivityHandler
	for method, e := range simpleEvents() {
		e.register(&bot, say(method, nil))
	}
	for method, e := range simpleEvents() {
		want := []string{method}
		if first, ok := firstOf[method]; ok {
			want = []string{first, method}
		}
		require.Equal(t, want, answers(t, &bot, &e.activity), method)
	}
}

func TestMessageReaction(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		added, removed []schema.MessageReaction
		every          error // what OnMessageReaction returns
		add            error // what OnReactionsAdded returns
		want           []string
		err            error
	}{
		{name: "neither", want: []string{"every"}},
		{name: "added", added: reactions("like", "heart"), want: []string{"every", "added like heart"}},
		{name: "removed", removed: reactions("like"), want: []string{"every", "removed like"}},
		{
			name: "both", added: reactions("heart"), removed: reactions("like"),
			want: []string{"every", "added heart", "removed like"},
		},
		{
			name: "SkipRest skips no other event", added: reactions("heart"), removed: reactions("like"),
			every: handlers.SkipRest, add: handlers.SkipRest,
			want: []string{"every", "added heart", "removed like"},
		},
		{name: "an error of the first ends the turn", added: reactions("heart"), every: errBroken, want: []string{"every"}, err: errBroken},
		{
			name: "an error of the added ends the turn", added: reactions("heart"), removed: reactions("like"), add: errBroken,
			want: []string{"every", "added heart"}, err: errBroken,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.ActivityHandler
			bot.OnReactionsRemoved(sayReactions("removed", nil))
			bot.OnReactionsAdded(sayReactions("added", tt.add))
			bot.OnMessageReaction(say("every", tt.every))

			c := newChannel()
			_, err := c.deliver(t, &bot, &schema.Activity{
				Type: schema.TypeMessageReaction, ReactionsAdded: tt.added, ReactionsRemoved: tt.removed,
			})
			require.ErrorIs(t, err, tt.err)
			require.Equal(t, tt.want, c.said())
		})
	}
}

func reactions(types ...string) []schema.MessageReaction {
	list := make([]schema.MessageReaction, 0, len(types))
	for _, typ := range types {
		list = append(list, schema.MessageReaction{Type: typ})
	}
	return list
}

// sayReactions returns a handler that says which reactions came or went.
func sayReactions(
	what string, err error,
) func(context.Context, *framework.TurnContext, []schema.MessageReaction) error {
	return func(ctx context.Context, turn *framework.TurnContext, list []schema.MessageReaction) error {
		text := what
		for _, reaction := range list {
			text += " " + reaction.Type
		}
		return say(text, err)(ctx, turn)
	}
}

func TestInstallationUpdate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		action string
		every  error // what OnInstallationUpdate returns
		want   []string
		err    error
	}{
		{action: "add", want: []string{"every", "add"}},
		{action: "add-upgrade", want: []string{"every", "add"}},
		{action: "remove", want: []string{"every", "remove"}},
		{action: "remove-upgrade", want: []string{"every", "remove"}},
		{action: "Add", want: []string{"every"}},
		{action: "", want: []string{"every"}},
		{action: "add", every: handlers.SkipRest, want: []string{"every", "add"}},
		{action: "add", every: errBroken, want: []string{"every"}, err: errBroken},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%q: %v", tt.action, tt.every), func(t *testing.T) {
			t.Parallel()
			var bot handlers.ActivityHandler
			bot.OnInstallationRemove(say("remove", nil))
			bot.OnInstallationAdd(say("add", nil))
			bot.OnInstallationUpdate(say("every", tt.every))

			c := newChannel()
			_, err := c.deliver(t, &bot, &schema.Activity{Type: schema.TypeInstallationUpdate, Action: tt.action})
			require.ErrorIs(t, err, tt.err)
			require.Equal(t, tt.want, c.said())
		})
	}
}

// What Teams sends when the app is installed reaches all three handlers.
func TestInstalledInTeams(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnConversationUpdate(say("update", nil))
	bot.OnInstallationAdd(say("hello", nil))
	bot.OnInstallationRemove(func(context.Context, *framework.TurnContext) error { return errBroken })
	fake.New(t, &bot).Installs().ExpectText("update").ExpectText("hello").ExpectNothing().
		Uninstalls().ExpectError("broken")
}

func TestUnrecognizedActivityType(t *testing.T) {
	t.Parallel()
	recognized := []string{
		schema.TypeMessage, schema.TypeMessageUpdate, schema.TypeMessageDelete, schema.TypeMessageReaction,
		schema.TypeConversationUpdate, schema.TypeContactRelationUpdate, schema.TypeInstallationUpdate,
		schema.TypeTyping, schema.TypeEvent, schema.TypeInvoke, schema.TypeInvokeResponse,
		schema.TypeEndOfConversation, schema.TypeHandoff, schema.TypeSuggestion, schema.TypeTrace,
		schema.TypeCommand, schema.TypeCommandResult, schema.TypeDeleteUserData,
	}
	var bot handlers.ActivityHandler
	bot.OnUnrecognizedActivityType(say("what is this?", nil))
	for _, typ := range recognized {
		require.Empty(t, answers(t, &bot, &schema.Activity{Type: typ}), typ)
	}
	for _, typ := range []string{"vendor/type", "Message", ""} { // types are compared ordinally
		require.Equal(t, []string{"what is this?"}, answers(t, &bot, &schema.Activity{Type: typ}), typ)
	}
}
