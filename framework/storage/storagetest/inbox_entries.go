package storagetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// entryOf is an entry with every field set that Journal takes.
func entryOf(c framework.Claim) framework.Entry {
	return framework.Entry{
		Claim:         c,
		Identity:      framework.Identity{AppID: "app", Issuer: "https://issuer"},
		CorrelationID: "correlation",
		Conversation:  "\x00\xff" + "chat",
		Received:      time.Date(2026, 11, 21, 9, 30, 0, 123_456_000, time.UTC),
		Activity: &schema.Activity{
			Type: schema.TypeMessage, ID: "1", Text: "é\u2028😀", ChannelID: "msteams", CallerID: "urn:botframework:azure",
			Conversation: schema.ConversationAccount{ID: "19:chat"},
			Extra:        map[string]json.RawMessage{"vendor": json.RawMessage(`{"a":1}`)},
		},
		Attempts: 1,
	}
}

func journal(t *testing.T, s framework.Inbox, e framework.Entry) {
	t.Helper()
	if err := s.Journal(t.Context(), e); err != nil {
		t.Fatalf("Journal: %v", err)
	}
}

// journalNumber claims and journals an entry that arrived as the nth of its conversation.
func journalNumber(t *testing.T, s framework.Inbox, conversation string, n int64) framework.Entry {
	t.Helper()
	e := entryOf(claimOf(fmt.Sprint(conversation, n), n))
	e.Conversation, e.Received = conversation, e.Received.Add(time.Duration(n)*time.Microsecond)
	requireClaim(t, s, e.Claim, mine())
	journal(t, s, e)
	return e
}

func recovered(t *testing.T, s framework.Inbox, limit int) (ids []int64) {
	t.Helper()
	list, err := s.Recover(t.Context(), "app", limit)
	if err != nil {
		t.Fatalf("Recover: %v", err)
	}
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	return ids
}

func requireRecovered(t *testing.T, s framework.Inbox, want ...int64) {
	t.Helper()
	if got := recovered(t, s, 100); !slices.Equal(got, want) {
		t.Fatalf("recovered %v, want %v", got, want)
	}
}

func requireSameEntry(t *testing.T, got, want framework.Entry) {
	t.Helper()
	gotActivity, err := json.Marshal(got.Activity)
	if err != nil {
		t.Fatal(err)
	}
	wantActivity, err := json.Marshal(want.Activity)
	if err != nil {
		t.Fatal(err)
	}
	got.Activity, want.Activity = nil, nil
	got.Received, want.Received = got.Received.UTC(), want.Received.UTC()
	if g, w := fmt.Sprintf("%+v %s", got, gotActivity), fmt.Sprintf("%+v %s", want, wantActivity); g != w {
		t.Fatalf("the entry differs\n got %s\nwant %s", g, w)
	}
}

func recoverFields(t *testing.T, db InboxDatabase) {
	s := db.Open()
	want := entryOf(claimOf("a", 1))
	requireClaim(t, s, want.Claim, mine())
	journal(t, s, want)
	requireClaim(t, s, claimOf("a", 2), journaled())
	requireRecovered(t, s) // its process lives
	db.Kill(s)
	s = db.Open()
	got, err := s.Recover(t.Context(), "app", 10)
	if err != nil || len(got) != 1 {
		t.Fatalf("Recover gave %+v, error %v", got, err)
	}
	requireSameEntry(t, got[0], want)
	requireRecovered(t, s) // it is this process's now
}

func recoverKeepsKey(t *testing.T, db InboxDatabase) {
	s := db.Open()
	e := journalNumber(t, s, "chat", 1)
	db.Kill(s)
	s = db.Open()
	other := framework.Claim{Key: e.Key, ID: 2}
	requireClaim(t, s, other, journaled())
	requireRecovered(t, s, 1)
	requireClaim(t, s, other, journaled())
	settle(t, s, framework.Settlement{Claim: e.Claim, Journaled: true, Answer: []byte("1"), Keep: time.Hour})
	requireClaim(t, s, other, done("1"))
}

func journalRepeated(t *testing.T, db InboxDatabase) {
	s := db.Open()
	e := journalNumber(t, s, "chat", 1)
	journal(t, s, e)
	db.Kill(s)
	requireRecovered(t, db.Open(), 1)
}

