package proactive

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/wait"
	"github.com/convobot/convo/framework/schema"
)

// say claims what may be said to one recipient on a topic, which is what waits there and the fresh notices, and sends it
// as one message. What became of it goes into result.
//
// If it fails in a way that allows another try, what waited is put back; the fresh notices are the caller's to repeat.
func (n *Notifier) say(ctx context.Context, s slot, result *Result, fresh ...Notice) {
	result.Key = s.key
	if ctx.Err() != nil {
		result.Outcome = Outcome(framework.RetryLater.String())
		return
	}
	var to Record
	var claimed bundle
	var due time.Time
	err := s.change(ctx, n.Store, func(r *Record) {
		claimed, due, result.Outcome = r.claim(s.topic, time.Now(), n.interval(), fresh...)
		to = *r
	})
	result.ConversationID = to.Reference.Conversation.ID
	switch {
	case errors.Is(err, ErrNotFound):
		result.Outcome = Unknown // forgotten meanwhile
	case err != nil:
		n.failed(ctx, result, framework.RetryLater, err)
		if len(claimed.notices) > 0 {
			n.giveBack(ctx, s, claimed.without(fresh))
		}
		n.waiting.add(s, time.Now().Add(n.interval()))
	case result.Outcome == Held:
		n.waiting.add(s, due)
	case len(claimed.notices) > 0:
		class, err := n.patiently(ctx, s, &to, claimed, result)
		switch {
		case errors.Is(err, errUnwanted): // result says why
		case err == nil:
			n.arrived(ctx, to)
		default:
			n.failed(ctx, result, class, err)
			n.settle(ctx, s, claimed.without(fresh), class, err)
		}
	}
}

// errUnwanted says that what was claimed is not to be said any more.
var errUnwanted = errors.New("proactive: the recipient does not want it any more, or is forgotten")

// change is [Store.Update] for a recipient who is still remembered; one who was deleted must not come back.
func (s slot) change(ctx context.Context, store Store, change func(*Record)) error {
	return store.Update(ctx, s.key, func(r *Record) error {
		if !r.hasAddress() {
			return ErrNotFound
		}
		change(r)
		return nil
	})
}

// patiently sends, and sends again when the channel said to: with many messages under way at a time, some find no place within
// its limits for longer than one request waits. Meanwhile the recipient may have opted out, or have another address.
func (n *Notifier) patiently(ctx context.Context, s slot, to *Record, claimed bundle, result *Result) (framework.Class, error) {
	for left := patience; ; {
		class, err := n.send(ctx, *to, claimed, result)
		refusal, ok := errors.AsType[*framework.ChannelError](err)
		if !ok || class != framework.RetryLater || refusal.RetryAfter <= 0 || refusal.RetryAfter > left || wait.For(ctx, refusal.RetryAfter) != nil {
			return class, err
		}
		left -= refusal.RetryAfter
		now, problem := n.Store.Load(ctx, s.key)
		switch {
		case errors.Is(problem, ErrNotFound):
			result.Outcome = Unknown
			return class, errUnwanted
		case problem != nil:
			return class, err
		}
		if unwanted := now.unwanted(s.topic, time.Now()); unwanted != "" {
			result.Outcome = unwanted
			return class, errUnwanted
		}
		*to = now
	}
}

// send says to one recipient what was claimed. With an error comes what to do about it.
func (n *Notifier) send(ctx context.Context, to Record, claimed bundle, result *Result) (framework.Class, error) {
	message, err := n.render(to, claimed)
	if err != nil {
		return framework.Failed, err
	}
	d := delivery{adapter: n.Adapter, store: n.Store, message: message}
	err = d.to(ctx, to)
	result.ConversationID, result.ActivityID = d.ref.Conversation.ID, d.sent.ID
	class := framework.ClassOf(err)
	if !d.tried && (class == framework.Failed || class == framework.Ambiguous) {
		class = framework.RetryLater // there is no message that may have been delivered
	}
	return class, err
}

