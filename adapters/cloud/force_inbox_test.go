package cloud_test

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A bot with an inbox is killed again and again, while it acknowledges most turns before their end. Nothing is lost: what
// was acknowledged runs again by itself, what was not is delivered again. And when all is over, nothing runs any more,
// however often it is delivered.
func TestForceInboxCrash(t *testing.T) {
	t.Parallel()
	onEachDatabase(t, func(t *testing.T, c *crashes) {
		t.Helper()
		messages, kills := size(150, 4_000), size(2, 30)
		const acknowledge = 2 * time.Millisecond
		close(c.goOn)
		token, err := c.identity.SignChannelToken(c.connector.URL, nil)
		require.NoError(t, err)
		current := &currentBot{bot: c.start(t, acknowledge), replaced: make(chan struct{})}
		ended := make(chan struct{}, messages)
		channel := func(n int) { // delivers until there is an answer
			for {
				bot, replaced := current.get()
				status := postTo(t.Context(), bot.url, token, c.numbered(t, n))
				if status == http.StatusOK || status == http.StatusAccepted {
					break
				}
				if status != 0 {
					t.Errorf("message %d was answered %d", n, status)
					break
				}
				select {
				case <-replaced:
				case <-t.Context().Done():
				}
			}
			ended <- struct{}{}
		}
		all := func() *sync.WaitGroup {
			var clients sync.WaitGroup
			for client := range 20 {
				clients.Go(func() {
					for n := client; n < messages; n += 20 {
						channel(n)
					}
				})
			}
			return &clients
		}

		clients := all()
		for range kills {
			for range messages / (kills + 1) {
				<-ended
			}
			bot, _ := current.get()
			bot.kill(t)
			current.replace(c.restart(t, acknowledge))
		}
		clients.Wait()
		c.quiet(t, ended)
		all().Wait() // what was answered in the last moment before a kill may run once more
		c.quiet(t, ended)
		before, twice := make([]int, messages), 0
		for n := range messages {
			before[n] = c.said.of(strconv.Itoa(n))
			require.Positive(t, before[n], "message %d was lost", n)
			require.LessOrEqual(t, before[n], 2+kills, "message %d", n)
			twice += before[n] - 1
		}
		all().Wait()
		c.quiet(t, ended)
		for n := range messages {
			require.Equal(t, before[n], c.said.of(strconv.Itoa(n)), "message %d", n)
		}
		t.Logf("%d messages, %d kills: none was lost, %d were said again", messages, kills, twice)
	})
}

// quiet waits until no turn is left.
func (c *crashes) quiet(t *testing.T, ended <-chan struct{}) {
	t.Helper()
	c.eventually(t, 0, "convo_journal", "set_aside = 0")
	for len(ended) > 0 {
		<-ended
	}
}

// numbered is a message that makes the bot work, speak and work.
func (c *crashes) numbered(t *testing.T, n int) string {
	t.Helper()
	return activity(t, map[string]any{
		"id": strconv.Itoa(n), "text": "work say work", "serviceUrl": c.connector.URL,
		"conversation": map[string]any{"id": "a:chat" + strconv.Itoa(n%20)},
	})
}
