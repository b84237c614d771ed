package proactive_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// town is a store of people, each with something about them, and a place.
func town(t *testing.T) proactive.Store {
	t.Helper()
	store := newStore()
	far := time.Now().Add(time.Hour)
	for name, change := range map[string]func(*proactive.Record){
		"ann": nil,
		"bob": func(r *proactive.Record) { r.Install.State = proactive.Removed },
		"cat": func(r *proactive.Record) { r.Reach.State = proactive.ReachBlocked },
		"dan": func(r *proactive.Record) { r.Reach.State = proactive.ReachDisabled },
		"eve": func(r *proactive.Record) { r.Reach.State = proactive.ReachSuspect },
		"fay": func(r *proactive.Record) { r.Preferences.OptedOut = map[string]time.Time{proactive.AllTopics: far} },
		"gus": func(r *proactive.Record) { r.Preferences.OptedOut = map[string]time.Time{"build": far} },
		"hal": func(r *proactive.Record) { r.Preferences.MutedUntil = far },
		"ida": func(r *proactive.Record) { r.Preferences.QuietHours = proactive.QuietHours{To: 23*60 + 59} }, // but not the last minute
		"jim": func(r *proactive.Record) { r.Person.Role = proactive.RoleGuest },
		"kim": func(r *proactive.Record) { r.Reference.Locale = "fr" },
		"lou": func(r *proactive.Record) { r.Preferences.Topics = nil },
		"mia": func(r *proactive.Record) { r.Reach.State = proactive.ReachNotInstalled },
		"ned": func(r *proactive.Record) { r.Reference.Locale = "" },
		"old": func(r *proactive.Record) { r.SeenAt = time.Time{} },
	} {
		add(t, store, name, func(r *proactive.Record) {
			r.Reference.Locale, r.Preferences.Topics, r.SeenAt = "de", []string{"build"}, far
			if change != nil {
				change(r)
			}
		})
	}
	meet(t, store, received(0)) // a channel and its thread
	return store
}

// names returns the people that are yielded.
func names(t *testing.T, members iter.Seq2[proactive.Record, error]) []string {
	t.Helper()
	out := []string{}
	for r, err := range members {
		require.NoError(t, err)
		out = append(out, r.Key.UserID[len("aad-"):])
	}
	return out
}

