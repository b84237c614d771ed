package teams_test

import (
	"testing"

	"github.com/stretchr/testify/require"

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
