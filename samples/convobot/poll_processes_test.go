package main

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestPollAfterARestart(t *testing.T) {
	t.Parallel()
	onEachStore(t, func(t *testing.T, start func() *convoBot) {
		t.Helper()
		w := fake.NewWorld(t)
		group := w.Connect(start()).Says("language de").InGroup("Release", "Bob").Says(lunch).ExpectCard("Ann fragt")
		group.As("Bob").Presses("Pizza").ExpectAnswer("Stimmen: 1").ExpectCardUpdate("Stimmen: 1")

		group = w.Connect(start()).InGroup("Release")
		group.As("Bob").Presses("Pizza").ExpectAnswer("You have voted for Pizza already").ExpectNothing()
		group.Presses("Sushi").ExpectAnswer("Stimmen: 2").ExpectCardUpdate("Stimmen: 2")

		last := start()
		group = w.Connect(last).InGroup("Release")
		group.As("Bob").Says("close poll").ExpectContains("Only Ann can")
		group.Says("close poll").ExpectCardUpdate("Gleichstand").ExpectCard("Gleichstand")
		group.Says("close poll").ExpectContains("keine Umfrage offen")
		require.Empty(t, openPolls(t, last, group))
	})
}

// TestCloseThatFails holds that a result which could not be told is told the next time, after a restart too.
func TestCloseThatFails(t *testing.T) {
	t.Parallel()
	onEachStore(t, func(t *testing.T, start func() *convoBot) {
		t.Helper()
		w := fake.NewWorld(t)
		ann := w.Connect(start())
		group := ann.InGroup("Release", "Bob").Says(lunch).ExpectCard("Lunch?")
		group.As("Bob").Presses("Pizza").ExpectCardUpdate("Votes: 1")

		refuse := func(framework.SendFunc) framework.SendFunc {
			return func(context.Context, []*schema.Activity) ([]schema.ResourceResponse, error) {
				return nil, &framework.ChannelError{Class: framework.RetryLater, Status: 429}
			}
		}
		group = w.Connect(onCards(start(), refuse)).InGroup("Release")
		group.Says("close poll").ExpectError("429").ExpectCardUpdate("Closed").ExpectNothing()

		last := start()
		group = w.Connect(last).InGroup("Release")
		bob := group.As("Bob")
		submit(bob, map[string]any{"poll": openPoll(t, last, group).ID, "option": 1})
		bob.ExpectAnswer("not open any more").ExpectNothing()
		group.Says("close poll").ExpectCardUpdate("Closed").ExpectCard("Most votes: Pizza (1 of 1)").ExpectNothing()
		ann.ExpectCard("Most votes: Pizza (1 of 1)").ExpectNothing()
		group.Says("close poll").ExpectContains("no open poll here")
	})
}

// TestFiftyVoteAtOnce holds that no vote is lost and that the message ends up with all of them, also when the bot is two
// processes.
func TestFiftyVoteAtOnce(t *testing.T) {
	t.Parallel()
	onEachStore(t, func(t *testing.T, start func() *convoBot) {
		t.Helper()
		const voters = 50
		w := fake.NewWorld(t)
		for processes := 1; processes <= 2; processes++ {
			bot := start()
			name := fmt.Sprintf("Of %d", processes)
			groups := []*fake.Conversation{w.Connect(bot).InGroup(name).Says(lunch).ExpectCard("Lunch?")}
			for range processes - 1 {
				groups = append(groups, w.Connect(start()).InGroup(name))
			}
			all := func(option func(voter int) string) {
				groups[0].Together(func() {
					for i := range voters {
						groups[i%processes].As(fmt.Sprintf("Voter %d", i)).Presses(option(i))
					}
				})
			}
			all(func(voter int) string { return []string{"Pizza", "Sushi"}[voter/2%2] })
			p := openPoll(t, bot, groups[0])
			require.Equal(t, []int{26, 24}, p.tally())
			require.JSONEq(t, cardJSON(t, p.activity()), cardEverybodySees(t, w, groups[0]))

			// All of them change their minds.
			all(func(int) string { return "Pizza" })
			p = openPoll(t, bot, groups[0])
			require.Equal(t, []int{50, 0}, p.tally())
			require.JSONEq(t, cardJSON(t, p.activity()), cardEverybodySees(t, w, groups[0]))
		}
	})
}

// TestUpdateThatIsOvertaken is one with less in it than what another process has sent meanwhile.
func TestUpdateThatIsOvertaken(t *testing.T) {
	t.Parallel()
	var press func()
	w, store := fake.NewWorld(t), newStore()
	slow := onUpdates(newBot(store), func(next framework.UpdateFunc) framework.UpdateFunc {
		return func(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error) {
			press()
			return next(ctx, a)
		}
	})
	group := w.Connect(slow).InGroup("Release").Says(lunch).ExpectCard("Lunch?")
	other := w.Connect(newBot(store)).InGroup("Release").As("Bob")
	press = func() {
		press = func() {}
		other.Presses("Sushi")
	}
	group.Presses("Pizza").ExpectCardUpdate("Votes: 2").ExpectCardUpdate("Votes: 1").ExpectCardUpdate("Votes: 2").ExpectNothing()
	group.ExpectAnswer("Votes: 2")
}
