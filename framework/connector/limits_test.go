package connector_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

const teamsURL = "https://smba.trafficmanager.net/amer/"

// limited returns a channel that takes everything, and the sending half of an adapter for it.
func limited(change func(*connector.Outbound)) (*channel, *connector.Outbound) {
	service := answering(answer(201, `{"id": "1"}`))
	out := service.outbound()
	if change != nil {
		change(out)
	}
	return service, out
}

func say(ctx context.Context, out *connector.Outbound, conversationID, tenantID string) error {
	ref := schema.ConversationReference{
		ServiceURL: teamsURL, ChannelID: schema.ChannelTeams,
		Conversation: schema.ConversationAccount{ID: conversationID, TenantID: tenantID},
	}
	_, err := out.SendActivities(ctx, ref, []*schema.Activity{ref.Address(hello())})
	return err
}

// sentAt returns when requests were made, since the first.
func (c *channel) sentAt() []time.Duration {
	at := make([]time.Duration, len(c.seen))
	for i, r := range c.seen {
		at[i] = r.at.Sub(c.seen[0].at)
	}
	return at
}

// requireWithin asserts that no period of a rate holds more than it allows.
func requireWithin(t *testing.T, at []time.Duration, rates ...connector.Rate) {
	t.Helper()
	for _, rate := range rates {
		for i := rate.Count; i < len(at); i++ {
			require.GreaterOrEqual(t, at[i]-at[i-rate.Count], rate.Per, "%d requests in %s, up to number %d", rate.Count+1, rate.Per, i)
		}
	}
}

func TestTeamsLimitsAreKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service, out := limited(func(o *connector.Outbound) { o.MaxWait = time.Hour })
		for range 4000 {
			require.NoError(t, say(t.Context(), out, "c", ""))
		}
		at := service.sentAt()
		requireWithin(t, at, connector.TeamsLimits().Conversation...)
		require.Equal(t, []time.Duration{0, 0, 0, 0, 0, 0, 0, time.Second, 2 * time.Second, 2 * time.Second}, at[:10], "and no longer than needed")
		require.Less(t, at[1797], 15*time.Minute, "1800 are counted in groups, which costs two of them")
		require.Less(t, at[3595], 76*time.Minute)
	})
}

// TestRatesAreKept sends at random times against rates of all sizes.
func TestRatesAreKept(t *testing.T) {
	t.Parallel()
	for _, rates := range [][]connector.Rate{
		{{1, time.Second}},
		{{64, time.Minute}},
		{{65, time.Minute}},
		{{100, 10 * time.Second}, {3, time.Second}},
		{{191, time.Minute}},
		{{1000, time.Minute}, {30, time.Second}},
	} {
		t.Run(fmt.Sprint(rates), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service, out := limited(func(o *connector.Outbound) {
					o.MaxWait, o.Limits = time.Hour, &connector.Limits{Conversation: rates}
				})
				random := rand.New(rand.NewPCG(1, 2))
				var senders sync.WaitGroup
				for range 1500 {
					senders.Go(func() { _ = say(t.Context(), out, "c", "") })
					if random.IntN(10) == 0 {
						time.Sleep(time.Duration(random.Int64N(int64(2 * time.Second))))
					}
				}
				senders.Wait()
				require.Len(t, service.seen, 1500)
				requireWithin(t, service.sentAt(), rates...)
			})
		})
	}
}

func TestOverBudget(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		maxWait time.Duration
		timeout time.Duration
		wait    time.Duration // until the next message may be sent
		before  int           // messages that went
	}{
		{"longer than a send may wait", 5 * time.Second, time.Hour, 16 * time.Second, 60},
		{"no wait allowed", -1, time.Hour, time.Second, 7},
		{"past the deadline", time.Hour, time.Second, time.Second, 7},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service, out := limited(func(o *connector.Outbound) { o.MaxWait = tt.maxWait })
				ctx, cancel := context.WithTimeout(t.Context(), tt.timeout)
				defer cancel()
				for range tt.before {
					require.NoError(t, say(ctx, out, "c", ""))
				}
				started := time.Now()
				err := say(ctx, out, "c", "")
				require.Zero(t, time.Since(started), "what is not worth waiting for is not waited for")
				e := channelError(t, err)
				require.Equal(t, framework.RetryLater, e.Class)
				require.ErrorIs(t, err, connector.ErrOverBudget)
				require.Equal(t, tt.wait, e.RetryAfter.Round(time.Second))
				require.EqualError(t, err, "connector: send activity: over the channel's limit for a conversation; nothing was sent (retry later), retry after "+e.RetryAfter.String())
				require.Len(t, service.seen, tt.before)

				time.Sleep(e.RetryAfter)
				require.NoError(t, say(t.Context(), out, "c", ""), "RetryAfter is true")
			})
		})
	}
}

func TestWaitForALimitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service, out := limited(nil)
		for range 7 {
			require.NoError(t, say(t.Context(), out, "c", ""))
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second/2, cancel)
		err := say(ctx, out, "c", "")
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, framework.RetryLater, framework.ClassOf(err))
		require.Len(t, service.seen, 7)
	})
}

// The limits are those of Teams' own hosts, not of every place that says it is Teams, such as a local client.
func TestWhereLimitsHold(t *testing.T) {
	t.Parallel()
	everywhere := &connector.Limits{Conversation: []connector.Rate{{7, time.Second}}}
	tests := []struct {
		name, url string
		limits    *connector.Limits
		waits     bool
	}{
		{"Teams", "https://smba.trafficmanager.net/emea", nil, true},
		{"Teams with a port", "https://smba.trafficmanager.net:443/emea", nil, true},
		{"Teams in capitals", "https://SMBA.TrafficManager.net/emea", nil, true},
		{"Teams by its full name", "https://smba.trafficmanager.net./emea", nil, true},
		{"GCC", "https://smba.infra.gcc.teams.microsoft.com/gcc/", nil, true},
		{"GCC High", "https://smba.infra.gov.teams.microsoft.us/gcch/", nil, true},
		{"DoD", "https://smba.infra.dod.teams.microsoft.us", nil, true},
		{"Web Chat", "https://webchat.botframework.com/", nil, false},
		{"Playground", "http://localhost:56150/_connector", nil, false},
		{"a longer name", "https://smba.trafficmanager.net.example/", nil, false},
		{"switched off", teamsURL, &connector.Limits{}, false},
		{"rates that are none", teamsURL, &connector.Limits{Conversation: []connector.Rate{{}, {-1, time.Second}, {1, -1}}}, false},
		{"one's own", "https://webchat.botframework.com/", everywhere, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service, out := limited(func(o *connector.Outbound) { o.Limits = tt.limits })
				client := clientOf(t, out, tt.url)
				for range 8 {
					require.NoError(t, post(t.Context(), client))
				}
				require.Equal(t, tt.waits, service.sentAt()[7] > 0)
			})
		})
	}
}

// A reference that was edited, to http say, cannot use up the limits of the conversation that it names.
func TestRefusedURLsTakeNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refused := errors.New("only https")
		service, out := limited(func(o *connector.Outbound) {
			o.CheckURL = func(serviceURL string) error {
				if serviceURL != teamsURL {
					return refused
				}
				return nil
			}
		})
		edited := schema.ConversationReference{
			ServiceURL: "http://smba.trafficmanager.net/amer/", Conversation: schema.ConversationAccount{ID: "c", TenantID: "t"},
		}
		for range 100 {
			_, err := out.SendActivities(t.Context(), edited, []*schema.Activity{hello()})
			require.ErrorIs(t, err, refused)
		}
		for range 7 {
			require.NoError(t, say(t.Context(), out, "c", "t"))
		}
		require.Len(t, service.seen, 7)
		require.Equal(t, make([]time.Duration, 7), service.sentAt())
	})
}

