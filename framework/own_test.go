package framework_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// A channel that brings the bot its own messages does not make it answer itself. Only messages are passed over: some
// channels report in the bot's own name that it was added.
func TestOwnMessagesRunNothing(t *testing.T) {
	t.Parallel()
	fromTheBot := func(a *schema.Activity) { a.From = a.Recipient }
	fromNobody := func(a *schema.Activity) { a.From, a.Recipient = schema.ChannelAccount{}, schema.ChannelAccount{} }
	tests := map[string]struct {
		activity *schema.Activity
		turns    int
		replies  []*schema.Activity
	}{
		"72: the bot's own message":   {activity: message("1", fromTheBot)},
		"72: its answer in the reply": {activity: message("1", fromTheBot, delivered(schema.DeliveryExpectReplies)), replies: []*schema.Activity{}},
		"somebody's message":          {activity: message("1"), turns: 1},
		"a message without accounts":  {activity: message("1", fromNobody), turns: 1},
		"an update about the bot":     {activity: activity(schema.TypeConversationUpdate, "1", fromTheBot), turns: 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				turns := 0
				d := b.run(tt.activity, counted(&turns, nothing()))
				require.NoError(b, d.err)
				require.Equal(b, tt.turns, turns)
				require.False(b, d.Early)
				if tt.replies != nil {
					require.NotNil(b, d.Replies, "the answer must be a list")
					require.Equal(b, tt.replies, replies(b, d.Result))
				}
			})
		})
	}
}
