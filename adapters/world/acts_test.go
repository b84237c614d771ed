package world_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/lint"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// The recordings are what Microsoft's own m365agentsplayground 0.2.28 sent to a bot; only its ids and names are its own.
// The world's activities have the same members, but for the platform of a channel's client, which real Teams tells.
func TestActivitiesHaveTheShapeOfRecordings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		recording string
		act       func(b town) (*schema.Activity, error)
		beyond    []string
	}{
		{"message-personal", func(b town) (*schema.Activity, error) {
			a, _, err := b.Send(b.ann, b.PersonalChat(b.ann), schema.TextMessage("hello"))
			return a, err
		}, nil},
		{"message-group-mention", func(b town) (*schema.Activity, error) {
			a, _, err := b.Send(b.ann, b.AddGroupChat("Release", b.ann), b.mentioning("hi group"))
			return a, err
		}, nil},
		{"message-channel-mention-newpost", func(b town) (*schema.Activity, error) {
			a, _, err := b.Send(b.ann, b.AddTeam("Contoso", b.ann).ID, b.mentioning("hi channel"))
			return a, err
		}, []string{"entities.platform string"}},
		{"installationUpdate-channel", func(b town) (*schema.Activity, error) {
			told, err := b.Install(b.ann, b.AddTeam("Contoso", b.ann).ID)
			return told[1], err
		}, nil},
		{"installationUpdate-group", func(b town) (*schema.Activity, error) {
			told, err := b.Install(b.ann, b.AddGroupChat("Release", b.ann))
			return told[1], err
		}, nil},
		{"conversationUpdate-channel", func(b town) (*schema.Activity, error) {
			told, err := b.Install(b.ann, b.AddTeam("Contoso", b.ann).ID)
			return told[0], err
		}, nil},
		{"conversationUpdate-personal", func(b town) (*schema.Activity, error) {
			told, err := b.Install(b.ann, b.PersonalChat(b.ann))
			return told[0], err
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.recording, func(t *testing.T) {
			t.Parallel()
			recorded, err := os.ReadFile(filepath.Join("testdata", tt.recording+".json"))
			require.NoError(t, err)
			a, err := tt.act(setup(t))
			require.NoError(t, err)
			require.NoError(t, a.CheckReceived())
			got, err := json.Marshal(a)
			require.NoError(t, err)
			require.ElementsMatch(t, append(shape(t, recorded), tt.beyond...), shape(t, got))
			require.Empty(t, lint.CheckJSON(got, lint.Inbound))
		})
	}
}

// shape lists the members of a JSON document, with their types.
func shape(t *testing.T, document []byte) []string {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal(document, &v))
	found := make(map[string]bool)
	var walk func(v any, path string)
	walk = func(v any, path string) {
		switch v := v.(type) {
		case map[string]any:
			for name, member := range v {
				walk(member, strings.TrimPrefix(path+"."+name, "."))
			}
		case []any:
			for _, element := range v {
				walk(element, path)
			}
		default:
			found[fmt.Sprintf("%s %T", path, v)] = true
		}
	}
	walk(v, "")
	return slices.Collect(maps.Keys(found))
}

func TestMessageOfAChannel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setup(t)
		team := b.AddTeam("Contoso", b.ann)
		a, _, err := b.Send(b.ann, team.ID, b.mentioning("hi"))
		require.NoError(t, err)
		require.Equal(t, "<at>Test Bot</at> hi", a.Text)
		require.Equal(t, "hi", a.TextWithoutRecipient())
		require.Equal(t, schema.ChannelAccount{ID: "28:app", Name: "Test Bot"}, a.Recipient)
		require.Equal(t, schema.ChannelAccount{ID: b.ann.ID, Name: "Ann Berg", AADObjectID: b.ann.AADObjectID}, a.From)
		require.Equal(t, "de-DE", a.Locale)
		require.Equal(t, "2000-01-01T00:00:00Z", a.Timestamp.Text())
		require.Equal(t, team.ID, teams.ChannelID(a))
		require.Equal(t, team.ID, teams.TeamID(a))
		require.Equal(t, b.TenantID(), teams.TenantID(a))
		client, err := json.Marshal(a.Entities[1])
		require.NoError(t, err)
		require.JSONEq(t, `{"type":"clientInfo","locale":"de-DE","country":"DE","platform":"Web","timezone":"UTC"}`, string(client))
	})
}

