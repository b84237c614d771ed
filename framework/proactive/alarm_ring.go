package proactive

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/wait"
	"github.com/convobot/convo/framework/schema"
)

// How alarms ring.
const (
	alarmPoll  = 500 * time.Millisecond // how often Run looks what is due
	alarmBatch = 64                     // how many it claims at once
	alarmPurge = time.Hour              // how often it removes what is done
	alarmLimit = time.Minute            // of saying one
	alarmLate  = 5 * time.Second        // from then on it says so
)

// Run rings alarms until ctx ends and the last ring's outcome is stored. While the store fails, it goes on trying. It
// panics if Adapter is not set.
func (s *Alarms) Run(ctx context.Context) {
	if s.Adapter == nil { // the first ring would end the process, when whoever wrote this looks elsewhere
		panic("proactive: Alarms.Run without an adapter: set Alarms.Adapter before it")
	}
	var group errgroup.Group
	group.SetLimit(s.parallel())
	defer func() { _ = group.Wait() }() // its functions return no error
	var purged time.Time
	failing := false
	for ctx.Err() == nil {
		if time.Since(purged) >= alarmPurge {
			purged = time.Now()
			s.purge(ctx)
		}
		claimed, err := s.claim(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			s.logger().ErrorContext(ctx, "alarms do not ring until their store works again", "error", err)
		}
		failing = err != nil
		for _, a := range claimed {
			group.Go(func() error {
				s.ring(ctx, a)
				return nil
			})
		}
		if len(claimed) < alarmBatch {
			_ = wait.For(ctx, alarmPoll) // the loop asks whether ctx has ended
		}
	}
}

// claim, as all that is asked of the store, takes no longer than it may: a connection may be lost without a word, and what is sent
// over it hang for many minutes.
func (s *Alarms) claim(ctx context.Context) ([]Alarm, error) {
	ctx, cancel := context.WithTimeout(ctx, storing)
	defer cancel()
	return s.Store.Claim(ctx, time.Now().Add(alarmPoll), alarmBatch)
}

func (s *Alarms) purge(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, purging)
	defer cancel()
	if err := s.Store.Purge(limited, time.Now().Add(-alarmKept)); err != nil && ctx.Err() == nil {
		s.logger().WarnContext(ctx, "alarms that have rung are not removed", "error", err)
	}
}

// ring rings an alarm that was claimed.
func (s *Alarms) ring(ctx context.Context, a Alarm) {
	if a.State == AlarmRinging {
		s.settle(ctx, a, &framework.ChannelError{
			Class: framework.Ambiguous, Op: "ring", Err: errors.New("the process ended before the outcome was known"),
		})
		return
	}
	if wait.For(ctx, min(time.Until(a.RingsAt()), alarmPoll)) != nil {
		s.change(ctx, a.ID, func(*Alarm) {}) // it is no longer claimed
		return
	}
	begun, err := s.begin(ctx, a)
	switch {
	case errors.Is(err, ErrAlarmNotFound): // cancelled meanwhile
	case err != nil: // it may be stored as ringing, but was not said
		a.Rings++
		s.settle(ctx, a, &framework.ChannelError{Class: framework.RetryLater, Op: "ring", Err: err})
	case begun.State == AlarmRinging:
		s.settle(ctx, begun, s.say(ctx, begun))
	}
}

// begin stores that an alarm is about to be said, unless it is not to ring any more, or not now: then it is no longer
// claimed.
func (s *Alarms) begin(ctx context.Context, claimed Alarm) (begun Alarm, err error) {
	ctx, cancel := context.WithTimeout(ctx, storing)
	defer cancel()
	err = s.Store.Update(ctx, claimed.ID, func(a *Alarm) error {
		begun = Alarm{}
		now := time.Now()
		if a.State != AlarmWaiting || a.RingsAt().After(now) {
			return nil
		}
		a.State, a.Rang, a.Answered, a.Snoozed = AlarmRinging, now, false, time.Time{}
		a.Rings++
		a.Tries++
		begun = *a
		return nil
	})
	return begun, err
}

// say says what an alarm says, to its end even when ctx ends. An error is RetryLater if it came before the message was sent.
func (s *Alarms) say(ctx context.Context, a Alarm) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), alarmLimit)
	defer cancel()
	message, err := s.render(ctx, a)
	if err != nil {
		return &framework.ChannelError{Class: framework.RetryLater, Op: "render", Err: err}
	}
	tried := false
	_, err = inTurn(ctx, s.Adapter, s.address(ctx, a), func(ctx context.Context, turn *framework.TurnContext) (schema.ResourceResponse, error) {
		if err := ctx.Err(); err != nil {
			return schema.ResourceResponse{}, err
		}
		tried = true
		return turn.SendActivity(ctx, message)
	})
	class := framework.ClassOf(err)
	if err != nil && !tried && (class == framework.Failed || class == framework.Ambiguous) {
		return &framework.ChannelError{Class: framework.RetryLater, Op: "ring", Err: err}
	}
	return err
}

// address returns where an alarm rings: where it was set, by the service URL and in the private conversation that the bot
// has learned since.
func (s *Alarms) address(ctx context.Context, a Alarm) schema.ConversationReference {
	ref := a.Reference
	if s.References == nil {
		return ref
	}
	if record, err := s.References.Load(ctx, a.Place); err == nil && record.Reference.Conversation.ID != "" {
		ref.ServiceURL, ref.Conversation = record.Reference.ServiceURL, record.Reference.Conversation
	}
	return ref
}

// render calls Render. Its panic, in a goroutine that nobody else can recover, would end the program.
func (s *Alarms) render(ctx context.Context, a Alarm) (message *schema.Activity, err error) {
	defer func() {
		if v := recover(); v != nil {
			message, err = nil, fmt.Errorf("proactive: Render panicked: %v\n%s", v, debug.Stack())
		}
	}()
	late := a.Rang.Sub(a.Due)
	if late < alarmLate {
		late = 0
	}
	if s.Render != nil {
		return s.Render(ctx, a, late)
	}
	return RenderAlarm(ctx, a, late)
}

// RenderAlarm returns the alarm's activity, with the time that it is for below its text if it is late, in English.
func RenderAlarm(_ context.Context, a Alarm, late time.Duration) (*schema.Activity, error) {
	message := *a.Activity
	if late == 0 {
		return &message, nil
	}
	due, since := a.Local(a.Due), "This was due on"
	if a.Rule != "" {
		since = "This was missed since"
	}
	message.Text += fmt.Sprintf("\n\n%s %s (%s).", since, due.Format("Monday, 2 January 2006, 15:04"), a.Zone)
	return &message, nil
}
