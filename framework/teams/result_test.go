package teams_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/teams"
)

// That nothing was found is said, and survives a round trip; a message in place of results has none at all.
func TestNoSearchResults(t *testing.T) {
	t.Parallel()
	for want, answer := range map[string]*teams.MessagingExtensionResponse{
		`{"composeExtension":{"type":"result","attachmentLayout":"list","attachments":[]}}`: teams.SearchResults(),
		`{"composeExtension":{"type":"message","text":"Try another word"}}`:                 teams.MessagingExtensionMessage("Try another word"),
	} {
		raw, err := json.Marshal(answer)
		require.NoError(t, err)
		require.Equal(t, want, string(raw))
		var read teams.MessagingExtensionResponse
		require.NoError(t, json.Unmarshal(raw, &read))
		require.Equal(t, *answer, read)
	}
}
