package proactive_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// channel is an adapter that keeps what was sent, or refuses it.
type channel struct {
	framework.Adapter // what these tests do not need

	engine framework.Engine
	sent   []*schema.Activity
	err    error
}

func (c *channel) SendActivities(_ context.Context, _ schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	if c.err != nil {
		return nil, c.err
	}
	c.sent = append(c.sent, as...)
	return []schema.ResourceResponse{{ID: fmt.Sprint(len(c.sent))}}, nil
}

func (c *channel) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return c.engine.Continue(ctx, c, ref, h)
}

func TestSend(t *testing.T) {
	t.Parallel()
	var c channel
	ref := received(0).Reference()
	ref.ActivityID = ""
	message := schema.TextMessage("The build is green again.")
	response, err := proactive.Send(t.Context(), &c, ref, message)
	require.NoError(t, err)
	require.Equal(t, "1", response.ID)
	require.Equal(t, schema.TextMessage("The build is green again."), message, "the caller's activity must not change")

	require.Len(t, c.sent, 1)
	require.Equal(t, ref.Conversation, c.sent[0].Conversation)
	require.Equal(t, ref.ServiceURL, c.sent[0].ServiceURL)
	require.Equal(t, ref.Bot, c.sent[0].From)
	require.Empty(t, c.sent[0].ReplyToID, "it answers nothing")
	require.Equal(t, "de-DE", c.sent[0].Locale)
}

func TestSendReturnsWhatTheChannelSays(t *testing.T) {
	t.Parallel()
	c := channel{err: &framework.ChannelError{Class: framework.ForgetAddress, Status: 403, Code: "ConversationBlockedByUser"}}
	_, err := proactive.Send(t.Context(), &c, received(0).Reference(), schema.TextMessage("hello"))
	require.Equal(t, framework.ForgetAddress, framework.ClassOf(err))
}

func ExampleSend() {
	adapter, store := &channel{}, newStore()
	ctx := context.Background()

	// Somebody writes to the bot, whose handler is wrapped in Remember(store) ...
	bot := framework.Chain(framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return nil }),
		proactive.Remember(store))
	_, _ = adapter.engine.Process(ctx, adapter, received(0), bot)

	// ... and later, nobody having asked, the bot writes to every conversation it met.
	for record, err := range store.All(ctx, proactive.Filter{}) {
		if err != nil || !record.Reachable() || record.IsPerson() {
			continue
		}
		_, err = proactive.Send(ctx, adapter, record.Reference, schema.TextMessage("The build is green again."))
		fmt.Println(record.Reference.Conversation.ID, err)
	}
	// Output:
	// 19:chan@thread.tacv2 <nil>
	// 19:chan@thread.tacv2;messageid=1700000000001 <nil>
}
