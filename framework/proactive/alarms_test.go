package proactive_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
)

// clock is alarms for a test in a synctest bubble, at midnight in UTC on 1 January 2000, and the office where they ring.
type clock struct {
	*proactive.Alarms

	t      *testing.T
	office *office
	log    *bytes.Buffer

	mu    sync.Mutex
	rings []string // time in UTC and text
}

func newClock(t *testing.T) *clock {
	t.Helper()
	c := &clock{t: t, office: new(office), log: new(bytes.Buffer)}
	c.office.engine.Logger = slog.New(slog.DiscardHandler)
	c.office.onSend = func(_ context.Context, text string) error { c.heard(text); return nil }
	c.Alarms = &proactive.Alarms{
		Adapter: c.office, Store: memory.NewAlarms(slog.New(slog.DiscardHandler)), AppID: "app",
		Logger: slog.New(slog.NewTextHandler(c.log, nil)),
	}
	return c
}

func (c *clock) heard(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rings = append(c.rings, time.Now().UTC().Format("02 15:04:05 ")+text)
}

// run runs the alarms for a while, to the end of what they do.
func (c *clock) run(d time.Duration) {
	ctx, cancel := context.WithTimeout(c.t.Context(), d)
	defer cancel()
	c.Run(ctx)
}

func (c *clock) at(in time.Duration, text string) proactive.Alarm {
	c.t.Helper()
	a, err := c.At(c.t.Context(), time.Now().UTC().Add(in), private("ann"), schema.TextMessage(text))
	require.NoError(c.t, err)
	return a
}

func (c *clock) every(expression, zone, text string) proactive.Alarm {
	c.t.Helper()
	a, err := c.Every(c.t.Context(), expression, zone, private("ann"), schema.TextMessage(text))
	require.NoError(c.t, err)
	return a
}

func (c *clock) list() []string {
	c.t.Helper()
	list, err := c.List(c.t.Context(), private("ann"))
	require.NoError(c.t, err)
	out := []string{}
	for _, a := range list {
		out = append(out, fmt.Sprintf("%d %s %s", a.Number, a.RingsAt().UTC().Format("02 15:04:05"), a.Activity.Text))
	}
	return out
}

func TestAlarmsRing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		c.at(10*time.Minute, "stretch")
		c.at(time.Minute, "tea")
		c.at(time.Minute+123*time.Millisecond, "milk")
		require.Equal(t, []string{"1 01 00:10:00 stretch", "2 01 00:01:00 tea", "3 01 00:01:00 milk"}, c.list())
		c.run(time.Hour)
		require.Equal(t, []string{"01 00:01:00 tea", "01 00:01:00 milk", "01 00:10:00 stretch"}, c.rings)
		require.Empty(t, c.list())
		c.run(time.Hour)
		require.Len(t, c.rings, 3)
		require.Empty(t, c.log.String())
	})
}

// TestAlarmsSetWhileRunning is about an alarm that comes sooner than those that are waited for.
func TestAlarmsSetWhileRunning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		c.at(time.Hour, "later")
		go func() {
			time.Sleep(10*time.Second + 250*time.Millisecond)
			c.at(0, "now")
			c.at(700*time.Millisecond, "soon")
		}()
		c.run(time.Minute)
		require.Equal(t, []string{"01 00:00:10 now", "01 00:00:10 soon"}, c.rings, "at most half a second late")
	})
}

func TestAlarmsRecur(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		a := c.every("0 9 * * 1-5", berlin, "stand-up") // 1 January 2000 is a Saturday
		require.Equal(t, "2000-01-03 09:00", a.Local(a.Due).Format("2006-01-02 15:04"))
		time.Sleep(2*24*time.Hour + 7*time.Hour)
		c.run(26 * time.Hour)
		require.Equal(t, []string{"03 08:00:00 stand-up", "04 08:00:00 stand-up"}, c.rings)
		require.Equal(t, []string{"1 05 08:00:00 stand-up"}, c.list())
	})
}

func TestAlarmsOverdue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		c.Parallel = 1
		zone, err := proactive.LoadZone(berlin)
		require.NoError(t, err)
		_, err = c.At(t.Context(), time.Now().Add(time.Hour).In(zone), private("ann"), schema.TextMessage("tea"))
		require.NoError(t, err)
		c.every("0 9 * * *", berlin, "stand-up")
		time.Sleep(3*24*time.Hour + 7*time.Hour) // nothing is running
		c.run(2 * time.Hour)
		require.Equal(t, []string{
			"04 07:00:00 tea\n\nThis was due on Saturday, 1 January 2000, 02:00 (Europe/Berlin).",
			"04 07:00:00 stand-up\n\nThis was missed since Saturday, 1 January 2000, 09:00 (Europe/Berlin).",
			"04 08:00:00 stand-up",
		}, c.rings)
	})
}

