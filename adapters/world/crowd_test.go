package world_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// toEach has some workers do something with each of a crowd.
func toEach(ctx context.Context, c world.Crowd, do func(ctx context.Context, p world.Person) error) error {
	var next atomic.Int64
	errs := make([]error, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for i := range errs {
		workers.Go(func() {
			for n := next.Add(1); n <= int64(c.Len()) && errs[i] == nil; n = next.Add(1) {
				errs[i] = do(ctx, c.Person(int(n-1)))
			}
		})
	}
	workers.Wait()
	return errors.Join(errs...)
}

// Each of 100,000 people gets a message that they did not ask for, as a bot sends one: a conversation is created with its first
// message. It runs alone, for what it takes: less than two seconds on two cores that have nothing else to do. A test cannot know
// what they have to do, so the bound is what writing and reading the same JSON takes, by a wide margin. Each person takes 3 kB,
// most of which is the message.
func TestMessageToACrowd(t *testing.T) {
	size := 100_000 / slowdown
	before := heap()
	started := time.Now()
	w, staff := aCrowd(t, size)
	messageTheCrowd(t, w, staff)
	took := time.Since(started)
	kept := (heap() - before) / size
	started = time.Now()
	writeAndReadForTheCrowd(t, w, staff)
	least := time.Since(started)
	t.Logf("%d people in %v, %.1f times their JSON; %d bytes kept for each",
		size, took.Round(time.Millisecond), took.Seconds()/least.Seconds(), kept)
	require.Less(t, took, 20*least)
	require.Less(t, kept, 4000)
	for i := range size {
		require.Len(t, w.Messages(w.PersonalChat(staff.Person(i))), 1)
	}
	require.Len(t, w.Timeline(0), size)
}

// heap is how many bytes are in use.
func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// BenchmarkMessageToACrowd is what a person costs: one message that creates their chat, a chat and then a message, and what
// of the first is writing and reading the same JSON.
func BenchmarkMessageToACrowd(b *testing.B) {
	for _, bb := range []struct {
		name string
		do   func(testing.TB, *world.World, world.Crowd)
	}{{"one request", messageTheCrowd}, {"two requests", chatWithTheCrowd}, {"its JSON", writeAndReadForTheCrowd}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			size := 100_000 / slowdown
			for b.Loop() {
				w, staff := aCrowd(b, size)
				bb.do(b, w, staff)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/person")
		})
	}
}

func aCrowd(tb testing.TB, size int) (*world.World, world.Crowd) {
	tb.Helper()
	w := world.New(world.Config{})
	staff, err := w.AddCrowd(w.AddTeam("Contoso").ID, "Employee", size)
	require.NoError(tb, err)
	return w, staff
}

// greeting starts a person's chat, with a first message if there is one.
func greeting(w *world.World, p world.Person, first *schema.Activity) schema.ConversationParameters {
	return schema.ConversationParameters{
		Bot: w.Bot(), TenantID: w.TenantID(), Members: []schema.ChannelAccount{{ID: p.AADObjectID}}, Activity: first,
	}
}

func messageTheCrowd(tb testing.TB, w *world.World, staff world.Crowd) {
	tb.Helper()
	bot := &connector.Outbound{HTTPClient: &http.Client{Transport: w}}
	hi := schema.TextMessage("hello")
	require.NoError(tb, toEach(tb.Context(), staff, func(ctx context.Context, p world.Person) error {
		_, err := bot.CreateConversation(ctx, schema.ChannelTeams, w.ServiceURL(), greeting(w, p, hi))
		return err
	}))
}

func chatWithTheCrowd(tb testing.TB, w *world.World, staff world.Crowd) {
	tb.Helper()
	bot := &connector.Outbound{HTTPClient: &http.Client{Transport: w}}
	hi := []*schema.Activity{schema.TextMessage("hello")}
	require.NoError(tb, toEach(tb.Context(), staff, func(ctx context.Context, p world.Person) error {
		created, err := bot.CreateConversation(ctx, schema.ChannelTeams, w.ServiceURL(), greeting(w, p, nil))
		if err != nil {
			return err
		}
		_, err = bot.SendActivities(ctx, created.Reference, hi)
		return err
	}))
}