func TestMembersAndExplain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := town(t)
		full := proactive.Audience{
			TenantID: "t1", Role: proactive.RoleMember, Locale: "de", Topic: "build", SeenSince: time.Now(),
			Except: []proactive.Audience{{Users: []string{"29:ann"}}},
		}
		explained, err := proactive.Explain(t.Context(), store, proactive.Filter{AppID: "app"}, full)
		require.NoError(t, err)
		require.Equal(t, proactive.Explanation{Included: 0, Dropped: map[proactive.Drop]int{
			proactive.DropRemoved: 1, proactive.DropBlocked: 1, proactive.DropDisabled: 1, proactive.DropNotFound: 1,
			proactive.DropOptedOut: 2, proactive.DropMuted: 1, proactive.DropQuiet: 1, proactive.DropRole: 1, proactive.DropLocale: 1,
			proactive.DropTopic: 1, proactive.DropNotInstalled: 1, proactive.DropUnknownLocale: 1, proactive.DropNotSeen: 1,
			proactive.DropExcepted: 1,
		}}, explained)

		tests := map[string]struct {
			audience proactive.Audience
			want     string
		}{
			"everyone":             {proactive.Audience{}, "[ann gus jim kim lou ned old]"},
			"a topic":              {proactive.Audience{Topic: "build"}, "[ann jim kim ned old]"},
			"a language":           {proactive.Audience{Locale: "de"}, "[ann gus jim lou old]"},
			"with quiet ones":      {proactive.Audience{Topic: "build", Quiet: true}, "[ann hal ida jim kim ned old]"},
			"with unreachable":     {proactive.Audience{Topic: "build", Unreachable: true}, "[ann bob cat dan eve jim kim mia ned old]"},
			"named":                {proactive.Audience{Users: []string{"aad-kim", "29:ann", "29:ann", "aad-ann", "29:bob", "29:nobody"}}, "[ann kim]"},
			"another organization": {proactive.Audience{TenantID: "t2"}, "[]"},
			"a union":              {proactive.Audience{Any: []proactive.Audience{{Users: []string{"29:lou"}}, {Locale: "fr"}}}, "[kim lou]"},
		}
		for name, tt := range tests {
			got := names(t, proactive.Members(t.Context(), store, proactive.Filter{AppID: "app"}, tt.audience))
			require.Equal(t, tt.want, fmt.Sprint(got), name)
			count, err := proactive.Count(t.Context(), store, proactive.Filter{AppID: "app"}, tt.audience)
			require.NoError(t, err)
			require.Equal(t, len(got), count, name)
		}
		for r, err := range proactive.Members(t.Context(), store, proactive.Filter{}, proactive.Audience{ConversationID: "19:chan@thread.tacv2", Threads: true}) {
			require.NoError(t, err)
			require.Equal(t, "19:chan@thread.tacv2", r.Key.ConversationID)
		}
		require.Empty(t, names(t, proactive.Members(t.Context(), store, proactive.Filter{AppID: "other"}, proactive.Audience{})))
		require.Empty(t, names(t, proactive.Members(t.Context(), store, proactive.Filter{TenantID: "t2"}, proactive.Audience{TenantID: "t1"})))
		require.Equal(t, []string{"ann"}, names(t, proactive.Members(t.Context(), store, proactive.Filter{UserID: "29:ann"}, proactive.Audience{})))
	})
}

func TestMembersGoOn(t *testing.T) {
	t.Parallel()
	store := newStore()
	for n := range 20 {
		add(t, store, fmt.Sprintf("%02d", n), nil)
	}
	for _, audience := range []proactive.Audience{{}, {Users: []string{"29:03", "29:07", "29:11"}}} {
		all := names(t, proactive.Members(t.Context(), store, proactive.Filter{}, audience))
		var got []string
		var last proactive.Key
		for range all {
			for r, err := range proactive.Members(t.Context(), store, proactive.Filter{After: last}, audience) {
				require.NoError(t, err)
				got, last = append(got, r.Key.UserID[len("aad-"):]), r.Key
				break // as a process that ends
			}
		}
		require.Equal(t, all, got)
		require.Empty(t, names(t, proactive.Members(t.Context(), store, proactive.Filter{After: last}, audience)))
	}
}

// TestManyUsers is about more than are looked up one by one.
func TestManyUsers(t *testing.T) {
	t.Parallel()
	store := newStore()
	add(t, store, "ann", nil)
	add(t, store, "bob", nil)
	users := []string{"29:ann"}
	for n := range 2000 {
		users = append(users, fmt.Sprint(n))
	}
	require.Equal(t, []string{"ann"}, names(t, proactive.Members(t.Context(), store, proactive.Filter{}, proactive.Audience{Users: users})))
}

// lookups notes the filters that a store is asked with.
type lookups struct {
	proactive.Store
	filters []proactive.Filter
}

func (l *lookups) All(ctx context.Context, filter proactive.Filter) iter.Seq2[proactive.Record, error] {
	l.filters = append(l.filters, filter)
	return l.Store.All(ctx, filter)
}

