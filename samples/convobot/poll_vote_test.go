package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/samples/internal/items"
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
		"an id that is none": {
			func(string) any { return map[string]any{"poll": "\x00" + strings.Repeat("x", 5000), "option": 0} },
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
			onEachStore(t, func(t *testing.T, start func() *convoBot) {
				t.Helper()
				bot := start()
				group := fake.New(t, bot).InGroup("Release", "Bob").Says(lunch).ExpectCard("Lunch?")
				submit(group, test.data(openPoll(t, bot, group).ID))
				if test.status == 200 {
					group.ExpectAnswer(test.want)
				} else {
					group.ExpectRefusal(test.status, test.want)
				}
				group.ExpectNothing()
				require.Empty(t, openPoll(t, bot, group).Votes)
			})
		})
	}
}

// TestVoteFromAnotherConversation is one with the id of a poll that its voter may not see.
func TestVoteFromAnotherConversation(t *testing.T) {
	t.Parallel()
	bot := newBot(newStore())
	group := fake.New(t, bot).InGroup("Release").Says(lunch).ExpectCard("Lunch?")
	elsewhere := group.As("Mallory").InGroup("Other")
	submit(elsewhere, map[string]any{"poll": openPoll(t, bot, group).ID, "option": 0})
	elsewhere.ExpectRefusal(403, "belongs to another conversation").ExpectNothing()
	require.Empty(t, openPoll(t, bot, group).Votes)
}

func TestVoteAfterClosing(t *testing.T) {
	t.Parallel()
	bot := newBot(newStore())
	group := fake.New(t, bot).InGroup("Release", "Bob").Says(lunch).ExpectCard("Lunch?")
	p := openPoll(t, bot, group)
	group.Says("close poll").ExpectCardUpdate("Closed").ExpectCard("Closed")
	submit(group.As("Bob"), map[string]any{"poll": p.ID, "option": 0})
	group.As("Bob").ExpectAnswer("not open any more").ExpectNothing()

	_, err := bot.polls.change(t.Context(), p.ID, func(p *poll) error { return p.vote("Bob", 0) })
	require.ErrorIs(t, err, errPollClosed, "one that found the poll before it was removed")
	require.NoError(t, p.close())
	require.ErrorIs(t, p.vote("Bob", 0), errPollClosed, "and before it was closed")
}

func TestPollTakesSoManyVotersOnly(t *testing.T) {
	t.Parallel()
	bot := newBot(newStore())
	ann := fake.New(t, bot).Says(lunch).ExpectCard("Lunch?")
	_, err := bot.polls.change(t.Context(), openPoll(t, bot, ann).ID, func(p *poll) error {
		for i := range maxVoters {
			require.NoError(t, p.vote(fmt.Sprint(i), 0))
		}
		require.NoError(t, p.vote("0", 1), "who has voted may change their mind")
		require.ErrorIs(t, p.vote("another", 1), errPollFull)
		return nil
	})
	require.NoError(t, err)
	ann.Presses("Pizza").ExpectAnswer("has 10000 voters").ExpectNothing()
}

// TestPollHasRoomInTheStorage holds the biggest poll, with all the voters that it takes, to what an item may have.
func TestPollHasRoomInTheStorage(t *testing.T) {
	t.Parallel()
	p := pollBy(strings.Repeat("<", maxName), "en", strings.Repeat("<", maxQuestion), slices.Repeat([]string{strings.Repeat("<", maxOption)}, maxOptions)...)
	for i := range maxVoters {
		require.NoError(t, p.vote(strings.Repeat("long ", 50)+fmt.Sprint(i), i%maxOptions))
	}
	raw, err := json.Marshal(p)
	require.NoError(t, err)
	require.Len(t, p.Votes, maxVoters)
	require.Less(t, len(raw), state.MaxValue/4, "a vote writes all of it")
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
				require.Len(t, openPoll(t, bot, group).Votes, 20)
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
	press = func() { submit(group.As("Bob"), map[string]any{"poll": openPoll(t, bot, group).ID, "option": 0}) }
	group.Says(lunch).ExpectCard("Lunch?").ExpectCardUpdate("Votes: 1").ExpectNothing()
}

// openPolls are the open polls in a conversation, oldest first.
func openPolls(t *testing.T, bot *convoBot, at *fake.Conversation) (open []*poll) {
	t.Helper()
	list, _, err := items.Read[listed](t.Context(), bot.polls.storage, placeID(at.Reference(), ""))
	require.NoError(t, err)
	for _, entry := range list {
		p, err := bot.polls.find(t.Context(), entry.ID)
		require.NoError(t, err)
		require.NotNil(t, p, "a poll is listed that is not there")
		open = append(open, p)
	}
	return open
}

// openPoll is the only one.
func openPoll(t *testing.T, bot *convoBot, at *fake.Conversation) *poll {
	t.Helper()
	open := openPolls(t, bot, at)
	require.Len(t, open, 1)
	return open[0]
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
