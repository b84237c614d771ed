package cloud_test

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
)

// Of more messages than a conversation's queue takes, the rest is told to come back, and when to. Whoever does is
// answered; nobody is acknowledged and then not answered.
func TestForceOverload(t *testing.T) {
	t.Parallel()
	const conversations, limit = 3, 100
	burst := size(300, 3_000) // of each conversation
	synctest.Test(t, func(t *testing.T) {
		gate, said := make(chan struct{}), &texts{count: map[string]int{}}
		b := newBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
			<-gate
			time.Sleep(30 * time.Millisecond)
			return turn.SendText(ctx, turn.Activity.Text)
		}, func(cfg *cloud.Config) { cfg.Logger = slog.New(slog.DiscardHandler) })
		b.network["smba.trafficmanager.net"] = said

		token := b.token(t, nil)
		var refused atomic.Int64
		var clients sync.WaitGroup
		for n := range conversations * burst {
			name := "wait " + strconv.Itoa(n)
			body := activity(t, map[string]any{
				"id": name, "text": name, "conversation": map[string]any{"id": "a:chat" + strconv.Itoa(n%conversations)},
			})
			clients.Go(func() {
				for {
					w := b.do(requestWith(t.Context(), token, body))
					if w.Code == http.StatusOK || w.Code == http.StatusAccepted {
						return
					}
					refused.Add(1)
					wait, err := strconv.Atoi(w.Header().Get("Retry-After"))
					if w.Code != http.StatusServiceUnavailable || err != nil || wait < 1 {
						t.Errorf("%s: answered %d with Retry-After %d, %v", name, w.Code, wait, err)
						return
					}
					time.Sleep(time.Duration(wait) * time.Second)
				}
			})
		}
		synctest.Wait()
		require.EqualValues(t, conversations*(burst-limit-1), refused.Load(), "one runs, %d wait", limit)

		close(gate)
		clients.Wait()
		time.Sleep(time.Minute) // for those that were acknowledged early
		synctest.Wait()
		said.requireOnce(t, conversations*burst)
		require.EqualValues(t, conversations*burst, b.turns.Load())
		t.Logf("%d messages, told %d times to come back", conversations*burst, refused.Load())
	})
}
