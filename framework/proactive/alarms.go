package proactive

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Bounds of alarms.
const (
	MaxAlarms      = 100            // of a conversation
	MaxAlarmLength = 32 << 10       // of an alarm's activity, as JSON, in bytes
	maxAlarmYears  = 10             // into the future
	alarmKept      = 24 * time.Hour // after it has rung
)

// Alarms says something in a conversation at a time that was asked for, once or again and again, with [Alarms.Run]
// running.
//
// An alarm rings at most half a second late, or as the channel's limits allow it where many ring at once. What comes
// due while no Run is running rings when the next one starts: a recurring alarm once for all the times that it
// missed, before it goes on with its rule.
//
// It rings at most once. That it is about to is stored before it is said, and what became of it afterwards; when the
// process or the channel's answer is lost between the two, it may have rung, and does not ring again for that time. It
// is tried again, with growing waits and not before the channel allows, only where the channel has refused it for a
// while: for about an hour, or until the rule's next time. If the channel refuses it for good, it is done; all of this is
// logged.
//
// Several processes may run it on one store that they share: each alarm rings in one of them. Their clocks must agree to
// the second.
//
// An alarm belongs to its conversation: who is in there may list, snooze, dismiss and cancel it.
//
// Set the fields before the first use, of which Adapter may wait until Run. Methods are safe for concurrent use.
type Alarms struct {
	Adapter framework.Adapter // for [Alarms.Run] alone: handlers that set alarms are there before the adapter is
	Store   AlarmStore
	AppID   string // of the bot that speaks; "" in local runs

	// References, if it is set, knows what has become of addresses since an alarm was set, and hears of those that the
	// channel does not let the bot use, as from [Tell].
	References Store

	// Render makes the message of an alarm that rings; late is how much later than Due that is, or 0 if it is less than 5
	// seconds. It is called from several goroutines. If it fails, the alarm is tried again. The default is [RenderAlarm].
	Render func(ctx context.Context, a Alarm, late time.Duration) (*schema.Activity, error)

	Parallel int          // alarms that ring at the same time; default 8
	Logger   *slog.Logger // default slog.Default()
}

// At sets an alarm that says an activity in the referenced conversation at a time. Its location is the zone in which the
// conversation's people tell the time; see [LoadZone].
//
// The errors are [ErrAlarmPast] for what is more than a minute ago, [ErrAlarmTooFar] for what is more than 10 years
// ahead, [ErrAlarmTooLong], [ErrTooManyAlarms], and the store's.
func (s *Alarms) At(ctx context.Context, when time.Time, ref schema.ConversationReference, a *schema.Activity) (Alarm, error) {
	if err := checkDue(when); err != nil {
		return Alarm{}, err
	}
	return s.add(ctx, Alarm{Due: when, Zone: zoneOf(when), Reference: ref, Activity: a})
}

// Every sets an alarm that recurs by a cron expression in a time zone; see [ParseCron]. The errors are [*CronError],
// [*ZoneError], and those of [Alarms.At].
func (s *Alarms) Every(ctx context.Context, expression, zone string, ref schema.ConversationReference, a *schema.Activity) (Alarm, error) {
	rule, err := ParseCron(expression, zone)
	if err != nil {
		return Alarm{}, err
	}
	return s.add(ctx, Alarm{Due: rule.Next(time.Now()), Rule: expression, Zone: zone, Reference: ref, Activity: a})
}

func checkDue(when time.Time) error {
	now := time.Now()
	switch {
	case when.Before(now.Add(-time.Minute)):
		return ErrAlarmPast
	case when.After(now.AddDate(maxAlarmYears, 0, 0)):
		return fmt.Errorf("%w: at most %d years", ErrAlarmTooFar, maxAlarmYears)
	}
	return nil
}

func (s *Alarms) add(ctx context.Context, a Alarm) (Alarm, error) {
	if a.Activity == nil {
		return Alarm{}, errors.New("proactive: the alarm has no activity: there is nothing to say")
	}
	body, err := json.Marshal(a.Activity)
	if err != nil {
		return Alarm{}, err
	}
	if len(body) > MaxAlarmLength {
		return Alarm{}, fmt.Errorf("%w: at most %d bytes of JSON", ErrAlarmTooLong, MaxAlarmLength)
	}
	a.ID = rand.Text()
	a.Place, a.By = KeyOf(s.AppID, a.Reference), PersonKey(s.AppID, a.Reference)
	a.Reference.ActivityID = "" // it answers nothing
	a.Created, a.State = time.Now(), AlarmWaiting
	return s.Store.Add(ctx, a, MaxAlarms)
}

