package cloud_test

import (
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A bot is killed again and again in the middle of its turns. A channel that delivers again what it got no answer to has
// every message answered: as often as it was delivered at most, and that is once where the bot lived.
func TestForceCrash(t *testing.T) {
	t.Parallel()
	messages, kills := size(200, 5_000), size(2, 40)
	const clients, conversations = 40, 20
	c := newCrashes(t)
	close(c.goOn)
	token, err := c.identity.SignChannelToken(c.connector.URL, nil)
	require.NoError(t, err)
	current := &currentBot{bot: c.start(t, time.Hour), replaced: make(chan struct{})}

	waiting := make(chan int, messages)
	for n := range messages {
		waiting <- n
	}
	close(waiting)
	broken := make([]atomic.Int64, messages) // deliveries without an answer
	var answered atomic.Int64
	killing := make(chan struct{}, messages) // due, in the middle of what is left
	var channel sync.WaitGroup
	for range clients {
		channel.Go(func() {
			for n := range waiting {
				body := activity(t, map[string]any{
					"id": strconv.Itoa(n), "text": "work say work", "serviceUrl": c.connector.URL,
					"conversation": map[string]any{"id": "a:chat" + strconv.Itoa(n%conversations)},
				})
				status := 0
				for status == 0 {
					bot, replaced := current.get()
					if status = postTo(t.Context(), bot.url, token, body); status == 0 {
						broken[n].Add(1)
						<-replaced
					}
				}
				if status != http.StatusOK {
					t.Errorf("message %d was answered %d", n, status)
				}
				if answered.Add(1)%int64(messages/(kills+1)) == 0 {
					killing <- struct{}{}
				}
			}
		})
	}
	for range kills {
		<-killing
		bot, _ := current.get()
		bot.kill(t)
		current.replace(c.start(t, time.Hour))
	}
	channel.Wait()

	var again, twice int64
	for n := range messages {
		said, without := c.said.of(strconv.Itoa(n)), broken[n].Load()
		require.Positive(t, said, "message %d was lost", n)
		require.LessOrEqual(t, int64(said), 1+without, "message %d was answered too often", n)
		again += without
		twice += int64(said - 1)
	}
	require.Positive(t, again, "no turn was interrupted")
	t.Logf("%d messages, %d kills: %d deliveries got no answer and came again, %d messages were said again",
		messages, kills, again, twice)
}

// currentBot is the bot that lives now, in a process of its own.
type currentBot struct {
	mu       sync.Mutex
	bot      *botCommand
	replaced chan struct{} // closed when another one is the current bot
}

func (c *currentBot) get() (bot *botCommand, replaced <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bot, c.replaced
}

func (c *currentBot) replace(bot *botCommand) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bot = bot
	close(c.replaced)
	c.replaced = make(chan struct{})
}
