package streaming

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/wait"
	"github.com/convobot/convo/framework/schema"
)

// Teams takes one part a second and advises 1.5 to 2 seconds.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux
const (
	quick   = 250 * time.Millisecond  // an answer that takes no longer has no parts
	pace    = 1500 * time.Millisecond // from one part to the next
	gap     = time.Second             // from the last part to the message
	silence = 30 * time.Second        // after which the last part is sent again: some clients give up on a bot at 45 s
	typing  = 4 * time.Second         // from one sign of typing to the next; clients show it for 3 to 5 s
	grace   = 10 * time.Second        // for a part that is on its way, and for the message, when the turn is over
	tries   = 4                       // of the message, while the channel says when to come back
)

// codeRefused is how Teams answers a part, or the message, of a stream that is not allowed, over or stopped; the words say which.
const codeRefused = "ContentStreamNotAllowed"

// parts sends what is written until now, again and again, in a goroutine of its own.
type parts struct {
	turn *framework.TurnContext
	from *Writer
	stop context.CancelCauseFunc // of who writes

	done chan struct{} // closed when the goroutine has ended; then the rest may be read

	id       string // that the channel gave the first part; "" if it did not take one
	sequence int    // of the last part
	changes  int    // of the Writer that the last part has
	at       time.Time
	stopped  bool // by the person
}

// run ends when more does. What is being sent then is sent to its end, as long as ctx lives.
func (p *parts) run(ctx, more context.Context) {
	defer close(p.done)
	if p.turn.Activity.RepliesInResponse() || wait.For(more, quick) != nil {
		return
	}
	if streams(p.turn.Activity) {
		p.stream(ctx, more)
	}
	if p.id == "" && !p.stopped {
		p.types(ctx, more)
	}
}

// stream sends parts until there is no more, or the channel takes no more.
func (p *parts) stream(ctx, more context.Context) {
	for p.awaits(more) {
		next, on := p.send(ctx)
		if !on || wait.For(more, next) != nil {
			return
		}
	}
}

// types shows that the bot is typing, once there is something to say.
func (p *parts) types(ctx, more context.Context) {
	for p.changes = 0; p.awaits(more); {
		_, err := p.turn.SendActivity(ctx, &schema.Activity{Type: schema.TypeTyping})
		if err != nil || wait.For(more, typing) != nil {
			return
		}
	}
}

// awaits waits until there is something that the last part does not have, or nothing new came for long. It reports false when
// there will be no more.
func (p *parts) awaits(more context.Context) bool {
	silent := time.NewTimer(silence)
	defer silent.Stop()
	for more.Err() == nil {
		if _, _, changes := p.from.part(); changes != p.changes {
			return true
		}
		select {
		case <-p.from.wake:
		case <-silent.C:
			return true
		case <-more.Done():
		}
	}
	return false
}

// send sends one part. It returns how long to wait before the next one, and whether there may be one.
func (p *parts) send(ctx context.Context) (next time.Duration, on bool) {
	text, kind, changes := p.from.part()
	if text == "" { // nothing yet, or spaces alone
		p.changes = changes
		return 0, true
	}
	response, err := p.turn.SendActivity(ctx, &schema.Activity{Type: schema.TypeTyping, Text: text, Entities: []schema.Entity{
		schema.StreamInfo{StreamID: p.id, StreamSequence: p.sequence + 1, StreamType: kind},
	}})
	p.at = time.Now()
	refusal, _ := errors.AsType[*framework.ChannelError](err)
	switch {
	case err == nil:
		p.id = cmp.Or(p.id, response.ID)
		p.sequence, p.changes = p.sequence+1, changes
		return pace, p.id != "" // without an id, nothing was begun
	case isStop(err):
		p.stopped = true
		p.stop(ErrStopped)
		return 0, false
	case refusal != nil && refusal.Class == framework.RetryLater:
		return max(pace, refusal.RetryAfter), true
	case p.id == "" || isRefused(err):
		return 0, false
	default: // it may have come in
		p.sequence, p.changes = p.sequence+1, changes
		return pace, true
	}
}

// finish sends the message as a whole.
func (p *parts) finish(ctx context.Context) (Streamed, error) {
	message, empty := p.from.message(p.id != "")
	switch {
	case empty:
		return Streamed{}, nil
	case p.id == "":
		return p.deliver(ctx, message)
	}
	plain := *message
	message.Entities = append(slices.Clip(message.Entities), schema.StreamInfo{StreamID: p.id, StreamType: schema.StreamFinal})
	if err := wait.For(ctx, gap-time.Since(p.at)); err != nil {
		return Streamed{ActivityID: p.id}, err
	}
	_, err := p.deliver(ctx, message)
	switch {
	case isStop(err):
		return Streamed{ActivityID: p.id, Stopped: true}, nil
	case isRefused(err): // its time is over: what was shown is a message now, and can be replaced
		plain.ID = p.id
		_, err = p.turn.UpdateActivity(ctx, &plain)
	}
	return Streamed{ActivityID: p.id}, err
}

// deliver sends a message, and again while the channel only says to come back.
func (p *parts) deliver(ctx context.Context, message *schema.Activity) (Streamed, error) {
	for try := 1; ; try++ {
		response, err := p.turn.SendActivity(ctx, message)
		refusal, _ := errors.AsType[*framework.ChannelError](err)
		if refusal == nil || refusal.Class != framework.RetryLater || try == tries {
			return Streamed{ActivityID: response.ID}, err
		}
		if wait.For(ctx, max(gap, refusal.RetryAfter)) != nil {
			return Streamed{}, err
		}
	}
}

func isRefused(err error) bool {
	refusal, ok := errors.AsType[*framework.ChannelError](err)
	return ok && refusal.Code == codeRefused
}

// isStop reports whether the person pressed Stop, which Teams spells in two ways.
func isStop(err error) bool {
	refusal, ok := errors.AsType[*framework.ChannelError](err)
	return ok && refusal.Code == codeRefused && strings.Contains(strings.ToLower(refusal.Message), "cancel")
}
