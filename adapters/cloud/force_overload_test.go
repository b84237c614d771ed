package cloud_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
)

// Of more messages than a conversation's queue takes, the rest is told to come back, and when to. Whoever does is
// answered, once, and no faster than Teams takes it; nobody is acknowledged and then not answered.
func TestForceOverload(t *testing.T) {
	t.Parallel()
	const conversations, limit = 3, 100
	burst := size(300, 1_000) // of each conversation
	synctest.Test(t, func(t *testing.T) {
		gate, said := make(chan struct{}), &paced{texts: texts{count: map[string]int{}}, at: map[string][]time.Time{}}
		b := newBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
			<-gate
			return sayInTime(ctx, turn)
		}, func(cfg *cloud.Config) { cfg.Logger = slog.New(slog.DiscardHandler) })
		b.network["smba.trafficmanager.net"] = said

		token := b.token(t, nil)
		var refused atomic.Int64
		var clients sync.WaitGroup
		for n := range conversations * burst {
			name := "wait " + strconv.Itoa(n)
			body := activity(t, map[string]any{
				"id": name, "text": name,
				"conversation": map[string]any{"id": "a:chat" + strconv.Itoa(n%conversations), "tenantId": "contoso"},
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

		begin := time.Now()
		close(gate)
		clients.Wait()
		require.NoError(t, b.Shutdown(context.Background())) // those that were acknowledged go on
		said.requireOnce(t, conversations*burst)
		said.requirePace(t, connector.TeamsLimits().Conversation)
		require.EqualValues(t, conversations*burst, b.turns.Load())
		t.Logf("%d messages, told %d times to come back, answered in %s", conversations*burst, refused.Load(), time.Since(begin))
	})
}

// sayInTime repeats the message, as soon as the channel's limits allow it.
func sayInTime(ctx context.Context, turn *framework.TurnContext) error {
	for {
		err := turn.SendText(ctx, turn.Activity.Text)
		held, ok := errors.AsType[*framework.ChannelError](err)
		if !ok || held.Class != framework.RetryLater {
			return err
		}
		select {
		case <-time.After(held.RetryAfter):
		case <-ctx.Done():
			return err
		}
	}
}

// paced is a connector that knows how fast it was written to.
type paced struct {
	texts
	at map[string][]time.Time // by conversation; texts.mu guards it
}

func (p *paced) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conversation, _, _ := strings.Cut(r.URL.Path, "/activities")
	p.mu.Lock()
	p.at[conversation] = append(p.at[conversation], time.Now())
	p.mu.Unlock()
	p.texts.ServeHTTP(w, r)
}

// requirePace wants no conversation written to faster than a rate allows.
func (p *paced) requirePace(t *testing.T, rates []connector.Rate) {
	t.Helper()
	for conversation, at := range p.at {
		for _, rate := range rates {
			for i := rate.Count; i < len(at); i++ {
				require.GreaterOrEqual(t, at[i].Sub(at[i-rate.Count]), rate.Per, "%s: more than %d in %s", conversation, rate.Count, rate.Per)
			}
		}
	}
}