// A channel with all its threads is one conversation; others are counted apart.
func TestWhatIsOneConversation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service, out := limited(nil)
		for i := range 6 {
			require.NoError(t, say(t.Context(), out, "19:c@thread.tacv2;messageid="+strconv.Itoa(i), ""))
		}
		for range 7 {
			require.NoError(t, say(t.Context(), out, "19:d@thread.tacv2", ""))
		}
		_, err := out.CreateConversation(t.Context(), schema.ChannelTeams, teamsURL, schema.ConversationParameters{
			IsGroup: true, ChannelData: map[string]any{"channel": map[string]any{"id": "19:c@thread.tacv2"}},
		})
		require.NoError(t, err)
		require.Zero(t, service.sentAt()[13])
		require.NoError(t, put(t.Context(), clientOf(t, out, teamsURL)), "an update is no message")
		require.NoError(t, say(t.Context(), out, "19:c@thread.tacv2", ""))
		require.Equal(t, time.Second, service.sentAt()[15])
	})
}

func TestBudgetIsBounded(t *testing.T) {
	t.Parallel()
	_, out := limited(nil)
	client := clientOf(t, out, teamsURL)
	for i := range 50_000 {
		require.NoError(t, client.Hold(t.Context(), strconv.Itoa(i), strconv.Itoa(i)))
	}
	long := strings.Repeat("x", 1<<20)
	for range 10 {
		require.NoError(t, client.Hold(t.Context(), long, long), "what is no id of Teams is not kept")
	}
	conversations, tenants := out.Meters()
	require.LessOrEqual(t, conversations, 10_000)
	require.LessOrEqual(t, tenants, 10_000)
}

// A conversation that is written to all the time is not forgotten with its first message.
func TestBusyConversationIsRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rate := connector.Rate{Count: 6, Per: time.Hour}
		service, out := limited(func(o *connector.Outbound) {
			o.MaxWait, o.Limits = 24*time.Hour, &connector.Limits{Conversation: []connector.Rate{rate}}
		})
		for range 100 {
			require.NoError(t, say(t.Context(), out, "c", ""))
			time.Sleep(time.Minute)
		}
		requireWithin(t, service.sentAt(), rate)
	})
}

// Settings that mean "as much as there is" neither switch limits off nor break them.
func TestLimitsAndLargeNumbers(t *testing.T) {
	t.Parallel()
	two := connector.Rate{Count: 2, Per: time.Second}
	tests := map[string]struct {
		maxWait time.Duration
		rate    connector.Rate
		want    []time.Duration // when three messages are sent; fewer if one is refused
	}{
		"wait as long as it takes": {math.MaxInt64, two, []time.Duration{0, 0, time.Second}},
		"wait for centuries":       {200 * 365 * 24 * time.Hour, two, []time.Duration{0, 0, time.Second}},
		"as many as there are":     {0, connector.Rate{Count: math.MaxInt, Per: time.Second}, []time.Duration{0, 0, 0}},
		"two for ever":             {0, connector.Rate{Count: 2, Per: math.MaxInt64}, []time.Duration{0, 0}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service, out := limited(func(o *connector.Outbound) {
					o.MaxWait, o.Limits = tt.maxWait, &connector.Limits{Conversation: []connector.Rate{tt.rate}}
				})
				for i := range 3 {
					err := say(t.Context(), out, "c", "")
					require.Equal(t, i >= len(tt.want), errors.Is(err, connector.ErrOverBudget), err)
				}
				require.Equal(t, tt.want, service.sentAt())
			})
		})
	}
}

func TestWaitsAreLogged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		_, out := limited(func(o *connector.Outbound) {
			o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		})
		for range 7 {
			require.NoError(t, say(t.Context(), out, "c", ""))
		}
		require.Empty(t, log.String())
		require.NoError(t, say(t.Context(), out, "c", ""))
		require.Contains(t, log.String(), `level=DEBUG msg="connector: waiting to stay within the channel's limit" op="send activity" limit=conversation wait=1s`)
	})
}

// An attempt that was answered 429 counts as the channel counts it.
func TestRepeatsCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := answering(answer(429, "", "Retry-After", "1"))
		out := service.outbound()
		out.Limits = &connector.Limits{Conversation: []connector.Rate{{Count: 3, Per: time.Minute}}}
		err := say(t.Context(), out, "c", "")
		require.ErrorIs(t, err, connector.ErrOverBudget)
		require.Equal(t, 57*time.Second, channelError(t, err).RetryAfter)
		require.Len(t, service.seen, 3)
	})
}
