package proactive_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
)

var errGone = errors.New("the database is gone")

// shaky is a store that fails for a while, and may do what it says that it has not done.
type shaky struct {
	proactive.AlarmStore
	updates atomic.Int32 // that succeed before those that fail
	until   time.Time    // from then on it works again
	does    bool
}

func (s *shaky) fails() bool { return time.Now().Before(s.until) && s.updates.Add(-1) < 0 }

func (s *shaky) Update(ctx context.Context, id string, change func(*proactive.Alarm) error) error {
	if !s.fails() {
		return s.AlarmStore.Update(ctx, id, change)
	}
	if s.does {
		_ = s.AlarmStore.Update(ctx, id, change)
	}
	return errGone
}

// TestAlarmsWithoutAnAdapter is about a bot whose main function forgot it: that is told at the start, and not by the
// first alarm, which nobody waits for.
func TestAlarmsWithoutAnAdapter(t *testing.T) {
	t.Parallel()
	alarms := &proactive.Alarms{Store: memory.NewAlarms(nil)}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.PanicsWithValue(t, "proactive: Alarms.Run without an adapter: set Alarms.Adapter before it", func() { alarms.Run(ctx) })
}

// TestAlarmsAndAShakyStore is about a store that fails before and after a ring: it rings once, when it works again at
// the latest.
func TestAlarmsAndAShakyStore(t *testing.T) {
	t.Parallel()
	for updates, before := range map[int32]string{0: "the ring", 1: "its outcome"} {
		for _, does := range []bool{false, true} {
			t.Run(fmt.Sprintf("before %s, done %v", before, does), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c := newClock(t)
					store := &shaky{AlarmStore: c.Store, until: time.Now().Add(2 * time.Minute), does: does}
					store.updates.Store(updates)
					c.Store = store
					a := c.at(time.Minute, "tea")
					c.run(time.Hour)
					require.Len(t, c.rings, 1)
					stored, err := c.Store.Load(t.Context(), a.ID)
					require.NoError(t, err)
					require.Equal(t, proactive.AlarmDone, stored.State)
					require.Equal(t, proactive.AlarmRang, stored.Outcome)
					require.Contains(t, c.log.String(), errGone.Error())
				})
			})
		}
	}
}

// TestAlarmsStopWithoutTheirStore is about a process that is to end while the database is gone.
func TestAlarmsStopWithoutTheirStore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		store := &shaky{AlarmStore: c.Store, until: time.Now().Add(24 * time.Hour)}
		store.updates.Store(1)
		c.Store = store
		c.at(time.Minute, "tea")
		begun := time.Now()
		c.run(2 * time.Minute)
		require.Less(t, time.Since(begun), 3*time.Minute)
	})
}

type noClaims struct {
	proactive.AlarmStore
	until time.Time
}

func (s *noClaims) Claim(ctx context.Context, before time.Time, most int) ([]proactive.Alarm, error) {
	if time.Now().Before(s.until) {
		return nil, errGone
	}
	return s.AlarmStore.Claim(ctx, before, most)
}

func TestAlarmsWaitForTheirStore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		c.Store = &noClaims{AlarmStore: c.Store, until: time.Now().Add(time.Hour)}
		c.at(time.Hour+time.Second, "tea")
		c.run(2 * time.Hour)
		require.Equal(t, []string{"01 01:00:01 tea"}, c.rings)
		require.Equal(t, 1, countLines(c.log.String()), "said once, not with every try")
	})
}

// mute is a store to which the connection is lost without a word, once for each kind of request.
type mute struct {
	proactive.AlarmStore
	claims, updates, purges sync.Once
}

func hangs(ctx context.Context, once *sync.Once) (err error) {
	once.Do(func() {
		<-ctx.Done()
		err = ctx.Err()
	})
	return err
}

func (s *mute) Claim(ctx context.Context, before time.Time, most int) ([]proactive.Alarm, error) {
	if err := hangs(ctx, &s.claims); err != nil {
		return nil, err
	}
	return s.AlarmStore.Claim(ctx, before, most)
}

func (s *mute) Update(ctx context.Context, id string, change func(*proactive.Alarm) error) error {
	if err := hangs(ctx, &s.updates); err != nil {
		return err
	}
	return s.AlarmStore.Update(ctx, id, change)
}

func (s *mute) Purge(ctx context.Context, before time.Time) error {
	if err := hangs(ctx, &s.purges); err != nil {
		return err
	}
	return s.AlarmStore.Purge(ctx, before)
}

// TestAlarmsDoNotWaitForALostConnection: what is sent over one may hang for a quarter of an hour.
func TestAlarmsDoNotWaitForALostConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		c.Store = &mute{AlarmStore: c.Store}
		c.at(time.Second, "tea")
		c.run(5 * time.Minute)
		require.Len(t, c.rings, 1)
		require.Less(t, c.rings[0], "01 00:02")
		require.Contains(t, c.log.String(), "alarms that have rung are not removed")
	})
}

func countLines(text string) (n int) {
	for _, b := range []byte(text) {
		if b == '\n' {
			n++
		}
	}
	return n
}

// orphans is a store of which another process has died while it rang what is AlarmRinging.
type orphans struct {
	proactive.AlarmStore
	id string
}

func (s *orphans) Claim(ctx context.Context, before time.Time, most int) ([]proactive.Alarm, error) {
	a, err := s.Load(ctx, s.id)
	if err == nil && a.State == proactive.AlarmRinging {
		return []proactive.Alarm{a}, nil
	}
	return s.AlarmStore.Claim(ctx, before, most)
}

