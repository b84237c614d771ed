package storagetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// Alarms runs the contract of [proactive.AlarmStore]. Open returns an empty store each time; it may register its
// clean-up with t. What the contract says of several processes is [AlarmProcesses].
func Alarms(t *testing.T, open func(t *testing.T) proactive.AlarmStore) {
	t.Helper()
	tests := map[string]func(*testing.T, proactive.AlarmStore){
		"an alarm that is not there":                  alarmUnknown,
		"what was stored is loaded, field by field":   alarmLoads,
		"alarms are copies":                           alarmCopies,
		"numbers grow within a conversation":          alarmNumbers,
		"a full conversation takes no more":           alarmsFull,
		"what is done makes room":                     alarmsMakeRoom,
		"numbers and limits hold for adds at once":    alarmsAddedAtOnce,
		"an update stores what it changed":            alarmUpdates,
		"a failed update stores nothing":              alarmUpdateFails,
		"updates at once lose nothing":                alarmUpdatesAtOnce,
		"deleting removes":                            alarmDeletes,
		"people find what they set, wherever it is":   alarmsSetBy,
		"what is due is claimed once, earliest first": alarmsClaimed,
		"as many are claimed as are asked for":        alarmsClaimedInParts,
		"what waits for longer is not claimed":        alarmsNotDue,
		"what is done is not claimed":                 alarmsDone,
		"an update ends a claim":                      alarmClaimEnds,
		"what rings stays claimed":                    alarmRingingStays,
		"a try later is claimed later":                alarmRetried,
		"claims at once share no alarm":               alarmsClaimedAtOnce,
		"what is forgotten is gone":                   alarmsForgotten,
		"what was done long ago is purged":            alarmsPurged,
		"odd characters in ids and texts are kept":    alarmsOdd,
	}
	for _, name := range slices.Sorted(maps.Keys(tests)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tests[name](t, open(t))
		})
	}
}

// noon is when the alarms of these tests are due.
func noon() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

func personKey(name string) proactive.Key {
	return proactive.Key{AppID: "app", ChannelID: "msteams", TenantID: "tenant", UserID: "aad-" + name}
}

// alarm is one that is due at noon in conversation n, set by Ann.
func alarm(id string, n int) proactive.Alarm {
	r := record(key(n))
	return proactive.Alarm{
		ID: id, Place: r.Key, By: personKey("ann"), Reference: r.Reference, Activity: schema.TextMessage("stretch"),
		Due: noon(), Zone: "Europe/Berlin", Created: noon().Add(-time.Hour), State: proactive.AlarmWaiting,
	}
}

func addAlarm(t *testing.T, s proactive.AlarmStore, a proactive.Alarm) proactive.Alarm {
	t.Helper()
	added, err := s.Add(t.Context(), a, 100)
	if err != nil {
		t.Fatalf("Add: %v", err)
	}
	return added
}

func updateAlarm(t *testing.T, s proactive.AlarmStore, id string, change func(*proactive.Alarm)) {
	t.Helper()
	err := s.Update(t.Context(), id, func(a *proactive.Alarm) error {
		change(a)
		return nil
	})
	if err != nil {
		t.Fatalf("Update: %v", err)
	}
}

// loadAlarm loads the alarm "a".
func loadAlarm(t *testing.T, s proactive.AlarmStore) proactive.Alarm {
	t.Helper()
	a, err := s.Load(t.Context(), "a")
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return a
}

func alarmsIn(t *testing.T, s proactive.AlarmStore, n int) []string {
	t.Helper()
	list, err := s.In(t.Context(), key(n))
	if err != nil {
		t.Fatalf("In: %v", err)
	}
	return alarmIDs(list)
}

func claim(t *testing.T, s proactive.AlarmStore, before time.Time, most int) []string {
	t.Helper()
	list, err := s.Claim(t.Context(), before, most)
	if err != nil {
		t.Fatalf("Claim: %v", err)
	}
	return alarmIDs(list)
}

func alarmIDs(list []proactive.Alarm) []string {
	ids := []string{}
	for _, a := range list {
		ids = append(ids, a.ID)
	}
	return ids
}

func wantIDs(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("got the alarms %q, want %q", got, want)
	}
}

func wantError(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Fatalf("got the error %v, want %v", got, want)
	}
}

func alarmUnknown(t *testing.T, s proactive.AlarmStore) {
	_, err := s.Load(t.Context(), "a")
	wantError(t, err, proactive.ErrAlarmNotFound)
	wantError(t, s.Delete(t.Context(), "a"), proactive.ErrAlarmNotFound)
	wantError(t, s.Update(t.Context(), "a", func(*proactive.Alarm) error { return nil }), proactive.ErrAlarmNotFound)
	wantIDs(t, alarmsIn(t, s, 1))
	wantIDs(t, claim(t, s, noon().AddDate(100, 0, 0), 10))
}

