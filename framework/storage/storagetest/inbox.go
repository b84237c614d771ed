package storagetest

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/convobot/convo/framework"
)

// InboxDatabase opens inboxes on one database, which is empty at first.
type InboxDatabase struct {
	Open   func() framework.Inbox // as one more process of the bot does
	Kill   func(framework.Inbox)  // ends the process that has the inbox, and has others know that it is dead
	Shared bool                   // several may be open at once
}

// Inbox runs the contract of [framework.Inbox]. Open returns a new database each time; it may register its clean-up with
// t.
func Inbox(t *testing.T, open func(t *testing.T) InboxDatabase) {
	t.Helper()
	tests := map[string]func(*testing.T, InboxDatabase){
		"a key is claimed once":                              claimOnce,
		"of claims at once one wins":                         claimAtOnce,
		"a claim may be repeated":                            claimRepeated,
		"a released key is free":                             claimReleased,
		"a done key gives its answer until its time is over": claimDone,
		"settling what is another's changes nothing":         settleOthers,
		"many are settled at once":                           settleMany,
		"a dead process's claims are free":                   claimOfTheDead,
		"a living process's claims are not":                  claimOfTheLiving,
		"an entry is recovered, field by field":              recoverFields,
		"an entry keeps the key of a dead process":           recoverKeepsKey,
		"journaling may be repeated":                         journalRepeated,
		"what is not claimed is not journaled":               journalUnclaimed,
		"an activity without a key is journaled":             journalWithoutKey,
		"an entry that is done is gone":                      recoverDone,
		"entries are recovered in order":                     recoverOrder,
		"a bot recovers its own entries":                     recoverOwn,
		"an entry of later is recovered when it is due":      recoverLater,
		"attempts are counted":                               countAttempts,
		"replicas take different entries":                    recoverTogether,
		"a conversation stays with a living process":         recoverConversation,
		"what was set aside is listed, retried and deleted":  setAside,
		"listing reports the end of its context":             setAsideCancelled,
	}
	for _, name := range slices.Sorted(maps.Keys(tests)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tests[name](t, open(t))
		})
	}
}

// claimOf returns the claim of a key. Bytes that no text has are among the keys.
func claimOf(key string, id int64) framework.Claim {
	sum := sha256.Sum256([]byte(key))
	return framework.Claim{Key: string(sum[:]), ID: id}
}

func requireClaim(t *testing.T, s framework.Inbox, c framework.Claim, want framework.Claimed) {
	t.Helper()
	got, err := s.Claim(t.Context(), c)
	if err != nil {
		t.Fatalf("Claim: %v", err)
	}
	if got.State != want.State || got.Journaled != want.Journaled || string(got.Answer) != string(want.Answer) {
		t.Fatalf("Claim gave %+v, want %+v", got, want)
	}
}

func mine() framework.Claimed    { return framework.Claimed{} }
func running() framework.Claimed { return framework.Claimed{State: framework.Running} }
func journaled() framework.Claimed {
	return framework.Claimed{State: framework.Running, Journaled: true}
}

func done(answer string) framework.Claimed {
	return framework.Claimed{State: framework.Done, Answer: []byte(answer)}
}

func settle(t *testing.T, s framework.Inbox, ended ...framework.Settlement) {
	t.Helper()
	if err := s.Settle(t.Context(), ended...); err != nil {
		t.Fatalf("Settle: %v", err)
	}
}

func claimOnce(t *testing.T, db InboxDatabase) {
	s := db.Open()
	requireClaim(t, s, claimOf("a", 1), mine())
	requireClaim(t, s, claimOf("a", 2), running())
	requireClaim(t, s, claimOf("b", 3), mine())
}

