package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// step is something that a person says, or presses, in private or in the team's General channel.
type step struct {
	who    string
	public bool
	says   string // in a channel: as a new post
	adds   string // in a channel: to the newest post
	press  string // a button by its title, in a channel on the newest post
}

// convoStory is ConvoBot's story: what it is for, a thread of its own, a poll of two people, and another language.
func convoStory() []step {
	return []step{
		{who: "Ann", says: "help"},
		{who: "Ann", public: true, says: "newconversation"},
		{who: "Bob", public: true, says: lunch},
		{who: "Ann", public: true, press: "Pizza"},
		{who: "Bob", public: true, press: "Sushi"},
		{who: "Ann", public: true, press: "Sushi"},
		{who: "Bob", public: true, adds: "close poll"},
		{who: "Ann", says: "language de"},
		{who: "Ann", says: "help"},
	}
}

// contoso is where the story happens.
func contoso(w *world.World) {
	ann, bob := w.AddPerson(world.Person{Name: "Ann"}), w.AddPerson(world.Person{Name: "Bob"})
	w.PersonalChat(ann)
	w.PersonalChat(bob)
	w.AddTeam("Contoso", ann, bob)
}

// inSentences tells a story to a bot through package fake. It returns how much had happened after each step.
func inSentences(t *testing.T, w *world.World, bot framework.Handler, story []step) (after []int) {
	t.Helper()
	person := fake.Join(t, w).Connect(bot)
	post := person.InChannel("General")
	for _, s := range story {
		here := person.As(s.who)
		if s.public && s.says == "" {
			here = post.As(s.who)
		} else if s.public {
			here = here.InChannel("General")
		}
		switch {
		case s.press != "":
			here.Presses(s.press)
		case s.adds != "":
			here.Says(s.adds)
		case s.public:
			post = here.Says(s.says)
		default:
			here.Says(s.says)
		}
		after = append(after, happened(w))
	}
	return after
}

// transcriptOf is what happened in a world, whichever door people came in by. Polls have random ids; and on the page people
// are seen to be typing, which takes lines and ids.
func transcriptOf(t *testing.T, w *world.World) string {
	t.Helper()
	text := regexp.MustCompile(`"poll":"[^"]+"`).ReplaceAllString(fake.Join(t, w).Transcript(), `"poll":"..."`)
	text = regexp.MustCompile(`(?m)^.*: typing\n`).ReplaceAllString(text, "")
	return regexp.MustCompile(`\b1700000000\d{3}\b`).ReplaceAllString(text, "message")
}

// happened is how much happened in a world, but for typing.
func happened(w *world.World) (n int) {
	for _, e := range w.Timeline(0) {
		if e.Activity == nil || e.Activity.Type != schema.TypeTyping {
			n++
		}
	}
	return n
}

// servePage serves ConvoBot and a page for it, each at an address of its own, until the test ends.
func servePage(t *testing.T) *playground.Playground {
	t.Helper()
	var adapter *cloud.Adapter
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { adapter.ServeHTTP(w, r) }))
	t.Cleanup(endpoint.Close)
	play, err := playground.Listen(t.Context(), playground.Config{
		Addr: "localhost:0", Bot: endpoint.URL, BotName: "Bot", Populate: contoso,
	})
	require.NoError(t, err)
	adapter, err = cloud.New(play.BotConfig(cloud.Config{}), newBot(newStore()))
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- play.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-served)
		require.NoError(t, adapter.Shutdown(context.WithoutCancel(t.Context())))
	})
	return play
}

// TestOneStoryThroughEveryDoor holds the three doors of the simulated Teams to each other: the sentences of package fake in
// one process, the connector over HTTP with authentication on, and a browser on the page.
func TestOneStoryThroughEveryDoor(t *testing.T) {
	t.Parallel()
	unitTest := world.New(world.Config{})
	contoso(unitTest)
	after := inSentences(t, unitTest, newBot(newStore()), convoStory())
	want := transcriptOf(t, unitTest)
	require.Contains(t, want, "Most votes: Sushi (2 of 2)")

	t.Run("the connector service", func(t *testing.T) {
		t.Parallel()
		play := servePage(t)
		inSentences(t, play.World(), play.Handler(), convoStory())
		require.Equal(t, want, transcriptOf(t, play.World()))
	})
	t.Run("the page", func(t *testing.T) {
		t.Parallel()
		chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
		play := servePage(t)
		onPage(t, chromium, play, convoStory(), after)
		require.Equal(t, want, transcriptOf(t, play.World()))
	})
}
