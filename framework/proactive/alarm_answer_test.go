package proactive_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
)

func (c *clock) snooze(id string, ring int) (proactive.Alarm, error) {
	return c.Snooze(c.t.Context(), private("ann"), id, ring, time.Now().Add(10*time.Minute))
}

func TestSnooze(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		id := c.at(time.Minute, "tea").ID
		_, err := c.snooze(id, 0)
		require.ErrorIs(t, err, proactive.ErrAlarmOver, "it has not rung")
		c.run(2 * time.Minute)

		a, err := c.snooze(id, 1)
		require.NoError(t, err)
		require.Equal(t, proactive.AlarmWaiting, a.State)
		again, err := c.snooze(id, 1)
		require.ErrorIs(t, err, proactive.ErrAlarmOver, "pressed twice")
		require.Equal(t, a.Due.Unix(), again.Due.Unix(), "what stands comes with it")
		require.Equal(t, []string{"1 01 00:12:00 tea"}, c.list())

		c.run(time.Hour)
		require.Equal(t, []string{"01 00:01:00 tea", "01 00:12:00 tea"}, c.rings)
		_, err = c.snooze(id, 1)
		require.ErrorIs(t, err, proactive.ErrAlarmOver, "the card of the first ring")
		_, err = c.snooze(id, 2)
		require.NoError(t, err)
		_, err = c.Cancel(t.Context(), private("ann"), 1)
		require.NoError(t, err)
		_, err = c.snooze(id, 2)
		require.ErrorIs(t, err, proactive.ErrAlarmNotFound)
	})
}

func TestDismiss(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		id := c.at(time.Minute, "tea").ID
		c.run(2 * time.Minute)
		_, err := c.Dismiss(t.Context(), private("bob"), id, 1)
		require.ErrorIs(t, err, proactive.ErrAlarmNotFound, "from another conversation")
		_, err = c.Dismiss(t.Context(), private("ann"), id, 1)
		require.NoError(t, err)
		for _, answer := range []func() error{
			func() error { _, err := c.Dismiss(t.Context(), private("ann"), id, 1); return err },
			func() error { _, err := c.snooze(id, 1); return err },
		} {
			require.ErrorIs(t, answer(), proactive.ErrAlarmOver)
		}
	})
}

// TestSnoozeIsForgotten is about a card that is pressed days later.
func TestSnoozeIsForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		id := c.at(time.Minute, "tea").ID
		c.run(2 * time.Minute)
		time.Sleep(24 * time.Hour)
		c.run(time.Minute)
		_, err := c.snooze(id, 1)
		require.ErrorIs(t, err, proactive.ErrAlarmNotFound)
	})
}

func TestSnoozeRecurring(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rule  string
		rings []string
	}{
		"rings between its times": {"0 * * * *", []string{"01 01:00:00 look", "01 01:15:00 look", "01 02:00:00 look"}},
		"its rule is faster":      {"*/20 1-2 * * *", []string{"01 01:00:00 look", "01 01:15:00 look", "01 01:20:00 look", "01 01:40:00 look", "01 02:00:00 look"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newClock(t)
				id := c.every(test.rule, "UTC", "look").ID
				c.run(time.Hour + 5*time.Minute)
				_, err := c.snooze(id, 1)
				require.NoError(t, err)
				c.run(time.Hour)
				require.Equal(t, test.rings, c.rings)
			})
		})
	}
}

func TestSnoozeLaterThanItsRule(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		id := c.every("*/5 * * * *", "UTC", "look").ID
		c.run(6 * time.Minute)
		a, err := c.snooze(id, 1)
		require.NoError(t, err)
		require.Equal(t, "00:10", a.Due.UTC().Format("15:04"), "its next time is earlier")
	})
}

// TestSnoozeAtOnce is about a person who is faster than the channel's answer.
func TestSnoozeAtOnce(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]error{"accepted": nil, "who knows": refusal(framework.Ambiguous)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newClock(t)
				id := c.at(time.Minute, "tea").ID
				c.office.onSend = func(ctx context.Context, text string) error {
					c.heard(text)
					if len(c.rings) > 1 {
						return nil
					}
					until := time.Now().Add(10 * time.Minute)
					_, err := c.Snooze(ctx, private("ann"), id, 1, until)
					require.NoError(t, err)
					_, err = c.Snooze(ctx, private("ann"), id, 1, until)
					require.ErrorIs(t, err, proactive.ErrAlarmOver)
					return answer
				}
				c.run(time.Hour)
				require.Equal(t, []string{"01 00:01:00 tea", "01 00:11:00 tea"}, c.rings)
			})
		})
	}
}

// TestSnoozeProvesTheRing is about a ring of which the channel's answer was lost.
func TestSnoozeProvesTheRing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		id := c.at(time.Minute, "tea").ID
		c.office.onSend = func(context.Context, string) error { return refusal(framework.Ambiguous) }
		c.run(2 * time.Minute)
		require.Len(t, c.list(), 1)
		a, err := c.Dismiss(t.Context(), private("ann"), id, 1)
		require.NoError(t, err)
		require.Equal(t, proactive.AlarmRang, a.Outcome)
		require.Empty(t, c.list())
	})
}
