package proactive_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// office is an adapter to a channel where messages to people arrive, or are refused.
type office struct {
	framework.Adapter // what these tests do not need

	engine framework.Engine
	onSend func(ctx context.Context, text string) error // nil accepts
	create func(schema.ConversationParameters) error    // nil accepts

	mu      sync.Mutex
	sent    []string // "<conversation>: <text>"
	created []schema.ConversationParameters
	urls    []string
}

func (o *office) SendActivities(ctx context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	if o.onSend != nil {
		if err := o.onSend(ctx, as[0].Text); err != nil {
			return nil, err
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = append(o.sent, ref.Conversation.ID+": "+as[0].Text)
	return []schema.ResourceResponse{{ID: fmt.Sprint(len(o.sent))}}, nil
}

func (o *office) CreateConversation(_ context.Context, channelID, serviceURL string, p schema.ConversationParameters) (framework.Created, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.created, o.urls = append(o.created, p), append(o.urls, serviceURL)
	if o.create != nil {
		if err := o.create(p); err != nil {
			return framework.Created{}, err
		}
	}
	return framework.Created{Reference: schema.ConversationReference{
		ChannelID: channelID, ServiceURL: serviceURL, Conversation: schema.ConversationAccount{
			ID: "a:" + p.Members[0].ID, TenantID: p.TenantID, ConversationType: schema.ConversationPersonal,
		},
	}}, nil
}

func (o *office) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return o.engine.Continue(ctx, o, ref, h)
}

func (o *office) messages() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string{}, o.sent...)
}

func refusal(class framework.Class) error {
	return &framework.ChannelError{Class: class, Op: "send activity"}
}

// newNotifier returns a notifier whose messages are the bodies, separated by "+", after the number of omitted ones.
func newNotifier(o *office, store proactive.Store) *proactive.Notifier {
	o.engine.Logger = slog.New(slog.DiscardHandler)
	return &proactive.Notifier{
		Adapter: o, Store: store, AppID: "app", Logger: slog.New(slog.DiscardHandler),
		Render: func(_ proactive.Record, notices []proactive.Notice, omitted int) (*schema.Activity, error) {
			text := ""
			if omitted > 0 {
				text = fmt.Sprintf("(%d)+", omitted)
			}
			for i, n := range notices {
				if i > 0 {
					text += "+"
				}
				text += string(n.Body)
			}
			return schema.TextMessage(text), nil
		},
	}
}

func personOf(name string) proactive.Key {
	return proactive.Key{AppID: "app", ChannelID: schema.ChannelTeams, TenantID: "t1", UserID: "aad-" + name}
}

// private is the address of a person's private conversation.
func private(name string) schema.ConversationReference {
	return schema.ConversationReference{
		User: schema.ChannelAccount{ID: "29:" + name, AADObjectID: "aad-" + name}, Bot: schema.ChannelAccount{ID: "28:bot"},
		Conversation: schema.ConversationAccount{ID: "a:" + name, TenantID: "t1", ConversationType: schema.ConversationPersonal},
		ChannelID:    schema.ChannelTeams, ServiceURL: "https://smba.example/emea/",
	}
}

func add(tb testing.TB, store proactive.Store, name string, change func(*proactive.Record)) {
	tb.Helper()
	require.NoError(tb, proactive.Save(tb.Context(), store, "app", private(name), func(r *proactive.Record) error {
		if change != nil {
			change(r)
		}
		return nil
	}))
}

func about(topic string, body any) proactive.Notice {
	return proactive.Notice{Topic: topic, Body: json.RawMessage(fmt.Sprint(body))}
}

// tell notifies everyone and returns the counts.
func tell(t *testing.T, n *proactive.Notifier, notice proactive.Notice) map[proactive.Outcome]int {
	t.Helper()
	report, err := n.Notify(t.Context(), proactive.Audience{}, notice)
	require.NoError(t, err)
	return report.Counts
}

func one(outcome proactive.Outcome) map[proactive.Outcome]int {
	return map[proactive.Outcome]int{outcome: 1}
}

func class(c framework.Class) map[proactive.Outcome]int { return one(proactive.Outcome(c.String())) }

