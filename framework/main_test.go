package framework_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a test of an engine in a bubble of fake time, and what was seen of its turns.
type bench struct {
	*testing.T
	*framework.Engine
	adapter *recorder
	logs    *lockedBuffer

	start   time.Time
	mu      sync.Mutex
	journal []string
}

// inBubble runs f under fake time. Afterwards every turn must end, and the engine must hold on to nothing.
func inBubble(t *testing.T, f func(b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		logs := &lockedBuffer{}
		b := &bench{T: t, logs: logs, start: time.Now()}
		b.Engine = &framework.Engine{Logger: slog.New(slog.NewTextHandler(logs, nil))}
		b.adapter = &recorder{engine: b.Engine}
		f(b)
		require.NoError(b, b.Shutdown(context.Background()))
		synctest.Wait()
		b.requireNoLeftovers()
	})
}

func (b *bench) requireNoLeftovers() {
	b.Helper()
	runs, inFlight, lanes, onceRunning, loaded := b.Leftovers()
	require.Zero(b, runs, "runs")
	require.Zero(b, inFlight, "duplicate keys of running turns")
	require.Zero(b, lanes, "queues of conversations")
	require.Zero(b, onceRunning, "calls of Once")
	require.Zero(b, loaded, "activities that run or wait")
}

// note writes into the journal, with the time since the start.
func (b *bench) note(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.journal = append(b.journal, fmt.Sprintf("%s: ", time.Since(b.start))+fmt.Sprintf(format, args...))
}

// requireJournal wants exactly these entries so far.
func (b *bench) requireJournal(want ...string) {
	b.Helper()
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	require.Equal(b, want, b.journal)
}

// works returns a handler that is busy for d, or until its context ends, and notes it.
func (b *bench) works(d time.Duration) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		b.note("%s starts", turn.Activity.ID)
		select {
		case <-time.After(d):
			b.note("%s ends", turn.Activity.ID)
			return nil
		case <-ctx.Done():
			b.note("%s is cancelled: %v", turn.Activity.ID, context.Cause(ctx))
			return ctx.Err()
		}
	})
}

// stubborn returns a handler that is busy for d whatever its context says, and notes it.
func (b *bench) stubborn(d time.Duration) framework.Handler {
	return framework.HandlerFunc(func(_ context.Context, turn *framework.TurnContext) error {
		b.note("%s starts", turn.Activity.ID)
		time.Sleep(d)
		b.note("%s ends", turn.Activity.ID)
		return nil
	})
}

// delivery is one request of the channel. Its fields may be read once it was answered.
type delivery struct {
	framework.Result
	err   error
	after time.Duration // from arrival to answer
	done  chan struct{}
}

// deliver gives the activity to the engine, as an adapter does for a request, and returns when it has arrived.
func (b *bench) deliver(a *schema.Activity, h framework.Handler) *delivery {
	return b.deliverCtx(context.Background(), a, h)
}

func (b *bench) deliverCtx(ctx context.Context, a *schema.Activity, h framework.Handler) *delivery {
	d := &delivery{done: make(chan struct{})}
	go func() {
		arrival := time.Now()
		d.Result, d.err = b.Process(ctx, b.adapter, a, h)
		d.after = time.Since(arrival)
		close(d.done)
	}()
	synctest.Wait()
	return d
}

// wait waits for the answer.
func (d *delivery) wait() *delivery {
	<-d.done
	return d
}

// answered reports whether there is an answer already.
func (d *delivery) answered() bool {
	synctest.Wait()
	select {
	case <-d.done:
		return true
	default:
		return false
	}
}

// run gives the activity to the engine and waits for the answer.
func (b *bench) run(a *schema.Activity, h framework.Handler) *delivery { return b.deliver(a, h).wait() }

// activity returns a received activity of Teams.
func activity(typ, id string, change ...func(*schema.Activity)) *schema.Activity {
	a := &schema.Activity{
		Type:         typ,
		ID:           id,
		ServiceURL:   "https://smba.example/amer/",
		ChannelID:    schema.ChannelTeams,
		From:         schema.ChannelAccount{ID: "29:user", Name: "Ada"},
		Recipient:    schema.ChannelAccount{ID: "28:bot", Name: "Bot"},
		Conversation: schema.ConversationAccount{ID: "19:chat", TenantID: "tenant"},
	}
	for _, c := range change {
		c(a)
	}
	return a
}

func message(id string, change ...func(*schema.Activity)) *schema.Activity {
	return activity(schema.TypeMessage, id, change...)
}

func invoke(id string, change ...func(*schema.Activity)) *schema.Activity {
	return activity(schema.TypeInvoke, id, append(change, func(a *schema.Activity) { a.Name = "task/fetch" })...)
}

func inConversation(id string) func(*schema.Activity) {
	return func(a *schema.Activity) { a.Conversation.ID = id }
}

func onChannel(id string) func(*schema.Activity) {
	return func(a *schema.Activity) { a.ChannelID = id }
}

func delivered(mode string) func(*schema.Activity) {
	return func(a *schema.Activity) { a.DeliveryMode = mode }
}

// does returns a handler that calls f.
func does(f func(ctx context.Context, turn *framework.TurnContext) error) framework.Handler {
	return framework.HandlerFunc(f)
}

// says returns a handler that answers with text.
func says(text string) framework.Handler {
	return does(func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, text) })
}

// counted returns h, counting its turns in n. Turns must not run beside each other.
func counted(n *int, h framework.Handler) framework.Handler {
	return does(func(ctx context.Context, turn *framework.TurnContext) error {
		*n++
		return h.OnTurn(ctx, turn)
	})
}

// nothing is a handler that does nothing.
func nothing() framework.Handler {
	return does(func(context.Context, *framework.TurnContext) error { return nil })
}

// lockedBuffer is a log that can be written and read at the same time.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

// lines returns what was logged.
func (b *lockedBuffer) lines() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.FieldsFunc(b.buf.String(), func(r rune) bool { return r == '\n' })
}

// replies reads the activities of an answer.
func replies(t require.TestingT, res framework.Result) []*schema.Activity {
	activities := make([]*schema.Activity, len(res.Replies))
	for i, raw := range res.Replies {
		require.NoError(t, json.Unmarshal(raw, &activities[i]))
	}
	return activities
}