func writeAndReadForTheCrowd(tb testing.TB, w *world.World, staff world.Crowd) {
	tb.Helper()
	hi := schema.TextMessage("hello")
	require.NoError(tb, toEach(tb.Context(), staff, func(_ context.Context, p world.Person) error {
		sent, err := greeting(w, p, hi).MarshalJSON()
		if err != nil {
			return err
		}
		var read schema.ConversationParameters
		return read.UnmarshalJSON(sent)
	}))
}

// A roster of a million is there page by page, and none of it is kept.
func TestPagesOfACrowd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	size := 1_000_000 / slowdown
	team := b.AddTeam("Contoso", b.ann).ID
	staff, err := b.AddCrowd(team, "Employee", size)
	require.NoError(t, err)
	require.Equal(t, size, staff.Len())
	_, err = b.RenamePerson(staff.Person(1).ID, "Cai Wu")
	require.NoError(t, err)
	_, err = b.RemoveMembers(b.ann, team, staff.Person(2))
	require.NoError(t, err)
	require.NoError(t, b.RemovePerson(staff.Person(size-1).AADObjectID))

	started := time.Now()
	pages, people := 0, 0
	var first, last string
	for token := "0"; token != ""; pages++ {
		status, answer := b.bot(http.MethodGet, conversation(team)+"/pagedmembers?pageSize=500&continuationToken="+token, "")
		require.Equal(t, http.StatusOK, status)
		if pages == 0 {
			first = answer
		}
		last = answer
		people += strings.Count(answer, `"userRole"`)
		token = ""
		if _, rest, more := strings.Cut(answer, `"continuationToken":"`); more {
			token, _, _ = strings.Cut(rest, `"`)
		}
	}
	t.Logf("%d people in %d pages in %v", people, pages, time.Since(started).Round(time.Millisecond))
	require.Equal(t, size/500, pages)
	require.Equal(t, size-1, people, "with Ann, without two")
	names := func(page string) (names []string) {
		var p struct {
			Members []struct {
				Name  string `json:"name"`
				Email string `json:"email"`
			} `json:"members"`
		}
		require.NoError(t, json.Unmarshal([]byte(page), &p))
		for _, m := range p.Members {
			names = append(names, m.Name+" "+m.Email)
		}
		return names
	}
	require.Equal(t, []string{
		"Ann Berg ann.berg@teams.example", "Employee 1 employee.1@teams.example", "Cai Wu cai.wu@teams.example",
		"Employee 4 employee.4@teams.example",
	}, names(first)[:4])
	require.Equal(t, fmt.Sprintf("Employee %d employee.%[1]d@teams.example", size-1), names(last)[len(names(last))-1])

	status, answer := b.bot(http.MethodGet, members(team), "")
	require.Equal(t, http.StatusOK, status)
	var listed []json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(answer), &listed))
	require.Len(t, listed, min(10_000, size-1), "without pages Teams lists no more")
	_, answer = b.bot(http.MethodGet, "v3/teams/"+team, "")
	require.Contains(t, answer, fmt.Sprintf(`"memberCount":%d`, size-1))
	require.Equal(t, size-1, b.Conversations()[0].Members)
	some, next := b.MembersPage(team, 0, 3)
	require.Equal(t, []world.Person{b.ann, staff.Person(0), staff.Person(1)}, some)
	some, next = b.MembersPage(team, next, 2)
	require.Equal(t, []world.Person{staff.Person(3), staff.Person(4)}, some)
	require.Equal(t, 6, next)
	require.Len(t, b.People(), 3, "of the crowd only who was changed")
}