// withAnn returns a notifier of a bot that has met Ann.
func withAnn(t *testing.T) (*office, proactive.Store, *proactive.Notifier) {
	t.Helper()
	o, store := new(office), newStore()
	add(t, store, "ann", nil)
	return o, store, newNotifier(o, store)
}

// running runs n.Run until the returned function is called, which waits for its end.
func running(t *testing.T, n *proactive.Notifier) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx) }()
	synctest.Wait()
	return func() {
		synctest.Wait()
		cancel()
		require.NoError(t, <-done)
	}
}

func TestNotifyDelivers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, _, n := withAnn(t)
		report, err := n.Notify(t.Context(), proactive.Audience{}, about("build", 1))
		require.NoError(t, err)
		require.Equal(t, proactive.Report{
			Counts: one(proactive.Delivered),
			Results: []proactive.Result{{
				Key: personOf("ann"), ConversationID: "a:ann", ActivityID: "1", Outcome: proactive.Delivered,
			}},
		}, report)
		require.Equal(t, []string{"a:ann: 1"}, o.messages())
	})
}

func TestNotifyHoldsUntilTheNextNotice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, _, n := withAnn(t)
		require.Equal(t, one(proactive.Delivered), tell(t, n, about("build", 1)))
		time.Sleep(10*time.Minute - 1)
		require.Equal(t, one(proactive.Held), tell(t, n, about("build", 2)))
		require.Equal(t, one(proactive.Delivered), tell(t, n, about("news", "n")), "topics are apart")
		time.Sleep(time.Nanosecond)
		require.Equal(t, one(proactive.Delivered), tell(t, n, about("build", 3)))
		require.Equal(t, []string{"a:ann: 1", "a:ann: n", "a:ann: 2+3"}, o.messages())
	})
}

func TestRunSendsWhatIsHeldAtTheInterval(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, _, n := withAnn(t)
		stop := running(t, n)
		tell(t, n, about("build", 1))
		time.Sleep(9 * time.Minute)
		tell(t, n, about("build", 2))
		tell(t, n, about("build", 3))
		time.Sleep(time.Minute - 1)
		require.Len(t, o.messages(), 1)
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		require.Equal(t, []string{"a:ann: 1", "a:ann: 2+3"}, o.messages())
		require.Equal(t, one(proactive.Held), tell(t, n, about("build", 4)), "the folded message counts")
		time.Sleep(10 * time.Minute)
		stop()
		require.Equal(t, []string{"a:ann: 1", "a:ann: 2+3", "a:ann: 4"}, o.messages())
	})
}

// TestRunKeepsToTheInterval is about what was due when a notice took it along: what comes next waits anew.
func TestRunKeepsToTheInterval(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		stop := running(t, n)
		other := newNotifier(o, store) // of which n's Run knows nothing
		tell(t, n, about("build", 1))
		tell(t, n, about("build", 2))
		other.Interval = time.Minute
		time.Sleep(9 * time.Minute)
		tell(t, other, about("build", 3))
		tell(t, n, about("build", 4))
		time.Sleep(2 * time.Minute)
		require.Len(t, o.messages(), 2)
		time.Sleep(8 * time.Minute)
		stop()
		require.Equal(t, []string{"a:ann: 1", "a:ann: 2+3", "a:ann: 4"}, o.messages())
	})
}

func TestRunFindsWhatWasHeldBeforeARestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		tell(t, n, about("build", 1))
		tell(t, n, about("build", 2))
		time.Sleep(4 * time.Minute)
		stop := running(t, newNotifier(o, store))
		time.Sleep(6*time.Minute - 1)
		require.Len(t, o.messages(), 1)
		time.Sleep(time.Nanosecond)
		stop()
		require.Equal(t, []string{"a:ann: 1", "a:ann: 2"}, o.messages())
	})
}

func TestRunTriesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, _, n := withAnn(t)
		tell(t, n, about("build", 1))
		tell(t, n, about("build", 2))
		o.onSend = func(context.Context, string) error { return refusal(framework.RetryLater) }
		stop := running(t, n)
		time.Sleep(15 * time.Minute)
		stop()
		o.onSend = nil
		stop = running(t, n)
		stop()
		require.Equal(t, []string{"a:ann: 1", "a:ann: 2"}, o.messages())
	})
}

