package cloud_test

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// onEachDatabase runs a test on bots that have an inbox.
func onEachDatabase(t *testing.T, test func(t *testing.T, c *crashes)) {
	t.Helper()
	for name, kept := range map[string]func(testing.TB) database{"SQLite": sqliteFile, "Postgres": postgresSchema} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inbox := kept(t)
			c := newCrashes(t)
			c.inbox = &inbox
			test(t, c)
		})
	}
}

// restart starts another process in place of one that was killed. PostgreSQL hears of a death 20 seconds after it, which the
// test does not wait for.
func (c *crashes) restart(t *testing.T, acknowledge time.Duration) *botCommand {
	t.Helper()
	if c.inbox.On == sqlstore.Postgres {
		_, err := c.inbox.connect(t).ExecContext(t.Context(), `UPDATE convo_owners SET alive_until = 0`)
		require.NoError(t, err)
	}
	return c.start(t, acknowledge)
}

// eventually waits until the bot's database has that many rows of a kind.
func (c *crashes) eventually(t *testing.T, rows int, table, kind string) {
	t.Helper()
	conn := c.inbox.connect(t)
	defer conn.Close()
	require.Eventually(t, func() bool {
		var n int
		err := conn.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table+" WHERE "+kind).Scan(&n)
		return err == nil && n == rows
	}, time.Minute, 5*time.Millisecond, "%s with %s", table, kind)
}

// What a killed process with an inbox loses. It holds the section "What a crash can lose" of package framework.
func TestCrashWithInbox(t *testing.T) {
	t.Parallel()
	const never, atOnce = time.Hour, time.Millisecond // when a turn is acknowledged that has not ended
	tests := map[string]struct {
		acknowledge time.Duration
		deliver     []step // until the process is killed
		done        int    // of those, how many are settled before
		alone       bool   // the turns run then without a delivery
		redeliver   []step // to the next process
		said        map[string]int
	}{
		"a turn that was not acknowledged runs again, says again, when it is delivered again": {
			acknowledge: never,
			deliver:     []step{{do: "say work", runs: true}},
			redeliver:   []step{{do: "say work", status: 200}},
			said:        map[string]int{"1": 2},
		},
		"a turn that was acknowledged runs again": {
			acknowledge: atOnce,
			deliver:     []step{{do: "work say", runs: true, status: 202}},
			alone:       true,
			redeliver:   []step{{do: "work say", status: 200}},
			said:        map[string]int{"1": 1},
		},
		"and says again what it had said": {
			acknowledge: atOnce,
			deliver:     []step{{do: "say work", runs: true, status: 202}},
			alone:       true,
			said:        map[string]int{"1": 2},
		},
		"but for what it says once": {
			acknowledge: atOnce,
			deliver:     []step{{do: "once work", runs: true, status: 202}},
			alone:       true,
			said:        map[string]int{"1": 1},
		},
		"so does one that waited for its turn, acknowledged": {
			acknowledge: atOnce,
			deliver:     []step{{do: "work", runs: true, status: 202}, {do: "say", status: 202}},
			alone:       true,
			redeliver:   []step{{do: "work", status: 200}, {do: "say", status: 200}},
			said:        map[string]int{"2": 1},
		},
		"an answer is kept": {
			acknowledge: never,
			deliver:     []step{{do: "say", status: 200}},
			done:        1,
			redeliver:   []step{{do: "say", status: 200}},
			said:        map[string]int{"1": 1},
		},
		"so is a key of Once, at once": {
			acknowledge: never,
			deliver:     []step{{do: "once work", runs: true}},
			redeliver:   []step{{do: "once work", status: 200}},
			said:        map[string]int{"1": 1},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onEachDatabase(t, func(t *testing.T, c *crashes) {
				t.Helper()
				bot := c.start(t, tt.acknowledge)
				var ended []func()
				for i, s := range tt.deliver {
					ended = append(ended, c.deliver(t, bot, i, s))
				}
				if tt.done > 0 {
					c.eventually(t, tt.done, "convo_claims", "done_until > 0")
				}
				bot.kill(t)
				for _, end := range ended {
					end()
				}
				close(c.goOn)
				bot = c.restart(t, never)
				c.eventually(t, 0, "convo_journal", "set_aside = 0")
				if tt.alone {
					c.requireSaid(t, tt.said)
				}
				for i, s := range tt.redeliver {
					c.deliver(t, bot, i, s)()
				}
				c.requireSaid(t, tt.said)
			})
		})
	}
}

