package proactive

import (
	"context"
	"errors"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/wait"
)

// How long an alarm is tried that the channel refuses for a while: for about an hour.
const (
	alarmTries     = 18
	alarmFirstWait = 2 * time.Second // doubled with each try
	alarmMaxWait   = 5 * time.Minute
	alarmPatience  = time.Hour // no longer wait makes sense
)

// settle stores what became of a ring: cause says why it failed, and is nil if it did not.
func (s *Alarms) settle(ctx context.Context, a Alarm, cause error) {
	var settled Alarm
	s.change(ctx, a.ID, func(stored *Alarm) {
		settled = *stored
		if stored.State == AlarmRinging && stored.Rings == a.Rings {
			stored.settle(cause, time.Now())
			settled = *stored
		}
	})
	if cause == nil {
		return
	}
	s.logger().WarnContext(ctx, "an alarm did not ring, or it is not known whether it did",
		"alarm", a.ID, "user", a.By.UserID, "conversation", a.Reference.Conversation.ID,
		"state", string(settled.State), "outcome", string(settled.Outcome), "error", cause)
	if s.References == nil {
		return
	}
	record, err := s.References.Load(ctx, a.Place)
	if errors.Is(err, ErrNotFound) {
		return
	}
	if err == nil {
		err = heed(ctx, s.References, record, cause)
	}
	if err != nil {
		s.logger().ErrorContext(ctx, "an address that cannot be used is not marked", "error", err)
	}
}

// change changes an alarm that is claimed, which ends the claim. While the store fails it tries again, until ctx ends.
func (s *Alarms) change(ctx context.Context, id string, change func(*Alarm)) {
	for {
		err := s.update(ctx, id, change)
		if err == nil || errors.Is(err, ErrAlarmNotFound) { // cancelled meanwhile
			return
		}
		s.logger().ErrorContext(ctx, "what became of an alarm is not stored", "alarm", id, "error", err)
		if ctx.Err() != nil {
			return
		}
		_ = wait.For(ctx, time.Second) // once ctx has ended it is tried one last time
	}
}

func (s *Alarms) update(ctx context.Context, id string, change func(*Alarm)) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storing)
	defer cancel()
	return s.Store.Update(ctx, id, func(a *Alarm) error {
		change(a)
		return nil
	})
}

// How long the store may take, of alarms and of notices.
const (
	storing = 5 * time.Second
	purging = time.Minute
)

// settle ends a ring.
func (a *Alarm) settle(cause error, now time.Time) {
	a.Error = ""
	if cause != nil {
		a.Error = cause.Error()
	}
	next, err := a.next(now)
	if err != nil {
		a.State, a.Outcome, a.Error = AlarmDone, AlarmRefused, err.Error()
		return
	}
	switch framework.ClassOf(cause) {
	case framework.RetryLater, framework.Unauthorized:
		a.again(cause, next, now)
	case framework.Failed, framework.Ambiguous: // or there is no cause
		a.Outcome = AlarmRang
		if cause != nil {
			a.Outcome = AlarmUnclear
		}
		a.goOn(next)
	default:
		a.State, a.Outcome = AlarmDone, AlarmRefused
	}
	if !a.Snoozed.IsZero() {
		a.Outcome = AlarmRang // who answers it has heard it
		a.snooze(a.Snoozed)
		a.Snoozed = time.Time{}
	}
}

// next returns when the alarm's rule has it ring after now; zero if never.
func (a *Alarm) next(now time.Time) (time.Time, error) {
	if a.Rule == "" {
		return time.Time{}, nil
	}
	rule, err := ParseCron(a.Rule, a.Zone)
	if err != nil {
		return time.Time{}, err
	}
	if now.Before(a.Due) { // the clock was set back
		now = a.Due
	}
	return rule.Next(now), nil
}

// goOn waits for the rule's next time.
func (a *Alarm) goOn(next time.Time) {
	a.State, a.RetryAt, a.Tries = AlarmDone, time.Time{}, 0
	if !next.IsZero() {
		a.State, a.Due = AlarmWaiting, next
	}
}

// again tries once more for the same time, while that makes sense.
func (a *Alarm) again(cause error, next, now time.Time) {
	wait := min(alarmFirstWait<<min(a.Tries, 10)/2, alarmMaxWait)
	if refused, ok := errors.AsType[*framework.ChannelError](cause); ok {
		wait = max(wait, refused.RetryAfter)
	}
	at := now.Add(wait)
	if a.Tries >= alarmTries || wait > alarmPatience || !next.IsZero() && !at.Before(next) {
		a.Outcome = AlarmRefused
		a.goOn(next)
		return
	}
	a.State, a.RetryAt = AlarmWaiting, at
}
