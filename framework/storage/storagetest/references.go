// Package storagetest holds what Convo asks of a store as tests: run it on a store of your own.
package storagetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// References runs the contract of [proactive.Store]. Open returns an empty store each time; it may register its
// clean-up with t.
func References(t *testing.T, open func(t *testing.T) proactive.Store) {
	t.Helper()
	tests := map[string]func(*testing.T, proactive.Store){
		"an unknown conversation is ErrNotFound":         loadUnknown,
		"what was stored is loaded, field by field":      storeAndLoad,
		"every part of the key counts":                   keysApart,
		"the key cannot be changed":                      keyStays,
		"an update sees what is stored":                  updateSees,
		"a failed update stores nothing":                 updateFails,
		"updates at once lose nothing":                   updateAtOnce,
		"records are copies":                             copies,
		"deleting removes, and deleting nothing is fine": deletes,
		"all yields every record in key order":           allInOrder,
		"all ends early when told to":                    allStops,
		"all survives writes meanwhile":                  allSurvivesWrites,
		"all reports the end of its context":             allCancelled,
		"odd characters in ids are kept":                 oddIDs,
		"people come in the order of their keys":         peopleInOrder,
		"every field of a record is kept":                keepsJSON,
		"several are updated at once":                    updateAll,
		"several that skip are not stored":               updateAllSkips,
		"several are updated, or none":                   updateAllOrNothing,
		"several and single updates at once":             updateAllAtOnce,
		"filters let through what they say":              filters,
		"filters find records as they are now":           filtersFollow,
		"filters go on after a key":                      filtersGoOn,
	}
	for _, name := range slices.Sorted(maps.Keys(tests)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tests[name](t, open(t))
		})
	}
}

func key(n int) proactive.Key {
	return proactive.Key{AppID: "app", ChannelID: "msteams", TenantID: "tenant", ConversationID: fmt.Sprintf("19:%03d", n)}
}

// record is a record with every field set.
func record(k proactive.Key) proactive.Record {
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	return proactive.Record{
		Key: k,
		Reference: schema.ConversationReference{
			User: schema.ChannelAccount{
				ID: "29:ann", Name: "Ann", AADObjectID: "aad-ann",
				Extra: map[string]json.RawMessage{"title": json.RawMessage(`"Dr."`)},
			},
			Bot:          schema.ChannelAccount{ID: "28:app", Name: "Bot"},
			Conversation: schema.ConversationAccount{ID: k.ConversationID, TenantID: k.TenantID, IsGroup: true, ConversationType: schema.ConversationChannel},
			ChannelID:    k.ChannelID,
			ServiceURL:   "https://smba.trafficmanager.net/emea/",
			Locale:       "de-DE",
		},
		LearnedBy: proactive.ByMessage,
		Person: proactive.Person{
			TimeZone: "Europe/Berlin", UTCOffset: 60, Role: proactive.RoleGuest, SignInName: "ann@example.com", Teams: []string{"19:team"},
		},
		Place:   proactive.Place{TeamName: "Crew", GroupID: "group", ChannelName: "Talk", MeetingID: "meeting"},
		TeamID:  "19:team",
		Install: proactive.Install{State: proactive.Removed, At: noon.Add(time.Microsecond), Reason: proactive.ReasonTeamDeleted},
		Reach: proactive.Reach{
			State: proactive.ReachBlocked, At: noon.Add(2 * time.Second), Failures: 3, Code: "ConversationBlockedByUser",
			SentAt: noon.Add(3 * time.Second), Refused: []string{"29:bob"},
		},
		SeenAt:     time.Date(2026, 11, 21, 9, 30, 0, 123_000_000, time.UTC),
		CreatedAt:  noon.Add(4 * time.Second),
		UpdatedAt:  noon.Add(5 * time.Second),
		Attributes: map[string]string{"topic": "news"},
		Origin:     json.RawMessage(`{"serviceUrl":"https://first.example/"}`),
		Preferences: proactive.Preferences{
			Locale: "de", Topics: []string{"build", "news"},
			OptedOut:   map[string]time.Time{"ads": noon, "": noon.Add(time.Second)},
			MutedUntil: noon.Add(time.Hour), QuietHours: proactive.QuietHours{From: 22 * 60, To: 7 * 60},
		},
		Notices: map[string]proactive.TopicState{"build": {
			SentAt:  noon,
			Waiting: []proactive.Notice{{Topic: "build", Body: json.RawMessage(`{"n":1}`)}, {Topic: "build", Body: json.RawMessage(`2`)}},
			Omitted: 3,
		}},
	}
}

