package world_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

func TestInject(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault world.Fault
		met   []string // of the requests create, send, update, list
	}{
		{"the next request", world.Fault{}, []string{"create"}},
		{"some", world.Fault{Times: 3}, []string{"create", "send", "update"}},
		{"a method", world.Fault{Times: 9, Method: http.MethodPost}, []string{"create", "send"}},
		{"a path", world.Fault{Times: 9, Path: "/v3/conversations"}, []string{"create"}},
		{"a conversation", world.Fault{Times: 9, Conversation: "a:chat-3"}, []string{"send", "update", "list"}},
		{"another conversation", world.Fault{Times: 9, Conversation: "a:chat-4"}, nil},
		{"all of that", world.Fault{Times: 9, Method: http.MethodGet, Path: "/members", Conversation: "a:chat-3"}, []string{"list"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			chat := b.PersonalChat(b.ann)
			said := b.posts(chat, "one")
			b.Inject(tt.fault)
			var met []string
			for _, r := range []struct{ name, method, path, body string }{
				{"create", http.MethodPost, "v3/conversations", `{"members":[{"id":"` + b.ann.ID + `"}]}`},
				{"send", http.MethodPost, activities(chat), hello},
				{"update", http.MethodPut, activity(chat, said), hello},
				{"list", http.MethodGet, members(chat), ""},
			} {
				if status, _ := b.bot(r.method, r.path, r.body); status == http.StatusBadGateway {
					met = append(met, r.name)
				}
			}
			require.Equal(t, tt.met, met)
		})
	}
}

func TestFaultsOneAfterTheOther(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	b.Inject(world.Fault{Status: http.StatusTooManyRequests, RetryAfter: 1500 * time.Millisecond})
	b.Inject(world.Fault{Done: true, Status: http.StatusGatewayTimeout})
	b.Inject(world.Fault{Done: true})
	b.Inject(world.Fault{Status: http.StatusForbidden, Code: "BotDisabledByAdmin"})

	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, b.ServiceURL()+activities(chat), strings.NewReader(hello))
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, req)
	require.Equal(t, http.StatusTooManyRequests, rec.Code)
	require.Equal(t, "2", rec.Header().Get("Retry-After"))
	require.Empty(t, b.texts(chat))

	b.refuses(http.MethodPost, activities(chat), hello, http.StatusGatewayTimeout, "GatewayTimeout")
	require.Equal(t, []string{"hello"}, b.texts(chat), "done, though the bot does not know")
	b.refuses(http.MethodPost, activities(chat), `{"type":"message"}`, http.StatusBadRequest, "BadSyntax")
	b.refuses(http.MethodPost, activities(chat), hello, http.StatusForbidden, "BotDisabledByAdmin")
	b.posts(chat, "two")

	var kinds []world.Kind
	for _, e := range b.Timeline(0) {
		kinds = append(kinds, e.Kind)
	}
	require.Equal(t, []world.Kind{world.Refused, world.Posted, world.Refused, world.Refused, world.Refused, world.Posted}, kinds)
}

