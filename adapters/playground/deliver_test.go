package playground_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/adapters/world"
)

// endpoint is the bot, as the playground's HTTP client meets it.
type endpoint func(req *http.Request, a sent) (*http.Response, error)

// sent is what the bot is told.
type sent struct {
	Type      string `json:"type"`
	ID        string `json:"id"`
	Text      string `json:"text"`
	Timestamp string `json:"timestamp"`
}

// RoundTrip implements [http.RoundTripper].
func (e endpoint) RoundTrip(req *http.Request) (*http.Response, error) {
	var a sent
	if err := json.NewDecoder(req.Body).Decode(&a); err != nil {
		return nil, err
	}
	return e(req, a)
}

// answers is an answer of the bot.
func answers(status int, body string) (*http.Response, error) {
	return &http.Response{StatusCode: status, Header: make(http.Header), Body: io.NopCloser(strings.NewReader(body))}, nil
}

// silent waits until the request is given up.
func silent(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// took is what the inspector shows.
type took struct {
	Method  string `json:"method"`
	URL     string `json:"url"`
	Problem string `json:"problem"`
	Status  int    `json:"status"`
	Again   bool   `json:"again"`
}

// memory is a playground without sockets, in a bubble of testing/synctest.
type memory struct {
	t      *testing.T
	play   *playground.Playground
	token  string
	chats  []string // one for each person
	people []world.Person
}

func inMemory(t *testing.T, bot endpoint, people int) *memory {
	t.Helper()
	play, err := playground.Listen(t.Context(), playground.Config{
		Addr: "localhost:0", Bot: "http://bot.test/api/messages", HTTPClient: &http.Client{Transport: bot},
		Logger: slog.New(slog.DiscardHandler),
		Populate: func(w *world.World) {
			for i := range people {
				w.PersonalChat(w.AddPerson(world.Person{Name: fmt.Sprintf("Person %d", i)}))
			}
		},
	})
	require.NoError(t, err)
	m := &memory{t: t, play: play, people: play.World().People()}
	for _, one := range m.people {
		m.chats = append(m.chats, play.World().PersonalChat(one))
	}
	_, html := m.do(t.Context(), http.MethodGet, "/", "")
	m.token = tokenIn(t, html)
	return m
}

// end ends the playground.
func (m *memory) end() {
	require.NoError(m.t, m.play.EndDeliveries())
}

func (m *memory) do(ctx context.Context, method, path, body string) (status int, answer string) {
	m.t.Helper()
	return ask(ctx, m.play, m.token, method, path, body)
}

// ask has a playground answer a request of its page without a socket.
func ask(ctx context.Context, play *playground.Playground, token, method, path, body string) (status int, answer string) {
	req := httptest.NewRequestWithContext(ctx, method, play.URL()+path, strings.NewReader(body))
	req.Header.Set("X-Playground-Token", token)
	w := httptest.NewRecorder()
	play.ServeHTTP(w, req)
	return w.Code, w.Body.String()
}

// says has a person say something in their chat, and returns the id of the message and what went wrong at once.
func (m *memory) says(person int, activity string) (id, problem string) {
	m.t.Helper()
	status, body := m.do(m.t.Context(), http.MethodPost, "/playground/acts", fmt.Sprintf(
		`{"do":"send","person":%q,"conversation":%q,"activity":%s}`, m.people[person].ID, m.chats[person], activity))
	require.Equal(m.t, http.StatusOK, status, body)
	var out struct {
		Activity sent   `json:"activity"`
		Problem  string `json:"problem"`
		Answer   struct {
			Problem string `json:"problem"`
		} `json:"answer"`
	}
	require.NoError(m.t, json.Unmarshal([]byte(body), &out), body)
	return out.Activity.ID, out.Problem + out.Answer.Problem
}

// traffic returns what went over the wire so far.
func (m *memory) traffic() []took {
	m.t.Helper()
	return trafficOf(m.t, m.play, m.token)
}

func trafficOf(t *testing.T, play *playground.Playground, token string) []took {
	t.Helper()
	ended, cancel := context.WithCancel(t.Context())
	cancel() // what there is, and no more
	_, stream := ask(ended, play, token, http.MethodGet, "/playground/events", "")
	var all []took
	for event := range strings.SplitSeq(strings.TrimSpace(stream), "\n\n") {
		var batch struct {
			Exchanges []took `json:"exchanges"`
		}
		require.NoError(t, json.Unmarshal([]byte(strings.TrimPrefix(event, "data: ")), &batch), event)
		all = append(all, batch.Exchanges...)
	}
	return all
}

func saying(text string) string { return fmt.Sprintf(`{"type":"message","text":%q}`, text) }

const invoke = `{"type":"invoke","name":"some/thing","value":{}}`

// What is said in a conversation arrives in order, one after the other; other conversations are not held up by it.
func TestAConversationIsDeliveredInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var got, want []string
		var now, most int
		m := inMemory(t, func(_ *http.Request, a sent) (*http.Response, error) {
			mu.Lock()
			now++
			most = max(most, now)
			got = append(got, a.Text)
			mu.Unlock()
			time.Sleep(600 * time.Millisecond)
			mu.Lock()
			now--
			mu.Unlock()
			return answers(http.StatusOK, "")
		}, 2)
		defer m.end()
		var speaking sync.WaitGroup
		for person := range 2 {
			speaking.Go(func() {
				for i := range 20 {
					m.says(person, saying(fmt.Sprint(person, " says ", i)))
				}
			})
		}
		speaking.Wait()
		time.Sleep(time.Minute)
		synctest.Wait()
		for person := range 2 {
			for i := range 20 {
				want = append(want, fmt.Sprint(person, " says ", i))
			}
		}
		slices.SortStableFunc(got, func(a, b string) int { return strings.Compare(a[:1], b[:1]) })
		require.Equal(t, want, got)
		require.Equal(t, 2, most, "one for each conversation")
	})
}

