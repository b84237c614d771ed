package streaming_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/streaming"
	"github.com/convobot/convo/handlers"
)

// cutting returns a bot whose turns end so long after they began. They write half of a text at once, and the other half later.
func cutting(after, later time.Duration) framework.Handler {
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer time.AfterFunc(after, cancel).Stop()
		_, err := streaming.Reply(ctx, turn, func(ctx context.Context, w *streaming.Writer) error {
			fmt.Fprint(w, "So far,")
			select {
			case <-time.After(later):
			case <-ctx.Done():
			}
			fmt.Fprint(w, " so good.")
			return nil
		})
		return err
	})
	return &bot
}

// All is written, and the message waits for its time when the turn ends.
func TestTheTurnEndsWhileTheMessageWaits(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		ends  time.Duration
		fault world.Fault // at 0.4 s: the part was at 0.25 s, the message comes at 1.25 s
	}{
		"for the part to be seen": {ends: time.Second},
		"as the channel says":     {2 * time.Second, world.Fault{Status: http.StatusTooManyRequests, RetryAfter: 3 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := fake.NewWorld(t)
				if tt.fault.Status != 0 {
					time.AfterFunc(400*time.Millisecond, func() { w.Teams().Inject(tt.fault) })
				}
				w.Connect(cutting(tt.ends, 500*time.Millisecond)).Says("tell").
					ExpectStreamed("So far,").ExpectText("So far, so good.").ExpectNothing()
			})
		})
	}
}

// The first part is on its way when the turn ends: the message is the one that it began, and the next one is streamed too.
func TestTheTurnEndsWhileAPartIsOnItsWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := fake.NewWorld(t)
		w.Teams().Inject(world.Fault{Method: http.MethodPost, Delay: time.Second})
		conv := w.Connect(cutting(500*time.Millisecond, time.Minute)).Says("tell").
			ExpectStreamed("So far,").ExpectText("So far,").ExpectNothing()
		require.Len(t, w.Teams().Messages(conv.Reference().Conversation.ID), 2)
		w.Connect(cutting(time.Minute, time.Second)).Says("again").
			ExpectStreamed("So far,").ExpectText("So far, so good.").ExpectNothing()
	})
}
