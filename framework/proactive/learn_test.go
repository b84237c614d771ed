package proactive_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// counted counts what a store is asked for.
type counted struct {
	proactive.Store
	reads, writes atomic.Int32
}

func (c *counted) Load(ctx context.Context, key proactive.Key) (proactive.Record, error) {
	c.reads.Add(1)
	return c.Store.Load(ctx, key)
}

func (c *counted) Update(ctx context.Context, key proactive.Key, change func(*proactive.Record) error) error {
	c.writes.Add(1)
	return c.Store.Update(ctx, key, change)
}

func (c *counted) take() (reads, writes int) {
	return int(c.reads.Swap(0)), int(c.writes.Swap(0))
}

// remembering returns a bot that remembers in the store, for several turns.
func remembering(t *testing.T, store proactive.Store) (turn func(*schema.Activity)) {
	t.Helper()
	nothing := framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return nil })
	bot := framework.Chain(nothing, proactive.Remember(store))
	engine := framework.Engine{Logger: slog.New(slog.DiscardHandler)}
	t.Cleanup(func() { require.NoError(t, engine.Shutdown(context.Background())) })
	return func(a *schema.Activity) {
		ctx := framework.WithIdentity(t.Context(), framework.Identity{AppID: "app", Issuer: "test"})
		_, err := engine.Process(ctx, nil, a, bot)
		require.NoError(t, err)
	}
}

func at(a *schema.Activity, when time.Time) *schema.Activity {
	a.Timestamp = schema.NewTime(when)
	a.ID = when.String()
	return a
}

// TestAnUnchangedReferenceIsNotWritten is about the usual turn, in which nothing is new.
func TestAnUnchangedReferenceIsNotWritten(t *testing.T) {
	t.Parallel()
	for name, message := range map[string]func(int) *schema.Activity{"in private": inPrivate, "in a channel": received} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := &counted{Store: newStore()}
			turn := remembering(t, store)
			send := func(minute int, change func(*schema.Activity)) int {
				a := message(minute)
				a.ID = a.Timestamp.Text()
				a.ChannelData = json.RawMessage(channelData)
				if change != nil {
					change(a)
				}
				turn(a)
				_, writes := store.take()
				return writes
			}
			require.NotZero(t, send(0, nil))
			first := loaded(t, store, personOf("ann"))
			require.Zero(t, send(1, nil))
			require.Zero(t, send(60, nil))
			require.Zero(t, send(59, nil), "nor is a late one")
			require.Zero(t, send(59, func(a *schema.Activity) { a.Recipient.Name, a.From.Name, a.Locale = "", "", "" }), "what is left out is known")
			require.Zero(t, send(59, func(a *schema.Activity) { a.Type, a.Name = schema.TypeInvoke, "x" }))
			require.Equal(t, first.SeenAt, loaded(t, store, personOf("ann")).SeenAt)
			require.NotZero(t, send(61, nil), "seen more than an hour ago")
			require.Equal(t, first.SeenAt.Add(61*time.Minute), loaded(t, store, personOf("ann")).SeenAt)
			require.NotZero(t, send(62, func(a *schema.Activity) { a.From.Name = "Anna" }))
			require.Equal(t, first.CreatedAt, loaded(t, store, personOf("ann")).CreatedAt)
		})
	}
}

// TestTheUsualTurnReadsOnce is about what Remember costs; the organization is looked up once a minute.
func TestTheUsualTurnReadsOnce(t *testing.T) {
	t.Parallel()
	store := &counted{Store: newStore()}
	turn := remembering(t, store)
	turn(inPrivate(0))
	store.take()
	for minute := range 10 {
		turn(at(inPrivate(0), inPrivate(minute+1).Timestamp.Time))
	}
	reads, writes := store.take()
	require.Equal(t, []int{10, 0}, []int{reads, writes})
}

