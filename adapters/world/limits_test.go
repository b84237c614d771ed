package world_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// until asks until it is refused, and returns how often it was not, and the seconds after which it may ask again.
func (b town) until(method, path, body string) (taken, retryAfter int) {
	b.t.Helper()
	for {
		req := httptest.NewRequestWithContext(b.t.Context(), method, b.ServiceURL()+path, strings.NewReader(body))
		rec := httptest.NewRecorder()
		b.ServeHTTP(rec, req)
		if rec.Code != http.StatusTooManyRequests {
			require.Less(b.t, rec.Code, 300, rec.Body.String())
			taken++
			continue
		}
		require.JSONEq(b.t, `{"error":{"code":"Throttled","message":"Too many requests"}}`, rec.Body.String())
		retryAfter, err := strconv.Atoi(rec.Header().Get("Retry-After"))
		require.NoError(b.t, err)
		return taken, retryAfter
	}
}

func TestTeamsLimits(t *testing.T) {
	t.Parallel()
	create := func(b town) string { return `{"members":[{"id":"` + b.ann.AADObjectID + `"}]}` }
	tests := map[string]struct {
		method string
		path   func(b town) string
		body   func(b town) string
		taken  []int // in turn, each as soon as that is allowed
	}{
		"send": {
			http.MethodPost, func(b town) string { return activities(b.PersonalChat(b.ann)) }, func(town) string { return hello },
			[]int{7, 1, 7, 1, 7, 1, 7, 1},
		},
		"create": {http.MethodPost, func(b town) string { b.AddTeam("Contoso", b.ann); return "v3/conversations" }, create, []int{7, 1, 7}},
		"thread": {
			http.MethodPost, func(town) string { return "v3/conversations" },
			func(b town) string {
				return `{"isGroup":true,"channelData":{"channel":{"id":"` + b.AddTeam("Contoso").ID + `"}},"activity":` + hello + `}`
			},
			[]int{7, 1, 7},
		},
		"members": {
			http.MethodGet, func(b town) string { return conversation(b.PersonalChat(b.ann)) + "/pagedmembers" }, func(town) string { return "" },
			[]int{14, 2, 14},
		},
		"react": {
			http.MethodPut, func(b town) string {
				chat := b.PersonalChat(b.ann)
				sent, _, err := b.Send(b.ann, chat, schema.TextMessage("hi"))
				require.NoError(b.t, err)
				return activity(chat, sent.ID) + "/reactions/like"
			}, func(town) string { return "" },
			[]int{2, 2, 2},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := setup(t)
				b.SetLimits(world.TeamsLimits())
				path, body := tt.path(b), tt.body(b)
				for i, want := range tt.taken {
					taken, wait := b.until(tt.method, path, body)
					require.Equal(t, want, taken, i)
					time.Sleep(time.Duration(wait) * time.Second)
				}
			})
		})
	}
}

// In any 30 seconds there are at most 60 messages, in any hour 1800: who waits as long as is said gets no more.
func TestLongLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setup(t)
		b.SetLimits(world.TeamsLimits())
		chat := activities(b.PersonalChat(b.ann))
		began, sent := time.Now(), 0
		var in30, inHour int
		for time.Since(began) < 2*time.Hour {
			taken, wait := b.until(http.MethodPost, chat, hello)
			sent += taken
			if time.Since(began) < 30*time.Second {
				in30 = sent
			}
			if time.Since(began) < time.Hour {
				inHour = sent
			}
			time.Sleep(time.Duration(wait) * time.Second)
		}
		require.Equal(t, []int{60, 1800, 3600}, []int{in30, inHour, sent})
	})
}

func TestLimitsAreOfOneConversation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.SetLimits(world.Limits{Send: []connector.Rate{{Count: 2, Per: time.Hour}, {}}})
	team := b.AddTeam("Contoso", b.ann).ID
	root, _, err := b.Send(b.ann, team, b.mentioning("hi"))
	require.NoError(t, err)
	b.posts(root.Conversation.ID, "one")
	b.posts(team, "two")
	taken, wait := b.until(http.MethodPost, activities(root.Conversation.ID), hello)
	require.Equal(t, []int{0, 3600}, []int{taken, wait}, "a channel with all its threads is one")
	b.posts(b.PersonalChat(b.ann), "elsewhere")
	status, _ := b.bot(http.MethodPut, activity(b.PersonalChat(b.ann), b.posts(b.PersonalChat(b.ann), "x")), hello)
	require.Equal(t, http.StatusOK, status, "an update is no message")

	b.SetLimits(world.Limits{})
	b.posts(team, "three")
}

func TestLimitOfTheBot(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.SetLimits(world.Limits{Bot: []connector.Rate{{Count: 3, Per: time.Hour}}})
	b.posts(b.PersonalChat(b.ann), "one")
	b.posts(b.PersonalChat(b.bob), "two")
	b.token(http.MethodGet, "usertoken/GetToken", of(b.ann), "", http.StatusNotFound)
	taken, _ := b.until(http.MethodGet, members(b.PersonalChat(b.bob)), "")
	require.Equal(t, 1, taken)
	e := b.Timeline(0)
	require.Contains(t, e[len(e)-1].Problem, "429 Throttled")
}

// A bot that keeps Teams' limits by itself meets none of them.
func TestClientKeepsTheLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := world.New(world.Config{Limits: world.TeamsLimits()})
		staff, err := w.AddCrowd(w.AddTeam("Contoso").ID, "Employee", 300)
		require.NoError(t, err)
		limits := connector.TeamsLimits()
		limits.Hosts = nil
		bot := &connector.Outbound{HTTPClient: &http.Client{Transport: w}, Limits: &limits, MaxWait: time.Hour}
		for i := range staff.Len() {
			_, err := bot.CreateConversation(t.Context(), schema.ChannelTeams, w.ServiceURL(), schema.ConversationParameters{
				TenantID: w.TenantID(), Members: []schema.ChannelAccount{{ID: staff.Person(i).ID}}, Activity: schema.TextMessage("hello"),
			})
			require.NoError(t, err)
		}
		for _, e := range w.Timeline(0) {
			require.NotEqual(t, world.Refused, e.Kind, e.Problem)
		}
	})
}

// stopped is a clock that goes on when it is told.
type stopped struct{ now time.Time }

func (c *stopped) Now() time.Time                       { return c.now }
func (c *stopped) After(time.Duration) <-chan time.Time { return make(chan time.Time) }

func TestClock(t *testing.T) {
	t.Parallel()
	clock := &stopped{time.Date(2026, 11, 21, 15, 0, 0, 0, time.UTC)}
	w := world.New(world.Config{Clock: clock, Limits: world.Limits{Send: []connector.Rate{{Count: 1, Per: time.Minute}}}})
	b := town{World: w, t: t}
	ann := w.AddPerson(world.Person{Name: "Ann", TimeZone: "Europe/Berlin"})
	chat := w.PersonalChat(ann)
	sent, _, err := w.Send(ann, chat, schema.TextMessage("hi"))
	require.NoError(t, err)
	require.Equal(t, []string{"2026-11-21T15:00:00Z", "2026-11-21T16:00:00+01:00"}, []string{sent.Timestamp.Text(), sent.LocalTimestamp.Text()})
	b.posts(chat, "one")
	_, wait := b.until(http.MethodPost, activities(chat), hello)
	require.Equal(t, 60, wait)
	clock.now = clock.now.Add(time.Minute)
	b.posts(chat, "two")
	require.Equal(t, clock.now, w.Page(ann, chat, "", 1)[0].Posted)
	require.Equal(t, clock.now, w.Timeline(w.Happened() - 1)[0].Time)
}
