package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestVotesThatDoNotCount(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		data   func(id string) any
		status int
		want   string
	}{
		"an unknown poll": {
			func(string) any { return map[string]any{"poll": "none", "option": 0} },
			200, "This poll is not open any more",
		},
		"no poll": {
			func(string) any { return map[string]any{"option": 0} },
			200, "This poll is not open any more",
		},
		"an option that is not there": {
			func(id string) any { return map[string]any{"poll": id, "option": 2} },
			400, "no such option",
		},
		"a negative option": {
			func(id string) any { return map[string]any{"poll": id, "option": -1} },
			400, "no such option",
		},
		"no option": {
			func(id string) any { return map[string]any{"poll": id} },
			400, "no such option",
		},
		"a voter": {
			func(id string) any { return map[string]any{"poll": id, "option": 0, "voter": "29:bob"} },
			403, "a vote counts for who is signed in",
		},
		"a user": {
			func(id string) any {
				return map[string]any{"poll": id, "option": 0, "user": map[string]any{"id": "29:bob"}}
			},
			403, "a vote counts for who is signed in",
		},
		"a sender": {
			func(id string) any {
				return map[string]any{"poll": id, "option": 0, "from": map[string]any{"id": "29:bob"}}
			},
			403, "a vote counts for who is signed in",
		},
		"no data":                {func(string) any { return nil }, 400, ""},
		"data that is a text":    {func(id string) any { return id }, 400, ""},
		"data of another kind":   {func(id string) any { return map[string]any{"poll": 7, "option": 0} }, 400, ""},
		"an option that is text": {func(id string) any { return map[string]any{"poll": id, "option": "0"} }, 400, ""},
		"half an option":         {func(id string) any { return map[string]any{"poll": id, "option": 0.5} }, 400, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bot := newBot(newStore())
			group := fake.New(t, bot).InGroup("Release", "Bob").Says(lunch).ExpectCard("Lunch?")
			submit(group, test.data(bot.polls.open[0].id))
			if test.status == 200 {
				group.ExpectAnswer(test.want)
			} else {
				group.ExpectRefusal(test.status, test.want)
			}
			group.ExpectNothing()
			require.Zero(t, bot.polls.open[0].tally().total)
		})
	}
}

// TestVoteFromAnotherConversation is one with the id of a poll that its voter may not see.
func TestVoteFromAnotherConversation(t *testing.T) {
	t.Parallel()
	bot := newBot(newStore())
	group := fake.New(t, bot).InGroup("Release").Says(lunch).ExpectCard("Lunch?")
	elsewhere := group.As("Mallory").InGroup("Other")
	submit(elsewhere, map[string]any{"poll": bot.polls.open[0].id, "option": 0})
	elsewhere.ExpectRefusal(403, "belongs to another conversation").ExpectNothing()
	require.Zero(t, bot.polls.open[0].tally().total)
}

func TestVoteAfterClosing(t *testing.T) {
	t.Parallel()
	bot := newBot(newStore())
	group := fake.New(t, bot).InGroup("Release", "Bob").Says(lunch).ExpectCard("Lunch?")
	p := bot.polls.open[0]
	group.Says("close poll").ExpectCardUpdate("Closed").ExpectCard("Closed")
	submit(group.As("Bob"), map[string]any{"poll": p.id, "option": 0})
	group.As("Bob").ExpectAnswer("not open any more").ExpectNothing()

	_, err := p.vote("Bob", 0) // one that found the poll before it was closed
	require.ErrorIs(t, err, errPollClosed)
}

func TestVoteAfterARestart(t *testing.T) {
	t.Parallel()
	w, store := fake.NewWorld(t), newStore()
	group := w.Connect(newBot(store)).InGroup("Release").Says(lunch).ExpectCard("Lunch?")
	restarted := w.Connect(newBot(store)).InGroup("Release").Says(lunch).ExpectCard("Lunch?")
	first := w.Teams().Messages(group.Reference().Conversation.ID)[1]
	submit(restarted, buttonData(t, first))
	restarted.ExpectAnswer("I was restarted since").ExpectNothing()
	restarted.Presses("Pizza").ExpectAnswer("Votes: 1")
}