// List returns the alarms of the referenced conversation by their number: those that are to ring, and those that may
// have rung within the last day.
func (s *Alarms) List(ctx context.Context, ref schema.ConversationReference) ([]Alarm, error) {
	list, err := s.Store.In(ctx, KeyOf(s.AppID, ref))
	return slices.DeleteFunc(list, Alarm.isOver), err
}

// SetBy is List for what the user of the reference has set, in this conversation and in others: at most 1,000.
func (s *Alarms) SetBy(ctx context.Context, ref schema.ConversationReference) ([]Alarm, error) {
	list, err := s.Store.SetBy(ctx, PersonKey(s.AppID, ref))
	return slices.DeleteFunc(list, Alarm.isOver), err
}

// isOver reports whether the alarm rings no more, as far as is known.
func (a Alarm) isOver() bool {
	switch a.State {
	case AlarmRinging:
		return a.Rule == ""
	case AlarmDone:
		return a.Outcome != AlarmUnclear || a.Answered || time.Since(a.Rang) > alarmKept
	case AlarmWaiting:
	}
	return false
}

// Cancel removes the alarm of the referenced conversation that has the number, and returns it as it was. The error is
// [ErrAlarmNotFound] if there is none.
func (s *Alarms) Cancel(ctx context.Context, ref schema.ConversationReference, number int) (Alarm, error) {
	list, err := s.List(ctx, ref)
	if err != nil {
		return Alarm{}, err
	}
	i := slices.IndexFunc(list, func(a Alarm) bool { return a.Number == number })
	if i < 0 {
		return Alarm{}, ErrAlarmNotFound
	}
	return list[i], s.Store.Delete(ctx, list[i].ID)
}

// Snooze has an alarm of the referenced conversation ring again at a time. Ring is the number of the ring that is
// answered: [Alarm].Rings when it was rendered. A recurring alarm whose next time is earlier rings then.
//
// The error is [ErrAlarmOver] if that ring was answered, or the alarm has rung since; the alarm as it is now comes with
// it. It is [ErrAlarmNotFound] if there is no such alarm in the conversation: it was cancelled, or rang more than a day
// ago. Other errors are those of [Alarms.At].
func (s *Alarms) Snooze(ctx context.Context, ref schema.ConversationReference, id string, ring int, until time.Time) (Alarm, error) {
	if err := checkDue(until); err != nil {
		return Alarm{}, err
	}
	return s.answer(ctx, ref, id, ring, func(a *Alarm) {
		if a.State == AlarmRinging {
			a.Snoozed = until // for settle
			return
		}
		a.snooze(until)
	})
}

// Dismiss says that a ring was heard: it can no longer be snoozed. Its parameters and errors are those of
// [Alarms.Snooze].
func (s *Alarms) Dismiss(ctx context.Context, ref schema.ConversationReference, id string, ring int) (Alarm, error) {
	return s.answer(ctx, ref, id, ring, func(*Alarm) {})
}

func (s *Alarms) answer(ctx context.Context, ref schema.ConversationReference, id string, ring int, answer func(*Alarm)) (Alarm, error) {
	var answered Alarm
	place := KeyOf(s.AppID, ref)
	err := s.Store.Update(ctx, id, func(a *Alarm) error {
		answered = Alarm{}
		if a.Place != place {
			return ErrAlarmNotFound
		}
		answered = *a
		if a.Answered || a.Rings != ring || a.Rings == 0 {
			return ErrAlarmOver
		}
		a.Answered = true
		if a.Outcome == AlarmUnclear {
			a.Outcome = AlarmRang // who answers it has heard it
		}
		answer(a)
		answered = *a
		return nil
	})
	return answered, err
}

func (a *Alarm) snooze(until time.Time) {
	if a.State == AlarmWaiting && a.Due.Before(until) {
		return // its rule is faster
	}
	a.State, a.Due, a.RetryAt, a.Tries = AlarmWaiting, until, time.Time{}, 0
}

// Forget removes everything that was set in a conversation, or by a person.
func (s *Alarms) Forget(ctx context.Context, key Key) error { return s.Store.Forget(ctx, key) }

func (s *Alarms) parallel() int { return cmp.Or(s.Parallel, defaultParallel) }

func (s *Alarms) logger() *slog.Logger { return cmp.Or(s.Logger, slog.Default()) }