func TestRunEndsInTheMiddle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		for i := range 20 {
			add(t, store, fmt.Sprint(i), nil)
		}
		tell(t, n, about("build", 1))
		tell(t, n, about("build", 2))
		sent := len(o.messages())
		n.Parallel = 1
		ctx, cancel := context.WithCancel(t.Context())
		o.onSend = func(context.Context, string) error {
			if len(o.messages()) == sent+5 {
				cancel()
				return refusal(framework.RetryLater)
			}
			return nil
		}
		time.Sleep(10 * time.Minute)
		require.NoError(t, n.Run(ctx))
		o.onSend = nil
		stop := running(t, n)
		time.Sleep(10 * time.Minute)
		stop()
		require.Len(t, o.messages(), 2*sent, "nothing is lost or doubled")
	})
}

func TestRunReportsABrokenStore(t *testing.T) {
	t.Parallel()
	n := newNotifier(new(office), brokenStore{})
	require.ErrorIs(t, n.Run(t.Context()), errBroken)
	report, err := n.Notify(t.Context(), proactive.Audience{}, about("build", 1))
	require.ErrorIs(t, err, errBroken)
	require.Empty(t, report.Counts)
}

func TestNotifyKeepsToPreferences(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*proactive.Record)
		want   proactive.Outcome
	}{
		"topic":      {func(r *proactive.Record) { r.Preferences.OptedOut = map[string]time.Time{"build": {}} }, proactive.OptedOut},
		"everything": {func(r *proactive.Record) { r.Preferences.OptedOut = map[string]time.Time{proactive.AllTopics: {}} }, proactive.OptedOut},
		"another":    {func(r *proactive.Record) { r.Preferences.OptedOut = map[string]time.Time{"news": {}} }, proactive.Delivered},
		"muted":      {func(r *proactive.Record) { r.Preferences.MutedUntil = time.Now().Add(1) }, proactive.Muted},
		"not longer": {func(r *proactive.Record) { r.Preferences.MutedUntil = time.Now() }, proactive.Delivered},
		"removed":    {func(r *proactive.Record) { r.Install.State = proactive.Removed }, proactive.Gone},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				_, store, n := withAnn(t)
				add(t, store, "ann", tt.change)
				require.Equal(t, one(tt.want), tell(t, n, about("build", 1)))
			})
		})
	}
}

func TestMutedWhileWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, store, n := withAnn(t)
		tell(t, n, about("build", 1))
		tell(t, n, about("build", 2))
		add(t, store, "ann", func(r *proactive.Record) { r.Preferences.MutedUntil = time.Now().Add(time.Hour) })
		stop := running(t, n)
		time.Sleep(2 * time.Hour)
		stop()
		tell(t, n, about("build", 3))
		require.Equal(t, []string{"a:ann: 1", "a:ann: 3"}, o.messages())
	})
}

func TestMoreWaitingThanThereIsRoomFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, _, n := withAnn(t)
		for i := range 23 {
			tell(t, n, about("build", i))
		}
		time.Sleep(10 * time.Minute)
		tell(t, n, about("build", "new"))
		require.Equal(t, "a:ann: (2)+3+4+5+6+7+8+9+10+11+12+13+14+15+16+17+18+19+20+21+22+new", o.messages()[1])
	})
}

func TestTopicsAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, store, n := withAnn(t)
		tell(t, n, about("kept", 1))
		tell(t, n, about("kept", 2))
		for i := range 150 {
			tell(t, n, about(fmt.Sprint(i), 1))
		}
		r, err := store.Load(t.Context(), personOf("ann"))
		require.NoError(t, err)
		require.Len(t, r.Notices, 100)
		require.Len(t, r.Notices["kept"].Waiting, 1, "what waits stays before what does not")
	})
}

func TestAClockThatWasAheadHoldsNothingBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, store, n := withAnn(t)
		add(t, store, "ann", func(r *proactive.Record) {
			r.Notices = map[string]proactive.TopicState{"build": {SentAt: time.Now().AddDate(50, 0, 0)}}
		})
		require.Equal(t, one(proactive.Delivered), tell(t, n, about("build", 1)))
	})
}
