package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

const lunch = "poll Lunch? | Pizza | Sushi"

func TestPoll(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	thread := ann.InChannel("General").Says("Poll  Lunch? | Pizza |Sushi")
	thread.ExpectCard("Ann asks").ExpectNothing()
	bob := thread.As("Bob")

	bob.Presses("Pizza").ExpectAnswer("Votes: 1").ExpectCardUpdate("Votes: 1")
	thread.As("Carol").Presses("Pizza").ExpectAnswer("Votes: 2").ExpectCardUpdate("Votes: 2")
	bob.Presses("Sushi").ExpectAnswer("Votes: 2").ExpectCardUpdate("Votes: 2")
	bob.Presses("Sushi").ExpectAnswer("You have voted for Sushi already").ExpectNothing()
	thread.Presses("Pizza").ExpectCardUpdate("Votes: 3")

	thread.Says("close poll")
	thread.ExpectCardUpdate("Closed. Most votes: Pizza (2 of 3)").ExpectCard("Closed. Most votes: Pizza (2 of 3)").ExpectNothing()
	ann.ExpectCard("Closed. Most votes: Pizza (2 of 3)").ExpectNothing()
	bob.Says("close poll").ExpectContains("no open poll here")
}

func TestPollThatMentionsSomebody(t *testing.T) {
	t.Parallel()
	thread := fake.New(t, newBot(newStore())).InChannel("General")
	bob := schema.NewMention(thread.As("Bob").Reference().User)
	asks(thread, "poll Lunch with "+bob.Text+"? | Yes | No", bob).ExpectCard("Lunch with Bob?")
}

func TestPollResults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		votes map[string]string
		want  string
	}{
		"nobody":  {nil, "Closed. Nobody has voted."},
		"one":     {map[string]string{"Bob": "Sushi"}, "Closed. Most votes: Sushi (1 of 1)"},
		"a tie":   {map[string]string{"Bob": "Sushi", "Ann": "Pizza"}, "Closed. A tie: Pizza, Sushi (1 of 2 each)"},
		"the end": {map[string]string{"Bob": "Soup", "Ann": "Soup", "Carol": "Pizza"}, "Closed. Most votes: Soup (2 of 3)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ann := fake.New(t, newBot(newStore()))
			group := ann.InGroup("Release").Says(lunch + " | Soup").ExpectCard("Lunch?")
			for who, option := range test.votes {
				group.As(who).Presses(option).ExpectCardUpdate(option)
			}
			group.Says("close poll").ExpectCardUpdate(test.want).ExpectCard(test.want)
			ann.ExpectCard(test.want)
		})
	}
}

func TestPollInPrivateIsAnsweredThere(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	ann.Says(lunch).ExpectCard("Lunch?")
	ann.Presses("Pizza").ExpectCardUpdate("Votes: 1")
	ann.Says("Close Poll").ExpectCardUpdate("Most votes: Pizza").ExpectCard("Most votes: Pizza").ExpectNothing()
}

func TestPollSpeaksItsAuthorsLanguage(t *testing.T) {
	t.Parallel()
	for language, want := range map[string][3]string{
		"de": {"Ann fragt", "Stimmen: 1", "Beendet. Die meisten Stimmen: Pizza (1 von 1)"},
		"fr": {"Ann demande", "Votes : 1", "Clos. Le plus de votes : Pizza (1 sur 1)"},
		"es": {"Ann pregunta", "Votos: 1", "Cerrada. La más votada: Pizza (1 de 1)"},
	} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			ann := fake.New(t, newBot(newStore())).Says("language " + language)
			group := ann.InGroup("Release", "Bob").Says(lunch).ExpectCard(want[0])
			bob := group.As("Bob").Presses("Pizza").ExpectAnswer(want[1]).ExpectCardUpdate(want[1])
			bob.Presses("Pizza").ExpectAnswer("You have voted for Pizza already")
			bob.Says("close poll").ExpectContains("Only Ann can")
			group.Says("close poll").ExpectCardUpdate(want[2]).ExpectCard(want[2])
		})
	}
}

