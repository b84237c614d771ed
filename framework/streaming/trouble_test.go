package streaming_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/streaming"
	"github.com/convobot/convo/handlers"
)

// What the channel does not take is not lost, and what it may have taken is not said twice.
func TestFaults(t *testing.T) {
	t.Parallel()
	const whole = "one two three four five six seven eight"
	unknown := func(times int, done bool) world.Fault {
		return world.Fault{Status: http.StatusBadGateway, Times: times, Done: done}
	}
	for name, tt := range map[string]struct {
		fault    world.Fault
		streamed []string
		fails    string
	}{
		"not allowed": {
			fault: world.Fault{Status: http.StatusForbidden, Code: "ContentStreamNotAllowed", Message: "Content stream is not allowed"},
		},
		"a part comes too soon": {
			fault:    world.Fault{Status: http.StatusTooManyRequests, RetryAfter: 2 * time.Second},
			streamed: []string{"one"},
		},
		"much comes too soon": {
			fault:    world.Fault{Status: http.StatusTooManyRequests, RetryAfter: 20 * time.Second, Times: 3},
			streamed: nil,
		},
		"who knows about the first part": {fault: unknown(1, true), streamed: []string{"one"}},
		"the first part is lost":         {fault: unknown(1, false)},
		"the message is refused for good": {
			fault: world.Fault{Status: http.StatusForbidden, Code: "ConversationBlockedByUser", Times: 9}, fails: "ConversationBlockedByUser",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				bot, _ := writing(says("one", " two", " three", " four", " five", " six", " seven", " eight"))
				conv := w.Connect(bot)
				w.Teams().Inject(tt.fault)
				conv = conv.Says("count")
				if tt.fails != "" {
					conv.ExpectError(tt.fails).ExpectNothing()
					return
				}
				conv.ExpectStreamed(tt.streamed...).ExpectText(whole).ExpectNothing()
			})
		})
	}
}

// A later part of which nobody knows is passed over: the next one has its text.
func TestALaterPartIsLost(t *testing.T) {
	t.Parallel()
	for _, done := range []bool{true, false} {
		t.Run(fmt.Sprint(done), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				bot, _ := writing(func(ctx context.Context, writer *streaming.Writer) error {
					if err := says("one", " two", " three")(ctx, writer); err != nil {
						return err
					}
					w.Teams().Inject(world.Fault{Method: http.MethodPost, Status: http.StatusBadGateway, Done: done})
					return says(" four", " five", " six", " seven", " eight")(ctx, writer)
				})
				w.Connect(bot).Says("count").ExpectText("one two three four five six seven eight").ExpectNothing()
			})
		})
	}
}

// A turn that is over still says what was written.
func TestTheTurnIsOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var bot handlers.ActivityHandler
		bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
			ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
			defer cancel()
			_, err := streaming.Reply(ctx, turn, func(ctx context.Context, w *streaming.Writer) error {
				fmt.Fprint(w, "So far, so good.")
				<-ctx.Done()
				return ctx.Err()
			})
			require.ErrorIs(t, err, context.DeadlineExceeded)
			return nil
		})
		w.Connect(&bot).Says("tell").ExpectText("So far, so good.").ExpectNothing()
	})
}

func TestWhoWritesFails(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		write func(w *streaming.Writer)
		said  string
	}{
		"at once":          {func(*streaming.Writer) {}, ""},
		"in the middle":    {func(w *streaming.Writer) { fmt.Fprint(w, "The answer is"); time.Sleep(time.Second) }, "The answer is"},
		"after a progress": {func(w *streaming.Writer) { w.Inform("Searching ..."); time.Sleep(time.Second) }, "No answer."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				bot, _ := writing(func(_ context.Context, w *streaming.Writer) error {
					tt.write(w)
					return errors.New("the model is away")
				})
				conv := w.Connect(bot).Says("ask").ExpectError("the model is away")
				if tt.said != "" {
					conv.ExpectText(tt.said)
				}
				conv.ExpectNothing()
			})
		})
	}
}

// A panic ends the goroutine that sends the parts, as synctest would tell, and nothing more is written.
func TestWhoWritesPanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var kept *streaming.Writer
		bot, _ := writing(func(_ context.Context, w *streaming.Writer) error {
			kept = w
			fmt.Fprint(w, "Well")
			time.Sleep(time.Second)
			panic("boom")
		})
		w.Connect(bot).Says("ask").ExpectError("boom").ExpectStreamed("Well")
		_, err := kept.WriteString("more")
		require.ErrorContains(t, err, "call Reply for another one")
	})
}