// TestMembersAreLookedUp is about what would else be read through in a store of millions.
func TestMembersAreLookedUp(t *testing.T) {
	t.Parallel()
	const tenant = "7A3E9F10-1C2D-4E5F-8A9B-0C1D2E3F4A5B"
	tests := map[string]struct {
		audience proactive.Audience
		want     proactive.Filter
	}{
		"everyone":     {proactive.Audience{}, proactive.Filter{AppID: "app"}},
		"organization": {proactive.Audience{TenantID: tenant}, proactive.Filter{AppID: "app", TenantID: "7a3e9f10-1c2d-4e5f-8a9b-0c1d2e3f4a5b"}},
		"a user":       {proactive.Audience{Users: []string{"29:ann"}}, proactive.Filter{AppID: "app", UserID: "29:ann"}},
		"a team":       {proactive.Audience{TeamID: "19:team"}, proactive.Filter{AppID: "app", ConversationID: "19:team"}},
		"a channel":    {proactive.Audience{ConversationID: "19:chan"}, proactive.Filter{AppID: "app", ConversationID: "19:chan"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := &lookups{Store: newStore()}
			_, err := proactive.Count(t.Context(), store, proactive.Filter{AppID: "app"}, tt.audience)
			require.NoError(t, err)
			require.Equal(t, []proactive.Filter{tt.want}, store.filters)
		})
	}
	store := &lookups{Store: newStore()}
	count, err := proactive.Count(t.Context(), store, proactive.Filter{}, proactive.Audience{TeamID: "19:a", ConversationID: "19:b"})
	require.NoError(t, err)
	require.Zero(t, count)
	require.Empty(t, store.filters, "nothing is both")
}

func TestMembersOfADisabledOrganization(t *testing.T) {
	t.Parallel()
	store := newStore()
	add(t, store, "ann", nil)
	elsewhere := private("bob")
	elsewhere.Conversation.TenantID = "t2"
	require.NoError(t, proactive.Save(t.Context(), store, "app", elsewhere, nil))
	require.NoError(t, store.Update(t.Context(), personOf("").Tenant(), func(r *proactive.Record) error {
		r.Reach.State = proactive.ReachDisabled
		return nil
	}))
	require.Equal(t, []string{"bob"}, names(t, proactive.Members(t.Context(), store, proactive.Filter{}, proactive.Audience{})))
	explained, err := proactive.Explain(t.Context(), store, proactive.Filter{After: personOf("").Tenant()}, proactive.Audience{})
	require.NoError(t, err)
	require.Equal(t, map[proactive.Drop]int{proactive.DropDisabled: 1}, explained.Dropped)

	var o office
	n := newNotifier(&o, store)
	require.Equal(t, map[proactive.Outcome]int{proactive.Delivered: 1, proactive.Gone: 1}, tell(t, n, about("build", 1)))
	report, err := n.Notify(t.Context(), proactive.Audience{TenantID: "t1", Users: []string{"aad-new"}}, about("build", 1))
	require.NoError(t, err)
	require.Equal(t, one(proactive.Gone), report.Counts, "a stranger in it")
	require.Empty(t, o.created)
}

func TestMembersOfABrokenStore(t *testing.T) {
	t.Parallel()
	for _, audience := range []proactive.Audience{{}, {Users: []string{"x"}}} {
		_, err := proactive.Count(t.Context(), brokenStore{}, proactive.Filter{}, audience)
		require.ErrorIs(t, err, errBroken)
		var last error
		for _, last = range proactive.Members(t.Context(), brokenStore{}, proactive.Filter{}, audience) {
			require.ErrorIs(t, last, errBroken)
		}
		require.Error(t, last)
	}
}

