package messagesize_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/messagesize"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// channel counts what reaches it.
type channel struct {
	framework.Adapter

	sent, updated int
}

func (c *channel) SendActivities(_ context.Context, _ schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	c.sent += len(as)
	return make([]schema.ResourceResponse, len(as)), nil
}

func (c *channel) UpdateActivity(context.Context, schema.ConversationReference, *schema.Activity) (schema.ResourceResponse, error) {
	c.updated++
	return schema.ResourceResponse{}, nil
}

func run(t *testing.T, channelID string, h framework.HandlerFunc) (*channel, error) {
	t.Helper()
	c := &channel{}
	turn := framework.NewTurnContext(c, &schema.Activity{Type: schema.TypeMessage, ID: "1", ChannelID: channelID})
	return c, framework.Chain(h, messagesize.Middleware).OnTurn(t.Context(), turn)
}

func large() *schema.Activity { return schema.TextMessage(strings.Repeat("x", teams.MaxMessageSize)) }

func requireTooLarge(t *testing.T, err error) {
	t.Helper()
	require.Equal(t, framework.TooBig, framework.ClassOf(err))
	var tooLarge *teams.TooLargeError
	require.ErrorAs(t, err, &tooLarge)
	require.Greater(t, tooLarge.Size, tooLarge.Limit)
}

func TestTooLargeIsNotSent(t *testing.T) {
	t.Parallel()
	c, err := run(t, schema.ChannelTeams, func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivities(ctx, schema.TextMessage("first"), large())
		return err
	})
	requireTooLarge(t, err)
	require.Zero(t, c.sent, "none of them")
}

func TestTooLargeIsNotUpdated(t *testing.T) {
	t.Parallel()
	c, err := run(t, schema.ChannelTeams, func(ctx context.Context, turn *framework.TurnContext) error {
		a := large()
		a.ID = "2"
		_, err := turn.UpdateActivity(ctx, a)
		return err
	})
	requireTooLarge(t, err)
	require.Zero(t, c.updated)
}

func TestOthersPass(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		channelID string
		message   *schema.Activity
	}{
		"small":                {schema.ChannelTeams, schema.TextMessage("hi")},
		"large, other channel": {schema.ChannelWebChat, large()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := run(t, test.channelID, func(ctx context.Context, turn *framework.TurnContext) error {
				test.message.ID = "2"
				if _, err := turn.UpdateActivity(ctx, test.message); err != nil {
					return err
				}
				_, err := turn.SendActivity(ctx, test.message)
				return err
			})
			require.NoError(t, err)
			require.Equal(t, []int{1, 1}, []int{c.sent, c.updated})
		})
	}
}

func TestWhatHasNoJSONIsNotSent(t *testing.T) {
	t.Parallel()
	c, err := run(t, schema.ChannelTeams, func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(schema.AdaptiveCard(func() {})))
		return err
	})
	require.ErrorContains(t, err, "no JSON form")
	require.NotEqual(t, framework.TooBig, framework.ClassOf(err))
	require.Zero(t, c.sent)
}