func TestThreads(t *testing.T) {
	t.Parallel()
	b := setup(t)
	team := b.AddTeam("Contoso", b.ann)
	other, err := b.AddChannel(team.ID, "Random")
	require.NoError(t, err)

	first, told, err := b.Send(b.ann, team.ID, b.mentioning("first"))
	require.NoError(t, err)
	require.True(t, told)
	second, _, err := b.Send(b.ann, team.ID, b.mentioning("second"))
	require.NoError(t, err)
	require.NotEqual(t, first.Conversation.ID, second.Conversation.ID)
	require.Equal(t, teams.ThreadID(team.ID, first.ID), first.Conversation.ID)

	answer, _, err := b.Send(b.ann, first.Conversation.ID, b.mentioning("more"))
	require.NoError(t, err)
	require.Equal(t, first.Conversation.ID, answer.Conversation.ID)
	require.Greater(t, answer.ID, second.ID)

	require.Equal(t, []string{first.Text, answer.Text}, b.texts(first.Conversation.ID))
	require.Equal(t, []string{first.Text, second.Text}, b.texts(team.ID))
	require.Empty(t, b.texts(other))

	_, _, err = b.Send(b.ann, teams.ThreadID(other, first.ID), b.mentioning("wrong channel"))
	require.ErrorContains(t, err, "there is no conversation")
	_, _, err = b.Send(b.ann, teams.ThreadID(team.ID, answer.ID), b.mentioning("not a first message"))
	require.ErrorContains(t, err, "there is no conversation")
}

func TestWhatTheBotHears(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		say  func(b town) *schema.Activity
		want bool
	}{
		{"a mention", func(b town) *schema.Activity { return b.mentioning("hi") }, true},
		{"no mention", func(town) *schema.Activity { return schema.TextMessage("hi") }, false},
		{"a mention of somebody else", func(b town) *schema.Activity {
			return &schema.Activity{Text: "hi", Entities: []schema.Entity{schema.NewMention(schema.ChannelAccount{ID: b.bob.ID})}}
		}, false},
		{"a submitted card", func(town) *schema.Activity { return &schema.Activity{Value: map[string]int{"x": 1}} }, true},
		{"an event", func(town) *schema.Activity { return &schema.Activity{Type: schema.TypeEvent, Name: "x"} }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			group := b.AddGroupChat("Release", b.ann, b.bob)
			_, told, err := b.Send(b.ann, group, tt.say(b))
			require.NoError(t, err)
			require.Equal(t, tt.want, told)

			_, err = b.Uninstall(b.bob, group)
			require.NoError(t, err)
			_, told, err = b.Send(b.ann, group, tt.say(b))
			require.NoError(t, err)
			require.False(t, told, "the bot is not there")
		})
	}
}

func TestSentActivityIsACopy(t *testing.T) {
	t.Parallel()
	b := setup(t)
	draft := &schema.Activity{Type: schema.TypeEvent, Name: "x", Value: map[string]int{"n": 1}}
	sent, _, err := b.Send(b.ann, b.PersonalChat(b.ann), draft)
	require.NoError(t, err)
	require.Empty(t, draft.ID)
	require.Empty(t, draft.Entities)
	value, err := schema.As[map[string]int](sent.Value)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"n": 1}, value)

	_, _, err = b.Send(b.ann, b.PersonalChat(b.ann), &schema.Activity{Value: func() {}})
	require.ErrorContains(t, err, "no JSON form")
}

// What a card submits is told to the bot, and does not come up in the chat.
func TestSubmissionIsNotShown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	sent, told, err := b.Send(b.ann, chat, &schema.Activity{Value: map[string]int{"n": 1}, ReplyToID: "1"})
	require.NoError(t, err)
	require.True(t, told)
	require.Equal(t, "1", sent.ReplyToID)
	require.Empty(t, b.Messages(chat))
	require.Equal(t, world.Told, b.Timeline(0)[0].Kind)
}