// TestAlarmsRefused is about what the channel says to the first tries.
func TestAlarmsRefused(t *testing.T) {
	t.Parallel()
	busy := func(after time.Duration) error {
		return &framework.ChannelError{Class: framework.RetryLater, Op: "send activity", RetryAfter: after}
	}
	for name, test := range map[string]struct {
		answers []error
		rings   []string // of one at 00:01:00
		outcome proactive.AlarmOutcome
		listed  bool
		removed bool
	}{
		"accepted":             {nil, []string{"01 00:01:00 tea"}, proactive.AlarmRang, false, false},
		"busy":                 {[]error{busy(0), busy(0)}, []string{"01 00:01:06 tea\n\nThis was due on Saturday, 1 January 2000, 00:01 (UTC)."}, proactive.AlarmRang, false, false},
		"busy for some time":   {[]error{busy(4 * time.Second)}, []string{"01 00:01:04 tea"}, proactive.AlarmRang, false, false},
		"busy for hours":       {[]error{busy(2 * time.Hour)}, nil, proactive.AlarmRefused, false, false},
		"credentials":          {[]error{refusal(framework.Unauthorized)}, []string{"01 00:01:02 tea"}, proactive.AlarmRang, false, false},
		"who knows":            {[]error{refusal(framework.Ambiguous)}, nil, proactive.AlarmUnclear, true, false},
		"something went wrong": {[]error{errors.New("wrong")}, nil, proactive.AlarmUnclear, true, false},
		"removed":              {[]error{refusal(framework.Stop)}, nil, proactive.AlarmRefused, false, true},
		"no such conversation": {[]error{refusal(framework.ForgetAddress)}, nil, proactive.AlarmRefused, false, true},
		"too big":              {[]error{refusal(framework.TooBig)}, nil, proactive.AlarmRefused, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newClock(t)
				store := newStore()
				add(t, store, "ann", nil)
				c.References = store
				answers := test.answers
				c.office.onSend = func(_ context.Context, text string) error {
					if len(answers) > 0 {
						err := answers[0]
						answers = answers[1:]
						return err
					}
					c.heard(text)
					return nil
				}
				id := c.at(time.Minute, "tea").ID
				c.run(20 * time.Minute)
				require.Equal(t, test.rings, c.rings)
				a, err := c.Store.Load(t.Context(), id)
				require.NoError(t, err)
				require.Equal(t, proactive.AlarmDone, a.State)
				require.Equal(t, test.outcome, a.Outcome)
				require.Equal(t, test.listed, len(c.list()) == 1)
				require.Equal(t, test.removed, !loaded(t, store, personOf("ann")).Reachable())
				require.Equal(t, len(test.answers), strings.Count(c.log.String(), id), "every failure is logged")
			})
		})
	}
}

// TestAlarmsGiveUp is about a channel that goes on refusing: an alarm is tried for about an hour, a recurring one until
// its next time, for which it rings.
func TestAlarmsGiveUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		tries := map[string]int{}
		c.office.onSend = func(_ context.Context, text string) error {
			tries[strings.Fields(text)[0]]++
			if time.Now().Before(time.Date(2000, 1, 1, 3, 0, 0, 0, time.UTC)) {
				return refusal(framework.RetryLater)
			}
			c.heard(text)
			return nil
		}
		c.at(time.Minute, "tea")
		c.every("*/20 * * * *", "UTC", "look")
		c.run(50 * time.Minute)
		require.Equal(t, []string{"1 01 00:54:30 tea", "2 01 00:53:30 look"}, c.list(), "with growing waits")
		c.run(2*time.Hour + 20*time.Minute)
		require.Equal(t, []string{"01 03:00:00 look"}, c.rings)
		require.Equal(t, []string{"2 01 03:20:00 look"}, c.list())
		require.Equal(t, 18, tries["tea"])
	})
}

func TestAlarmsRender(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		c.Render = func(_ context.Context, a proactive.Alarm, late time.Duration) (*schema.Activity, error) {
			if a.Activity.Text == "panic" && a.Rings < 3 {
				panic("render")
			}
			return schema.TextMessage(fmt.Sprintf("%s, ring %d, late %v", a.Activity.Text, a.Rings, late)), nil
		}
		c.at(time.Minute, "tea")
		c.at(time.Minute, "panic")
		time.Sleep(time.Hour)
		c.run(time.Minute)
		require.Equal(t, []string{"01 01:00:00 tea, ring 1, late 59m0s", "01 01:00:06 panic, ring 3, late 59m6s"}, c.rings)
		require.Contains(t, c.log.String(), "Render panicked")
	})
}

