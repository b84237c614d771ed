package framework

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/convobot/convo/framework/schema"
)

const (
	defaultAckAfter        = 8 * time.Second
	defaultTurnTimeout     = 15 * time.Minute
	defaultInvokeTimeout   = 15 * time.Second
	defaultQueueLimit      = 100
	defaultDuplicateWindow = 10 * time.Minute
	defaultDuplicateLimit  = 50_000
	defaultTurnLimit       = 50_000
	defaultByteLimit       = 256 << 20
)

// Engine runs the turns of one bot. It knows no protocol: every adapter gives it activities.
//
// The zero value is ready. Set the fields before the first turn and do not copy an engine. It is safe for
// concurrent use. Its goroutines end a moment after the last turn, and at once with [Engine.Shutdown], which a test in a
// testing/synctest bubble has to call.
type Engine struct {
	Policy          Policy        // order of one conversation's notifications; default Serial
	QueueLimit      int           // notifications of one conversation that may wait; default 100
	TurnLimit       int           // received activities that may run or wait, in all conversations; default 50,000
	ByteLimit       int64         // that those take; see [WithActivitySize]; default 256 MiB
	AckAfter        time.Duration // when a notification is acknowledged though it still runs; default 8 s
	TurnTimeout     time.Duration // when a turn's context ends; default 15 min
	InvokeTimeout   time.Duration // when an invoke's context ends; default 15 s
	DuplicateWindow time.Duration // how long an activity's answer is remembered; default 10 min
	DuplicateLimit  int           // how many answers are remembered in memory, within 64 MiB; default 50,000
	Inbox           Inbox         // what outlives the process, see the package documentation; default nothing
	Logger          *slog.Logger  // default slog.Default()

	setUp    sync.Once
	once     onceTable
	workers  workers
	queue    queue
	refused  refusals
	ledger   *ledger      // nil without an Inbox
	setAside atomic.Int64 // activities, when it was last looked
	mu       sync.Mutex
	load     load
	arrived  int64             // when the last activity did, in microseconds; only with an Inbox
	runs     map[*run]struct{} // every turn that has not ended
	inFlight map[string]*run   // of those, by duplicate key
	answered answers           // of ended turns
	idle     chan struct{}     // nil until shutdown; closed when no turn is left
}

// Result is how the channel is to be answered.
type Result struct {
	Early     bool              // acknowledged before the turn ended; it goes on
	Duplicate bool              // this delivery ran nothing; the rest is the first delivery's answer
	Invoke    *InvokeResponse   // the answer to an invoke, its Body a json.RawMessage or nil; nil for anything else
	Replies   []json.RawMessage // the answer to expectReplies or stream: activities, never nil then; nil for anything else
}

// bytes is the size of what the answer holds.
func (r Result) bytes() int {
	size := 0
	for _, reply := range r.Replies {
		size += len(reply)
	}
	if r.Invoke != nil {
		body, _ := r.Invoke.Body.(json.RawMessage)
		size += len(body)
	}
	return size
}

// run is one turn that has not ended.
type run struct {
	*journal // nil without an Inbox

	key      string           // duplicate key; "" if the activity has no id
	received bool             // from the channel, which is not told why it failed; else the bot's own, whose caller is
	outer    *run             // the turn in which the bot started this one, or nil
	activity *schema.Activity // as it came; middleware may replace the turn's
	turn     *TurnContext
	cancel   context.CancelCauseFunc
	limit    time.Duration
	bytes    int64 // that the activity takes
	counted  bool  // in the engine's load
	*outcome
}

// outcome is what a turn came to, for everyone who waits for it.
type outcome struct {
	done          chan struct{} // closed when result and err are set
	result        Result
	err           error
	failureLogged atomic.Bool
}

