package fake_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/adaptertest"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func TestEcho(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	conv.Says("hi").ExpectText("Echo: hi").ExpectNothing()
	conv.As("Bob").Says("hello").ExpectText("Echo: hello")
	conv.InGroup("Release", "Bob").Says("hi all").ExpectContains("hi all")
	conv.InChannel("General").Says("hi").ExpectText("Echo: hi").Says("again").ExpectText("Echo: again")
	conv.ExpectNothing()
}

// What the bot does elsewhere is not part of a conversation.
func TestPlacesAreApart(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	bob := conv.As("Bob").Says("hi")
	one, two := conv.InChannel("General").Says("one"), conv.InChannel("General").Says("two")
	conv.ExpectNothing()
	two.ExpectText("Echo: two").ExpectNothing()
	one.ExpectText("Echo: one").ExpectNothing()
	bob.ExpectText("Echo: hi").ExpectNothing()
}

// The story of ConvoBot: it opens threads, and later speaks in each of them.
func TestNewConversation(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())

	asked := conv.InChannel("General").Says("newconversation")
	thread := asked.ExpectThread("This will be the first message in a new thread")
	asked.ExpectCard("A new thread").ExpectNothing()
	other := conv.As("Bob").InChannel("Random").Says("newconversation").
		ExpectThread("This will be the first message in a new thread")

	conv.Says("continue")
	thread.ExpectText("Still here")
	other.ExpectText("Still here")
	thread.As("Bob").Says("and I am here").ExpectText("Echo: and I am here")

	conv.Says("newconversation").ExpectText("I can do that in a channel only")
}

func TestRedelivery(t *testing.T) {
	t.Parallel()
	asked := fake.New(t, newBot()).InChannel("General").Says("newconversation")
	asked.ExpectThread("This will be the first message in a new thread")
	asked.ExpectCard("A new thread")
	asked.DeliversAgain().ExpectNothing()
}

func TestCards(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	for _, shown := range []string{"Lunch?", "Canteen", "Yes"} {
		conv.Says("card").ExpectCard(shown)
	}
	conv.Says("card").ExpectActivity(func(a *schema.Activity) error {
		if a.Attachments[0].ContentType != schema.ContentTypeAdaptiveCard {
			return errors.New("it is no Adaptive Card")
		}
		return nil
	})
}

func TestUpdatesAndDeletions(t *testing.T) {
	t.Parallel()
	fake.New(t, newBot()).Says("edit").ExpectText("working").ExpectUpdate("done").ExpectDelete().ExpectNothing()
}

func TestMembers(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	group := conv.InGroup("Release", "Bob")
	group.AddsMembers("Carol", "Dan").ExpectText("Welcome, 2 of you")
	group.RemovesMembers("Dan").ExpectText("Bye, 1 of you")
	group.Says("who").ExpectText("Bob, Ann, Carol")
	group.Installs().ExpectNothing()
	conv.Installs().ExpectText("Welcome, 1 of you")

	channel := conv.InChannel("General").AddsMembers("Carol").ExpectText("Welcome, 1 of you")
	channel.Says("who").ExpectText("Ann, Carol")
}

func TestUninstalledBotIsRefused(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	thread := conv.InChannel("General").Says("newconversation").ExpectThread("This will be the first message in a new thread")
	thread.Uninstalls()
	conv.Says("continue").ExpectError("BotNotInConversationRoster")
	thread.Says("are you there?").Installs().Says("now?").ExpectText("Echo: now?")
}

func TestEventsAndInvokes(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	conv.Sends(&schema.Activity{Type: schema.TypeEvent, Name: "shop/paid", Value: order{ID: 7}}).ExpectText("Order 7 is paid")

	require.Equal(t, order{ID: 8}, fake.Invoke[order](conv, "shop/next", order{ID: 7}))
	conv.ExpectText("One more")
	require.Equal(t, http.StatusNotImplemented, conv.Invokes("shop/unknown", nil).Status)
	require.Equal(t, http.StatusBadRequest, conv.Invokes("shop/next", "x").Status)
	require.Equal(t, http.StatusInternalServerError, conv.Invokes("shop/fail", order{}).Status)
	conv.ExpectError("sold out").ExpectNothing()
}