func TestAlarmsCancel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		c.at(time.Minute, "tea")
		c.at(time.Minute, "milk")
		cancelled, err := c.Cancel(t.Context(), private("ann"), 1)
		require.NoError(t, err)
		require.Equal(t, "tea", cancelled.Activity.Text)
		_, err = c.Cancel(t.Context(), private("ann"), 1)
		require.ErrorIs(t, err, proactive.ErrAlarmNotFound)
		_, err = c.Cancel(t.Context(), private("bob"), 2)
		require.ErrorIs(t, err, proactive.ErrAlarmNotFound, "it is in another conversation")
		c.run(time.Hour)
		require.Equal(t, []string{"01 00:01:00 milk"}, c.rings)
		_, err = c.Cancel(t.Context(), private("ann"), 2)
		require.ErrorIs(t, err, proactive.ErrAlarmNotFound, "it has rung")
	})
}

func TestAlarmsForget(t *testing.T) {
	t.Parallel()
	c := newClock(t)
	c.at(time.Minute, "tea")
	mine, err := c.SetBy(t.Context(), private("ann"))
	require.NoError(t, err)
	require.Len(t, mine, 1)
	require.NoError(t, c.Forget(t.Context(), personOf("ann")))
	require.Empty(t, c.list())
}

func TestAlarmsRefuse(t *testing.T) {
	t.Parallel()
	c := newClock(t)
	at := func(when time.Time, text string) error {
		_, err := c.At(t.Context(), when, private("ann"), schema.TextMessage(text))
		return err
	}
	require.ErrorIs(t, at(time.Now().Add(-2*time.Minute), "tea"), proactive.ErrAlarmPast)
	require.ErrorIs(t, at(time.Now().AddDate(10, 0, 1), "tea"), proactive.ErrAlarmTooFar)
	require.ErrorIs(t, at(time.Now().Add(time.Minute), strings.Repeat("x", proactive.MaxAlarmLength)), proactive.ErrAlarmTooLong)
	_, err := c.At(t.Context(), time.Now(), private("ann"), nil)
	require.Error(t, err)
	_, err = c.Every(t.Context(), "0 0 30 2 *", berlin, private("ann"), schema.TextMessage("tea"))
	require.ErrorAs(t, err, new(*proactive.CronError))
	require.Empty(t, c.list())
	for range proactive.MaxAlarms {
		require.NoError(t, at(time.Now().Add(time.Hour), "tea"))
	}
	require.ErrorIs(t, at(time.Now().Add(time.Hour), "tea"), proactive.ErrTooManyAlarms)
}

// TestAlarmsKeepTheirZone is about the zone in which an alarm's time is told.
func TestAlarmsKeepTheirZone(t *testing.T) {
	t.Parallel()
	c := newClock(t)
	zone, err := proactive.LoadZone(berlin)
	require.NoError(t, err)
	for want, when := range map[string]time.Time{
		berlin:   time.Now().In(zone),
		"+05:30": time.Now().In(time.FixedZone("", 5*3600+1800)),
		"-03:00": time.Now().In(time.FixedZone("CET", -3*3600)), // whose name is another zone's
	} {
		a, err := c.At(t.Context(), when, private("ann"), schema.TextMessage("tea"))
		require.NoError(t, err)
		require.Equal(t, want, a.Zone)
		a.Due = a.Due.UTC()
		require.Equal(t, when.Format(time.RFC3339), a.Local(a.Due).Format(time.RFC3339))
	}
	require.Equal(t, "UTC", proactive.Alarm{Zone: "Europe/Atlantis"}.Local(time.Now()).Location().String())
}

// TestAlarmsFollowTheirPeople is about a private conversation that has moved since an alarm was set.
func TestAlarmsFollowTheirPeople(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		c.office.onSend = nil
		store := newStore()
		c.References = store
		c.at(time.Minute, "not remembered")
		c.run(2 * time.Minute)
		add(t, store, "ann", func(r *proactive.Record) { r.Reference.Conversation.ID = "a:new" })
		c.at(time.Minute, "tea")
		c.run(2 * time.Minute)
		require.Equal(t, []string{"a:ann: not remembered", "a:new: tea"}, c.office.messages())
	})
}
