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