func TestPersonOfACrowd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	group := b.AddGroupChat("Release", b.ann)
	_, err := b.AddCrowd("", "Visitor", 3)
	require.NoError(t, err)
	staff, err := b.AddCrowd(group, "Employee", 1000)
	require.NoError(t, err)
	p := staff.Person(41)
	require.Equal(t, world.Person{
		ID: "29:crowd-2-41", AADObjectID: "00000002-0000-4000-8000-000000000041", Name: "Employee 42", Locale: "en-US", TimeZone: "UTC",
		TenantID: b.TenantID(),
	}, p)
	for _, id := range []string{p.ID, p.AADObjectID, "employee.42@teams.example", "EMPLOYEE.42@teams.example"} {
		_, answer := b.bot(http.MethodGet, members(group, "/", id), "")
		require.JSONEq(t, `{
			"id": "29:crowd-2-41", "aadObjectId": "00000002-0000-4000-8000-000000000041", "name": "Employee 42",
			"givenName": "Employee", "surname": "42", "email": "employee.42@teams.example", "userPrincipalName": "employee.42@teams.example",
			"tenantId": "00000000-0000-4000-8000-00000000007e", "userRole": "user"
		}`, answer, id)
	}
	for _, id := range []string{
		"29:crowd-2-1000", "29:crowd-2--1", "29:crowd-2-041", "29:crowd-3-0", "29:crowd-0-0", "29:crowd-2", "29:crowd-1-0",
		"00000002-0000-4000-8000-000000001000", "2-0000-4000-8000-41", "-0000-4000-8000-",
		"employee.0@teams.example", "employee.1001@teams.example", "employee.042@teams.example", "visitor.1@teams.example",
		"other.42@teams.example", "42", "@teams.example",
	} {
		b.refuses(http.MethodGet, members(group, "/", id), "", http.StatusNotFound, "MemberNotFoundInConversation")
	}

	sent, _, err := b.Send(p, group, b.mentioning("hi"))
	require.NoError(t, err)
	require.Equal(t, schema.ChannelAccount{ID: p.ID, Name: "Employee 42", AADObjectID: p.AADObjectID}, sent.From)
	status, answer := b.bot(http.MethodPost, "v3/conversations", `{"members":[{"id":"`+p.AADObjectID+`"}],"activity":{"type":"message","text":"hello"}}`)
	require.Equal(t, http.StatusCreated, status, answer)
	require.Equal(t, []string{"hello"}, b.texts(b.PersonalChat(p)))
	b.Block(p)
	b.refuses(http.MethodPost, activities(b.PersonalChat(p)), hello, http.StatusForbidden, "ConversationBlockedByUser")

	cai, err := b.RenamePerson(p.ID, "Cai Wu")
	require.NoError(t, err)
	require.Equal(t, cai, staff.Person(41))
	status, _ = b.bot(http.MethodGet, members(group, "/cai.wu@teams.example"), "")
	require.Equal(t, http.StatusOK, status)
	b.refuses(http.MethodGet, members(group, "/employee.42@teams.example"), "", http.StatusNotFound, "MemberNotFoundInConversation")
	cai.AADObjectID = "another"
	b.AddPerson(cai)
	_, known := b.Person(p.AADObjectID)
	require.False(t, known)

	require.NoError(t, b.RemovePerson(p.ID))
	b.refuses(http.MethodGet, members(group, "/", p.ID), "", http.StatusNotFound, "MemberNotFoundInConversation")
	require.Equal(t, p, staff.Person(41), "who it was")
	require.Len(t, b.Members(group), 1000)
	b.AddPerson(p)
	require.NoError(t, b.Seat(group, p))
	require.Len(t, b.Members(group), 1001)
}