func claimAtOnce(t *testing.T, db InboxDatabase) {
	inboxes := []framework.Inbox{db.Open()}
	if db.Shared {
		inboxes = append(inboxes, db.Open(), db.Open())
	}
	const claims, keys = 24, 10
	winners := make([]int, keys)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for id := range claims {
		wg.Go(func() {
			for k := range keys {
				got, err := inboxes[id%len(inboxes)].Claim(t.Context(), claimOf(fmt.Sprint(k), int64(1+id)))
				if err != nil {
					t.Errorf("Claim: %v", err)
				}
				if got.State == framework.Mine {
					mu.Lock()
					winners[k]++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	for k, n := range winners {
		if n != 1 {
			t.Errorf("key %d was claimed by %d, want 1", k, n)
		}
	}
}

func claimRepeated(t *testing.T, db InboxDatabase) {
	s := db.Open()
	requireClaim(t, s, claimOf("a", 1), mine())
	requireClaim(t, s, claimOf("a", 1), mine())
	settle(t, s, framework.Settlement{Claim: claimOf("a", 1), Keep: time.Hour})
	requireClaim(t, s, claimOf("a", 1), done(""))
}

func claimReleased(t *testing.T, db InboxDatabase) {
	s := db.Open()
	requireClaim(t, s, claimOf("a", 1), mine())
	settle(t, s, framework.Settlement{Claim: claimOf("a", 1), Ending: framework.EndReleased})
	requireClaim(t, s, claimOf("a", 2), mine())
}

func claimDone(t *testing.T, db InboxDatabase) {
	s := db.Open()
	for i, answer := range []string{"", `{"a":"é"}`} {
		key, id := fmt.Sprint(i), int64(10*i)
		requireClaim(t, s, claimOf(key, id+1), mine())
		settle(t, s, framework.Settlement{Claim: claimOf(key, id+1), Answer: []byte(answer), Keep: time.Hour})
		requireClaim(t, s, claimOf(key, id+2), done(answer))
		requireClaim(t, s, claimOf(key, id+3), done(answer))
	}
	requireClaim(t, s, claimOf("over", 31), mine())
	settle(t, s, framework.Settlement{Claim: claimOf("over", 31), Answer: []byte("1")}) // kept for no time
	requireClaim(t, s, claimOf("over", 32), mine())
	requireClaim(t, s, claimOf("over", 33), running())
}

func settleOthers(t *testing.T, db InboxDatabase) {
	s := db.Open()
	requireClaim(t, s, claimOf("a", 1), mine())
	for _, ending := range []framework.Ending{framework.EndDone, framework.EndReleased, framework.EndLater, framework.EndSetAside} {
		settle(t, s,
			framework.Settlement{Claim: claimOf("a", 2), Ending: ending, Keep: time.Hour},
			framework.Settlement{Claim: claimOf("unknown", 1), Ending: ending, Keep: time.Hour, Journaled: true})
		requireClaim(t, s, claimOf("a", 3), running())
	}
	requireClaim(t, s, claimOf("unknown", 4), mine())
}

func settleMany(t *testing.T, db InboxDatabase) {
	s := db.Open()
	var list []framework.Settlement
	for i := range 300 {
		c := claimOf(fmt.Sprint(i), int64(1+i))
		requireClaim(t, s, c, mine())
		list = append(list, framework.Settlement{Claim: c, Answer: fmt.Append(nil, i), Keep: time.Hour})
	}
	list[7].Ending = framework.EndReleased
	settle(t, s, list...)
	settle(t, s) // nothing
	for i := range 300 {
		want := done(fmt.Sprint(i))
		if i == 7 {
			want = mine()
		}
		requireClaim(t, s, claimOf(fmt.Sprint(i), 1000), want)
	}
}

func claimOfTheDead(t *testing.T, db InboxDatabase) {
	first := db.Open()
	requireClaim(t, first, claimOf("running", 1), mine())
	requireClaim(t, first, claimOf("done", 2), mine())
	settle(t, first, framework.Settlement{Claim: claimOf("done", 2), Answer: []byte("1"), Keep: time.Hour})
	db.Kill(first)
	second := db.Open()
	requireClaim(t, second, claimOf("running", 3), mine())
	requireClaim(t, second, claimOf("running", 4), running())
	requireClaim(t, second, claimOf("done", 5), done("1"))
}

func claimOfTheLiving(t *testing.T, db InboxDatabase) {
	if !db.Shared {
		t.Skip("only one process may have this database")
	}
	first, second := db.Open(), db.Open()
	requireClaim(t, first, claimOf("a", 1), mine())
	requireClaim(t, second, claimOf("a", 2), running())
	settle(t, second, framework.Settlement{Claim: claimOf("a", 2), Ending: framework.EndReleased})
	requireClaim(t, second, claimOf("a", 2), running())
	db.Kill(first)
	requireClaim(t, second, claimOf("a", 2), mine())
	requireClaim(t, db.Open(), claimOf("a", 3), running())
}
