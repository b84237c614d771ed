package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

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
	events := map[string]struct {
		register func(bot *handlers.ActivityHandler, fn framework.HandlerFunc)
		activity *schema.Activity
	}{
		"OnMessage": {
			(*handlers.ActivityHandler).OnMessage,
			&schema.Activity{Type: schema.TypeMessage},
		},
		"OnConversationUpdate": {
			(*handlers.ActivityHandler).OnConversationUpdate,
			&schema.Activity{Type: schema.TypeConversationUpdate},
		},
		"OnMembersAdded": {
			func(bot *handlers.ActivityHandler, fn framework.HandlerFunc) {
				bot.OnMembersAdded(func(ctx context.Context, turn *framework.TurnContext, _ []schema.ChannelAccount) error {
					return fn(ctx, turn)
				})
			},
			&schema.Activity{Type: schema.TypeConversationUpdate, MembersAdded: members("ann")},
		},
		"OnMembersRemoved": {
			func(bot *handlers.ActivityHandler, fn framework.HandlerFunc) {
				bot.OnMembersRemoved(func(ctx context.Context, turn *framework.TurnContext, _ []schema.ChannelAccount) error {
					return fn(ctx, turn)
				})
			},
			&schema.Activity{Type: schema.TypeConversationUpdate, MembersRemoved: members("ann")},
		},
		"OnEvent": {
			func(bot *handlers.ActivityHandler, fn framework.HandlerFunc) {
				handlers.OnEvent(bot, "vendor/name", func(ctx context.Context, turn *framework.TurnContext, _ struct{}) error {
					return fn(ctx, turn)
				})
			},
			event("vendor/name", nil),
		},
		"OnUnrecognizedActivityType": {
			(*handlers.ActivityHandler).OnUnrecognizedActivityType,
			&schema.Activity{Type: "vendor/type"},
		},
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

func TestUnrecognizedActivityType(t *testing.T) {
	t.Parallel()
	recognized := []string{
		schema.TypeMessage, schema.TypeMessageUpdate, schema.TypeMessageDelete, schema.TypeMessageReaction,
		schema.TypeConversationUpdate, schema.TypeContactRelationUpdate, schema.TypeInstallationUpdate,
		schema.TypeTyping, schema.TypeEvent, schema.TypeInvoke, schema.TypeInvokeResponse,
		schema.TypeEndOfConversation, schema.TypeHandoff, schema.TypeSuggestion, schema.TypeTrace,
		schema.TypeCommand, schema.TypeCommandResult,
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
