package playground_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
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

// What Teams delivers twice comes to the bot twice: whether it is the same is the bot's to tell.
func TestABotBehindItsEndpointIsToldTwice(t *testing.T) {
	t.Parallel()
	var told []string
	m := inMemory(t, func(_ *http.Request, a sent) (*http.Response, error) {
		told = append(told, a.ID+" "+a.Text)
		return answers(http.StatusOK, "")
	}, 1)
	defer m.end()
	ann := fake.Join(t, m.play.World()).Connect(m.play.Handler()).As("Person 0")
	twice := func(text string) {
		t.Helper()
		require.Len(t, told, 2)
		require.Equal(t, told[0], told[1])
		require.Contains(t, told[0], " "+text)
		told = nil
	}
	ann.Says("hi").DeliversAgain()
	twice("hi")
	m.play.World().InjectDelivery(world.DeliveryFault{Times: 2})
	ann.Says("one")
	twice("one")
	ann.Says("two")
	twice("two")
}

func channels(p *page, name string) (ids []string) {
	for _, c := range p.play.World().Conversations() {
		if c.Type == schema.ConversationChannel && c.Name == name {
			ids = append(ids, c.ID)
		}
	}
	return ids
}