func TestNoCrowd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	staff, err := b.AddCrowd("", "Employee", 1)
	require.NoError(t, err)
	for want, add := range map[string]func() (world.Crowd, error){
		"world: a crowd has a name, and 1 to 999999999999 people, not 0": func() (world.Crowd, error) { return b.AddCrowd("", "Other", 0) },
		`world: there is a crowd "employee" already`:                     func() (world.Crowd, error) { return b.AddCrowd("", "employee", 1) },
		`world: there is no conversation "19:none"`:                      func() (world.Crowd, error) { return b.AddCrowd("19:none", "Other", 1) },
		"world: nobody can join or leave Ann Berg's chat":                func() (world.Crowd, error) { return b.AddCrowd(chat, "Other", 1) },
	} {
		_, err := add()
		require.EqualError(t, err, want)
	}
	require.PanicsWithValue(t, `world: the crowd "Employee" has 1 people, and none with the number 1`, func() { staff.Person(1) })
	b.refuses(http.MethodPost, "v3/conversations", `{"members":[{"id":"`+staff.Person(0).ID+`"}]}`, http.StatusForbidden, "ForbiddenOperationException")
}

func TestBatchToACrowd(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]int{"team": 100, "tenant": 101} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			team := b.AddTeam("Contoso", b.ann).ID
			staff, err := b.AddCrowd(team, "Employee", 100)
			require.NoError(t, err)
			require.NoError(t, b.RemovePerson(staff.Person(7).ID))
			_, err = b.RenamePerson(staff.Person(8).ID, "Cai")
			require.NoError(t, err)
			status, answer := b.bot(http.MethodPost, "v3/batch/conversation/"+kind, `{"activity":`+hello+`,"tenantId":"`+b.TenantID()+`","teamId":"`+team+`"}`)
			require.Equal(t, http.StatusCreated, status, answer)
			var started struct {
				OperationID string `json:"operationId"`
			}
			require.NoError(t, json.Unmarshal([]byte(answer), &started))
			_, answer = b.bot(http.MethodGet, "v3/batch/conversation/"+started.OperationID, "")
			require.Contains(t, answer, fmt.Sprintf(`"totalEntriesCount":%d`, want))
			require.Contains(t, answer, `"201":100`)
			require.Len(t, b.Messages(b.PersonalChat(staff.Person(8))), 1)
		})
	}
}

// A message to more people than it can be posted to in any time is refused, and not begun.
func TestBatchToTooMany(t *testing.T) {
	t.Parallel()
	b := setup(t)
	team := b.AddTeam("Contoso", b.ann).ID
	_, err := b.AddCrowd(team, "Employee", 1_000_000)
	require.NoError(t, err)
	for _, kind := range []string{"team", "tenant"} {
		body := `{"activity":` + hello + `,"tenantId":"` + b.TenantID() + `","teamId":"` + team + `"}`
		b.refuses(http.MethodPost, "v3/batch/conversation/"+kind, body, http.StatusBadRequest, "BadArgument")
	}
}

func TestPersonNamed(t *testing.T) {
	t.Parallel()
	w := world.New(world.Config{})
	ann := w.AddPerson(world.Person{Name: "Ann"})
	w.AddPerson(world.Person{Name: "Ann"})
	staff, err := w.AddCrowd("", "Employee", 20)
	require.NoError(t, err)
	_, err = w.AddCrowd("", "Employee 1", 20)
	require.NoError(t, err)
	renamed, err := w.RenamePerson(staff.Person(6).ID, "Employee 8")
	require.NoError(t, err)
	require.NoError(t, w.RemovePerson(staff.Person(8).ID))

	for name, want := range map[string]world.Person{"Ann": ann, "Employee 1": staff.Person(0), "Employee 20": staff.Person(19), "Employee 8": renamed} {
		got, ok := w.PersonNamed(name)
		require.True(t, ok, name)
		require.Equal(t, want, got)
	}
	for _, name := range []string{"", "Bob", "Employee", "Employee 0", "Employee 01", "Employee 7", "Employee 9", "Employee 21", "Employee x"} {
		_, ok := w.PersonNamed(name)
		require.False(t, ok, name)
	}
	p, ok := w.PersonNamed("Employee 1 5")
	require.True(t, ok)
	require.Equal(t, "Employee 1 5", p.Name)
}
