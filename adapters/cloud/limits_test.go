package cloud_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
)

// A bot that says much at once stays within what Teams takes, and can be told otherwise.
func TestLimitsOfTeams(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		limits *connector.Limits
		takes  time.Duration // to say ten things
	}{
		"default":      {nil, 2 * time.Second},
		"switched off": {&connector.Limits{}, 0},
		"own":          {&connector.Limits{Conversation: []connector.Rate{{Count: 5, Per: 4 * time.Second}}}, 4 * time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
					for range 10 {
						if err := turn.SendText(ctx, "again"); err != nil {
							return err
						}
					}
					return nil
				}, func(c *cloud.Config) { c.Limits = tt.limits })
				started := time.Now()
				require.Equal(t, http.StatusOK, b.post(t, activity(t, nil)).Code, b.logs)
				require.Len(t, b.connector.requests(), 10)
				require.Equal(t, tt.takes, time.Since(started))
			})
		})
	}
}
