package fake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// listener tells whom messages mention, shows that it is typing, and answers no link.
func listener() framework.Handler {
	bot := &handlers.TeamsActivityHandler{}
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		for range 2 {
			if _, err := turn.SendActivity(ctx, &schema.Activity{Type: schema.TypeTyping}); err != nil {
				return err
			}
		}
		text := turn.Activity.TextWithoutRecipient()
		for _, mention := range turn.Activity.Mentions() {
			if mention.Mentioned.ID != turn.Activity.Recipient.ID {
				text += "; " + mention.Mentioned.Name + " is " + mention.Mentioned.ID
			}
		}
		return turn.SendText(ctx, text)
	})
	bot.OnReactionsRemoved(func(ctx context.Context, turn *framework.TurnContext, _ []schema.MessageReaction) error {
		return turn.SendText(ctx, "A pity")
	})
	bot.OnReactionsAdded(func(ctx context.Context, turn *framework.TurnContext, _ []schema.MessageReaction) error {
		return turn.SendText(ctx, "Thanks")
	})
	bot.OnAppBasedLinkQuery(func(context.Context, *framework.TurnContext, teams.AppBasedLinkQuery) (*teams.MessagingExtensionResponse, error) {
		return nil, nil
	})
	return bot
}

func TestMentions(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, listener())
	bob, berg := ann.As("Bob").Person().ID, ann.As("Bob Berg").Person().ID
	lunch := ann.InGroup("Lunch", "Bob", "Bob Berg")
	lunch.Mentions("ask @Bob Berg, @Bob, or @Bob", "Bob", "Bob Berg").
		ExpectText(fmt.Sprintf("ask <at>Bob Berg</at>, <at>Bob</at>, or <at>Bob</at>; Bob Berg is %s; Bob is %s; Bob is %s", berg, bob, bob))
	ann.Mentions("hi @Bob", "Bob").ExpectText("hi <at>Bob</at>; Bob is " + bob)
	ann.Mentions("hi").ExpectText("hi")
	require.Contains(t, fails(t, func(t fake.TB) { fake.New(t, listener()).Mentions("hi Bob", "Bob") }),
		`fake: the text "hi Bob" does not mention @Bob`)
}

func TestExpectTyping(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, listener())
	thread := ann.InChannel("General").Says("hi")
	ann.Says("hi").ExpectTyping().ExpectText("hi").ExpectTyping().ExpectNothing()
	thread.ExpectTyping().ExpectText("hi").ExpectNothing()
	require.Contains(t, fails(t, func(t fake.TB) { fake.New(t, newBot()).Says("hi").ExpectTyping() }),
		"fake: in Ann's chat, as Ann:\n got: nothing\nwant: typing")
}

// A reaction is taken off the message that has it, also if the bot has spoken since.
func TestUnreacts(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, listener()).Says("hi").ExpectText("hi")
	ann.Reacts(schema.ReactionLike).ExpectText("Thanks")
	ann.Unreacts(schema.ReactionLike).ExpectText("A pity").ExpectNothing()
	require.Contains(t, fails(t, func(t fake.TB) { fake.New(t, listener()).Says("hi").Unreacts(schema.ReactionLike) }),
		"got: nothing\nwant: a message of the bot with the reaction like of Ann")
	require.Contains(t, fails(t, func(t fake.TB) { fake.New(t, listener()).Says("hi").Undeletes() }),
		"got: nothing\nwant: a message that Ann deleted")
}

func TestNoPreviewOfALink(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, listener()).PastesLink("https://example.com/").ExpectResults()
	require.Contains(t, fails(t, func(t fake.TB) { fake.New(t, newTeamsBot(nil)).PastesLink("https://example.com/").ExpectResults() }),
		"\nwant: no results")
	ann.Says("hi").ExpectText("hi")
}

// A failure says where nothing came because the bot did not hear of it.
func TestFailureOfWhatTheBotWasNotTold(t *testing.T) {
	t.Parallel()
	aside := schema.TextMessage("not for the bot")
	for want, story := range map[string]func(c *fake.Conversation){
		"because that does not mention it": func(c *fake.Conversation) { c.Sends(aside).ExpectText("Echo") },
		"because it is not there":          func(c *fake.Conversation) { c.Uninstalls().Says("hi").ExpectText("Echo: hi") },
		"nothing\nwant":                    func(c *fake.Conversation) { c.Sends(aside).Says("hi").ExpectText("Echo: hi").ExpectText("Echo: hi") },
	} {
		require.Contains(t, fails(t, func(t fake.TB) { story(fake.New(t, newBot()).InGroup("Lunch")) }), want)
	}
}

// Of a long story a failure has the end.
func TestFailureOfALongStory(t *testing.T) {
	t.Parallel()
	failure := fails(t, func(t fake.TB) {
		conv := fake.New(t, newBot())
		for range 75 {
			conv.Says("hi").ExpectText("Echo: hi")
		}
		conv.ExpectText("bye")
	})
	require.Contains(t, failure, "\nwhat happened last, after 50 other lines, which World.Transcript has:\n  Ann's chat   Ann: \"hi\"\n")
	require.Less(t, len(failure), 6_000)
}

// What a choice submits is not shown.
func TestCardsShowTheTitlesOfChoices(t *testing.T) {
	t.Parallel()
	card := schema.AdaptiveCard(json.RawMessage(`{"type": "AdaptiveCard", "version": "1.5", "body": [
		{"type": "FactSet", "facts": [{"title": "Table", "value": "4"}]},
		{"type": "Input.ChoiceSet", "id": "dish", "choices": [{"title": "Soup", "value": "dish-17"}]}]}`))
	conv := fake.New(t, newCardBot(schema.AttachmentMessage(card))).Says("show").ExpectCard("Soup")
	require.Contains(t, conv.World().Transcript(), "[card: Table | 4 | Soup]")
}
