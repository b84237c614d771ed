package framework_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// TestEngineUnderLoad throws everything at one engine at once: duplicates, full queues, slow, failing, panicking
// and exiting handlers, continued conversations, effects run once, clients that hang up, and a shutdown in
// the middle. Durations are multiples of few values, so that timers and ends of turns meet in one instant. Nothing
// may run twice at once, under Serial two turns of one conversation may not meet, and nothing may be left behind.
func TestEngineUnderLoad(t *testing.T) {
	t.Parallel()
	for name, policy := range map[string]framework.Policy{
		"serial": framework.Serial, "parallel": framework.Parallel, "latest": framework.Latest,
	} {
		for seed := range uint64(10) {
			t.Run(name+strconv.FormatUint(seed, 10), func(t *testing.T) {
				t.Parallel()
				inBubble(t, func(b *bench) {
					b.Policy, b.QueueLimit, b.DuplicateLimit = policy, 5, 50
					b.TurnLimit = 40
					b.AckAfter, b.TurnTimeout, b.InvokeTimeout = 2*time.Second, 4*time.Second, 3*time.Second
					b.underLoad(rand.New(rand.NewPCG(seed, 1)))
				})
			})
		}
	}
}

func (b *bench) underLoad(random *rand.Rand) {
	b.Helper()
	l := &load{bench: b}
	for range 400 {
		a := message(strconv.Itoa(random.IntN(100)), inConversation(strconv.Itoa(random.IntN(4))))
		switch random.IntN(6) {
		case 0:
			a.Type = schema.TypeTyping
		case 1:
			a.Type, a.Name = schema.TypeInvoke, "vendor/x"
		case 2:
			a.DeliveryMode = schema.DeliveryExpectReplies
		}
		ctx, hangUp := context.WithTimeout(context.Background(), time.Duration(1+random.IntN(20))*time.Second)
		work, kind := time.Duration(random.IntN(5))*time.Second, random.IntN(8)
		l.clients.Go(func() {
			defer hangUp()
			l.check(b.Process(ctx, b.adapter, a, l.handler(work, kind)))
		})
		if random.IntN(10) == 0 {
			time.Sleep(time.Second)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := b.Shutdown(ctx); err != nil {
		require.ErrorIs(b, err, context.DeadlineExceeded)
	}
	l.clients.Wait()
	require.NoError(b, b.Shutdown(context.Background()))
	synctest.Wait()
	require.Positive(b, l.turns.Load())
}

// load is what the handlers of the test share.
type load struct {
	*bench
	clients sync.WaitGroup
	turns   atomic.Int64
	running sync.Map // of what must not meet
}

// handler returns a handler of one of eight kinds that works for d.
func (l *load) handler(d time.Duration, kind int) framework.Handler {
	return does(func(ctx context.Context, turn *framework.TurnContext) error {
		l.turns.Add(1)
		a := turn.Activity
		defer l.alone("activity " + a.Conversation.ID + a.Type + a.ID)()
		if a.Type != schema.TypeInvoke && l.Policy != framework.Parallel {
			defer l.alone("conversation " + a.Conversation.ID)()
		}
		work := func(ctx context.Context) error {
			select {
			case <-time.After(d):
			case <-ctx.Done():
			}
			return ctx.Err()
		}
		_ = work(ctx) // most kinds fail otherwise, or not at all
		switch kind {
		case 0:
			panic("oops")
		case 1:
			runtime.Goexit()
		case 2:
			return errors.New("failed")
		case 3:
			return turn.Adapter().ContinueConversation(ctx, turn.ConversationReference(), says("again"))
		case 4:
			return framework.Once(ctx, turn, "effect", work)
		case 5:
			turn.SetInvokeResponse(200, nil)
			return turn.SendText(ctx, "hi")
		}
		return ctx.Err()
	})
}

// alone fails the test if something of that name runs already, until the returned function is called.
func (l *load) alone(name string) (end func()) {
	if _, met := l.running.LoadOrStore(name, true); met {
		l.Errorf("two turns at once: %s", name)
	}
	return func() { l.running.Delete(name) }
}

// check wants either an error or an answer.
func (l *load) check(res framework.Result, err error) {
	if err != nil && (res.Early || res.Invoke != nil || res.Replies != nil) {
		l.Errorf("an error %v and an answer %+v", err, res)
	}
}
