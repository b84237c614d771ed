package storagetest

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/convobot/convo/framework/middleware/transcript"
)

// Transcripts runs the contract of [transcript.Store]. Open returns an empty store each time, with room for 2,000
// entries; it may register its clean-up with t.
func Transcripts(t *testing.T, open func(t *testing.T) transcript.Store) {
	t.Helper()
	tests := map[string]func(*testing.T, transcript.Store){
		"what was logged is there, field by field":       logAndPage,
		"an unknown conversation is empty":               pageUnknown,
		"every part of a conversation counts":            conversationsApart,
		"entries come in the order of time":              entriesInOrder,
		"entries of the same time are all there":         entriesOfOneTime,
		"an entry that is there already stays":           logTwice,
		"entries that are logged at once are all there":  logAtOnce,
		"pages hold what they may and leave nothing out": pagesHold,
		"a cursor of a time begins at it":                pageFromTime,
		"entries are copies":                             entriesAreCopies,
		"conversations come in order, with their times":  conversationsInOrder,
		"conversations are paged":                        conversationsPaged,
		"a conversation is deleted":                      deleteConversation,
		"what is older than a time is deleted":           deleteOlder,
		"a person's entries are deleted, of every id":    erasePerson,
		"a tenant's transcripts are deleted":             eraseTenant,
		"deleting more than a portion":                   deleteMany,
		"ids of all characters":                          oddEntryIDs,
		"a context that has ended":                       endedContext,
	}
	for _, name := range slices.Sorted(maps.Keys(tests)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tests[name](t, open(t))
		})
	}
}

var transcriptStart = time.Date(2026, 11, 21, 9, 30, 0, 123_456_000, time.UTC) //nolint:gochecknoglobals // a constant

const annInEntra = "1e7a3b52-0000-4f6d-9c11-a5e00000a220"

func conversation(n int) transcript.Conversation {
	return transcript.Conversation{TenantID: "tenant", AppID: "app", ChannelID: "msteams", ConversationID: fmt.Sprintf("19:%03d", n)}
}

// entry is the nth of a conversation, n microseconds after the start.
func entry(c transcript.Conversation, n int) transcript.Entry {
	return transcript.Entry{
		Conversation: c, At: transcriptStart.Add(time.Duration(n) * time.Microsecond), ID: fmt.Sprintf("%s-%d", c.ConversationID, n),
		Role: transcript.RoleUser, Activity: json.RawMessage(fmt.Sprintf(`{"type":"message","text":"%d"}`, n)),
		People: []string{"29:ann", strings.ToUpper(annInEntra)},
	}
}

func logEntries(t *testing.T, s transcript.Store, entries ...transcript.Entry) {
	t.Helper()
	if err := s.Log(t.Context(), entries); err != nil {
		t.Fatalf("Log: %v", err)
	}
}

func collected[T any](t *testing.T, list iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for item, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, item)
	}
	return out
}

func transcriptOf(t *testing.T, s transcript.Store, c transcript.Conversation) []transcript.Entry {
	t.Helper()
	return collected(t, transcript.All(t.Context(), s, c, transcript.Cursor{}))
}

// wantEntries compares a conversation with what it should hold, without the People, which are not given back.
func wantEntries(t *testing.T, s transcript.Store, c transcript.Conversation, want ...transcript.Entry) {
	t.Helper()
	got := transcriptOf(t, s, c)
	for i := range got {
		got[i].At = got[i].At.UTC()
	}
	want = slices.Clone(want)
	for i := range want {
		want[i].People = nil
	}
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("transcript of %v\n got %s\nwant %s", c, g, w)
	}
}

func logAndPage(t *testing.T, s transcript.Store) {
	first, second := entry(conversation(1), 1), entry(conversation(1), 2)
	second.Role, second.Activity, second.People = transcript.RoleBot, json.RawMessage(`{"text":"a \u0000 <b>ü</b>"}`), nil
	logEntries(t, s, first, second)
	wantEntries(t, s, conversation(1), first, second)
	logEntries(t, s) // nothing
}