// TestInstallationsInAnyOrder gives the same events in every order: what counts is when they were sent.
func TestInstallationsInAnyOrder(t *testing.T) {
	t.Parallel()
	event := func(action string, minute int) *schema.Activity {
		a := at(inPrivate(minute), inPrivate(minute).Timestamp.Time)
		a.Type, a.Action = schema.TypeInstallationUpdate, action
		return a
	}
	message := func(minute int) *schema.Activity { return at(inPrivate(minute), inPrivate(minute).Timestamp.Time) }
	tests := map[string]struct {
		events []*schema.Activity
		want   proactive.InstallState
	}{
		"installed, removed":             {[]*schema.Activity{event("add", 0), event("remove", 1)}, proactive.Removed},
		"a message before the removal":   {[]*schema.Activity{message(0), event("remove", 1)}, proactive.Removed},
		"removed, installed anew":        {[]*schema.Activity{event("remove", 0), event("add", 1)}, proactive.Installed},
		"removed, installed, written":    {[]*schema.Activity{event("remove", 0), event("add", 1), message(2)}, proactive.Installed},
		"a message, removed, installed":  {[]*schema.Activity{message(0), event("remove", 1), event("add", 2)}, proactive.Installed},
		"removed, and back by a message": {[]*schema.Activity{event("remove", 0), message(1)}, proactive.Installed},
		"upgraded":                       {[]*schema.Activity{event("add", 0), event("remove-upgrade", 1)}, proactive.Installed},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, order := range orders(tt.events) {
				store := newStore()
				turn := remembering(t, store)
				for _, a := range order {
					turn(a)
				}
				require.Equal(t, tt.want, loaded(t, store, personOf("ann")).Install.State)
			}
		})
	}
}

// orders returns every order of what is in all.
func orders[T any](all []T) [][]T {
	if len(all) == 0 {
		return [][]T{nil}
	}
	var out [][]T
	for i := range all {
		rest := append(append([]T{}, all[:i]...), all[i+1:]...)
		for _, tail := range orders(rest) {
			out = append(out, append([]T{all[i]}, tail...))
		}
	}
	return out
}

// TestALateRemovalWhileSeenAtIsOld is about the hour for which what teaches nothing is not written.
func TestALateRemovalWhileSeenAtIsOld(t *testing.T) {
	t.Parallel()
	store := newStore()
	turn := remembering(t, store)
	minute := func(n int) *schema.Activity { return at(inPrivate(n), inPrivate(n).Timestamp.Time) }
	turn(minute(0))
	installed, late := minute(20), minute(10)
	installed.Type, installed.Action = schema.TypeInstallationUpdate, "add"
	late.Type, late.Action = schema.TypeInstallationUpdate, "remove"
	turn(installed)
	turn(minute(30)) // teaches nothing
	turn(late)
	ann := loaded(t, store, personOf("ann"))
	require.Equal(t, proactive.Install{State: proactive.Installed, At: installed.Timestamp.Time}, ann.Install)
	require.True(t, ann.Reachable())
}