func alarmLoads(t *testing.T, s proactive.AlarmStore) {
	want := alarm("a", 1)
	want.Rule, want.State, want.Rings, want.Tries = "0 9 * * 1-5", proactive.AlarmDone, 3, 2
	want.RetryAt, want.Rang, want.Snoozed = noon().Add(time.Minute), noon().Add(time.Second+time.Nanosecond), noon().Add(time.Hour)
	want.Outcome, want.Error, want.Answered = proactive.AlarmUnclear, "gone", true
	want.Activity.Attachments = []schema.Attachment{{ContentType: "text/plain", Content: json.RawMessage(`{"x":1}`)}}
	added := addAlarm(t, s, want)
	want.Number = 1
	for _, got := range []proactive.Alarm{added, loadAlarm(t, s)} {
		if !reflect.DeepEqual(asJSON(t, got), asJSON(t, want)) {
			t.Fatalf("got\n%s\nwant\n%s", asJSON(t, got), asJSON(t, want))
		}
	}
}

func asJSON(t *testing.T, a proactive.Alarm) string {
	t.Helper()
	for _, at := range []*time.Time{&a.Due, &a.Created, &a.RetryAt, &a.Rang, &a.Snoozed} {
		*at = at.UTC()
	}
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func alarmCopies(t *testing.T, s proactive.AlarmStore) {
	a := alarm("a", 1)
	addAlarm(t, s, a)
	a.Activity.Text = "changed"
	loadAlarm(t, s).Activity.Text = "changed"
	if text := loadAlarm(t, s).Activity.Text; text != "stretch" {
		t.Fatalf("the stored alarm was changed from outside: it says %q", text)
	}
}

func alarmNumbers(t *testing.T, s proactive.AlarmStore) {
	for i, id := range []string{"a", "b", "c"} {
		if got := addAlarm(t, s, alarm(id, 1)).Number; got != i+1 {
			t.Fatalf("%s has the number %d", id, got)
		}
	}
	if got := addAlarm(t, s, alarm("elsewhere", 2)).Number; got != 1 {
		t.Fatalf("the first of another conversation has the number %d", got)
	}
	if err := s.Delete(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	if got := addAlarm(t, s, alarm("d", 1)).Number; got != 4 {
		t.Fatalf("after 1 and 3 comes %d", got)
	}
	wantIDs(t, alarmsIn(t, s, 1), "a", "c", "d")
}

func alarmsFull(t *testing.T, s proactive.AlarmStore) {
	for i := range 3 {
		if _, err := s.Add(t.Context(), alarm(fmt.Sprint(i), 1), 3); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.Add(t.Context(), alarm("3", 1), 3)
	wantError(t, err, proactive.ErrTooManyAlarms)
	if _, err := s.Add(t.Context(), alarm("elsewhere", 2), 3); err != nil {
		t.Fatal(err)
	}
	wantIDs(t, alarmsIn(t, s, 1), "0", "1", "2")
}

func alarmsMakeRoom(t *testing.T, s proactive.AlarmStore) {
	for i := range 3 {
		addAlarm(t, s, alarm(fmt.Sprint(i), 1))
	}
	updateAlarm(t, s, "1", func(a *proactive.Alarm) { a.State, a.Rang = proactive.AlarmDone, noon() })
	added, err := s.Add(t.Context(), alarm("3", 1), 3)
	if err != nil || added.Number != 4 {
		t.Fatalf("Add: number %d, %v", added.Number, err)
	}
	wantIDs(t, alarmsIn(t, s, 1), "0", "2", "3")
}

func alarmsAddedAtOnce(t *testing.T, s proactive.AlarmStore) {
	const limit, tries = 10, 20
	var wg sync.WaitGroup
	for i := range tries {
		wg.Go(func() {
			if _, err := s.Add(t.Context(), alarm(fmt.Sprint(i), 1), limit); err != nil && !errors.Is(err, proactive.ErrTooManyAlarms) {
				t.Errorf("Add: %v", err)
			}
		})
	}
	wg.Wait()
	list, err := s.In(t.Context(), key(1))
	if err != nil || len(list) != limit {
		t.Fatalf("there are %d alarms, want %d (%v)", len(list), limit, err)
	}
	for i, a := range list {
		if a.Number != i+1 {
			t.Fatalf("the %d. alarm has the number %d", i+1, a.Number)
		}
	}
}

func alarmUpdates(t *testing.T, s proactive.AlarmStore) {
	want := addAlarm(t, s, alarm("a", 1))
	updateAlarm(t, s, "a", func(a *proactive.Alarm) {
		a.ID, a.Number, a.Place, a.By = "b", 7, key(2), personKey("bob")
		a.Rings, a.Activity.Text = 5, "sit"
	})
	want.Rings, want.Activity.Text = 5, "sit"
	if got := loadAlarm(t, s); asJSON(t, got) != asJSON(t, want) {
		t.Fatalf("got\n%s\nwant\n%s", asJSON(t, got), asJSON(t, want))
	}
	wantIDs(t, alarmsIn(t, s, 2))
}

func alarmUpdateFails(t *testing.T, s proactive.AlarmStore) {
	addAlarm(t, s, alarm("a", 1))
	wrong := errors.New("wrong")
	wantError(t, s.Update(t.Context(), "a", func(a *proactive.Alarm) error {
		a.Rings = 5
		return wrong
	}), wrong)
	if got := loadAlarm(t, s).Rings; got != 0 {
		t.Fatalf("a failed update stored %d rings", got)
	}
}

func alarmUpdatesAtOnce(t *testing.T, s proactive.AlarmStore) {
	const updates = 20
	addAlarm(t, s, alarm("a", 1))
	var wg sync.WaitGroup
	for range updates {
		wg.Go(func() {
			if err := s.Update(t.Context(), "a", func(a *proactive.Alarm) error { a.Rings++; return nil }); err != nil {
				t.Errorf("Update: %v", err)
			}
		})
	}
	wg.Wait()
	if got := loadAlarm(t, s).Rings; got != updates {
		t.Fatalf("of %d updates %d are there", updates, got)
	}
}

func alarmDeletes(t *testing.T, s proactive.AlarmStore) {
	addAlarm(t, s, alarm("a", 1))
	addAlarm(t, s, alarm("b", 1))
	if err := s.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	wantIDs(t, alarmsIn(t, s, 1), "b")
	wantIDs(t, claim(t, s, noon().Add(time.Hour), 10), "b")
}

func alarmsSetBy(t *testing.T, s proactive.AlarmStore) {
	bobs := alarm("bob's", 1)
	bobs.By = personKey("bob")
	for _, a := range []proactive.Alarm{alarm("c", 2), alarm("a", 1), bobs, alarm("b", 1)} {
		addAlarm(t, s, a)
	}
	list, err := s.SetBy(t.Context(), personKey("ann"))
	if err != nil {
		t.Fatal(err)
	}
	wantIDs(t, alarmIDs(list), "a", "b", "c")
}

func alarmsForgotten(t *testing.T, s proactive.AlarmStore) {
	bobs := alarm("bob's", 2)
	bobs.By = personKey("bob")
	for _, a := range []proactive.Alarm{alarm("a", 1), alarm("b", 2), bobs, alarm("c", 3)} {
		addAlarm(t, s, a)
	}
	for _, k := range []proactive.Key{key(3), personKey("bob")} {
		if err := s.Forget(t.Context(), k); err != nil {
			t.Fatal(err)
		}
	}
	wantIDs(t, alarmsIn(t, s, 1), "a")
	wantIDs(t, alarmsIn(t, s, 2), "b")
	wantIDs(t, alarmsIn(t, s, 3))
}

func alarmsPurged(t *testing.T, s proactive.AlarmStore) {
	for i, id := range []string{"long ago", "just now", "waiting"} {
		addAlarm(t, s, alarm(id, 1))
		if id != "waiting" {
			updateAlarm(t, s, id, func(a *proactive.Alarm) {
				a.State, a.Rang = proactive.AlarmDone, noon().Add(time.Duration(i)*time.Hour)
			})
		}
	}
	if err := s.Purge(t.Context(), noon().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	wantIDs(t, alarmsIn(t, s, 1), "just now", "waiting")
}

func alarmsOdd(t *testing.T, s proactive.AlarmStore) {
	odd := `a'b"c\d;messageid=1%e_f é 😀 `
	a := alarm(odd, 1)
	a.Place.ConversationID, a.By.UserID, a.Activity.Text = odd, odd, odd
	addAlarm(t, s, a)
	for _, find := range []func() ([]proactive.Alarm, error){
		func() ([]proactive.Alarm, error) { return s.In(t.Context(), a.Place) },
		func() ([]proactive.Alarm, error) { return s.SetBy(t.Context(), a.By) },
	} {
		list, err := find()
		if err != nil || len(list) != 1 || list[0].Activity.Text != odd || list[0].Place != a.Place || list[0].By != a.By {
			t.Fatalf("got %+v, %v", list, err)
		}
	}
}