func TestPollIsAskedProperly(t *testing.T) {
	t.Parallel()
	options := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, " | %d", i)
		}
		return b.String()
	}
	long := func(n int) string { return strings.Repeat("é", n) }
	for name, test := range map[string]struct{ text, want string }{
		"nothing":               {"poll", "Ask a question"},
		"no question":           {"poll | Pizza | Sushi", "Ask a question"},
		"an invisible question": {"poll \u200b | Pizza | Sushi", "Ask a question"},
		"no options":            {"poll Lunch?", "at least 2 options"},
		"one option":            {"poll Lunch? | Pizza", "at least 2 options"},
		"too many options":      {"poll Lunch?" + options(maxOptions+1), "at most 10 options"},
		"an empty option":       {"poll Lunch? | Pizza | | Sushi", "One of the options is empty"},
		"an empty end":          {"poll Lunch? | Pizza | Sushi |", "One of the options is empty"},
		"an invisible option":   {"poll Lunch? | Pizza | \u200b\u2060", "One of the options is empty"},
		"the same option":       {"poll Lunch? | Pizza | Sushi | PIZZA ", `"PIZZA" is there twice`},
		"the same, spaced":      {"poll Lunch? | Fish  soup | fish soup", `"fish soup" is there twice`},
		"a long question":       {"poll " + long(maxQuestion+1) + " | a | b", "at most 200 characters"},
		"a long option":         {"poll Lunch? | a | " + long(maxOption+1), "at most 60 characters"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bot := newBot(newStore())
			ann := fake.New(t, bot).Says(test.text).ExpectContains(test.want).ExpectNothing()
			require.Empty(t, openPolls(t, bot, ann))
		})
	}
	for name, text := range map[string]string{
		"the most options":         "poll Lunch?" + options(maxOptions),
		"the longest":              "poll " + long(maxQuestion) + " | " + long(maxOption) + " | b",
		"another command at last":  "poll What to say? | newconversation | NewConversation!| newconversation?| a newconversation",
		"people's words unchanged": "poll *Lunch*, `when`? | [12:00](x) | _13:00_",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			question, _, _ := strings.Cut(strings.TrimPrefix(text, "poll "), " |")
			fake.New(t, newBot(newStore())).Says(text).ExpectCard(question).ExpectNothing()
		})
	}
}

func TestOpenPollsAreLimited(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	group := ann.InGroup("Release", "Bob")
	for range maxPollsHere {
		group.Says(lunch).ExpectCard("Lunch?")
	}
	group.As("Bob").Says(lunch).ExpectContains("There are 20 open polls here").ExpectNothing()
	ann.Says(lunch).ExpectCard("Lunch?")

	group.Says("close poll").ExpectCardUpdate("Closed").ExpectCard("Closed")
	group.Says(lunch).ExpectCard("Lunch?")
}

// TestForgottenPollsMakeRoom holds that polls which nobody closes do not keep a conversation from new ones for ever.
func TestForgottenPollsMakeRoom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(newStore())
		group := fake.New(t, bot).InGroup("Release", "Bob").Says("poll First? | a | b").ExpectCard("First?")
		for range maxPollsHere - 1 {
			group.Says(lunch).ExpectCard("Lunch?")
		}
		first := openPolls(t, bot, group)[0]
		time.Sleep(forgetAfter)
		group.As("Bob").Says("poll New? | a | b").ExpectCard("New?").ExpectNothing()
		open := openPolls(t, bot, group)
		require.Len(t, open, maxPollsHere)
		require.Equal(t, "Lunch?", open[0].Question)
		require.Equal(t, "New?", open[maxPollsHere-1].Question)
		gone, err := bot.polls.find(t.Context(), first.ID)
		require.NoError(t, err)
		require.Nil(t, gone)
	})
}