// Process runs h with a received activity and returns how to answer the channel. See the package documentation for
// what it promises. A message that the bot itself sent is acknowledged without a turn.
//
// Errors are h's own, [*PanicError], [*BadValueError] (but for an invoke, which is answered), [ErrTurnTimeout],
// [ErrQueueFull], [ErrOverloaded], [ErrShutdown], [ErrInboxUnavailable] and ctx's; only with the four before the last was
// the activity not accepted, unless a turn was cut off by the shutdown. On a redelivery also [ErrAnswerForgotten] and, for
// an error of h in another process, [ErrTurnFailed]. A failed turn is logged once, here. The turn's context has ctx's
// values but not its cancellation: when ctx ends, Process returns and the turn goes on.
func (e *Engine) Process(ctx context.Context, adapter Adapter, a *schema.Activity, h Handler) (Result, error) {
	e.init()
	if isOwnMessage(a) {
		e.Logger.DebugContext(ctx, "the bot's own message passed over", "channel", clip(a.ChannelID), "correlation", CorrelationID(ctx))
		return acknowledged(a), nil
	}
	inResponse := answersInResponse(a)
	turnCtx, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	r := e.newRun(ctx, adapter, a, cancel)
	r.received, r.bytes = true, activitySize(ctx)
	r.key = duplicateKey(r.turn.identity.AppID, a)
	patience := time.NewTimer(e.patience(inResponse, r.limit))
	defer patience.Stop()

	first, err := e.admit(r)
	if err != nil {
		return Result{}, e.refused.count(err)
	}
	duplicate := first != r
	switch {
	case first == nil: // answered already
		return r.answer(true)
	case duplicate:
		r.outcome = first.outcome
		defer e.unload(r)
	case e.ledger != nil && r.key != "" && !e.claim(ctx, r, patience.C):
	default:
		if err := e.start(turnCtx, r, h); err != nil {
			return Result{}, e.refused.count(err)
		}
	}
	select {
	case <-r.done:
	case <-patience.C:
		if inResponse {
			e.logFailure(turnCtx, r, ErrTurnTimeout)
			return Result{}, ErrTurnTimeout
		}
		ended, err := e.accept(ctx, first)
		if err != nil {
			return Result{}, err
		}
		if !ended {
			return Result{Early: true, Duplicate: duplicate}, nil
		}
		<-r.done // in a moment
	case <-ctx.Done():
		return Result{}, context.Cause(ctx)
	}
	return r.answer(duplicate)
}

// answer is what a run that has ended came to, for one of its deliveries.
func (r *run) answer(duplicate bool) (Result, error) {
	res := r.result
	res.Duplicate = res.Duplicate || duplicate
	return res, r.err
}

// Continue runs h in a turn that the bot starts: what an adapter's ContinueConversation does. The turn's context is
// ctx, limited to TurnTimeout; it does not wait in the conversation's queue. The error is h's own, a
// [*PanicError], or [ErrShutdown]; during a shutdown, turns that have not ended may still start others.
func (e *Engine) Continue(ctx context.Context, adapter Adapter, ref schema.ConversationReference, h Handler) error {
	e.init()
	turnCtx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := e.newRun(ctx, adapter, ref.ContinuationActivity(), cancel)
	if _, err := e.admit(r); err != nil {
		return err
	}
	e.execute(turnCtx, r, h)
	return r.err
}

// Shutdown accepts nothing more and waits until every turn has ended. If ctx ends first, the turns' contexts are
// cancelled with [ErrShutdown] as cause, and the error says how many were left. Of those, the ones that were acknowledged
// run again at the next start, if the engine has an Inbox.
func (e *Engine) Shutdown(ctx context.Context) error {
	e.init()
	e.mu.Lock()
	if e.idle == nil {
		close(e.workers.quit)
		e.idle = make(chan struct{})
		if len(e.runs) == 0 {
			close(e.idle)
		}
	}
	e.mu.Unlock()
	select {
	case <-e.idle:
	case <-ctx.Done():
	}
	if left := e.cutOff(); left > 0 {
		return errors.Join(fmt.Errorf("framework: %d turns had not ended at shutdown: %w", left, context.Cause(ctx)), e.flush(ctx))
	}
	return e.flush(ctx)
}

// cutOff cancels the turns that have not ended, and returns how many there are.
func (e *Engine) cutOff() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	for r := range e.runs {
		r.cancel(ErrShutdown)
	}
	return len(e.runs)
}

// flush waits until the inbox has what turns came to.
func (e *Engine) flush(ctx context.Context) error {
	if e.ledger == nil {
		return nil
	}
	return e.ledger.flush(ctx)
}

func (e *Engine) init() {
	e.setUp.Do(func() {
		e.TurnLimit = cmp.Or(e.TurnLimit, defaultTurnLimit)
		e.ByteLimit = cmp.Or(e.ByteLimit, defaultByteLimit)
		e.QueueLimit = cmp.Or(e.QueueLimit, defaultQueueLimit)
		e.AckAfter = cmp.Or(e.AckAfter, defaultAckAfter)
		e.TurnTimeout = cmp.Or(e.TurnTimeout, defaultTurnTimeout)
		e.InvokeTimeout = cmp.Or(e.InvokeTimeout, defaultInvokeTimeout)
		e.DuplicateWindow = cmp.Or(e.DuplicateWindow, defaultDuplicateWindow)
		e.DuplicateLimit = cmp.Or(e.DuplicateLimit, defaultDuplicateLimit)
		if e.Logger == nil {
			e.Logger = slog.Default()
		}
		e.once.window, e.once.limit = e.DuplicateWindow, e.DuplicateLimit
		e.queue.limit, e.queue.latest = e.QueueLimit, e.Policy == Latest
		e.workers = newWorkers()
		e.queue.workers = e.workers
		if e.Inbox != nil {
			e.ledger = &ledger{inbox: e.Inbox, logger: e.Logger, workers: e.workers}
			e.once.ledger = e.ledger
		}
		e.runs = make(map[*run]struct{})
		e.inFlight = make(map[string]*run)
		e.answered = newAnswers(e.DuplicateWindow, e.DuplicateLimit)
	})
}