// TestAlarmsAfterACrash is about a process that died between the intent and the outcome: the alarm may have rung.
func TestAlarmsAfterACrash(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		crash := func(id string) {
			require.NoError(t, c.Store.Update(t.Context(), id, func(a *proactive.Alarm) error {
				a.State, a.Rings, a.Rang = proactive.AlarmRinging, 1, a.Due
				return nil
			}))
			c.Store = &orphans{c.Store, id}
		}
		crash(c.at(time.Minute, "tea").ID)
		crash(c.every("@hourly", "UTC", "look").ID)
		time.Sleep(2*time.Hour + 30*time.Minute)
		c.run(time.Hour)
		require.Equal(t, []string{"01 03:00:00 look"}, c.rings)
		require.Equal(t, []string{"1 01 00:01:00 tea", "2 01 04:00:00 look"}, c.list(), "what may have rung is listed")
		require.Contains(t, c.log.String(), "the process ended before the outcome was known")
		time.Sleep(24 * time.Hour)
		require.Len(t, c.list(), 1, "for a day")
	})
}

// TestAlarmsStop is about the end of the process: what rings is ended, what does not is not begun.
func TestAlarmsStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		c.Parallel = 1
		c.office.onSend = func(ctx context.Context, text string) error {
			time.Sleep(10 * time.Second)
			require.NoError(t, ctx.Err())
			c.heard(text)
			return nil
		}
		for i := range 3 {
			c.at(time.Minute+time.Duration(i), fmt.Sprint(i))
		}
		c.run(time.Minute + time.Second)
		require.Equal(t, []string{"01 00:01:10 0"}, c.rings)
		require.Len(t, c.list(), 2)
		c.run(time.Minute)
		require.Len(t, c.rings, 3)
	})
}

// TestAlarmsInTwoProcesses is about one store that several run alarms on.
func TestAlarmsInTwoProcesses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		const alarms = 90
		for i := range alarms {
			c.at(time.Minute, fmt.Sprint(i))
		}
		other := &proactive.Alarms{Adapter: c.office, Store: c.Store, AppID: "app", Logger: c.Logger}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		go other.Run(ctx)
		c.run(2 * time.Minute)
		require.Len(t, c.rings, alarms)
		synctest.Wait()
	})
}

// stale is a store that another process has written to since this one claimed.
type stale struct {
	proactive.AlarmStore
	since func(*proactive.Alarm)
	once  sync.Once
}

func (s *stale) Claim(ctx context.Context, before time.Time, most int) ([]proactive.Alarm, error) {
	claimed, err := s.AlarmStore.Claim(ctx, before, most)
	for _, a := range claimed {
		s.once.Do(func() { err = change(ctx, s.AlarmStore, a.ID, s.since) })
	}
	return claimed, err
}

func change(ctx context.Context, store proactive.AlarmStore, id string, change func(*proactive.Alarm)) error {
	return store.Update(ctx, id, func(a *proactive.Alarm) error {
		change(a)
		return nil
	})
}

// TestAlarmsTakenOver is about a process that was stopped for so long that others took what it had claimed.
func TestAlarmsTakenOver(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		since func(*proactive.Alarm)
		rings []string
		state proactive.AlarmState
	}{
		"rung":    {func(a *proactive.Alarm) { a.State, a.Rang = proactive.AlarmDone, a.Due }, nil, proactive.AlarmDone},
		"rings":   {func(a *proactive.Alarm) { a.State, a.Rang = proactive.AlarmRinging, a.Due }, nil, proactive.AlarmRinging},
		"retried": {func(a *proactive.Alarm) { a.RetryAt = a.Due.Add(time.Minute) }, []string{"01 00:02:00 tea"}, proactive.AlarmDone},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newClock(t)
				c.Render = func(_ context.Context, a proactive.Alarm, _ time.Duration) (*schema.Activity, error) {
					return a.Activity, nil
				}
				c.Store = &stale{AlarmStore: c.Store, since: test.since}
				id := c.at(time.Minute, "tea").ID
				c.run(10 * time.Minute)
				require.Equal(t, test.rings, c.rings)
				a, err := c.Store.Load(t.Context(), id)
				require.NoError(t, err)
				require.Equal(t, test.state, a.State)
			})
		})
	}
}

// TestAlarmsSettledElsewhere is about a ring that took so long that another process has settled it: that stands.
func TestAlarmsSettledElsewhere(t *testing.T) {
	t.Parallel()
	for name, since := range map[string]func(*proactive.Alarm){
		"as unclear":     func(a *proactive.Alarm) { a.State, a.Outcome = proactive.AlarmDone, proactive.AlarmUnclear },
		"and rings anew": func(a *proactive.Alarm) { a.Rings = 7 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newClock(t)
				id := c.at(time.Minute, "tea").ID
				var want proactive.Alarm
				c.office.onSend = func(ctx context.Context, _ string) error {
					err := change(ctx, c.Store, id, since)
					want, _ = c.Store.Load(ctx, id)
					return err
				}
				c.run(10 * time.Minute)
				got, err := c.Store.Load(t.Context(), id)
				require.NoError(t, err)
				require.Equal(t, want, got)
			})
		})
	}
}

// TestAlarmsAndAClockSetBack is about a clock that shows, after the ring, an earlier time than it is for: it is not for that
// time again.
func TestAlarmsAndAClockSetBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock(t)
		id := c.every("@hourly", "UTC", "look").ID
		c.office.onSend = func(ctx context.Context, _ string) error {
			return change(ctx, c.Store, id, func(a *proactive.Alarm) { a.Due = a.Due.Add(time.Hour) })
		}
		c.run(time.Hour + time.Minute)
		require.Equal(t, []string{"1 01 03:00:00 look"}, c.list())
	})
}