func (c *crashes) requireSaid(t *testing.T, want map[string]int) {
	t.Helper()
	for id, times := range want {
		require.Equal(t, times, c.said.of(id), "said by %s", id)
	}
}

// A turn that takes its process down each time does so three times, and no other suffers from it. Then it waits for people.
func TestCrashAgainAndAgain(t *testing.T) {
	t.Parallel()
	onEachDatabase(t, func(t *testing.T, c *crashes) {
		t.Helper()
		bot := c.start(t, time.Millisecond)
		c.deliver(t, bot, 0, step{do: "work say", status: http.StatusAccepted})
		c.deliver(t, bot, 1, step{do: "say", status: http.StatusAccepted}) // waits behind it
		for range 2 {
			require.Equal(t, "1", <-c.begins)
			c.eventually(t, 1, "convo_journal", "attempts > 0")
			bot.kill(t)
			bot = c.restart(t, time.Hour)
		}
		require.Equal(t, "1", <-c.begins)
		bot.kill(t)
		bot = c.restart(t, time.Hour)
		c.eventually(t, 1, "convo_journal", "set_aside > 0")
		c.eventually(t, 1, "convo_journal", "id > 0")
		require.Equal(t, 1, c.said.of("2"), "what waited behind it")
		bot.kill(t)

		c.retryOne(t)
		close(c.goOn)
		c.restart(t, time.Hour)
		c.eventually(t, 0, "convo_journal", "id > 0")
		require.Equal(t, 1, c.said.of("1"))
		require.Equal(t, 1, c.said.of("2"))
	})
}

// retryOne does what an operator does with an activity that was set aside.
func (c *crashes) retryOne(t *testing.T) {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), c.inbox.connect(t), c.inbox.On, sqlstore.Options{})
	require.NoError(t, err)
	var list []framework.Entry
	for e, err := range db.Inbox().AllSetAside(t.Context()) {
		require.NoError(t, err)
		list = append(list, e)
	}
	require.Len(t, list, 1)
	require.Equal(t, "1", list[0].Activity.ID)
	require.Equal(t, 3, list[0].Attempts)
	require.Equal(t, "the process ended in each of its turns", list[0].Error)
	require.NoError(t, db.Inbox().Retry(t.Context(), list[0].ID))
	require.NoError(t, db.Close())
}

// A replica takes over what another one had acknowledged: when its lease has ended, some 20 seconds after its death, which
// only the long form waits for.
func TestReplicaTakesOver(t *testing.T) {
	t.Parallel()
	inbox := postgresSchema(t)
	c := newCrashes(t)
	c.inbox = &inbox
	first := c.start(t, time.Millisecond)
	owner := ""
	require.NoError(t, inbox.connect(t).QueryRowContext(t.Context(), `SELECT id FROM convo_owners`).Scan(&owner))
	c.start(t, time.Millisecond)
	c.deliver(t, first, 0, step{do: "work say", runs: true, status: http.StatusAccepted})
	first.kill(t)
	close(c.goOn)
	if !*long {
		_, err := inbox.connect(t).ExecContext(t.Context(), `DELETE FROM convo_owners WHERE id = $1`, owner)
		require.NoError(t, err)
	}
	c.eventually(t, 0, "convo_journal", "id > 0")
	require.Equal(t, 1, c.said.of("1"))
}

// Every message is delivered to all replicas of a bot at the same instant. One runs it.
func TestReplicasRunOnce(t *testing.T) {
	t.Parallel()
	inbox := postgresSchema(t)
	c := newCrashes(t)
	c.inbox = &inbox
	close(c.goOn)
	token, err := c.identity.SignChannelToken(c.connector.URL, nil)
	require.NoError(t, err)
	bots := []*botCommand{c.start(t, time.Hour), c.start(t, time.Hour), c.start(t, time.Hour)}
	messages := size(60, 2_000)
	for n := range messages {
		body := activity(t, map[string]any{
			"id": strconv.Itoa(n), "text": "work say", "serviceUrl": c.connector.URL,
			"conversation": map[string]any{"id": "a:chat" + strconv.Itoa(n%7)},
		})
		var deliveries sync.WaitGroup
		for _, bot := range bots {
			deliveries.Go(func() {
				if status := postTo(context.WithoutCancel(t.Context()), bot.url, token, body); status != http.StatusOK {
					t.Errorf("message %d was answered %d", n, status)
				}
			})
		}
		deliveries.Wait()
		require.Equal(t, 1, c.said.of(strconv.Itoa(n)), "message %d", n)
	}
}