func TestPollTakesSoManyVotersOnly(t *testing.T) {
	t.Parallel()
	bot := newBot(newStore())
	ann := fake.New(t, bot).Says(lunch).ExpectCard("Lunch?")
	for i := range maxVoters {
		_, err := bot.polls.open[0].vote(fmt.Sprint(i), 0)
		require.NoError(t, err)
	}
	ann.Presses("Pizza").ExpectAnswer("has 10000 voters").ExpectNothing()
	_, err := bot.polls.open[0].vote("0", 1)
	require.NoError(t, err, "who has voted may change their mind")
}

// TestFiftyVoteAtOnce holds that no vote is lost and that the message ends up with all of them.
func TestFiftyVoteAtOnce(t *testing.T) {
	t.Parallel()
	const voters = 50
	w, bot := fake.NewWorld(t), newBot(newStore())
	group := w.Connect(bot).InGroup("Release").Says(lunch).ExpectCard("Lunch?")
	p := bot.polls.open[0]
	group.Together(func() {
		for i := range voters {
			group.As(fmt.Sprintf("Voter %d", i)).Presses(p.options[i%len(p.options)])
		}
	})
	require.Equal(t, []int{25, 25}, p.tally().counts)
	require.JSONEq(t, cardJSON(t, p.activity(p.tally())), cardEverybodySees(t, w, group))

	// All of them change their minds.
	group.Together(func() {
		for i := range voters {
			group.As(fmt.Sprintf("Voter %d", i)).Presses("Pizza")
		}
	})
	require.Equal(t, []int{50, 0}, p.tally().counts)
	require.JSONEq(t, cardJSON(t, p.activity(p.tally())), cardEverybodySees(t, w, group))
}

// TestVotesShareUpdates holds how often the channel is asked when it is slow: once for who comes first, and once more
// for everybody who came meanwhile.
func TestVotesShareUpdates(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]error{"taken": nil, "refused": errors.New("no")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var updates, running, most atomic.Int32
				w, bot := fake.NewWorld(t), newBot(newStore())
				logOf(bot)
				slow := onUpdates(bot, func(next framework.UpdateFunc) framework.UpdateFunc {
					return func(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error) {
						updates.Add(1)
						most.Store(max(most.Load(), running.Add(1)))
						defer running.Add(-1)
						time.Sleep(time.Second)
						if failure != nil {
							return schema.ResourceResponse{}, failure
						}
						return next(ctx, a)
					}
				})
				group := w.Connect(slow).InGroup("Release").Says(lunch).ExpectCard("Lunch?")
				start := time.Now()
				group.Together(func() {
					for i := range 20 {
						group.As(fmt.Sprintf("Voter %d", i)).Presses("Pizza")
					}
				})
				require.Equal(t, 2*time.Second, time.Since(start))
				require.Equal(t, int32(2), updates.Load())
				require.Equal(t, int32(1), most.Load(), "updates run one after the other")
				require.Equal(t, 20, bot.polls.open[0].tally().total)
			})
		})
	}
}

// TestVoteCountsWhenTheCardCannotBeUpdated holds that the next vote shows both.
func TestVoteCountsWhenTheCardCannotBeUpdated(t *testing.T) {
	t.Parallel()
	bot := newBot(newStore())
	log := logOf(bot)
	var refused atomic.Bool
	group := fake.New(t, onUpdates(bot, func(next framework.UpdateFunc) framework.UpdateFunc {
		return func(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error) {
			if refused.CompareAndSwap(false, true) {
				return schema.ResourceResponse{}, &framework.ChannelError{Class: framework.RetryLater, Status: 429}
			}
			return next(ctx, a)
		}
	})).InGroup("Release", "Bob").Says(lunch).ExpectCard("Lunch?")
	group.Presses("Pizza").ExpectAnswer("Votes: 1").ExpectNothing()
	require.Contains(t, log.String(), "poll not updated")
	require.Contains(t, log.String(), `class="retry later"`)
	group.As("Bob").Presses("Pizza").ExpectAnswer("Votes: 2").ExpectCardUpdate("Votes: 2")
}

