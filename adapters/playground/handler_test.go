package playground_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

func TestStoriesAreToldToABotBehindItsEndpoint(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
	})
	handlers.OnInvoke(&bot, "vendor/ask", func(context.Context, *framework.TurnContext, map[string]string) (map[string]string, error) {
		return map[string]string{"answer": "42"}, nil
	})
	p := serve(t, &bot)

	ann := fake.Join(t, p.play.World()).Connect(p.play.Handler()).As("Ann Ahmed")
	require.Equal(t, p.play.World().People()[0], ann.Person(), "who is there already is who is meant")
	ann.Says("hi").ExpectText("Echo: hi").ExpectNothing()
	ann.InChannel("Design").Says("hello").ExpectContains("hello")
	require.Len(t, channels(p, "Design"), 1, "a channel that is there already is not added again")
	ann.InGroup("Lunch").Says("hello").ExpectContains("hello")
	require.Equal(t, framework.InvokeResponse{Status: http.StatusNotImplemented}, ann.Invokes("vendor/other", nil))
	require.Equal(t, map[string]string{"answer": "42"}, fake.Invoke[map[string]string](ann, "vendor/ask", map[string]string{}))
}

func channels(p *page, name string) (ids []string) {
	for _, c := range p.play.World().Conversations() {
		if c.Type == schema.ConversationChannel && c.Name == name {
			ids = append(ids, c.ID)
		}
	}
	return ids
}