// In a channel the bot hears only what mentions it, and what is submitted from a card.
func TestSendsIsExact(t *testing.T) {
	t.Parallel()
	channel := fake.New(t, newBot()).InChannel("General")
	thread := channel.Sends(schema.TextMessage("lunch?")).ExpectNothing()
	thread.Sends(&schema.Activity{Value: order{ID: 1}}).ExpectText("Echo: ")
}

func TestHandlerErrors(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	conv.Says("fail").ExpectError("no such order").ExpectNothing()
	conv.Says("panic").ExpectError("on purpose")
}

func TestBackgroundJob(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	conv := w.Connect(newBot())
	for _, c := range []*fake.Conversation{conv, conv.InGroup("Release"), conv.InChannel("General").Says("hi").ExpectText("Echo: hi")} {
		_, err := proactive.Send(t.Context(), w.Adapter(), c.Reference(), schema.TextMessage("By the way"))
		require.NoError(t, err)
		c.ExpectText("By the way")
	}
	conv.ExpectNothing()
}

func TestRestart(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	thread := w.Connect(newBot()).InChannel("General").Says("newconversation").
		ExpectThread("This will be the first message in a new thread")
	w.Connect(newBot()).Says("continue")
	require.Len(t, w.Teams().Messages(thread.Reference().Conversation.ID), 1, "this bot keeps its threads in memory")
}

// A handler may continue the conversation that it is in.
func TestContinuesOwnConversation(t *testing.T) {
	t.Parallel()
	bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.Adapter().ContinueConversation(ctx, turn.ConversationReference(), framework.HandlerFunc(
			func(ctx context.Context, turn *framework.TurnContext) error {
				return turn.SendText(ctx, turn.Activity.Name)
			}))
	})
	fake.New(t, bot).Says("hi").ExpectText("ContinueConversation")
}

func TestTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		served := make(chan struct{})
		bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			time.Sleep(time.Minute)
			go func() {
				defer close(served)
				time.Sleep(time.Hour)
				if err := turn.SendText(context.WithoutCancel(ctx), "tea is ready"); err != nil {
					t.Error(err)
				}
			}()
			return turn.SendText(ctx, "tea in an hour")
		})
		start := time.Now()
		conv := fake.New(t, bot).Says("tea").ExpectText("tea in an hour").ExpectNothing()
		require.Equal(t, time.Minute, time.Since(start))
		<-served
		conv.ExpectText("tea is ready")
	})
}

func TestBotSendsToItsServiceURLOnly(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	ref := w.Connect(newBot()).Reference()
	ref.ServiceURL = "https://elsewhere.example/"
	_, err := w.Adapter().SendActivities(t.Context(), ref, []*schema.Activity{schema.TextMessage("x")})
	require.ErrorContains(t, err, `fake: the bot sends to "https://elsewhere.example/"`)
}

func TestConformance(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, func(t *testing.T) adaptertest.Setup {
		t.Helper()
		w := fake.NewWorld(t)
		conv := w.Connect(newBot())
		return adaptertest.Setup{
			Adapter:   w.Adapter(),
			Reference: conv.Reference(),
			Create: schema.ConversationParameters{
				IsGroup:     true,
				ChannelData: teams.ChannelData{Channel: teams.ChannelInfo{ID: conv.InChannel("General").Reference().Conversation.ID}},
				Activity:    schema.TextMessage("first"),
			},
			Refused: schema.TextMessage(""),
			Texts: func(conversationID string) []string {
				var texts []string
				for _, a := range w.Teams().Messages(conversationID) {
					texts = append(texts, a.Text)
				}
				return texts
			},
		}
	})
}
