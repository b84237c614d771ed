package playground_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/playground"
)

// The bot hears once of each chat that it is in, and once of a team, whatever channels that has.
func TestABotIsIntroducedOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	heard := map[string]int{}
	bot := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var a struct {
			Type         string `json:"type"`
			Conversation struct {
				ID string `json:"id"`
			} `json:"conversation"`
		}
		if json.NewDecoder(r.Body).Decode(&a) == nil && a.Type == "installationUpdate" {
			mu.Lock()
			defer mu.Unlock()
			heard[a.Conversation.ID]++
		}
	}))
	t.Cleanup(bot.Close)
	p := serveFor(t, playground.Config{Bot: bot.URL})
	require.NoError(t, p.play.Introduce(t.Context()))
	want := map[string]int{}
	for _, c := range p.play.World().Conversations() {
		if c.TeamID == "" || c.ID == c.TeamID {
			want[c.ID] = 1
		}
	}
	require.Len(t, want, 6)
	p.until(func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(heard) >= len(want)
	})
	mu.Lock()
	defer mu.Unlock()
	require.Equal(t, want, heard)
}

func TestIntroduceGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	p := serveFor(t, playground.Config{Bot: "http://127.0.0.1:1/api/messages"})
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	require.ErrorIs(t, p.play.Introduce(ctx), context.DeadlineExceeded)
}