func TestWhatIsLearnedOfAPerson(t *testing.T) {
	t.Parallel()
	zone := func(name string) []schema.Entity {
		return []schema.Entity{schema.ClientInfo{Timezone: name, Locale: "fr-CH"}}
	}
	local, err := time.Parse(time.RFC3339, "2025-11-21T17:30:00+05:30")
	require.NoError(t, err)
	tests := map[string]struct {
		change func(*schema.Activity)
		want   proactive.Person
	}{
		"nothing": {func(*schema.Activity) {}, proactive.Person{}},
		"zone":    {func(a *schema.Activity) { a.Entities = zone("Europe/Berlin") }, proactive.Person{TimeZone: "Europe/Berlin"}},
		"zone of the activity": {
			func(a *schema.Activity) { a.LocalTimezone = "America/Argentina/Buenos_Aires" },
			proactive.Person{TimeZone: "America/Argentina/Buenos_Aires"},
		},
		"offset": {func(a *schema.Activity) { a.LocalTimestamp = schema.NewTime(local) }, proactive.Person{UTCOffset: 330}},
		"zone and offset": {func(a *schema.Activity) {
			a.LocalTimezone, a.LocalTimestamp = "Asia/Kolkata", schema.NewTime(local)
		}, proactive.Person{TimeZone: "Asia/Kolkata"}},
		"no zone":  {func(a *schema.Activity) { a.LocalTimezone = "../../etc/passwd" }, proactive.Person{}},
		"our zone": {func(a *schema.Activity) { a.LocalTimezone = "Local" }, proactive.Person{}},
		"a member": {func(a *schema.Activity) {
			a.From.Extra = map[string]json.RawMessage{"userRole": json.RawMessage(`"user"`)}
		}, proactive.Person{Role: proactive.RoleMember}},
		"a guest": {func(a *schema.Activity) {
			a.From.Extra = map[string]json.RawMessage{"userRole": json.RawMessage(`"guest"`)}
		}, proactive.Person{Role: proactive.RoleGuest}},
		"of another organization": {func(a *schema.Activity) { a.From.TenantID = "t2" }, proactive.Person{Role: proactive.RoleGuest}},
	}
	for name, tt := range tests {
		for where, message := range map[string]func(int) *schema.Activity{"in private": inPrivate, "in a channel": received} {
			t.Run(name+" "+where, func(t *testing.T) {
				t.Parallel()
				store, a := newStore(), message(0)
				tt.change(a)
				meet(t, store, a)
				require.Equal(t, tt.want, loaded(t, store, personOf("ann")).Person)
				meet(t, store, message(1))
				require.Equal(t, tt.want, loaded(t, store, personOf("ann")).Person, "what is left out is known")
			})
		}
	}
	store, a := newStore(), inPrivate(0)
	a.Locale, a.Entities = "", zone("")
	meet(t, store, a)
	require.Equal(t, "fr-CH", loaded(t, store, personOf("ann")).Locale(), "of the client, where the activity has none")
}

func TestIDsOfEntraInAnyLetterCase(t *testing.T) {
	t.Parallel()
	const id, tenant = "0f1e2d3c-4b5a-6978-8796-A5B4C3D2E1F0", "7A3E9F10-1C2D-4E5F-8A9B-0C1D2E3F4A5B"
	store := newStore()
	upper, lower := inPrivate(0), inPrivate(1)
	upper.From.AADObjectID, upper.Conversation.TenantID = id, tenant
	lower.From.AADObjectID, lower.Conversation.TenantID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", "7a3e9f10-1c2d-4e5f-8a9b-0c1d2e3f4a5b"
	meet(t, store, upper)
	meet(t, store, lower)
	people, _ := everyone(t, store)
	require.Len(t, people, 1)
	require.Equal(t, lower.From.AADObjectID, people[0].Key.UserID)
	require.Equal(t, people[0].Key, proactive.Key{AppID: "app", ChannelID: "msteams", TenantID: tenant, UserID: id}.Canonical())
	require.Equal(t, people[0].Key, proactive.PersonKey("app", upper.Reference()))
	found, err := proactive.Find(t.Context(), store, proactive.Key{AppID: "app", ChannelID: "msteams", TenantID: tenant, UserID: id})
	require.NoError(t, err)
	require.Equal(t, people[0].Key, found.Key)
}

