package fake_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// recorder is a test that may fail without failing this one.
type recorder struct {
	ctx      context.Context
	failure  string
	cleanups []func()
}

func (r *recorder) Helper()                  {}
func (r *recorder) Context() context.Context { return r.ctx }
func (r *recorder) Cleanup(f func())         { r.cleanups = append(r.cleanups, f) }

func (r *recorder) Fatalf(format string, args ...any) {
	r.failure = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// fails runs a story that is to fail, and returns how it did.
func fails(t *testing.T, story func(t fake.TB)) string {
	t.Helper()
	r := &recorder{ctx: t.Context()}
	run := func(f func()) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			f()
		}()
		<-done
	}
	run(func() { story(r) })
	for _, cleanup := range r.cleanups {
		run(cleanup)
	}
	require.NotEmpty(t, r.failure, "the story did not fail")
	return r.failure
}

func TestFailures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		story func(conv *fake.Conversation)
		want  string // the first line, or the lines around got and want
	}{
		{
			"another text", func(conv *fake.Conversation) { conv.Says("hi").ExpectText("Hi") },
			"fake: in Ann's chat, as Ann:\n got: \"Echo: hi\"\nwant: \"Hi\"",
		},
		{
			"nothing", func(conv *fake.Conversation) { conv.ExpectText("Hi") },
			"fake: in Ann's chat, as Ann:\n got: nothing\nwant: \"Hi\"",
		},
		{
			"no such part", func(conv *fake.Conversation) { conv.Says("hi").ExpectContains("Hi") },
			"got: \"Echo: hi\"\nwant: a text with \"Hi\" in it",
		},
		{
			"another card", func(conv *fake.Conversation) { conv.Says("card").ExpectCard("Dinner") },
			"got: [card: Lunch? | Where | Canteen | Yes]\nwant: a card with \"Dinner\" in it",
		},
		{
			"what a card does not show", func(conv *fake.Conversation) { conv.Says("card").ExpectCard("hidden") },
			"want: a card with \"hidden\" in it",
		},
		{
			"no card", func(conv *fake.Conversation) { conv.Says("Lunch").ExpectCard("Lunch") },
			"got: \"Echo: Lunch\"\nwant: a card with \"Lunch\" in it",
		},
		{"inspector", func(conv *fake.Conversation) {
			conv.Says("hi").ExpectActivity(func(*schema.Activity) error { return errors.New("it is rude") })
		}, "want: a message without this: it is rude"},
		{
			"something more in a channel", func(conv *fake.Conversation) { conv.InChannel("General").Says("newconversation").ExpectNothing() },
			"fake: in General #1, as Ann:\n got: \"This will be the first message in a new thread\"\nwant: nothing more",
		},
		{
			"something more in a chat", func(conv *fake.Conversation) { conv.Says("hi").ExpectNothing() },
			"got: \"Echo: hi\"\nwant: nothing more",
		},
		{
			"no thread", func(conv *fake.Conversation) { conv.Says("hi").ExpectThread("Hi") },
			"got: nothing\nwant: a new thread: \"Hi\"",
		},
		{
			"another thread", func(conv *fake.Conversation) { conv.InChannel("General").Says("newconversation").ExpectThread("Hi") },
			"got: \"This will be the first message in a new thread\"\nwant: a new thread: \"Hi\"",
		},
		{
			"no update", func(conv *fake.Conversation) { conv.Says("hi").ExpectUpdate("hi") },
			"got: \"Echo: hi\"\nwant: an update to \"hi\"",
		},
		{
			"another update", func(conv *fake.Conversation) { conv.Says("edit").ExpectText("working").ExpectUpdate("hi") },
			"got: an update to \"done\"\nwant: an update to \"hi\"",
		},
		{
			"no deletion", func(conv *fake.Conversation) { conv.Says("edit").ExpectText("working").ExpectDelete() },
			"got: an update to \"done\"\nwant: a deletion",
		},
		{
			"an update for a text", func(conv *fake.Conversation) { conv.Says("edit").ExpectText("working").ExpectText("done") },
			"got: an update to \"done\"\nwant: \"done\"",
		},
		{
			"a handler's error, at the next expectation", func(conv *fake.Conversation) { conv.Says("fail").ExpectText("x") },
			"fake: the handler failed: no such order",
		},
		{
			"a handler's error, at the next act", func(conv *fake.Conversation) { conv.Says("fail").Says("hi") },
			"fake: the handler failed: no such order",
		},
		{
			"a handler's error, at the end", func(conv *fake.Conversation) { conv.Says("fail") },
			"fake: the handler failed: no such order",
		},
		{
			"a handler's panic", func(conv *fake.Conversation) { conv.Says("panic").ExpectNothing() },
			"fake: the handler failed: framework: a handler panicked: on purpose",
		},
		{
			"no error", func(conv *fake.Conversation) { conv.Says("hi").ExpectError("x") },
			"fake: the handler did not fail; want an error with \"x\" in it",
		},
		{
			"another error", func(conv *fake.Conversation) { conv.Says("fail").ExpectError("x") },
			"fake: the handler failed otherwise\n got: no such order\nwant: an error with \"x\" in it",
		},
		{
			"an invoke without a handler", func(conv *fake.Conversation) { fake.Invoke[order](conv, "x", nil) },
			"fake: invoke x: the bot answered with status 501",
		},
		{
			"an invoke whose handler fails", func(conv *fake.Conversation) { fake.Invoke[order](conv, "shop/fail", order{}) },
			"fake: the handler failed: sold out",
		},
		{
			"an invoke's answer of another form", func(conv *fake.Conversation) { fake.Invoke[string](conv, "shop/next", order{}) },
			"fake: invoke shop/next: the bot's answer {\"id\":1}: ",
		},
		{
			"nothing to deliver again", func(conv *fake.Conversation) { conv.DeliversAgain() },
			"fake: there is nothing to deliver again",
		},
		{
			"an event without a name", func(conv *fake.Conversation) { conv.Sends(&schema.Activity{Type: schema.TypeEvent}) },
			"fake: schema: the activity has no name",
		},
		{
			"a value that is no JSON", func(conv *fake.Conversation) { conv.Invokes("x", func() {}) },
			"has no JSON form",
		},
		{
			"an expectation in Together", func(conv *fake.Conversation) { conv.Together(func() { conv.Says("hi").ExpectText("hi") }) },
			"fake: an expectation inside Together: the bot is told only when it ends",
		},
		{
			"an invoke in Together", func(conv *fake.Conversation) { conv.Together(func() { conv.Invokes("x", nil) }) },
			"fake: Invokes inside Together",
		},
		{
			"Together in Together", func(conv *fake.Conversation) { conv.Together(func() { conv.Together(func() {}) }) },
			"fake: Together inside Together",
		},
		{
			"handlers' errors after Together", func(conv *fake.Conversation) {
				conv.Together(func() { conv.Says("fail"); conv.As("Bob").Says("fail") }).ExpectNothing()
			}, "fake: the handler failed: no such order\nno such order\n",
		},
		{
			"joining a personal chat", func(conv *fake.Conversation) { conv.AddsMembers("Bob") },
			"fake: world: nobody can join or leave Ann's chat",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, fails(t, func(t fake.TB) { tt.story(fake.New(t, newBot())) }), tt.want)
		})
	}
}

