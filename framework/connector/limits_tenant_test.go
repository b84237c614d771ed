package connector_test

import (
	"context"
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

func TestTenantLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service, out := limited(nil)
		for i := range 49 {
			require.NoError(t, say(t.Context(), out, strconv.Itoa(i), "t"))
		}
		turn := framework.NewTurnContext(adapter{out}, &schema.Activity{
			ServiceURL: teamsURL, Conversation: schema.ConversationAccount{ID: "c", TenantID: "t"},
		})
		client, err := connector.FromTurn(turn)
		require.NoError(t, err)
		_, err = client.Member(t.Context(), "c", "m")
		require.NoError(t, err)
		for i := range 60 {
			require.NoError(t, say(t.Context(), out, strconv.Itoa(i), "another"), "a tenant of its own")
		}
		for i := range 60 {
			require.NoError(t, say(t.Context(), out, strconv.Itoa(i+1000), ""), "a tenant that nobody knows")
		}
		require.NoError(t, say(t.Context(), out, "x", "t"))
		at := service.sentAt()
		require.Zero(t, at[49])
		require.Equal(t, time.Second, at[len(at)-1])
		_, err = out.CreateConversation(t.Context(), schema.ChannelTeams, teamsURL, schema.ConversationParameters{TenantID: "t"})
		require.NoError(t, err)
		require.NoError(t, out.DeleteActivity(t.Context(), reference(), "1"))
	})
}

// engineAdapter is an adapter with an engine, as a real one is.
type engineAdapter struct {
	*connector.Outbound
	engine *framework.Engine
}

func (a engineAdapter) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return a.engine.Continue(ctx, a, ref, h)
}

// When a tenant's limit is reached, who is waited for goes before what nobody asked for, though that came first.
func TestRepliesGoFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service, out := limited(func(o *connector.Outbound) {
			o.Limits = &connector.Limits{Tenant: []connector.Rate{{10, time.Second}}}
		})
		bot := engineAdapter{out, new(framework.Engine)}
		handler := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			return turn.SendText(ctx, turn.Activity.Name)
		})
		var senders sync.WaitGroup
		for i := range 20 {
			senders.Go(func() {
				ref := schema.ConversationReference{ServiceURL: teamsURL, Conversation: schema.ConversationAccount{ID: "p" + strconv.Itoa(i), TenantID: "t"}}
				_ = bot.ContinueConversation(t.Context(), ref, handler)
			})
		}
		synctest.Wait()
		require.Len(t, service.seen, 10)
		time.Sleep(time.Second / 2)
		for i := range 15 {
			senders.Go(func() {
				_, _ = bot.engine.Process(t.Context(), bot, &schema.Activity{
					Type: schema.TypeEvent, Name: "reply", ID: strconv.Itoa(i), ServiceURL: teamsURL,
					Conversation: schema.ConversationAccount{ID: "r" + strconv.Itoa(i), TenantID: "t"},
				}, handler)
			})
		}
		senders.Wait()
		require.Len(t, service.seen, 35)
		requireWithin(t, service.sentAt(), connector.Rate{Count: 10, Per: time.Second})
		replies := [4]int{}
		for i, r := range service.seen {
			if strings.Contains(r.body, `"reply"`) {
				replies[i/10]++
			}
		}
		require.Equal(t, [4]int{0, 10, 5, 0}, replies, "of every ten, which went at the same time")
		require.NoError(t, bot.engine.Shutdown(t.Context()))
	})
}

// What waits without end for replies is told to come back.
func TestUnrequestedGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service, out := limited(func(o *connector.Outbound) {
			o.Limits = &connector.Limits{Tenant: []connector.Rate{{1, 4 * time.Second}}}
		})
		require.NoError(t, say(t.Context(), out, "a", "t"))
		var results [2]error
		var senders sync.WaitGroup
		for i := range results {
			senders.Go(func() { results[i] = say(t.Context(), out, strconv.Itoa(i), "t") })
		}
		senders.Wait()
		require.Len(t, service.seen, 2, "one of them went at 4 seconds, the other cannot within 5")
		for _, err := range results {
			if err != nil {
				require.ErrorContains(t, err, "limit for a tenant")
				require.Equal(t, 4*time.Second, channelError(t, err).RetryAfter)
			}
		}
		require.NotEqual(t, results[0] == nil, results[1] == nil)
	})
}
