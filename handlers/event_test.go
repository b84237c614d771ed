package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

func TestEventValue(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	handlers.OnEvent(&bot, "vendor/order", func(ctx context.Context, turn *framework.TurnContext, value order) error {
		return turn.SendText(ctx, fmt.Sprintf("order %d", value.ID))
	})
	handlers.OnEvent(&bot, "vendor/order", func(ctx context.Context, turn *framework.TurnContext, value map[string]int) error {
		return turn.SendText(ctx, fmt.Sprintf("%d members", len(value)))
	})
	require.Equal(t, []string{"order 7", "1 members"}, answers(t, &bot, event("vendor/order", json.RawMessage(`{"id":7}`))))

	c := newChannel()
	_, err := c.deliver(t, &bot, event("vendor/order", json.RawMessage(`{"id":7,"name":"x"}`)))
	var bad *framework.BadValueError
	require.ErrorAs(t, err, &bad, "the second handler reads numbers only")
	require.Equal(t, "vendor/order", bad.Name)
	require.Equal(t, []string{"order 7"}, c.said())
}

func TestEventNames(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	handlers.OnEvent(&bot, "vendor/name", func(ctx context.Context, turn *framework.TurnContext, _ struct{}) error {
		return turn.SendText(ctx, "event")
	})
	require.Equal(t, []string{"event"}, answers(t, &bot, event("vendor/name", nil)))
	for _, unknown := range []string{"vendor/other", "Vendor/name", ""} {
		require.Empty(t, answers(t, &bot, event(unknown, nil)), unknown)
	}
	require.Equal(t, 501, invoke(t, &bot, "vendor/name", nil).Status, "events and invokes have names of their own")
}

func TestEveryEvent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		event   string
		returns error
		want    []string
		err     error
	}{
		{"before the named", "vendor/name", nil, []string{"every", "named"}, nil},
		{"without a handler of its name", "vendor/other", nil, []string{"every"}, nil},
		{"without a name", "", nil, []string{"every"}, nil},
		{"SkipRest skips no named one", "vendor/name", handlers.SkipRest, []string{"every", "named"}, nil},
		{"an error ends the turn", "vendor/name", errBroken, []string{"every"}, errBroken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.ActivityHandler
			handlers.OnEvent(&bot, "vendor/name", whatever[struct{}](say("named", nil)))
			bot.OnEventActivity(say("every", tt.returns))
			c := newChannel()
			_, err := c.deliver(t, &bot, event(tt.event, nil))
			require.ErrorIs(t, err, tt.err)
			require.Equal(t, tt.want, c.said())
		})
	}
}

func TestContinueConversationIsAnEvent(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	handlers.OnEvent(&bot, schema.EventContinueConversation,
		func(ctx context.Context, turn *framework.TurnContext, _ struct{}) error {
			return turn.SendText(ctx, "still here")
		})
	c := newChannel()
	ref := received(schema.TextMessage("hi")).Reference()
	require.NoError(t, c.ContinueConversation(t.Context(), ref, &bot))
	require.Equal(t, []string{"still here"}, c.said())
}
