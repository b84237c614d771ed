package teams_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func TestThreadID(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ channel, root, want string }{
		"channel":                {"19:c@thread.tacv2", "1", "19:c@thread.tacv2;messageid=1"},
		"channel without a root": {"19:c@thread.tacv2", "", "19:c@thread.tacv2"},
		"another thread":         {"19:c@thread.tacv2;messageid=1", "2", "19:c@thread.tacv2;messageid=2"},
		"out of a thread":        {"19:c@thread.tacv2;messageid=1", "", "19:c@thread.tacv2"},
		"nothing":                {"", "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.want, teams.ThreadID(test.channel, test.root))
		})
	}
}

func TestSplitThreadID(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ id, channel, root string }{
		"thread":              {"19:c@thread.tacv2;messageid=1", "19:c@thread.tacv2", "1"},
		"channel":             {"19:c@thread.tacv2", "19:c@thread.tacv2", ""},
		"personal chat":       {"a:1", "a:1", ""},
		"empty root":          {"19:c@thread.tacv2;messageid=", "19:c@thread.tacv2", ""},
		"no channel":          {";messageid=1", "", "1"},
		"another parameter":   {"19:c@thread.tacv2;tenant=1", "19:c@thread.tacv2;tenant=1", ""},
		"escaped, as in URLs": {"19%3Ac%3Bmessageid%3D1", "19%3Ac%3Bmessageid%3D1", ""},
		"nothing":             {"", "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			channel, root := teams.SplitThreadID(test.id)
			require.Equal(t, test.channel, channel)
			require.Equal(t, test.root, root)
		})
	}
	channel, root := teams.SplitThreadID(teams.ThreadID("19:c@thread.tacv2", "1"))
	require.Equal(t, "19:c@thread.tacv2;messageid=1", teams.ThreadID(channel, root))
}

func TestNewThread(t *testing.T) {
	t.Parallel()
	first := schema.TextMessage("news")
	for _, channel := range []string{"19:c@thread.tacv2", "19:c@thread.tacv2;messageid=1"} {
		require.Equal(t, schema.ConversationParameters{
			IsGroup: true, Activity: first,
			ChannelData: teams.ChannelData{Channel: teams.ChannelInfo{ID: "19:c@thread.tacv2"}},
		}, teams.NewThread(channel, first))
	}
}

func TestInThread(t *testing.T) {
	t.Parallel()
	ref := schema.ConversationReference{
		ActivityID: "9", ServiceURL: "https://smba.example/", ChannelID: schema.ChannelTeams,
		Conversation: schema.ConversationAccount{ID: "19:c@thread.tacv2;messageid=1", IsGroup: true},
	}
	there := teams.InThread(ref, "2")
	require.Equal(t, "19:c@thread.tacv2;messageid=2", there.Conversation.ID)
	require.Empty(t, there.ActivityID, "it answers no message of another thread")
	require.Equal(t, ref.ServiceURL, there.ServiceURL)
	require.True(t, there.Conversation.IsGroup)
	require.Equal(t, "19:c@thread.tacv2", teams.InThread(ref, "").Conversation.ID)
	require.Equal(t, "9", ref.ActivityID, "the reference that was given stays as it is")
}