// render calls Render. Its panic, in a goroutine that nobody else can recover, would end the program.
func (n *Notifier) render(to Record, claimed bundle) (message *schema.Activity, err error) {
	defer func() {
		if v := recover(); v != nil {
			message, err = nil, fmt.Errorf("proactive: Render panicked: %v\n%s", v, debug.Stack())
		}
	}()
	return n.Render(to, claimed.notices, claimed.omitted)
}

// arrived notes that a recipient can be reached.
func (n *Notifier) arrived(ctx context.Context, to Record) {
	if err := heed(ctx, n.Store, to, nil); err != nil {
		n.logger().ErrorContext(ctx, "that a notice arrived is not recorded", "error", err)
	}
}

func (n *Notifier) failed(ctx context.Context, result *Result, class framework.Class, err error) {
	result.Outcome = Outcome(class.String())
	n.logger().WarnContext(ctx, "notice not delivered",
		"user", result.Key.UserID, "conversation", result.ConversationID, "outcome", result.Outcome, "error", err)
}

// settle records in the store that a message was not sent; where another try makes sense, what waited is put back.
func (n *Notifier) settle(ctx context.Context, s slot, waited bundle, class framework.Class, cause error) {
	holds, nobody := false, false
	now := time.Now()
	err := n.record(ctx, s, waited, func(r *Record, again bool) {
		r.heeds(cause, now)
		switch class {
		case framework.Ambiguous:
		case framework.Stop, framework.ForgetAddress:
			r.setState(s.topic, TopicState{})
		case framework.RetryLater, framework.Unauthorized:
			if !again || r.hasClaimed(s.topic, waited) { // else it is back already
				r.unclaim(s.topic, waited)
			}
		default: // it would fail again, and with it all that comes later
			r.unclaim(s.topic, bundle{at: waited.at})
		}
		holds = len(r.Notices[s.topic].Waiting) > 0
		nobody = class == framework.Rejected && r.SeenAt.IsZero() && r.Reference.Conversation.ID == ""
	})
	ctx = context.WithoutCancel(ctx)
	if err == nil && isDisabled(cause) {
		err = refuseTenant(ctx, n.Store, s.key)
	}
	if err == nil && nobody { // a stranger's id that the channel does not know
		err = n.Store.Delete(ctx, s.key)
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		n.logger().ErrorContext(ctx, "what became of a notice is not recorded", "error", err)
	}
	if holds {
		n.waiting.add(s, time.Now().Add(n.interval()))
	}
}

// giveBack puts back what may have been claimed although the store failed: its answer may have been lost, or not been waited
// for.
func (n *Notifier) giveBack(ctx context.Context, s slot, waited bundle) {
	err := n.record(ctx, s, waited, func(r *Record, _ bool) {
		if r.hasClaimed(s.topic, waited) {
			r.unclaim(s.topic, waited)
		}
	})
	if err != nil && !errors.Is(err, ErrNotFound) {
		n.logger().ErrorContext(ctx, "a notice that was not sent may be lost", "error", err)
	}
}

// record changes the record of a recipient for whom something was claimed, which must not be lost: also when ctx has ended,
// and while the store fails, again after a moment, for as long as a message waits, unless it can be read that nothing is claimed
// any more, or never was. Again says that it may have been changed so already.
func (n *Notifier) record(ctx context.Context, s slot, claimed bundle, change func(r *Record, again bool)) error {
	again := false
	for begun := time.Now(); ; again = true {
		err := n.recordNow(ctx, s, func(r *Record) { change(r, again) })
		if err == nil || errors.Is(err, ErrNotFound) || time.Since(begun) >= patience || ctx.Err() != nil {
			return err
		}
		_ = wait.For(ctx, time.Second) // once ctx has ended it is tried one last time
		if stored, err := n.Store.Load(ctx, s.key); err == nil && !stored.hasClaimed(s.topic, claimed) {
			return nil
		}
	}
}

func (n *Notifier) recordNow(ctx context.Context, s slot, change func(*Record)) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storing)
	defer cancel()
	return s.change(ctx, n.Store, change)
}
