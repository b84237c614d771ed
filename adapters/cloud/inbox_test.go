package cloud_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/storage/memory"
)

// awayInbox is one that cannot be reached.
type awayInbox struct{ framework.Inbox }

func (awayInbox) Claim(context.Context, framework.Claim) (framework.Claimed, error) {
	return framework.Claimed{}, errors.New("dial tcp 10.0.0.7:5432: connection refused")
}

func TestInboxThatIsAway(t *testing.T) {
	t.Parallel()
	b := newBot(t, echo, func(cfg *cloud.Config) {
		cfg.Engine = &framework.Engine{Inbox: awayInbox{memory.NewInbox()}}
	})
	w := b.post(t, activity(t, nil))
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Equal(t, "5", w.Header().Get("Retry-After"))
	require.NotContains(t, w.Body.String(), "10.0.0.7")
	require.Zero(t, b.turns.Load())
}