func TestFailuresOfPresses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		story func(conv *fake.Conversation)
		want  string
	}{
		{
			"no such button", func(conv *fake.Conversation) { conv.Presses("Yes") },
			"fake: in Ann's chat, as Ann:\n got: the buttons \"Vote 0\", \"Ask\", \"Mine\", \"Close\", \"Read\", \"Later\", \"toggle\", \"Twin\", \"Twin\"\nwant: a button \"Yes\"",
		},
		{
			"no button", func(conv *fake.Conversation) { conv.InGroup("Release").Presses("Yes") },
			"fake: in Release, as Ann:\n got: no buttons\nwant: a button \"Yes\"",
		},
		{
			"a button that went with an update", func(conv *fake.Conversation) { conv.Presses("Vote 0").Presses("Vote 0") },
			"want: a button \"Vote 0\"",
		},
		{
			"a button that only another person sees", func(conv *fake.Conversation) {
				group := conv.InGroup("Release").Says("count")
				group.Presses("Mine").As("Bob").Presses("Vote 7")
			}, "want: a button \"Vote 7\"",
		},
		{
			"two buttons", func(conv *fake.Conversation) { conv.Presses("Twin") },
			"fake: in Ann's chat, as Ann: 2 buttons of one message are titled \"Twin\"; name the one by its id",
		},
		{
			"a link", func(conv *fake.Conversation) { conv.Presses("Read") },
			"fake: the button \"Read\" opens https://bot.example; the bot does not hear of it",
		},
		{
			"what the client does itself", func(conv *fake.Conversation) { conv.Presses("toggle") },
			"fake: the button \"toggle\" is of type \"Action.ToggleVisibility\"; the bot does not hear of it",
		},
		{
			"a disabled button", func(conv *fake.Conversation) { conv.Presses("Later") },
			"fake: the button \"Later\" is disabled",
		},
		{
			"no such input", func(conv *fake.Conversation) { conv.Presses("Ask", fake.Inputs{"who": "Bob"}) },
			"fake: the card has no input \"who\"; it has []",
		},
		{
			"another answer", func(conv *fake.Conversation) { conv.Presses("Ask").ExpectAnswer("Thanks") },
			"fake: as Ann:\n got: an answer with status 200 {\"statusCode\":200,\"type\":\"application/vnd.microsoft.activity.message\"",
		},
		{
			"an error for an answer", func(conv *fake.Conversation) { conv.Presses("Close").ExpectAnswer("Bob") },
			"\nwant: an answer with \"Bob\" in it",
		},
		{
			"an answer for an error", func(conv *fake.Conversation) { conv.Presses("Ask").ExpectRefusal(403, "Bob") },
			"\nwant: a refusal with status 403 and \"Bob\" in it",
		},
		{
			"another error", func(conv *fake.Conversation) { conv.Presses("Close").ExpectRefusal(403, "Carol") },
			"\nwant: a refusal with status 403 and \"Carol\" in it",
		},
		{
			"an answer to a message", func(conv *fake.Conversation) { conv.Presses("Ask").Says("hi").ExpectAnswer("asks") },
			"fake: as Ann: there is no answer to expect; what Ann did last is not an invoke",
		},
		{
			"somebody else's answer", func(conv *fake.Conversation) { conv.Presses("Ask").As("Bob").ExpectAnswer("asks") },
			"fake: as Bob: there is no answer to expect",
		},
		{
			"no update to a card", func(conv *fake.Conversation) { conv.Presses("Ask").ExpectCardUpdate("1 votes") },
			"got: nothing\nwant: an update to a card with \"1 votes\" in it",
		},
		{
			"another update to a card", func(conv *fake.Conversation) { conv.Presses("Vote 0").ExpectCardUpdate("2 votes") },
			"got: an update to [card: 1 votes | ",
		},
		{
			"a press in the story", func(conv *fake.Conversation) { conv.Presses("Ask").ExpectText("x") },
			"Ann: invoke adaptiveCard/action {\"action\":{\"type\":\"Action.Execute\",\"verb\":\"ask\"},\"trigger\":\"manual\"}",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, fails(t, func(t fake.TB) {
				tt.story(fake.New(t, newCounter()).Says("count").ExpectCard("0 votes"))
			}), tt.want)
		})
	}
}

