package storagetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/convobot/convo/framework/proactive"
)

// AlarmProcesses runs what the contract of [proactive.AlarmStore] says of processes that share a store. Open returns, for
// an empty store each time, a function that starts a process on it, and that returns how the process ends without a word,
// as kill -9 would end it. Together says whether two of them may run at the same time.
func AlarmProcesses(t *testing.T, together bool, open func(t *testing.T) (start func() (store proactive.AlarmStore, kill func()))) {
	t.Helper()
	type start = func() (proactive.AlarmStore, func())
	tests := map[string]func(*testing.T, start){
		"what a dead process has claimed is free":          alarmOfTheDead,
		"what rang in a dead process is claimed as it was": alarmRangInTheDead,
	}
	if together {
		tests["two processes claim nothing twice"] = alarmsClaimedByTwo
		tests["what rings in another process stays there"] = alarmRingsElsewhere
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func alarmOfTheDead(t *testing.T, start func() (proactive.AlarmStore, func())) {
	s, kill := start()
	addAlarm(t, s, alarm("a", 1))
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10), "a")
	kill()
	s, _ = start()
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10), "a")
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10))
}

func alarmRangInTheDead(t *testing.T, start func() (proactive.AlarmStore, func())) {
	s, kill := start()
	addAlarm(t, s, alarm("a", 1))
	updateAlarm(t, s, "a", func(a *proactive.Alarm) { a.State, a.Rang = proactive.AlarmRinging, noon() })
	kill()
	s, _ = start()
	list, err := s.Claim(t.Context(), noon().Add(-time.Hour), 10) // it is there whatever its time
	if err != nil || len(list) != 1 || list[0].State != proactive.AlarmRinging {
		t.Fatalf("claimed %+v, %v", list, err)
	}
}

func alarmRingsElsewhere(t *testing.T, start func() (proactive.AlarmStore, func())) {
	one, _ := start()
	other, _ := start()
	addAlarm(t, one, alarm("a", 1))
	wantIDs(t, claim(t, one, noon().Add(time.Hour), 10), "a")
	wantIDs(t, claim(t, other, noon().Add(time.Hour), 10))
	updateAlarm(t, one, "a", func(a *proactive.Alarm) { a.State, a.Rang = proactive.AlarmRinging, noon() })
	wantIDs(t, claim(t, other, noon().Add(time.Hour), 10))
	updateAlarm(t, one, "a", func(a *proactive.Alarm) { a.State = proactive.AlarmWaiting })
	wantIDs(t, claim(t, other, noon().Add(time.Hour), 10), "a")
}

func alarmsClaimedByTwo(t *testing.T, start func() (proactive.AlarmStore, func())) {
	one, _ := start()
	other, _ := start()
	claimedOnce(t, one, other)
}

func alarmsClaimedAtOnce(t *testing.T, s proactive.AlarmStore) { claimedOnce(t, s, s) }

// claimedOnce has several claim what is due, until there is nothing left.
func claimedOnce(t *testing.T, stores ...proactive.AlarmStore) {
	t.Helper()
	const alarms = 50
	for i := range alarms {
		addAlarm(t, stores[0], alarm(fmt.Sprint(i), i))
	}
	var mu sync.Mutex
	var all []string
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for {
				list, err := stores[i%len(stores)].Claim(t.Context(), noon().Add(time.Hour), 3)
				if err != nil {
					t.Errorf("Claim: %v", err)
				}
				if len(list) == 0 {
					return
				}
				mu.Lock()
				all = append(all, alarmIDs(list)...)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(all)
	if len(all) < alarms { // one may have come while another held what was left
		all = append(all, claim(t, stores[0], noon().Add(time.Hour), alarms)...)
	}
	if distinct := len(slices.Compact(slices.Clone(all))); len(all) != alarms || distinct != alarms {
		t.Fatalf("%d alarms were claimed %d times, %d of them", alarms, len(all), distinct)
	}
}

func alarmsClaimed(t *testing.T, s proactive.AlarmStore) {
	for id, after := range map[string]time.Duration{"third": time.Hour / 2, "first": time.Second, "second": time.Minute} {
		a := alarm(id, 1)
		a.Due = noon().Add(after)
		addAlarm(t, s, a)
	}
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10), "first", "second", "third")
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10))
}

func alarmsClaimedInParts(t *testing.T, s proactive.AlarmStore) {
	for i := range 5 {
		a := alarm(fmt.Sprint(i), 1)
		a.Due = noon().Add(time.Duration(i) * time.Second)
		addAlarm(t, s, a)
	}
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 2), "0", "1")
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 2), "2", "3")
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 2), "4")
}

func alarmsNotDue(t *testing.T, s proactive.AlarmStore) {
	addAlarm(t, s, alarm("a", 1))
	wantIDs(t, claim(t, s, noon(), 10))
	wantIDs(t, claim(t, s, noon().Add(time.Millisecond), 10), "a")
}

func alarmsDone(t *testing.T, s proactive.AlarmStore) {
	addAlarm(t, s, alarm("a", 1))
	updateAlarm(t, s, "a", func(a *proactive.Alarm) { a.State, a.Rang = proactive.AlarmDone, noon() })
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10))
}

func alarmClaimEnds(t *testing.T, s proactive.AlarmStore) {
	addAlarm(t, s, alarm("a", 1))
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10), "a")
	updateAlarm(t, s, "a", func(*proactive.Alarm) {})
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10), "a")
	updateAlarm(t, s, "a", func(a *proactive.Alarm) { a.Due = noon().Add(2 * time.Hour) })
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10))
	wantIDs(t, claim(t, s, noon().Add(3*time.Hour), 10), "a")
}

func alarmRingingStays(t *testing.T, s proactive.AlarmStore) {
	addAlarm(t, s, alarm("a", 1))
	updateAlarm(t, s, "a", func(a *proactive.Alarm) { a.State, a.Rang = proactive.AlarmRinging, noon() })
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10))
}

func alarmRetried(t *testing.T, s proactive.AlarmStore) {
	a := alarm("a", 1)
	a.RetryAt = noon().Add(time.Minute)
	addAlarm(t, s, a)
	wantIDs(t, claim(t, s, noon().Add(time.Second), 10))
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10), "a")
}
