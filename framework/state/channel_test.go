package state_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
)

// channel is an adapter whose channel keeps what the bot says.
type channel struct {
	framework.Adapter // panics where a test uses what is not below
	engine            framework.Engine

	mu   sync.Mutex
	said []string
}

func newChannel() *channel {
	c := &channel{}
	c.engine.Logger = slog.New(slog.DiscardHandler)
	return c
}

func (c *channel) SendActivities(
	_ context.Context, _ schema.ConversationReference, activities []*schema.Activity,
) ([]schema.ResourceResponse, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, a := range activities {
		c.said = append(c.said, a.Text)
	}
	return make([]schema.ResourceResponse, len(activities)), nil
}

func (c *channel) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return c.engine.Continue(ctx, c, ref, h)
}

func TestTurnsThatTheBotStarts(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	count := state.NewProperty[int](s.Conversation(), "count")
	name := state.NewProperty[string](s.User(), "name")
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, count.Set(ctx, turn, 1))
		return name.Set(ctx, turn, "Ann")
	})

	later := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		n, err := count.Get(ctx, turn)
		require.NoError(t, err)
		who, err := name.Get(ctx, turn)
		require.NoError(t, err)
		require.NoError(t, turn.SendText(ctx, "Good morning, "+who))
		return count.Set(ctx, turn, n+1)
	})
	channel := newChannel()
	ref := says("hi").Reference()
	require.NoError(t, channel.ContinueConversation(t.Context(), ref, framework.Chain(later, s.AutoSave)))
	require.Equal(t, []string{"Good morning, Ann"}, channel.said)
	shelf.holds(t, here, `{"count":2}`)

	unwrapped := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := count.Get(ctx, turn)
		return err
	})
	require.ErrorIs(t, channel.ContinueConversation(t.Context(), ref, unwrapped), state.ErrNoAutoSave)
}

// TestATurnInsideATurnHasItsOwnView: what the inner one saves, the outer one does not overwrite.
func TestATurnInsideATurnHasItsOwnView(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	count := state.NewProperty[int](s.Conversation(), "count")
	channel := newChannel()
	increment := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		n, err := count.Get(ctx, turn)
		require.NoError(t, err)
		return count.Set(ctx, turn, n+1)
	})
	loses(t, s, here, "count", func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, increment(ctx, turn))
		return channel.ContinueConversation(ctx, turn.ConversationReference(), s.AutoSave(increment))
	})
	shelf.holds(t, here, `{"count":1}`)
}

// TestAFailedTurnIsDeliveredAgain: nothing of the first attempt is left to be counted twice.
func TestAFailedTurnIsDeliveredAgain(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	count := state.NewProperty[int](s.Conversation(), "count")
	bot := s.AutoSave(framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		n, err := count.Get(ctx, turn)
		require.NoError(t, err)
		return count.Set(ctx, turn, n+1)
	}))
	channel := newChannel()
	message := says("hi")
	message.ID = "1"
	shelf.onWrite = func() error { return context.DeadlineExceeded }
	_, err := channel.engine.Process(t.Context(), channel, message, bot)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	shelf.onWrite = nil
	for range 2 { // the second is a duplicate
		_, err = channel.engine.Process(t.Context(), channel, message, bot)
		require.NoError(t, err)
	}
	shelf.holds(t, here, `{"count":1}`)
}