func TestClosePoll(t *testing.T) {
	t.Parallel()
	bot := newBot(newStore())
	ann := fake.New(t, bot)
	group := ann.InGroup("Release", "Bob")
	group.Says("close poll").ExpectContains("no open poll here")
	group.Says("poll First? | a | b").ExpectCard("First?")
	group.Says("poll Second? | c | d").ExpectCard("Second?")
	group.As("Bob").Says("close poll").ExpectText("Only Ann can close the poll that is open here.").ExpectNothing()
	group.As("Bob").Says("poll Third? | e | f").ExpectCard("Third?")
	ann.Says("close poll").ExpectContains("no open poll here")

	group.Says("close poll").ExpectCardUpdate("Second?").ExpectCard("Second?")
	group.Says("close poll").ExpectCardUpdate("First?").ExpectCard("First?")
	group.Says("close poll").ExpectText("Only Bob can close the poll that is open here.")
	group.As("Bob").Says("close poll").ExpectCardUpdate("Third?").ExpectCard("Third?")
	require.Empty(t, openPolls(t, bot, group))
}

// TestPollResultForWhomTheBotCannotReach is told to the log, and to nobody else.
func TestPollResultForWhomTheBotCannotReach(t *testing.T) {
	t.Parallel()
	bot := newBot(newStore())
	log := logOf(bot)
	ann := fake.New(t, bot)
	ann.Uninstalls()
	group := ann.InGroup("Release").Says(lunch).ExpectCard("Lunch?")
	group.Says("close poll").ExpectCardUpdate("Closed").ExpectCard("Closed").ExpectNothing()
	require.Contains(t, log.String(), "poll result not sent to its author")
	require.Contains(t, log.String(), "class=stop")
}

func TestPollThatTheChannelFindsTooBig(t *testing.T) {
	t.Parallel()
	bot := newBot(newStore())
	refuse := func(framework.SendFunc) framework.SendFunc {
		return func(context.Context, []*schema.Activity) ([]schema.ResourceResponse, error) {
			return nil, &framework.ChannelError{Class: framework.TooBig, Status: 413}
		}
	}
	ann := fake.New(t, onCards(bot, refuse)).Says(lunch).ExpectContains("The poll is too big").ExpectNothing()
	require.Empty(t, openPolls(t, bot, ann))
}

// TestPollThatMayBeSeen stays open when the channel does not say whether it took it; one that it refused does not.
func TestPollThatMayBeSeen(t *testing.T) {
	t.Parallel()
	for class, open := range map[framework.Class]int{framework.Ambiguous: 1, framework.RetryLater: 0} {
		t.Run(class.String(), func(t *testing.T) {
			t.Parallel()
			bot := newBot(newStore())
			ann := fake.New(t, onCards(bot, func(next framework.SendFunc) framework.SendFunc {
				return func(ctx context.Context, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
					if _, err := next(ctx, activities); err != nil {
						return nil, err
					}
					return nil, &framework.ChannelError{Class: class}
				}
			}))
			ann.Says(lunch).ExpectError(class.String()).ExpectCard("Lunch?")
			require.Len(t, openPolls(t, bot, ann), open)
			if open > 0 {
				ann.Presses("Pizza").ExpectAnswer("Votes: 1").ExpectCardUpdate("Votes: 1")
			} else {
				ann.Presses("Pizza").ExpectAnswer("not open any more").ExpectNothing()
			}
		})
	}
}

// onCards is the bot with a hook around the cards that it sends.
func onCards(bot framework.Handler, hook func(framework.SendFunc) framework.SendFunc) framework.Handler {
	return framework.Chain(bot, func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			turn.OnSend(func(send framework.SendFunc) framework.SendFunc {
				hooked := hook(send)
				return func(ctx context.Context, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
					if len(activities[0].Attachments) == 0 {
						return send(ctx, activities)
					}
					return hooked(ctx, activities)
				}
			})
			return next.OnTurn(ctx, turn)
		})
	})
}

// logOf returns what the bot logs from now on. Read it when no turn runs.
func logOf(bot *convoBot) *bytes.Buffer {
	var log bytes.Buffer
	bot.log = slog.New(slog.NewTextHandler(&log, nil))
	return &log
}