func TestTheServiceURL(t *testing.T) {
	t.Parallel()
	message := func(minute int, url string) *schema.Activity {
		a := inPrivate(minute)
		a.ServiceURL = url
		return a
	}
	invoke := func(minute int, url string) *schema.Activity {
		a := message(minute, url)
		a.Type, a.Name = schema.TypeInvoke, "x"
		return a
	}
	install := func(minute int, url string) *schema.Activity {
		a := message(minute, url)
		a.Type, a.Action = schema.TypeInstallationUpdate, "add"
		return a
	}
	fails := func(r *proactive.Record) { r.Reach.Failures = 1 }
	tests := map[string]struct {
		first  *schema.Activity
		then   func(*proactive.Record)
		second *schema.Activity
		want   string
		by     proactive.LearnedBy
	}{
		"another message's":           {message(0, "a"), nil, message(1, "b"), "a", proactive.ByMessage},
		"after a failure":             {message(0, "a"), fails, message(1, "b"), "b", proactive.ByMessage},
		"the installation's":          {message(0, "a"), nil, install(1, "b"), "b", proactive.ByInstall},
		"the next installation's":     {install(0, "a"), nil, install(1, "b"), "b", proactive.ByInstall},
		"a message after it":          {install(0, "a"), nil, message(1, "b"), "a", proactive.ByInstall},
		"a message after an invoke":   {invoke(0, "a"), nil, message(1, "b"), "b", proactive.ByMessage},
		"an invoke after a message":   {message(0, "a"), nil, invoke(1, "b"), "a", proactive.ByMessage},
		"a failed one by an invoke":   {message(0, "a"), fails, invoke(1, "b"), "b", proactive.ByInvoke},
		"in place of a default":       {message(0, "a"), func(r *proactive.Record) { r.LearnedBy = proactive.ByDefault }, invoke(1, "b"), "b", proactive.ByInvoke},
		"in place of a saved one":     {message(0, "a"), func(r *proactive.Record) { r.LearnedBy = "" }, message(1, "b"), "b", proactive.ByMessage},
		"in place of none":            {message(0, ""), nil, message(1, "b"), "b", proactive.ByMessage},
		"a late one, after a failure": {message(2, "a"), fails, message(1, "b"), "a", proactive.ByMessage},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			meet(t, store, tt.first)
			if tt.then != nil {
				require.NoError(t, store.Update(t.Context(), personOf("ann"), func(r *proactive.Record) error {
					tt.then(r)
					return nil
				}))
			}
			meet(t, store, tt.second)
			ann := loaded(t, store, personOf("ann"))
			require.Equal(t, tt.want, ann.Reference.ServiceURL)
			require.Equal(t, tt.by, ann.LearnedBy)
			if tt.want != tt.first.ServiceURL && tt.first.ServiceURL != "" {
				require.Contains(t, string(ann.Origin), `"serviceUrl":"a"`, "the first address is kept")
			} else {
				require.Empty(t, ann.Origin)
			}
		})
	}
}

// TestAPlaceHasOneUser is about a group in which one writes after the other: that is nothing new of the place.
func TestAPlaceHasOneUser(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, received(0))
	bob := received(1)
	bob.From, bob.Locale = schema.ChannelAccount{ID: "29:bob", Name: "Bob", AADObjectID: "aad-bob"}, "fr"
	meet(t, store, bob)
	place := loaded(t, store, key())
	require.Equal(t, "29:ann", place.Reference.User.ID)
	require.Equal(t, "de-DE", place.Locale())
	require.Equal(t, "fr", loaded(t, store, personOf("bob")).Locale())
}

// TestAnUpdateThatNamesSomebodyByTheOtherID is about who is known: what becomes of them is learned all the same.
func TestAnUpdateThatNamesSomebodyByTheOtherID(t *testing.T) {
	t.Parallel()
	store := newStore()
	meet(t, store, inPrivate(0))
	gone := inPrivate(1)
	gone.Type, gone.Action, gone.From.AADObjectID = schema.TypeInstallationUpdate, "remove", ""
	meet(t, store, gone)
	people, _ := everyone(t, store)
	require.Len(t, people, 1)
	require.Equal(t, proactive.Removed, people[0].Install.State)
}

func TestSaveNotesWhen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store, start := newStore(), time.Now()
		add(t, store, "ann", nil)
		time.Sleep(time.Minute)
		add(t, store, "ann", nil)
		ann := loaded(t, store, personOf("ann"))
		require.True(t, ann.CreatedAt.Equal(start))
		require.True(t, ann.UpdatedAt.Equal(start.Add(time.Minute)))
		require.True(t, ann.SeenAt.IsZero(), "the bot has not heard of her")
	})
}
