package proactive_test

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
)

// However many are told at a time, the limits of the organization leave nobody out, and nobody is told twice.
func TestNotifyWithinTheLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const people = 1000
		w := fake.NewWorld(t)
		w.KeepLimits()
		crowd, err := w.Teams().AddCrowd(w.Teams().AddTeam("Contoso").ID, "Employee", people)
		require.NoError(t, err)
		n := &proactive.Notifier{
			Adapter: w.Adapter(), Logger: slog.New(slog.DiscardHandler), Store: memory.NewReferences(slog.New(slog.DiscardHandler)), ServiceURL: w.Teams().ServiceURL(), Parallel: 40,
			Render: func(proactive.Record, []proactive.Notice, int) (*schema.Activity, error) {
				return schema.TextMessage("The canteen is closed"), nil
			},
		}
		to := proactive.Audience{TenantID: w.Teams().TenantID()}
		for i := range people {
			to.Users = append(to.Users, crowd.Person(i).AADObjectID)
		}
		start := time.Now()
		report, err := n.Notify(t.Context(), to, proactive.Notice{Topic: "canteen"})
		require.NoError(t, err)
		require.Equal(t, map[proactive.Outcome]int{proactive.Delivered: people}, report.Counts)
		require.GreaterOrEqual(t, time.Since(start), 2*people/50*time.Second-time.Second, "each is a conversation and a message, of which 50 a second are allowed")
		for i := range people {
			p := crowd.Person(i)
			require.Len(t, w.Teams().MessagesFor(p, w.Teams().PersonalChat(p)), 1)
		}
	})
}

// Who is to come back in a moment does; a channel that says to come back much later is reported.
func TestNotifyComesBackWhenToldTo(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		after   time.Duration
		times   int
		outcome proactive.Outcome
		took    time.Duration
	}{
		"soon":           {2 * time.Second, 3, proactive.Delivered, 6 * time.Second},
		"late":           {61 * time.Second, 1, "retry later", 0},
		"again, always":  {25 * time.Second, 100, "retry later", 50 * time.Second},
		"without a time": {0, 1, "retry later", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o, _, n := withAnn(t)
				tries := 0
				o.onSend = func(context.Context, string) error {
					if tries++; tries <= tt.times {
						return &framework.ChannelError{Class: framework.RetryLater, Op: "send activity", RetryAfter: tt.after}
					}
					return nil
				}
				start := time.Now()
				require.Equal(t, one(tt.outcome), tell(t, n, about("build", 1)))
				require.Equal(t, tt.took, time.Since(start))
			})
		})
	}
}