// What a fault tells, in the words of the channel.
func TestFaultWords(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault  world.Fault
		status int
		answer string
	}{
		"nothing said": {world.Fault{}, 502, `{"error":{"code":"BadGateway","message":"A fault of the channel: nothing was done"}}`},
		"done":         {world.Fault{Done: true, Status: 500}, 500, `{"error":{"code":"InternalServerError","message":"A fault of the channel: it was done, and the answer was lost"}}`},
		"throttled":    {world.Fault{Status: 429}, 429, `{"error":{"code":"Throttled","message":"A fault of the channel: nothing was done"}}`},
		"412":          {world.Fault{Status: 412}, 412, `{"error":{"code":"PreconditionFailed","message":"A fault of the channel: nothing was done"}}`},
		"own words":    {world.Fault{Status: 400, Code: "X", Message: "y"}, 400, `{"error":{"code":"X","message":"y"}}`},
		"region":       {world.WrongRegion(), 403, `{"error":{"code":"BadArgument","message":"User is from different region"}}`},
		"cloud":        {world.WrongCloud(), 403, `{"error":{"code":"InvalidBotApiHost","message":"Invalid bot api host. For GCC tenants, please call https://smba.infra.gcc.teams.microsoft.com."}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			chat := b.PersonalChat(b.ann)
			b.Inject(tt.fault)
			status, answer := b.bot(http.MethodPost, activities(chat), hello)
			require.Equal(t, tt.status, status)
			require.JSONEq(t, tt.answer, answer)
			require.Equal(t, tt.fault.Done, len(b.texts(chat)) == 1)
		})
	}
}

func TestLostAnswers(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault world.Fault
		body  string
		texts []string
	}{
		"before anything was done": {world.Fault{Lost: true}, hello, []string{}},
		"after it was done":        {world.Fault{Lost: true, Done: true}, hello, []string{"hello"}},
		"of what cannot be done":   {world.Fault{Lost: true, Done: true}, `{"type":"message"}`, []string{}},
		"after a time":             {world.Fault{Lost: true, Delay: time.Second}, hello, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			chat := b.PersonalChat(b.ann)
			server := httptest.NewServer(b)
			defer server.Close()
			tt.fault.Delay = min(tt.fault.Delay, time.Millisecond) // of the real clock, which a server needs
			b.Inject(tt.fault)
			ask := func() error {
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/emea/"+activities(chat), strings.NewReader(tt.body))
				require.NoError(t, err)
				resp, err := server.Client().Do(req)
				if err == nil {
					_ = resp.Body.Close()
				}
				return err
			}
			require.ErrorContains(t, ask(), "EOF")
			require.Equal(t, tt.texts, b.texts(chat))
			e := b.Timeline(0)
			require.Contains(t, e[len(e)-1].Problem, "/activities: no answer: A fault of the channel")
			require.NoError(t, ask())
		})
	}
}

func TestSlowAnswers(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault  world.Fault
		limit  time.Duration // how long the bot waits
		took   time.Duration
		class  framework.Class
		fails  bool
		posted int
	}{
		"slow":               {world.Fault{Delay: 20 * time.Second}, time.Minute, 20 * time.Second, 0, false, 1},
		"slow and refused":   {world.Fault{Delay: 20 * time.Second, Status: 403, Code: "BotDisabledByAdmin"}, time.Minute, 20 * time.Second, framework.Stop, true, 0},
		"slow and lost":      {world.Fault{Delay: 20 * time.Second, Status: 504, Done: true}, time.Minute, 20 * time.Second, framework.Ambiguous, true, 1},
		"slower than waited": {world.Fault{Delay: 20 * time.Second}, 5 * time.Second, 5 * time.Second, framework.Ambiguous, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := setup(t)
				chat := b.PersonalChat(b.ann)
				b.Inject(tt.fault)
				ref, err := b.Reference(b.ann, chat)
				require.NoError(t, err)
				ctx, cancel := context.WithTimeout(t.Context(), tt.limit)
				defer cancel()
				bot := &connector.Outbound{HTTPClient: &http.Client{Transport: b.World}}
				started := time.Now()
				_, err = bot.SendActivities(ctx, ref, []*schema.Activity{schema.TextMessage("hello")})
				require.Equal(t, tt.fails, err != nil, err)
				require.Equal(t, tt.took, time.Since(started))
				require.Equal(t, tt.class, framework.ClassOf(err))
				require.Len(t, b.texts(chat), tt.posted)
			})
		})
	}
}

// A slow request holds nobody else up.
func TestSlowBesideOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setup(t)
		chat := b.PersonalChat(b.ann)
		b.Inject(world.Fault{Delay: time.Hour})
		done := make(chan struct{})
		go func() {
			defer close(done)
			b.posts(chat, "slow")
		}()
		synctest.Wait()
		started := time.Now()
		b.posts(chat, "fast")
		require.Zero(t, time.Since(started))
		<-done
		require.Equal(t, time.Hour, time.Since(started))
		require.Equal(t, []string{"slow", "fast"}, b.texts(chat))
	})
}

// What is told late is how things were when it was asked for.
func TestSlowAnswerOfABatch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setup(t)
		b.PauseBatches()
		operation := asks[map[string]string](b, http.MethodPost, "v3/batch/conversation/users",
			`{"activity":`+hello+`,"tenantId":"`+b.TenantID()+`","members":[{"id":"`+b.ann.ID+`"}]}`, http.StatusCreated)["operationId"]
		b.Inject(world.Fault{Method: http.MethodGet, Delay: time.Second})
		answers := make(chan string, 1)
		go func() {
			_, answer := b.bot(http.MethodGet, "v3/batch/conversation/"+operation, "")
			answers <- answer
		}()
		synctest.Wait()
		b.ResumeBatches()
		answer := <-answers
		require.Contains(t, answer, `"ongoing"`)
		require.NotContains(t, answer, "403", "it went on after that")
	})
}

func TestMend(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Inject(world.Fault{Times: 100})
	b.InjectDelivery(world.DeliveryFault{Times: 100})
	requests, deliveries := b.Faults()
	require.Equal(t, []world.Fault{{Times: 100, Status: 502, Code: "BadGateway"}}, requests)
	require.Equal(t, []world.DeliveryFault{{Times: 100, Kind: world.Duplicate}}, deliveries)
	b.Mend()
	chat := b.PersonalChat(b.ann)
	b.posts(chat, "hello")
	a, _, err := b.Send(b.ann, chat, schema.TextMessage("hi"))
	require.NoError(t, err)
	require.Len(t, b.Deliveries([]*schema.Activity{a}), 1)
}

func TestFaultsOfAChannelAreThoseOfItsThreads(t *testing.T) {
	t.Parallel()
	b := setup(t)
	team := b.AddTeam("Contoso", b.ann).ID
	root, _, err := b.Send(b.ann, team, b.mentioning("hi"))
	require.NoError(t, err)
	b.Inject(world.Fault{Conversation: team, Times: 2})
	b.InjectDelivery(world.DeliveryFault{Conversation: team})
	b.posts(b.PersonalChat(b.ann), "elsewhere")
	b.refuses(http.MethodPost, activities(root.Conversation.ID), hello, http.StatusBadGateway, "BadGateway")
	b.refuses(http.MethodPost, activities(team), hello, http.StatusBadGateway, "BadGateway")

	elsewhere, _, err := b.Send(b.ann, b.PersonalChat(b.ann), schema.TextMessage("hi"))
	require.NoError(t, err)
	require.Len(t, b.Deliveries([]*schema.Activity{elsewhere}), 1)
	typing, _, err := b.Send(b.ann, team, &schema.Activity{Type: schema.TypeTyping})
	require.NoError(t, err)
	require.Len(t, b.Deliveries([]*schema.Activity{typing}), 1)
	require.Len(t, b.Deliveries([]*schema.Activity{root}), 2)
}

// Who shows what is armed, and the rules, is told when they change.
func TestWhatIsArmedAndTheRulesCanBeAskedFor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	b.Inject(world.Fault{Delay: time.Nanosecond})
	changed := b.Changed()
	_, _ = b.bot(http.MethodGet, members(chat), "")
	<-changed
	armed, _ := b.Faults()
	require.Empty(t, armed)

	require.Equal(t, world.StartChats, b.Starting())
	b.AllowStarting(world.StartGroups)
	require.Equal(t, world.StartGroups, b.Starting())
	b.SetLimits(world.TeamsLimits())
	require.Equal(t, world.TeamsLimits(), b.Limits())
}