func journalUnclaimed(t *testing.T, db InboxDatabase) {
	s := db.Open()
	requireClaim(t, s, claimOf("a", 1), mine())
	for _, c := range []framework.Claim{claimOf("a", 2), claimOf("unknown", 3)} {
		if err := s.Journal(t.Context(), entryOf(c)); !errors.Is(err, framework.ErrClaimLost) {
			t.Errorf("Journal of %+v: error %v, want ErrClaimLost", c, err)
		}
	}
	db.Kill(s)
	requireRecovered(t, db.Open())
}

func journalWithoutKey(t *testing.T, db InboxDatabase) {
	s := db.Open()
	journal(t, s, entryOf(framework.Claim{ID: 1}))
	journal(t, s, entryOf(framework.Claim{ID: 2}))
	settle(t, s, framework.Settlement{Claim: framework.Claim{ID: 1}, Journaled: true, Keep: time.Hour})
	db.Kill(s)
	requireRecovered(t, db.Open(), 2)
}

func recoverDone(t *testing.T, db InboxDatabase) {
	s := db.Open()
	e := journalNumber(t, s, "chat", 1)
	journalNumber(t, s, "chat", 2)
	settle(t, s, framework.Settlement{Claim: e.Claim, Journaled: true, Keep: time.Hour})
	requireClaim(t, s, e.Claim, done(""))
	db.Kill(s)
	requireRecovered(t, db.Open(), 2)
}

func recoverOrder(t *testing.T, db InboxDatabase) {
	s := db.Open()
	for _, n := range []int64{3, 1, 5, 4, 2} {
		journalNumber(t, s, "chat", n)
	}
	db.Kill(s)
	s = db.Open()
	if got := recovered(t, s, 3); !slices.Equal(got, []int64{1, 2, 3}) {
		t.Fatalf("recovered %v, want the first three", got)
	}
	requireRecovered(t, s, 4, 5)
}

func recoverOwn(t *testing.T, db InboxDatabase) {
	s := db.Open()
	journalNumber(t, s, "chat", 1)
	db.Kill(s)
	s = db.Open()
	if list, err := s.Recover(t.Context(), "another", 10); err != nil || len(list) != 0 {
		t.Fatalf("another bot recovered %+v, error %v", list, err)
	}
	requireRecovered(t, s, 1)
}

func recoverLater(t *testing.T, db InboxDatabase) {
	s := db.Open()
	soon, later := journalNumber(t, s, "chat", 1), journalNumber(t, s, "chat", 2)
	settle(t, s, framework.Settlement{Claim: soon.Claim, Ending: framework.EndLater, Journaled: true, Error: "busy"},
		framework.Settlement{Claim: later.Claim, Ending: framework.EndLater, Journaled: true, After: time.Hour})
	requireClaim(t, s, framework.Claim{Key: soon.Key, ID: 9}, journaled())
	list, err := s.Recover(t.Context(), "app", 10)
	if err != nil || len(list) != 1 {
		t.Fatalf("Recover gave %+v, error %v", list, err)
	}
	soon.Error = "busy"
	requireSameEntry(t, list[0], soon)
}

func countAttempts(t *testing.T, db InboxDatabase) {
	s := db.Open()
	journalNumber(t, s, "chat", 1)
	attempt := func(want error) {
		t.Helper()
		if err := s.Attempt(t.Context(), 1); !errors.Is(err, want) {
			t.Fatalf("Attempt: error %v, want %v", err, want)
		}
	}
	attempt(nil)
	db.Kill(s)
	s = db.Open()
	attempt(framework.ErrClaimLost)
	list, err := s.Recover(t.Context(), "app", 10)
	if err != nil || len(list) != 1 || list[0].Attempts != 2 {
		t.Fatalf("Recover gave %+v, error %v; want one with 2 attempts", list, err)
	}
	attempt(nil)
}

