package handlers_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// ran returns the handlers of a complete bot that run for an activity in Teams.
func ran(t *testing.T, a *schema.Activity) []string {
	t.Helper()
	if a.ChannelID == "" {
		a.ChannelID = schema.ChannelTeams
	}
	var r runs
	c := newChannel()
	_, err := c.deliver(t, completeBot(&r), a)
	require.NoError(t, err)
	return r.names
}

func TestTeamsNotificationsTheGenericHandlersGet(t *testing.T) {
	t.Parallel()
	created := json.RawMessage(`{"eventType":"channelCreated"}`)
	tests := []struct {
		name     string
		activity schema.Activity
		want     []string
	}{
		{
			"unknown eventType",
			schema.Activity{Type: schema.TypeConversationUpdate, ChannelData: json.RawMessage(`{"eventType":"teamPainted"}`)},
			[]string{"OnConversationUpdate"},
		},
		{
			"eventType of another type",
			schema.Activity{Type: schema.TypeMessageUpdate, ChannelData: json.RawMessage(`{"eventType":"softDeleteMessage"}`)},
			[]string{"OnMessageUpdate"},
		},
		{"no channel data", schema.Activity{Type: schema.TypeConversationUpdate}, []string{"OnConversationUpdate"}},
		{"no channel data of an edit", schema.Activity{Type: schema.TypeMessageUpdate}, []string{"OnMessageUpdate"}},
		{"no channel data of a deletion", schema.Activity{Type: schema.TypeMessageDelete}, []string{"OnMessageDelete"}},
		{
			"channel data null",
			schema.Activity{Type: schema.TypeMessageUpdate, ChannelData: json.RawMessage(`null`)},
			[]string{"OnMessageUpdate"},
		},
		{
			"channel data of another form",
			schema.Activity{Type: schema.TypeConversationUpdate, ChannelData: json.RawMessage(`["channelCreated"]`)},
			[]string{"OnConversationUpdate"},
		},
		{
			"another channel",
			schema.Activity{Type: schema.TypeConversationUpdate, ChannelID: "test", ChannelData: created, MembersAdded: members("ann")},
			[]string{"OnConversationUpdate", "OnMembersAdded"},
		},
		{
			"unknown event",
			schema.Activity{Type: schema.TypeEvent, Name: "application/vnd.microsoft.meetingPaused"},
			[]string{"OnEventActivity"},
		},
		{
			"a message is no event",
			schema.Activity{Type: schema.TypeMessage, ChannelData: created},
			[]string{"OnMessage"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, ran(t, &tt.activity))
		})
	}
}

func TestTeamsMembers(t *testing.T) {
	t.Parallel()
	joined := json.RawMessage(`{"eventType":"teamMemberAdded","team":{"name":"Works"}}`)
	tests := []struct {
		name     string
		activity schema.Activity
		want     []string
	}{
		{
			"both came and left",
			schema.Activity{MembersAdded: members("ann"), MembersRemoved: members("bob")},
			[]string{"added ann", "removed bob"},
		},
		{"the bot is left out", schema.Activity{MembersAdded: members(botID, "ann")}, []string{"added ann"}},
		{"the bot alone", schema.Activity{MembersAdded: members(botID), ChannelData: joined}, nil},
		{
			"in a team",
			schema.Activity{MembersAdded: members("ann", botID), ChannelData: joined},
			[]string{"added ann to Works", "joined ann to Works"},
		},
		{"Teams names nobody", schema.Activity{ChannelData: joined}, []string{"joined  to Works"}},
		{"nobody", schema.Activity{}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
				bot.OnTeamsMembersAdded(sayTeam("added "))
				bot.OnTeamsMembersRemoved(sayTeam("removed "))
				bot.OnTeamMemberAdded(sayTeam("joined "))
			})
			tt.activity.Type, tt.activity.ChannelID = schema.TypeConversationUpdate, schema.ChannelTeams
			require.Equal(t, tt.want, answers(t, bot, &tt.activity))
		})
	}
}

func sayTeam(what string) func(context.Context, *framework.TurnContext, []schema.ChannelAccount, teams.TeamInfo) error {
	return func(ctx context.Context, turn *framework.TurnContext, list []schema.ChannelAccount, team teams.TeamInfo) error {
		text := what
		for _, id := range ids(list) {
			text += id
		}
		if team.Name != "" {
			text += " to " + team.Name
		}
		return turn.SendText(ctx, text)
	}
}