// A bot that is slow in a conversation still hears what is said there meanwhile, in order.
func TestASlowTurnHoldsUpTheNextForASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var got []string
		start := time.Now()
		m := inMemory(t, func(req *http.Request, a sent) (*http.Response, error) {
			mu.Lock()
			got = append(got, fmt.Sprint(a.Text, " ", time.Since(start).Round(time.Second)))
			mu.Unlock()
			if a.Type == "invoke" {
				return answers(http.StatusOK, `{}`)
			}
			time.Sleep(10 * time.Second)
			return answers(http.StatusOK, "")
		}, 1)
		defer m.end()
		heard := func() []string {
			mu.Lock()
			defer mu.Unlock()
			return slices.Clone(got)
		}
		for _, text := range []string{"a", "b", "c"} {
			_, problem := m.says(0, saying(text))
			require.Empty(t, problem)
		}
		_, problem := m.says(0, invoke)
		require.Empty(t, problem)
		synctest.Wait()
		require.Equal(t, []string{"a 0s", " 1s"}, heard(), "an invoke does not wait")
		time.Sleep(30 * time.Second)
		synctest.Wait()
		require.Equal(t, []string{"a 0s", " 1s", "b 1s", "c 2s"}, heard())
	})
}

// What is not answered within 15 s is delivered once more: a notification as it was, an invoke under another id.
func TestRedelivery(t *testing.T) {
	t.Parallel()
	for _, what := range []string{saying("hi"), invoke} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				var got []sent
				var at []time.Duration
				start := time.Now()
				m := inMemory(t, func(req *http.Request, a sent) (*http.Response, error) {
					mu.Lock()
					got, at = append(got, a), append(at, time.Since(start))
					mu.Unlock()
					return silent(req)
				}, 1)
				defer m.end()
				id, problem := m.says(0, what)
				isInvoke := what == invoke
				require.Equal(t, isInvoke, strings.Contains(problem, "did not answer within 15s"), "an invoke is waited for: %s", problem)
				time.Sleep(time.Hour)
				synctest.Wait()
				require.Equal(t, []time.Duration{0, 15 * time.Second}, at)
				require.Equal(t, id, got[0].ID)
				require.Equal(t, isInvoke, got[1].ID != id)
				require.Equal(t, isInvoke, got[0].Timestamp != got[1].Timestamp)
				require.Equal(t, got[0].Text, got[1].Text)
				traffic := m.traffic()
				require.Len(t, traffic, 2)
				for i, x := range traffic {
					require.Equal(t, i == 1, x.Again)
					require.Contains(t, x.Problem, "did not answer within 15s")
				}
			})
		})
	}
}

