package framework_test

import (
	"context"
	"math"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestOneConversationRunsInOrderOfArrival(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		h := b.works(time.Second)
		b.deliver(message("a"), h)
		b.deliver(activity(schema.TypeConversationUpdate, "b"), h)
		last := b.deliver(message("c"), h)
		require.Equal(b, 3*time.Second, last.wait().after)
		b.requireJournal("0s: a starts", "1s: a ends", "1s: b starts", "2s: b ends", "2s: c starts", "3s: c ends")
	})
}

func TestLongQueueKeepsItsOrder(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		var got, want []string
		h := does(func(_ context.Context, turn *framework.TurnContext) error {
			got = append(got, turn.Activity.ID)
			time.Sleep(time.Millisecond)
			return nil
		})
		for i := range 90 {
			want = append(want, strconv.Itoa(i))
			b.deliver(message(want[i]), h)
		}
		require.NoError(b, b.Shutdown(context.Background()))
		require.Equal(b, want, got)
	})
}

// TestWhatRunsBesideARunningTurn says which second activity does not wait for a first that runs for a second.
func TestWhatRunsBesideARunningTurn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		second *schema.Activity
		beside bool
	}{
		"another message":      {second: message("2")},
		"another notification": {second: activity(schema.TypeTyping, "2")},
		"expectReplies":        {second: message("2", delivered(schema.DeliveryExpectReplies))},
		"invoke":               {second: invoke("2"), beside: true},
		"another conversation": {second: message("2", inConversation("19:other")), beside: true},
		"another thread":       {second: message("2", inConversation("19:chat;messageid=1")), beside: true},
		"another channel":      {second: message("2", onChannel(schema.ChannelDirectLine)), beside: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				b.deliver(message("1"), b.works(time.Second))
				want := 2 * time.Second
				if tt.beside {
					want = time.Second
				}
				require.Equal(b, want, b.run(tt.second, b.works(time.Second)).after)
			})
		})
	}
}

func TestInvokesOfOneConversationRunBesideEachOther(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.deliver(invoke("1"), b.works(time.Second))
		require.Equal(b, time.Second, b.run(invoke("2"), b.works(time.Second)).after)
	})
}

func TestParallelRunsEverythingAtOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.Policy = framework.Parallel
		b.QueueLimit = 1
		for _, id := range []string{"1", "2", "3"} {
			b.deliver(message(id), b.works(time.Second))
		}
		require.Equal(b, time.Second, b.run(message("4"), b.works(time.Second)).after)
	})
}

func TestFullQueueRefusesAndReleasesTheClaim(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.QueueLimit = 2
		for _, id := range []string{"running", "waiting 1", "waiting 2"} {
			b.deliver(message(id), b.works(time.Second))
		}
		refused := b.run(message("refused"), nothing())
		require.ErrorIs(b, refused.err, framework.ErrQueueFull)
		require.Zero(b, refused.after)
		require.NoError(b, b.run(message("elsewhere", inConversation("19:other")), nothing()).err)
		require.NoError(b, b.run(invoke("invoke"), nothing()).err)
		require.Empty(b, b.logs.lines(), "no turn has failed")

		time.Sleep(time.Second)
		synctest.Wait() // the first has ended too
		again := b.run(message("refused"), nothing())
		require.NoError(b, again.err)
		require.False(b, again.Duplicate)
		b.requireJournal("0s: running starts", "1s: running ends", "1s: waiting 1 starts", "2s: waiting 1 ends",
			"2s: waiting 2 starts", "3s: waiting 2 ends")
	})
}

func TestDefaultQueueHoldsAHundred(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		for i := range 101 {
			require.False(b, b.deliver(message(strconv.Itoa(i)), b.works(time.Second)).answered())
		}
		require.ErrorIs(b, b.run(message("refused"), nothing()).err, framework.ErrQueueFull)
	})
}

func TestFailedTurnLetsTheQueueGoOn(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.deliver(message("1"), does(func(context.Context, *framework.TurnContext) error {
			time.Sleep(time.Second)
			panic("oops")
		}))
		require.Equal(b, 2*time.Second, b.run(message("2"), b.works(time.Second)).after)
	})
}

// TestStubbornTurnGivesItsPlaceUp has a handler that ignores its context: its conversation goes on a second after
// its time limit, and its late end harms nothing.
func TestStubbornTurnGivesItsPlaceUp(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.TurnTimeout = time.Minute
		b.deliver(message("stubborn"), b.stubborn(62*time.Second))
		b.deliver(message("second"), b.works(3*time.Second))
		b.deliver(message("third"), b.works(time.Second))
		require.NoError(b, b.Shutdown(context.Background()))
		b.requireJournal("0s: stubborn starts", "1m1s: second starts", "1m2s: stubborn ends", "1m4s: second ends",
			"1m4s: third starts", "1m5s: third ends")
	})
}

// TestTurnEndsWhileItsPlaceIsGivenUp has a handler end in the very instant in which its grace ends.
func TestTurnEndsWhileItsPlaceIsGivenUp(t *testing.T) {
	t.Parallel()
	for range 50 {
		inBubble(t, func(b *bench) {
			b.TurnTimeout = time.Minute
			b.deliver(message("1"), b.stubborn(61*time.Second))
			b.deliver(message("2"), b.stubborn(time.Second))
			b.deliver(message("3"), b.stubborn(time.Second))
			require.NoError(b, b.Shutdown(context.Background()))
			require.Equal(b, 63*time.Second, time.Since(b.start))
		})
	}
}

func TestLongestLimitKeepsTheOrder(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		b.TurnTimeout = math.MaxInt64
		b.deliver(message("1"), b.works(time.Second))
		require.Equal(b, 2*time.Second, b.run(message("2"), b.works(time.Second)).after)
	})
}

// stopButton lets one text pass the queue.
type stopButton struct{ framework.Handler }

func (stopButton) BypassesQueue(a *schema.Activity) bool { return a.Text == "stop" }

func TestStopButtonPassesTheQueue(t *testing.T) {
	t.Parallel()
	plain := func(next framework.Handler) framework.Handler { return framework.HandlerFunc(next.OnTurn) }
	for name, wrap := range map[string]func(framework.Handler) framework.Handler{
		"plain":         func(h framework.Handler) framework.Handler { return h },
		"chained":       func(h framework.Handler) framework.Handler { return framework.Chain(h, plain, plain) },
		"chained twice": func(h framework.Handler) framework.Handler { return framework.Chain(framework.Chain(h, plain), plain) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				h := wrap(stopButton{b.works(time.Second)})
				b.deliver(message("1"), h)
				require.Equal(b, 2*time.Second, b.deliver(message("2"), h).wait().after)

				b.deliver(message("3"), h)
				stop := message("4", func(a *schema.Activity) { a.Text = "stop" })
				require.Equal(b, time.Second, b.run(stop, h).after)
			})
		})
	}
}

type panickingBypass struct{ framework.Handler }

func (panickingBypass) BypassesQueue(*schema.Activity) bool { panic("which button?") }

func TestPanicOfBypassesQueueEndsTheTurnOnly(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(message("1"), panickingBypass{nothing()})
		var p *framework.PanicError
		require.ErrorAs(b, d.err, &p)
		require.Equal(b, "which button?", p.Value)
		require.Len(b, b.logs.lines(), 1)
		require.False(b, b.run(message("1"), nothing()).Duplicate)
	})
}