func TestMembersComeAndGo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	team := b.AddTeam("Contoso", b.ann)
	channel, err := b.AddChannel(team.ID, "Random")
	require.NoError(t, err)

	told, err := b.AddMembers(b.ann, channel, b.bob)
	require.NoError(t, err)
	require.Len(t, told, 1)
	require.Equal(t, team.ID, told[0].Conversation.ID, "Teams tells it in General")
	require.Equal(t, "teamMemberAdded", teams.EventType(told[0]))
	_, _, err = b.Send(b.bob, channel, b.mentioning("hi"))
	require.NoError(t, err)

	told, err = b.RemoveMembers(b.ann, channel, b.bob)
	require.NoError(t, err)
	require.Equal(t, []schema.ChannelAccount{{ID: b.bob.ID, AADObjectID: b.bob.AADObjectID}}, told[0].MembersRemoved)
	_, _, err = b.Send(b.bob, channel, b.mentioning("hi"))
	require.EqualError(t, err, "world: Bob is not in Random")

	before := len(b.Timeline(0))
	require.NoError(t, b.Seat(team.ID, b.bob))
	require.Len(t, b.Timeline(0), before, "nobody is told")
	_, _, err = b.Send(b.bob, channel, b.mentioning("hi"))
	require.NoError(t, err)
}

func TestImpossibleActs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	_, err := b.AddMembers(b.ann, chat, b.bob)
	require.EqualError(t, err, "world: nobody can join or leave Ann Berg's chat")
	require.EqualError(t, b.Seat(chat, b.bob), "world: nobody can join or leave Ann Berg's chat")
	require.ErrorContains(t, b.Seat("nowhere", b.bob), "there is no conversation")
	_, err = b.RemoveMembers(b.bob, chat, b.ann)
	require.EqualError(t, err, "world: Bob is not in Ann Berg's chat")
	_, err = b.Install(b.bob, chat)
	require.Error(t, err)
	_, err = b.Uninstall(b.bob, chat)
	require.Error(t, err)
	_, err = b.Reference(b.bob, chat)
	require.Error(t, err)
	_, err = b.AddChannel(chat, "Random")
	require.ErrorContains(t, err, "there is no team")
	require.Empty(t, b.Messages("nowhere"))
}

func TestUninstallIsTold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	told, err := b.Uninstall(b.ann, chat)
	require.NoError(t, err)
	require.Len(t, told, 1)
	require.Equal(t, "remove", told[0].Action)
	told, err = b.Install(b.ann, chat)
	require.NoError(t, err)
	require.Len(t, told, 2)
	require.Equal(t, "add", told[1].Action)

	team := b.AddTeam("Contoso", b.ann).ID
	design, err := b.AddChannel(team, "Design")
	require.NoError(t, err)
	for place, in := range map[string]string{design: team, b.AddGroupChat("Release", b.ann): ""} {
		told, err = b.Uninstall(b.ann, place)
		require.NoError(t, err)
		require.Len(t, told, 2, place)
		require.Equal(t, []schema.ChannelAccount{{ID: b.Bot().ID}}, told[0].MembersRemoved)
		require.Equal(t, cmp.Or(in, place), told[0].Conversation.ID)
		require.Equal(t, "remove", told[1].Action)
		told, err = b.Uninstall(b.ann, place)
		require.NoError(t, err)
		require.Empty(t, told, "it is not there to be told")
	}
}

func TestReference(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sent, _, err := b.Send(b.ann, b.AddTeam("Contoso", b.ann).ID, b.mentioning("hi"))
	require.NoError(t, err)
	got, err := b.Reference(b.ann, sent.Conversation.ID)
	require.NoError(t, err)
	want := sent.Reference()
	want.ActivityID = ""
	require.Equal(t, want, got)
}

// mentioning is a message to the bot.
func (b town) mentioning(text string) *schema.Activity {
	mention := schema.NewMention(b.Bot())
	return &schema.Activity{Text: mention.Text + " " + text, Entities: []schema.Entity{mention}}
}