func TestFailureTellsTheStory(t *testing.T) {
	t.Parallel()
	failure := fails(t, func(t fake.TB) {
		conv := fake.New(t, newBot())
		thread := conv.InChannel("General").Says("newconversation").ExpectThread("This will be the first message in a new thread")
		thread.As("Bob").Says("edit")
		conv.InGroup("Release", "Bob").AddsMembers("Carol").Installs()
		conv.Invokes("shop/unknown", nil)
		thread.Uninstalls()
		conv.Says("continue").ExpectError("BotNotInConversationRoster")
		conv.Says(strings.Repeat("long ", 100)).ExpectText("short")
	})
	_, story, found := strings.Cut(failure, "\n\n")
	require.True(t, found)
	lines := strings.Split(story, "\n")
	require.Equal(t, strings.Split(`what happened so far:
  General #1   Ann: "<at>Bot</at> newconversation"
  General #2   Bot: "This will be the first message in a new thread"
  General #1   Bot: [card: A new thread | Its first message is 1700000000005]
  General #2   Bob: "<at>Bot</at> edit"
  General #2   Bot: typing
  General #2   Bot: "working"
  General #2   Bot: an update to "done"
  General #2   Bot: a deletion
  Release      Ann: conversationUpdate added Carol
  Release      Bot: "Welcome, 1 of you"
  Release      Ann: conversationUpdate added Bot
  Release      Ann: installationUpdate add
  Ann's chat   Ann: invoke shop/unknown
  Ann's chat   Bot: an answer with status 501
  General      Ann: conversationUpdate removed Bot
  General      Ann: installationUpdate remove
  Ann's chat   Ann: "continue"`, "\n"), lines[:18])
	require.Contains(t, lines[18], "Bot: refused: POST /emea/v3/conversations/")
	require.Contains(t, lines[18], ": 403 BotNotInConversationRoster: ")
	require.Contains(t, lines[19], "long long...")
}

// What the real client would not show is refused, and the failure says why nothing came.
func TestFailureTellsOfRefusals(t *testing.T) {
	t.Parallel()
	bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		_, _ = turn.SendActivity(ctx, schema.TextMessage(""))
		return nil
	})
	failure := fails(t, func(t fake.TB) { fake.New(t, bot).Says("hi").ExpectText("Choose") })
	require.Contains(t, failure, "got: nothing")
	require.Contains(t, failure, "400 BadSyntax: The message has neither text nor attachments")
}

// A story's end waits for the bot, but not for ever.
func TestTurnThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release, ended := make(chan struct{}), make(chan struct{})
		bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			ctx = context.WithoutCancel(ctx)
			go func() {
				defer close(ended)
				_ = turn.Adapter().ContinueConversation(ctx, turn.ConversationReference(), framework.HandlerFunc(
					func(context.Context, *framework.TurnContext) error {
						<-release
						return nil
					}))
			}()
			return nil
		})
		failure := fails(t, func(t fake.TB) {
			fake.New(t, bot).Says("hi")
			synctest.Wait()
		})
		require.Contains(t, failure, "fake: the bot does not come to an end: ")
		close(release)
		<-ended
	})
}