func pageUnknown(t *testing.T, s transcript.Store) {
	logEntries(t, s, entry(conversation(1), 1))
	wantEntries(t, s, conversation(2))
}

func conversationsApart(t *testing.T, s transcript.Store) {
	base := conversation(1)
	all := []transcript.Conversation{base, base, base, base, base}
	all[1].TenantID, all[2].AppID, all[3].ChannelID, all[4].ConversationID = "", "", "", ""
	for i, c := range all {
		logEntries(t, s, entry(c, i))
	}
	for i, c := range all {
		wantEntries(t, s, c, entry(c, i))
	}
}

func entriesInOrder(t *testing.T, s transcript.Store) {
	c := conversation(1)
	logEntries(t, s, entry(c, 5), entry(c, 300), entry(c, 1))
	logEntries(t, s, entry(c, 40))
	logEntries(t, s, entry(c, 2))
	wantEntries(t, s, c, entry(c, 1), entry(c, 2), entry(c, 5), entry(c, 40), entry(c, 300))
}

func entriesOfOneTime(t *testing.T, s transcript.Store) {
	c := conversation(1)
	a, b := entry(c, 1), entry(c, 2)
	b.At, a.ID, b.ID = a.At, "a", "b"
	logEntries(t, s, b)
	logEntries(t, s, a)
	wantEntries(t, s, c, a, b)
	page, err := s.Page(t.Context(), c, a.Cursor(), 1)
	if err != nil || len(page) != 1 || page[0].ID != "b" {
		t.Errorf("the page after the first of two of the same time: %+v, %v", page, err)
	}
}

func logTwice(t *testing.T, s transcript.Store) {
	c := conversation(1)
	logEntries(t, s, entry(c, 1))
	changed := entry(c, 1)
	changed.Activity = json.RawMessage(`{"text":"changed"}`)
	logEntries(t, s, changed, entry(c, 2))
	wantEntries(t, s, c, entry(c, 1), entry(c, 2))
}

func logAtOnce(t *testing.T, s transcript.Store) {
	const writers, each = 10, 10
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for n := range each {
				if err := s.Log(t.Context(), []transcript.Entry{entry(conversation(1), n*writers+w)}); err != nil {
					t.Errorf("Log: %v", err)
				}
			}
		})
	}
	wg.Wait()
	if got := len(transcriptOf(t, s, conversation(1))); got != writers*each {
		t.Errorf("%d of %d entries are there", got, writers*each)
	}
}

// entries returns some of a conversation, in order.
func entries(c transcript.Conversation, count int) []transcript.Entry {
	list := make([]transcript.Entry, count)
	for n := range list {
		list[n] = entry(c, n)
	}
	return list
}

func pagesHold(t *testing.T, s transcript.Store) {
	all := entries(conversation(1), transcript.MaxPage+1)
	logEntries(t, s, all...)
	logEntries(t, s, entry(conversation(0), 3), entry(conversation(2), 3))
	for limit, want := range map[int]int{1: 1, 7: 7, 0: transcript.MaxPage, -1: transcript.MaxPage, transcript.MaxPage + 1: transcript.MaxPage} {
		page, err := s.Page(t.Context(), conversation(1), transcript.Cursor{}, limit)
		if err != nil || len(page) != want {
			t.Errorf("a page of at most %d has %d entries, want %d (%v)", limit, len(page), want, err)
		}
	}
	wantEntries(t, s, conversation(1), all...)
	page, err := s.Page(t.Context(), conversation(1), all[len(all)-1].Cursor(), 0)
	if err != nil || len(page) != 0 {
		t.Errorf("after the last entry there are %v, %v", page, err)
	}
}

func pageFromTime(t *testing.T, s transcript.Store) {
	all := entries(conversation(1), 5)
	logEntries(t, s, all...)
	page, err := s.Page(t.Context(), conversation(1), transcript.Cursor{At: all[2].At}, 0)
	if err != nil || len(page) != 3 || page[0].ID != all[2].ID {
		t.Errorf("from the time of the third on: %+v, %v", page, err)
	}
}