func TestQuietHours(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	at := func(text string) time.Time {
		if text == "" {
			return time.Time{}
		}
		when, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
		require.NoError(t, err)
		return when
	}
	night, noon := proactive.QuietHours{From: 22 * 60, To: 7 * 60}, proactive.QuietHours{From: 12 * 60, To: 13 * 60}
	tests := map[string]struct {
		hours     proactive.QuietHours
		now, want string
	}{
		"none":                     {proactive.QuietHours{}, "2026-01-01 00:00", ""},
		"noon":                     {noon, "2026-01-01 12:00", "2026-01-01 13:00"},
		"the last minute":          {noon, "2026-01-01 12:59", "2026-01-01 13:00"},
		"after":                    {noon, "2026-01-01 13:00", ""},
		"before":                   {noon, "2026-01-01 11:59", ""},
		"evening":                  {night, "2026-12-31 22:00", "2027-01-01 07:00"},
		"morning":                  {night, "2026-01-01 06:59", "2026-01-01 07:00"},
		"day":                      {night, "2026-01-01 07:00", ""},
		"clocks go forward":        {night, "2026-03-28 23:00", "2026-03-29 07:00"},
		"clocks go back":           {night, "2026-10-24 23:00", "2026-10-25 07:00"},
		"out of range is no hours": {proactive.QuietHours{From: -5, To: 9000}, "2026-01-01 12:00", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.True(t, at(tt.want).Equal(tt.hours.Until(at(tt.now))), tt.hours.Until(at(tt.now)))
		})
	}
}

func TestTheTimeZoneOfAPerson(t *testing.T) {
	t.Parallel()
	hour := func(p proactive.Person) int {
		return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC).In(proactive.Record{Person: p}.Location()).Hour()
	}
	require.Equal(t, 12, hour(proactive.Person{}))
	require.Equal(t, 14, hour(proactive.Person{TimeZone: "Europe/Berlin"}))
	require.Equal(t, 9, hour(proactive.Person{UTCOffset: -180}))
	require.Equal(t, 12, hour(proactive.Person{TimeZone: "Mars/Phobos"}))
}

// TestQuietHoursHoldBack is about a notice at night: it is said in the morning of the recipient.
func TestQuietHoursHoldBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		add(t, store, "ann", func(r *proactive.Record) {
			r.Preferences.QuietHours = proactive.QuietHours{From: 22 * 60, To: 7 * 60}
			r.Person.TimeZone = "Asia/Tokyo" // 9 hours ahead: it is 9 in the morning there, as the bubble begins
		})
		stop := running(t, n)
		time.Sleep(14 * time.Hour) // 23:00 in Tokyo
		require.Equal(t, one(proactive.Held), tell(t, n, about("build", 1)))
		require.Equal(t, one(proactive.Held), tell(t, n, about("build", 2)))
		stop()
		stop = running(t, n) // after a restart
		time.Sleep(8*time.Hour - time.Second)
		require.Empty(t, o.messages())
		time.Sleep(time.Second)
		synctest.Wait()
		require.Equal(t, []string{"a:ann: 1+2"}, o.messages())
		stop()
	})
}

func ExampleMembers() {
	store, ctx := newStore(), context.Background()
	for name, locale := range map[string]string{"ann": "de-AT", "bob": "fr", "cat": "de"} {
		ref := private(name)
		ref.Locale = locale
		_ = proactive.Save(ctx, store, "app", ref, func(r *proactive.Record) error {
			r.Preferences.Topics = []string{"build"}
			return nil
		})
	}

	var audience proactive.Audience
	_ = audience.UnmarshalJSON([]byte(`{"topic": "build", "locale": "de", "except": [{"users": ["29:cat"]}]}`))
	explained, err := proactive.Explain(ctx, store, proactive.Filter{AppID: "app"}, audience)
	fmt.Println(explained.Included, explained.Dropped, err)

	for record, err := range proactive.Members(ctx, store, proactive.Filter{AppID: "app"}, audience) {
		if err != nil {
			break
		}
		_, _ = proactive.Tell(ctx, &office{}, store, record.Key, schema.TextMessage("Der Build ist grün."))
		fmt.Println(record.Key.UserID)
	}
	// Output:
	// 1 map[excepted:1 other language:1] <nil>
	// aad-ann
}

// TestRunReadsOnlyWhatWaits is about the start of a bot that knows millions.
func TestRunReadsOnlyWhatWaits(t *testing.T) {
	t.Parallel()
	store := &lookups{Store: newStore()}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.NoError(t, newNotifier(new(office), store).Run(ctx))
	require.Equal(t, []proactive.Filter{{AppID: "app", Waiting: true}}, store.filters)
}