// A SkipRest ends the handlers of one event; an error ends the turn.
func TestOrderOfTeamsHandlers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		generic, teams error
		want           []string
		err            error
	}{
		{"all run, the generic one first", nil, nil, []string{"generic", "added ", "first", "second"}, nil},
		{"SkipRest of the generic one", handlers.SkipRest, nil, []string{"generic", "added ", "first", "second"}, nil},
		{"SkipRest of the first", nil, handlers.SkipRest, []string{"generic", "added ", "first"}, nil},
		{"error of the generic one", errBroken, nil, []string{"generic"}, errBroken},
		{"error of the first", nil, errBroken, []string{"generic", "added ", "first"}, errBroken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
				bot.OnChannelMemberAdded(whatever2[[]schema.ChannelAccount, teams.ChannelInfo](say("first", tt.teams)))
				bot.OnChannelMemberAdded(whatever2[[]schema.ChannelAccount, teams.ChannelInfo](say("second", nil)))
				bot.OnTeamsMembersAdded(whatever2[[]schema.ChannelAccount, teams.TeamInfo](say("added ", nil)))
				bot.OnConversationUpdate(say("generic", tt.generic))
			})
			c := newChannel()
			_, err := c.deliver(t, bot, golden(t, "conversationUpdate-channelMemberAdded"))
			require.ErrorIs(t, err, tt.err)
			require.Equal(t, tt.want, c.said())
		})
	}
}

func TestSkipRestOfTeamsMembersAdded(t *testing.T) {
	t.Parallel()
	bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		bot.OnTeamsMembersAdded(whatever2[[]schema.ChannelAccount, teams.TeamInfo](say("first", handlers.SkipRest)))
		bot.OnTeamsMembersAdded(whatever2[[]schema.ChannelAccount, teams.TeamInfo](say("second", nil)))
		bot.OnTeamMemberAdded(whatever2[[]schema.ChannelAccount, teams.TeamInfo](say("event", nil)))
	})
	require.Equal(t, []string{"first", "event"}, answers(t, bot, golden(t, "conversationUpdate-teamMemberAdded")))
}

func whatever2[A, B any](fn framework.HandlerFunc) func(context.Context, *framework.TurnContext, A, B) error {
	return func(ctx context.Context, turn *framework.TurnContext, _ A, _ B) error { return fn(ctx, turn) }
}

func TestAgentLifecycleByValueType(t *testing.T) {
	t.Parallel()
	type lifecycle = teams.AgentLifecycle
	bot := newTeamsBot(func(bot *handlers.TeamsActivityHandler) {
		bot.OnAgentLifecycle(whatever[lifecycle](say("on or off", nil)), teams.AgenticUserEnabled, teams.AgenticUserDisabled)
		bot.OnAgentLifecycle(whatever[lifecycle](say("any", nil)))
		bot.OnAgentLifecycle(whatever[lifecycle](say("off", nil)), teams.AgenticUserDisabled)
	})
	tests := map[string][]string{
		teams.AgenticUserEnabled:  {"on or off", "any"},
		teams.AgenticUserDisabled: {"on or off", "any", "off"},
		teams.AgenticUserDeleted:  {"any"},
	}
	for valueType, want := range tests {
		t.Run(valueType, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, want, answers(t, bot, golden(t, "event-agentLifecycle-"+valueType)))
		})
	}
}

func TestBadValuesOfTeamsEvents(t *testing.T) {
	t.Parallel()
	for file := range goldenNotifications() {
		a := golden(t, file)
		if a.Type != schema.TypeEvent {
			continue
		}
		for _, value := range []schema.Any{nil, json.RawMessage(`7`), json.RawMessage(`[]`), json.RawMessage(`"x"`)} {
			t.Run(file, func(t *testing.T) {
				t.Parallel()
				bad := *a
				bad.Value = value
				var r runs
				c := newChannel()
				_, err := c.deliver(t, completeBot(&r), &bad)
				var wrong *framework.BadValueError
				require.ErrorAs(t, err, &wrong)
				require.Equal(t, a.Name, wrong.Name)
				require.Equal(t, []string{"OnEventActivity"}, r.names)
			})
		}
	}
}