// inUTC gives a record's times one form: equal times may differ in their location.
func inUTC(r proactive.Record) proactive.Record {
	for _, at := range []*time.Time{
		&r.Install.At, &r.Reach.At, &r.Reach.SentAt, &r.SeenAt, &r.CreatedAt, &r.UpdatedAt, &r.Preferences.MutedUntil,
	} {
		*at = at.UTC()
	}
	for topic, since := range r.Preferences.OptedOut {
		r.Preferences.OptedOut[topic] = since.UTC()
	}
	for topic, state := range r.Notices {
		state.SentAt = state.SentAt.UTC()
		r.Notices[topic] = state
	}
	return r
}

func put(t *testing.T, s proactive.Store, r proactive.Record) {
	t.Helper()
	err := s.Update(t.Context(), r.Key, func(stored *proactive.Record) error {
		*stored = r
		return nil
	})
	if err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func load(t *testing.T, s proactive.Store, k proactive.Key) proactive.Record {
	t.Helper()
	r, err := s.Load(t.Context(), k)
	if err != nil {
		t.Fatalf("Load(%v): %v", k, err)
	}
	return r
}

func keys(t *testing.T, s proactive.Store) []proactive.Key {
	t.Helper()
	var out []proactive.Key
	for r, err := range s.All(t.Context(), proactive.Filter{}) {
		if err != nil {
			t.Fatalf("All: %v", err)
		}
		out = append(out, r.Key)
	}
	return out
}

func loadUnknown(t *testing.T, s proactive.Store) {
	if _, err := s.Load(t.Context(), key(1)); !errors.Is(err, proactive.ErrNotFound) {
		t.Errorf("Load of an unknown key: error %v, want ErrNotFound", err)
	}
}

func storeAndLoad(t *testing.T, s proactive.Store) {
	want := record(key(1))
	put(t, s, want)
	got := inUTC(load(t, s, want.Key))
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("loaded record differs\n got %s\nwant %s", g, w)
	}
}

func keysApart(t *testing.T, s proactive.Store) {
	base := proactive.Key{AppID: "a", ChannelID: "b", TenantID: "c", UserID: "u", ConversationID: "d", ThreadID: "e"}
	all := []proactive.Key{base, base, base, base, base, base, base}
	all[1].AppID, all[2].ChannelID, all[3].TenantID, all[4].UserID, all[5].ConversationID, all[6].ThreadID = "", "", "", "", "", ""
	for i, k := range all {
		r := record(k)
		r.TeamID = fmt.Sprint(i)
		put(t, s, r)
	}
	for i, k := range all {
		if got := load(t, s, k).TeamID; got != fmt.Sprint(i) {
			t.Errorf("key %+v gave record %s, want %d", k, got, i)
		}
	}
}

func keyStays(t *testing.T, s proactive.Store) {
	err := s.Update(t.Context(), key(1), func(r *proactive.Record) error {
		if r.Key != key(1) {
			t.Errorf("a new record has the key %+v, want %+v", r.Key, key(1))
		}
		r.Key = key(2)
		return nil
	})
	if err != nil {
		t.Fatalf("Update: %v", err)
	}
	if got := load(t, s, key(1)).Key; got != key(1) {
		t.Errorf("the stored key is %+v, want %+v", got, key(1))
	}
}

func updateSees(t *testing.T, s proactive.Store) {
	put(t, s, record(key(1)))
	err := s.Update(t.Context(), key(1), func(r *proactive.Record) error {
		if r.TeamID != "19:team" || r.Attributes["topic"] != "news" {
			t.Errorf("the update sees %+v, not what was stored", r)
		}
		r.Attributes["topic"] = "weather"
		return nil
	})
	if err != nil {
		t.Fatalf("Update: %v", err)
	}
	if got := load(t, s, key(1)).Attributes["topic"]; got != "weather" {
		t.Errorf("the topic is %q after the update, want weather", got)
	}
}

func updateFails(t *testing.T, s proactive.Store) {
	put(t, s, record(key(1)))
	refused := errors.New("refused")
	for _, k := range []proactive.Key{key(1), key(2)} {
		err := s.Update(t.Context(), k, func(r *proactive.Record) error {
			r.TeamID = "changed"
			r.Attributes = map[string]string{"topic": "changed"}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Errorf("Update returned %v, want the error of change", err)
		}
	}
	if got := load(t, s, key(1)); got.TeamID != "19:team" || got.Attributes["topic"] != "news" {
		t.Errorf("a failed update changed the record to %+v", got)
	}
	if _, err := s.Load(t.Context(), key(2)); !errors.Is(err, proactive.ErrNotFound) {
		t.Errorf("a failed update of a new record stored it (Load error %v)", err)
	}
}

func updateAtOnce(t *testing.T, s proactive.Store) {
	const writers = 20
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			err := s.Update(t.Context(), key(1), func(r *proactive.Record) error {
				r.TeamID += "x"
				return nil
			})
			if err != nil {
				t.Errorf("Update: %v", err)
			}
		})
	}
	wg.Wait()
	if got := len(load(t, s, key(1)).TeamID); got != writers {
		t.Errorf("%d of %d updates are in the record", got, writers)
	}
}

