package proactive

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/convobot/convo/framework"
)

// The channel's codes that say why a message was refused.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
const (
	codeBotDisabledByAdmin = "BotDisabledByAdmin"
	codeBlockedByUser      = "ConversationBlockedByUser"
	codeWritesBlocked      = "MessageWritesBlocked"
	codeInvalidHost        = "InvalidBotApiHost"
)

// heed remembers what became of a message to a recipient, or of an attempt to open their conversation. That all is
// as it was, is not written more than once an hour.
func heed(ctx context.Context, store Store, recipient Record, cause error) error {
	now := time.Now()
	if !recipient.heeds(cause, now) {
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	err := store.Update(ctx, recipient.Key, func(r *Record) error {
		if !r.hasAddress() || !r.heeds(cause, now) {
			return ErrSkip // deleted meanwhile, or heard from
		}
		return nil
	})
	if isDisabled(cause) {
		err = errors.Join(err, refuseTenant(ctx, store, recipient.Key))
	}
	return err
}

// isDisabled reports whether an administrator's block was the answer.
func isDisabled(cause error) bool {
	e, ok := errors.AsType[*framework.ChannelError](cause)
	return ok && e.Class == framework.Stop && e.Code == codeBotDisabledByAdmin
}

// heeds takes over what became of a message at that time, and reports whether that changes the record.
func (r *Record) heeds(cause error, now time.Time) bool {
	changes := false
	if cause == nil {
		changes = r.Reach.State != ReachOK || r.Reach.Failures > 0 || now.Sub(r.Reach.SentAt) > seenEvery
		if changes {
			r.Reach.clear(now)
			r.Reach.SentAt = now
		}
	} else if e, ok := errors.AsType[*framework.ChannelError](cause); ok && blamesAddress(e) {
		changes = true
		r.refused(e, now)
	}
	if changes {
		r.touch(now)
	}
	return changes
}

// blamesAddress reports whether a refusal may be about where the message went, rather than about the message, the bot or
// the hour.
func blamesAddress(e *framework.ChannelError) bool {
	switch e.Class {
	case framework.Stop, framework.ForgetAddress:
		return true
	case framework.RetryLater, framework.Ambiguous, framework.Failed:
		gaveUp := errors.Is(e.Err, context.Canceled) || errors.Is(e.Err, context.DeadlineExceeded)
		return e.Status != http.StatusTooManyRequests && e.Status != http.StatusPreconditionFailed && !gaveUp
	case framework.Rejected:
		return e.Code == codeInvalidHost
	default:
		return false
	}
}

// refused notes a refusal.
func (r *Record) refused(e *framework.ChannelError, now time.Time) {
	r.Reach.Failures++
	r.Reach.Code = e.Code
	state := r.Reach.State
	switch e.Class {
	case framework.Stop:
		state = stopped(e.Code)
		if state == ReachNotInstalled && r.Install.State == Installed {
			r.Install = Install{State: InstallUnknown, At: now}
		}
	case framework.ForgetAddress:
		state = ReachNotFound
		if r.Key.UserID != "" { // whose conversation was made anew before
			state = ReachSuspect
		}
	default:
	}
	if state != r.Reach.State {
		r.Reach.State, r.Reach.At = state, now
	}
}

// stopped returns the state that a refusal of the class Stop leaves behind.
func stopped(code string) ReachState {
	switch code {
	case codeBlockedByUser, codeWritesBlocked:
		return ReachBlocked
	case codeBotDisabledByAdmin:
		return ReachDisabled
	}
	return ReachNotInstalled
}