func recoverTogether(t *testing.T, db InboxDatabase) {
	if !db.Shared {
		t.Skip("only one process may have this database")
	}
	dead, first, second := db.Open(), db.Open(), db.Open()
	const entries = 60
	for n := range int64(entries) {
		journalNumber(t, dead, fmt.Sprint(n), n+1)
	}
	db.Kill(dead)
	var mu sync.Mutex
	times := make(map[int64]int)
	var wg sync.WaitGroup
	for _, s := range []framework.Inbox{first, second} {
		wg.Go(func() {
			for range entries { // either may find that the other is at it
				list, err := s.Recover(t.Context(), "app", 5)
				if err != nil {
					t.Errorf("Recover: %v", err)
				}
				mu.Lock()
				for _, e := range list {
					times[e.ID]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for _, id := range recovered(t, first, entries) {
		times[id]++
	}
	for n := range int64(entries) {
		if times[n+1] != 1 {
			t.Errorf("entry %d was recovered %d times, want once", n+1, times[n+1])
		}
	}
}

func recoverConversation(t *testing.T, db InboxDatabase) {
	if !db.Shared {
		t.Skip("only one process may have this database")
	}
	dead, first, second := db.Open(), db.Open(), db.Open()
	for n := int64(1); n <= 3; n++ {
		journalNumber(t, dead, "chat", n)
	}
	other := journalNumber(t, dead, "other", 4)
	db.Kill(dead)
	if got := recovered(t, first, 1); !slices.Equal(got, []int64{1}) {
		t.Fatalf("recovered %v, want the first", got)
	}
	requireRecovered(t, second, other.ID)
	requireRecovered(t, first, 2, 3)
}

func setAside(t *testing.T, db InboxDatabase) {
	s := db.Open()
	var entries []framework.Entry
	for n := int64(1); n <= 3; n++ {
		e := journalNumber(t, s, "chat", n)
		entries = append(entries, e)
		settle(t, s, framework.Settlement{
			Claim: e.Claim, Ending: framework.EndSetAside, Journaled: true, Error: "broken é", Answer: []byte("1"), Keep: time.Hour,
		})
		requireClaim(t, s, framework.Claim{Key: e.Key, ID: 9}, done("1"))
	}
	requireSetAside(t, s, 1, 2, 3)
	db.Kill(s)
	s = db.Open()
	requireRecovered(t, s)
	for e, err := range s.AllSetAside(t.Context()) {
		if err != nil || e.SetAside.IsZero() || e.Error != "broken é" {
			t.Fatalf("set aside: %+v, error %v", e, err)
		}
		e.SetAside, e.Error = time.Time{}, ""
		requireSameEntry(t, e, entries[0])
		break
	}
	if err := errors.Join(s.Delete(t.Context(), 1), s.Retry(t.Context(), 2)); err != nil {
		t.Fatal(err)
	}
	requireSetAside(t, s, 3)
	for _, id := range []int64{1, 2, 99} {
		if err := s.Retry(t.Context(), id); !errors.Is(err, framework.ErrNotSetAside) {
			t.Errorf("Retry of %d: error %v, want ErrNotSetAside", id, err)
		}
		if err := s.Delete(t.Context(), id); !errors.Is(err, framework.ErrNotSetAside) {
			t.Errorf("Delete of %d: error %v, want ErrNotSetAside", id, err)
		}
	}
	list, err := s.Recover(t.Context(), "app", 10)
	if err != nil || len(list) != 1 {
		t.Fatalf("Recover gave %+v, error %v", list, err)
	}
	entries[1].Attempts = 0
	requireSameEntry(t, list[0], entries[1])
	settle(t, s, framework.Settlement{Claim: entries[1].Claim, Journaled: true, Answer: []byte("2"), Keep: time.Hour})
	requireClaim(t, s, framework.Claim{Key: entries[1].Key, ID: 9}, done("2"))
}

func requireSetAside(t *testing.T, s framework.Inbox, want ...int64) {
	t.Helper()
	var got []int64
	for e, err := range s.AllSetAside(t.Context()) {
		if err != nil {
			t.Fatalf("AllSetAside: %v", err)
		}
		got = append(got, e.ID)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("set aside: %v, want %v", got, want)
	}
	if n, err := s.CountSetAside(t.Context()); err != nil || n != len(want) {
		t.Fatalf("CountSetAside gave %d, error %v, want %d", n, err, len(want))
	}
}

func setAsideCancelled(t *testing.T, db InboxDatabase) {
	s := db.Open()
	e := journalNumber(t, s, "chat", 1)
	settle(t, s, framework.Settlement{Claim: e.Claim, Ending: framework.EndSetAside, Journaled: true})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var last error
	for _, err := range s.AllSetAside(ctx) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("the last error is %v, want that the context ended", last)
	}
}