func copies(t *testing.T, s proactive.Store) {
	want := fmt.Sprintf("%+v", inUTC(record(key(1))))
	scribble := func(r proactive.Record) {
		r.Attributes["topic"] = "changed"
		r.Reference.User.Extra["title"][1] = 'X'
		r.Reference.User.Extra["added"] = json.RawMessage(`1`)
		r.Preferences.Topics[0] = "changed"
		r.Person.Teams[0] = "changed"
		r.Reach.Refused[0] = "changed"
		r.Origin[2] = 'X'
		delete(r.Preferences.OptedOut, "ads")
		r.Notices["build"].Waiting[0].Body[1] = 'X'
		r.Notices["build"].Waiting[1].Topic = "changed"
		r.Notices["added"] = proactive.TopicState{}
	}
	stored := record(key(1))
	put(t, s, stored)
	scribble(stored)
	scribble(load(t, s, key(1)))
	for r, err := range s.All(t.Context(), proactive.Filter{}) {
		if err != nil {
			t.Fatalf("All: %v", err)
		}
		scribble(r)
	}
	refused := errors.New("refused")
	err := s.Update(t.Context(), key(1), func(r *proactive.Record) error {
		scribble(*r)
		return refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("Update returned %v, want the error of change", err)
	}
	if got := fmt.Sprintf("%+v", inUTC(load(t, s, key(1)))); got != want {
		t.Errorf("the stored record is shared\n got %s\nwant %s", got, want)
	}
}

func deletes(t *testing.T, s proactive.Store) {
	put(t, s, record(key(1)))
	put(t, s, record(key(2)))
	for range 2 {
		if err := s.Delete(t.Context(), key(1)); err != nil {
			t.Errorf("Delete: %v", err)
		}
	}
	if got := keys(t, s); !slices.Equal(got, []proactive.Key{key(2)}) {
		t.Errorf("left after deleting: %v", got)
	}
}

func allInOrder(t *testing.T, s proactive.Store) {
	if got := keys(t, s); len(got) != 0 {
		t.Errorf("an empty store yields %v", got)
	}
	var want []proactive.Key
	for _, n := range []int{7, 3, 250, 1, 99} {
		k := key(n)
		threaded := k
		threaded.ThreadID = "17"
		want = append(want, threaded, k)
	}
	for _, k := range want {
		put(t, s, record(k))
	}
	slices.SortFunc(want, proactive.Key.Compare)
	if got := keys(t, s); !slices.Equal(got, want) {
		t.Errorf("order\n got %v\nwant %v", got, want)
	}
}

// peopleInOrder mixes people, whose keys have no conversation, with conversations, whose keys have no user.
func peopleInOrder(t *testing.T, s proactive.Store) {
	want := []proactive.Key{{}, {ThreadID: "1"}, {ConversationID: "z"}, {UserID: "a"}, {UserID: "a", ConversationID: "b"}, {UserID: "b"}}
	for _, k := range slices.Backward(want) {
		k.AppID = "app"
		put(t, s, record(k))
	}
	for i := range want {
		want[i].AppID = "app"
	}
	if got := keys(t, s); !slices.Equal(got, want) {
		t.Errorf("order\n got %v\nwant %v", got, want)
	}
}

func allStops(t *testing.T, s proactive.Store) {
	put(t, s, record(key(1)))
	put(t, s, record(key(2)))
	for r, err := range s.All(t.Context(), proactive.Filter{}) {
		if err != nil || r.Key != key(1) {
			t.Errorf("the first record is %v, error %v", r.Key, err)
		}
		break
	}
	put(t, s, record(key(3))) // nothing is held
}

func allSurvivesWrites(t *testing.T, s proactive.Store) {
	const n = 300
	for i := range n {
		put(t, s, record(key(i)))
	}
	seen := make(map[proactive.Key]int)
	for r, err := range s.All(t.Context(), proactive.Filter{}) {
		if err != nil {
			t.Fatalf("All: %v", err)
		}
		seen[r.Key]++
		put(t, s, record(r.Key))                                                        // rewritten
		put(t, s, record(proactive.Key{AppID: "app", ThreadID: fmt.Sprint(len(seen))})) // added
	}
	for i := range n {
		if seen[key(i)] != 1 {
			t.Errorf("%v was yielded %d times", key(i), seen[key(i)])
		}
	}
}

func allCancelled(t *testing.T, s proactive.Store) {
	put(t, s, record(key(1)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var last error
	for _, err := range s.All(ctx, proactive.Filter{}) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("the last error is %v, want that the context ended", last)
	}
}

func oddIDs(t *testing.T, s proactive.Store) {
	k := proactive.Key{ConversationID: "a:1;b=é'\"\\%_/\u2028😀", TenantID: " "}
	put(t, s, record(k))
	if got := load(t, s, k).Key; got != k {
		t.Errorf("loaded key %q, want %q", got, k)
	}
}