func entriesAreCopies(t *testing.T, s transcript.Store) {
	logged := entry(conversation(1), 1)
	logEntries(t, s, logged)
	logged.Activity[2], logged.People[0] = 'X', "29:ben"
	transcriptOf(t, s, conversation(1))[0].Activity[2] = 'X'
	wantEntries(t, s, conversation(1), entry(conversation(1), 1))
	if n, err := s.ErasePerson(t.Context(), "29:ann"); n != 1 || err != nil {
		t.Errorf("erasing who wrote the entry deleted %d, %v", n, err)
	}
}

func conversationsInOrder(t *testing.T, s transcript.Store) {
	var want []transcript.Summary
	for _, c := range []transcript.Conversation{
		{ChannelID: "webchat", ConversationID: "z"},
		{TenantID: "a", AppID: "z", ChannelID: "z", ConversationID: "z"},
		{TenantID: "b", AppID: "a", ChannelID: "z", ConversationID: "z"},
		{TenantID: "b", AppID: "b", ChannelID: "a", ConversationID: "B"},
		{TenantID: "b", AppID: "b", ChannelID: "a", ConversationID: "b"},
		{TenantID: "b", AppID: "b", ChannelID: "b", ConversationID: "a"},
	} {
		first, last := entry(c, len(want)), entry(c, 100+len(want))
		logEntries(t, s, last, entry(c, 50), first)
		want = append(want, transcript.Summary{Conversation: c, First: first.At, Last: last.At})
	}
	wantSummaries := func(after transcript.Conversation, want []transcript.Summary) {
		t.Helper()
		got := collected(t, transcript.Conversations(t.Context(), s, after))
		for i := range got {
			got[i].First, got[i].Last = got[i].First.UTC(), got[i].Last.UTC()
		}
		if !slices.Equal(got, want) {
			t.Errorf("conversations after %v\n got %v\nwant %v", after, got, want)
		}
	}
	wantSummaries(transcript.Conversation{}, want)
	wantSummaries(want[2].Conversation, want[3:])
	wantSummaries(transcript.Conversation{TenantID: "b"}, want[2:])
	wantSummaries(want[5].Conversation, nil)
}

func conversationsPaged(t *testing.T, s transcript.Store) {
	for n := range 10 {
		logEntries(t, s, entry(conversation(n), n))
	}
	page, err := s.Conversations(t.Context(), conversation(2), 3)
	if err != nil || len(page) != 3 || page[0].Conversation != conversation(3) || page[2].Conversation != conversation(5) {
		t.Errorf("three conversations after the third: %v, %v", page, err)
	}
}

func wantDeleted(t *testing.T, want int) func(int, error) {
	return func(deleted int, err error) {
		t.Helper()
		if deleted != want || err != nil {
			t.Errorf("deleted %d, %v; want %d", deleted, err, want)
		}
	}
}

func deleteConversation(t *testing.T, s transcript.Store) {
	logEntries(t, s, entry(conversation(1), 1), entry(conversation(1), 2), entry(conversation(2), 3))
	wantDeleted(t, 2)(s.Delete(t.Context(), conversation(1)))
	wantEntries(t, s, conversation(1))
	wantEntries(t, s, conversation(2), entry(conversation(2), 3))
	wantDeleted(t, 0)(s.Delete(t.Context(), conversation(1)))
	logEntries(t, s, entry(conversation(1), 1)) // it may be there again
	wantEntries(t, s, conversation(1), entry(conversation(1), 1))
}

func deleteOlder(t *testing.T, s transcript.Store) {
	logEntries(t, s, entry(conversation(1), 1), entry(conversation(1), 3), entry(conversation(2), 2), entry(conversation(2), 4))
	wantDeleted(t, 2)(s.DeleteBefore(t.Context(), entry(conversation(1), 3).At))
	wantEntries(t, s, conversation(1), entry(conversation(1), 3))
	wantEntries(t, s, conversation(2), entry(conversation(2), 4))
	wantDeleted(t, 0)(s.DeleteBefore(t.Context(), transcriptStart))
}

