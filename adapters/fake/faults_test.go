package fake_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

func TestDeliveryFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault world.DeliveryFault
		story func(c *fake.Conversation)
	}{
		"a duplicate runs nothing twice": {world.DeliveryFault{}, func(c *fake.Conversation) {
			c.Says("hi").ExpectText("Echo: hi").ExpectNothing()
		}},
		"nor does what is delivered again": {world.DeliveryFault{Kind: world.Redeliver}, func(c *fake.Conversation) {
			c.Says("hi").ExpectText("Echo: hi").ExpectNothing()
		}},
		"an invoke comes again as another one": {world.DeliveryFault{Kind: world.Redeliver}, func(c *fake.Conversation) {
			c.Invokes("shop/next", order{ID: 1})
			c.ExpectText("One more").ExpectText("One more").ExpectNothing()
		}},
		"messages overtake each other": {world.DeliveryFault{Kind: world.Reorder}, func(c *fake.Conversation) {
			c.Says("one").ExpectNothing()
			c.Says("two").ExpectText("Echo: two").ExpectText("Echo: one").ExpectNothing()
		}},
		"and what Teams tells together": {world.DeliveryFault{Kind: world.Reorder}, func(c *fake.Conversation) {
			c.Installs().ExpectText("Welcome, 1 of you").ExpectNothing()
		}},
		"an invoke overtakes what its person said": {world.DeliveryFault{Kind: world.Reorder}, func(c *fake.Conversation) {
			c.Says("one").ExpectNothing()
			c.Sends(&schema.Activity{Type: schema.TypeInvoke, Name: "no/body"})
			c.ExpectRefusal(http.StatusNotImplemented, "").ExpectText("Echo: one").ExpectNothing()
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := fake.NewWorld(t)
			w.Teams().InjectDelivery(tt.fault)
			tt.story(w.Connect(newBot()))
		})
	}
}

// The bot does not know whether its message is there; it is.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	conv := w.Connect(newBot())
	w.Teams().Inject(world.Fault{Method: http.MethodPost, Done: true, Lost: true})
	conv.Says("hi").ExpectError("EOF").ExpectText("Echo: hi")
	conv.Says("again").ExpectText("Echo: again").ExpectNothing()
}

func TestSlowTeams(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := fake.NewWorld(t)
		conv := w.Connect(newBot())
		w.Teams().Inject(world.Fault{Method: http.MethodPost, Delay: 20 * time.Second})
		started := time.Now()
		conv.Says("hi").ExpectText("Echo: hi")
		require.Equal(t, 20*time.Second, time.Since(started))

		w.Teams().Inject(world.Fault{Method: http.MethodPost, Delay: time.Hour})
		conv.Says("hi").ExpectError("no answer within 30s").ExpectText("Echo: hi")
	})
}

// The client waits as long as Teams says.
func TestThrottled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := fake.NewWorld(t)
		w.Teams().SetLimits(world.Limits{Send: []connector.Rate{{Count: 2, Per: 3 * time.Second}}})
		conv := w.Connect(newBot())
		started := time.Now()
		for range 3 {
			conv.Says("hi").ExpectText("Echo: hi").ExpectNothing()
		}
		require.Equal(t, 3*time.Second, time.Since(started))
	})
}

// With Teams' limits, a bot is as slow as in production, and nothing of what it sends is refused.
func TestKeepLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := fake.NewWorld(t)
		w.KeepLimits()
		conv := w.Connect(newBot())
		started := time.Now()
		for range 8 { // Teams takes seven in a second
			conv.Says("hi").ExpectText("Echo: hi")
		}
		require.Equal(t, time.Second, time.Since(started))
		require.NotContains(t, w.Transcript(), "refused")
	})
	require.Contains(t, fails(t, func(t fake.TB) { fake.New(t, newBot()).Says("hi").World().KeepLimits() }),
		"fake: KeepLimits comes before the story begins")
}

// A campaign's first message reaches people of a crowd by their Entra object ids.
func TestCrowd(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	conv := w.Connect(newBot()).InChannel("General")
	staff, err := w.Teams().AddCrowd(conv.Reference().Conversation.ID, "Employee", 1_000_000)
	require.NoError(t, err)
	last := staff.Person(staff.Len() - 1)
	_, err = w.Adapter().CreateConversation(t.Context(), schema.ChannelTeams, w.Teams().ServiceURL(), schema.ConversationParameters{
		Members: []schema.ChannelAccount{{ID: last.AADObjectID}}, Activity: schema.TextMessage("hello"),
	})
	require.NoError(t, err)
	require.Equal(t, "hello", w.Teams().Messages(w.Teams().PersonalChat(last))[0].Text)
	conv.As("Employee 1000000").InPrivate().ExpectText("hello").Says("hi").ExpectText("Echo: hi").ExpectNothing()
	require.Equal(t, staff.Person(6), conv.As("Employee 7").Person())
}