// TestVoteBeforeTheMessageIsKnown is one that arrives while the poll is still being posted.
func TestVoteBeforeTheMessageIsKnown(t *testing.T) {
	t.Parallel()
	for _, known := range []bool{true, false} {
		t.Run(fmt.Sprintf("known later %t", known), func(t *testing.T) {
			t.Parallel()
			var press func()
			bot := newBot(newStore())
			group := fake.New(t, onCards(bot, func(next framework.SendFunc) framework.SendFunc {
				return func(ctx context.Context, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
					responses, err := next(ctx, activities)
					press()
					if !known {
						responses[0].ID = ""
					}
					return responses, err
				}
			})).InGroup("Release", "Bob")
			press = func() { group.As("Bob").Presses("Pizza") }
			group.Says(lunch).ExpectCard("Lunch?").ExpectCardUpdate("Votes: 1")
			group.Presses("Sushi").ExpectAnswer("Votes: 2").ExpectCardUpdate("Votes: 2").ExpectNothing()
		})
	}
}

// TestVoteWithoutAMessage is one before the poll's message is known, from a channel that does not say which it is on.
func TestVoteWithoutAMessage(t *testing.T) {
	t.Parallel()
	var press func()
	bot := newBot(newStore())
	group := fake.New(t, onCards(bot, func(next framework.SendFunc) framework.SendFunc {
		return func(ctx context.Context, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
			press()
			return next(ctx, activities)
		}
	})).InGroup("Release", "Bob")
	press = func() { submit(group.As("Bob"), map[string]any{"poll": bot.polls.open[0].id, "option": 0}) }
	group.Says(lunch).ExpectCard("Lunch?").ExpectCardUpdate("Votes: 1").ExpectNothing()
}

// submit has a person's client send a vote with that data, whatever is on the card.
func submit(who *fake.Conversation, data any) {
	who.Invokes(schema.InvokeAdaptiveCardAction, schema.AdaptiveCardInvokeValue{
		Action:  schema.AdaptiveCardInvokeAction{Type: "Action.Execute", Verb: verbVote, Data: data},
		Trigger: "manual",
	})
}

// onUpdates is the bot with a hook around its updates.
func onUpdates(bot framework.Handler, hook func(framework.UpdateFunc) framework.UpdateFunc) framework.Handler {
	return framework.Chain(bot, func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			turn.OnUpdate(hook)
			return next.OnTurn(ctx, turn)
		})
	})
}

// cardEverybodySees is the newest card in the conversation, as everybody sees it.
func cardEverybodySees(t *testing.T, w *fake.World, c *fake.Conversation) string {
	t.Helper()
	messages := w.Teams().Messages(c.Reference().Conversation.ID)
	return cardJSON(t, messages[len(messages)-1])
}

func cardJSON(t *testing.T, a *schema.Activity) string {
	t.Helper()
	require.Len(t, a.Attachments, 1)
	raw, err := json.Marshal(a.Attachments[0].Content)
	require.NoError(t, err)
	return string(raw)
}

// buttonData is what the first button of a poll sends.
func buttonData(t *testing.T, a *schema.Activity) any {
	t.Helper()
	var card struct {
		Body []struct {
			Actions []struct {
				Data any `json:"data"`
			} `json:"actions"`
		} `json:"body"`
	}
	require.NoError(t, json.Unmarshal([]byte(cardJSON(t, a)), &card))
	for _, part := range card.Body {
		if len(part.Actions) > 0 {
			return part.Actions[0].Data
		}
	}
	require.Fail(t, "the card has no button")
	return nil
}