func erasePerson(t *testing.T, s transcript.Store) {
	c := conversation(1)
	both, ofBen, ofNobody, withBen := entry(c, 1), entry(c, 2), entry(c, 3), entry(c, 4)
	ofBen.People, ofNobody.People, withBen.People = []string{"29:ben"}, nil, []string{annInEntra, "29:ben", "29:ben", ""}
	otherTenant := entry(transcript.Conversation{TenantID: "other", ConversationID: "19:1"}, 5)
	logEntries(t, s, both, ofBen, ofNobody, withBen, otherTenant)
	wantDeleted(t, 3)(s.ErasePerson(t.Context(), strings.ToUpper(annInEntra[:8])+annInEntra[8:]))
	wantEntries(t, s, c, ofBen, ofNobody)
	wantDeleted(t, 0)(s.ErasePerson(t.Context(), "29:ann")) // the other id went with it
	wantDeleted(t, 0)(s.ErasePerson(t.Context(), ""))
	wantDeleted(t, 0)(s.ErasePerson(t.Context(), "29:Ben")) // somebody else
	wantDeleted(t, 1)(s.ErasePerson(t.Context(), "29:ben"))
	wantEntries(t, s, c, ofNobody)
}

func eraseTenant(t *testing.T, s transcript.Store) {
	other := transcript.Conversation{TenantID: "other", AppID: "app", ChannelID: "msteams", ConversationID: "19:001"}
	inEntra := transcript.Conversation{TenantID: "0000abcd-0000-4000-8000-00000000abcd", ChannelID: "msteams", ConversationID: "19:002"}
	logEntries(t, s, entry(conversation(1), 1), entry(conversation(2), 2), entry(other, 3), entry(inEntra, 4))
	wantDeleted(t, 2)(s.EraseTenant(t.Context(), "tenant"))
	wantEntries(t, s, conversation(1))
	wantEntries(t, s, conversation(2))
	wantEntries(t, s, other, entry(other, 3))
	wantDeleted(t, 1)(s.EraseTenant(t.Context(), strings.ToUpper(inEntra.TenantID)))
	wantEntries(t, s, inEntra)
}

func deleteMany(t *testing.T, s transcript.Store) {
	const count = 1500
	refill := func() { logEntries(t, s, entries(conversation(1), count)...) }
	refill()
	wantDeleted(t, count)(s.Delete(t.Context(), conversation(1)))
	refill()
	wantDeleted(t, count)(s.DeleteBefore(t.Context(), transcriptStart.Add(time.Hour)))
	refill()
	wantDeleted(t, count)(s.ErasePerson(t.Context(), "29:ann"))
	refill()
	wantDeleted(t, count)(s.EraseTenant(t.Context(), "tenant"))
	wantEntries(t, s, conversation(1))
}

func oddEntryIDs(t *testing.T, s transcript.Store) {
	odd := transcript.Conversation{TenantID: "%", AppID: `'";--`, ChannelID: "/ü\n", ConversationID: "a:1\t_%;messageid=1"}
	e := entry(odd, 1)
	e.ID, e.People = `"'`, []string{"%", "Ünal"}
	logEntries(t, s, e, entry(conversation(1), 2))
	wantEntries(t, s, odd, e)
	wantDeleted(t, 1)(s.ErasePerson(t.Context(), "Ünal"))
	wantDeleted(t, 0)(s.EraseTenant(t.Context(), "%"))
	wantEntries(t, s, conversation(1), entry(conversation(1), 2))
}

func endedContext(t *testing.T, s transcript.Store) {
	logEntries(t, s, entries(conversation(1), 3)...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Conversations(ctx, transcript.Conversation{}, 0); err == nil {
		t.Error("conversations were read for nobody")
	}
	for _, err := range transcript.All(ctx, s, conversation(1), transcript.Cursor{}) {
		if err == nil {
			t.Error("a page was read for nobody")
		}
	}
}