// What the world's faults do to activities on their way, the bot meets.
func TestFaultsOfDelivery(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault world.DeliveryFault
		what  string
		want  []string // with the seconds
		again []bool
	}{
		"duplicate":           {world.DeliveryFault{}, saying("a"), []string{"a 0", "a 0", "b 0"}, []bool{false, true, false}},
		"duplicate, later":    {world.DeliveryFault{Delay: 5 * time.Second}, saying("a"), []string{"a 0", "b 0", "a 5"}, []bool{false, false, true}},
		"redelivery":          {world.DeliveryFault{Kind: world.Redeliver}, saying("a"), []string{"a 0", "b 0", "a 15"}, []bool{false, false, true}},
		"order":               {world.DeliveryFault{Kind: world.Reorder}, saying("a"), []string{"b 0", "a 0"}, []bool{false, false}},
		"redelivered invokes": {world.DeliveryFault{Kind: world.Redeliver}, invoke, []string{" 0", "b 0", " 15"}, []bool{false, false, true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				var got []string
				start := time.Now()
				m := inMemory(t, func(_ *http.Request, a sent) (*http.Response, error) {
					mu.Lock()
					defer mu.Unlock()
					got = append(got, fmt.Sprint(a.Text, " ", int(time.Since(start).Seconds())))
					return answers(http.StatusOK, "")
				}, 1)
				m.play.World().InjectDelivery(tt.fault)
				_, problem := m.says(0, tt.what)
				require.Empty(t, problem)
				m.says(0, saying("b"))
				time.Sleep(time.Minute)
				m.end()
				require.Equal(t, tt.want, got)
				for i, x := range m.traffic() {
					require.Equal(t, tt.again[i], x.Again)
				}
			})
		})
	}
}

// However much there is to deliver, so many requests are under way at a time.
func TestDeliveriesAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var now, most int
		m := inMemory(t, func(req *http.Request, _ sent) (*http.Response, error) {
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			defer func() {
				mu.Lock()
				defer mu.Unlock()
				now--
			}()
			return silent(req)
		}, 100)
		defer m.end()
		for person := range m.people {
			m.says(person, saying("hi"))
		}
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		require.Equal(t, 64, most)
	})
}

// At the end, what is under way gets a moment, then it is given up; nothing new is taken.
func TestServeEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := inMemory(t, func(req *http.Request, a sent) (*http.Response, error) {
			if a.Text == "quick" {
				time.Sleep(2 * time.Second)
				return answers(http.StatusOK, "")
			}
			return silent(req)
		}, 2)
		m.says(0, saying("quick"))
		m.says(1, saying("slow"))
		m.says(1, saying("behind it"))
		start := time.Now()
		m.end()
		require.Equal(t, 3*time.Second, time.Since(start).Round(100*time.Millisecond))
		_, problem := m.says(0, saying("late"))
		require.Equal(t, "the playground is ending", problem)
		var got []string
		for _, x := range m.traffic() {
			got = append(got, fmt.Sprint(x.Status, " ", x.Problem))
		}
		require.ElementsMatch(t, []string{"200 ", "0 the playground is ending", "0 the playground is ending", "0 the playground is ending"}, got)
	})
}
