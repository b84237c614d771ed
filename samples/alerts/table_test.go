package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/samples/internal/items"
)

func tableOf(limit int) *table {
	return newTable(memory.NewState(slog.New(slog.DiscardHandler)), limit)
}

// put adds an alert with one card, or changes it.
func put(t *testing.T, table *table, id string, firing bool) {
	t.Helper()
	known, err := table.use(t.Context(), id, true, func(s *shown) error {
		s.Alert, s.HeardAt = alert{ID: id, Firing: firing}, time.Now()
		s.Cards = []card{{Place: "c", ID: "1"}}
		return nil
	})
	require.NoError(t, err)
	require.True(t, known)
}

func knows(t *testing.T, table *table, id string) bool {
	t.Helper()
	known, err := table.use(t.Context(), id, false, func(*shown) error { return nil })
	require.NoError(t, err)
	return known
}

// entries are the listed alerts.
func entries(t *testing.T, table *table) map[string]listed {
	t.Helper()
	list, _, err := items.Read[map[string]listed](t.Context(), table.storage, listKey)
	require.NoError(t, err)
	require.Empty(t, table.used, "nobody uses an alert")
	return list
}

func TestTableForgets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		table := tableOf(3)
		for _, one := range []struct {
			id     string
			firing bool
		}{
			{"old and firing", true},
			{"old and resolved", false},
			{"resolved", false},
			{"old and resolved", false}, // changes again
			{"new", true},
		} {
			put(t, table, one.id, one.firing)
			time.Sleep(time.Second)
		}
		require.False(t, knows(t, table, "resolved"))
		put(t, table, "newer", true)
		require.False(t, knows(t, table, "old and resolved"))
		put(t, table, "newest", true)
		require.False(t, knows(t, table, "old and firing"))
		require.Len(t, entries(t, table), 3)
	})
}

// An alert that came to nothing, because no card could be posted or nobody is to be told, is not kept.
func TestTableKeepsNothingEmpty(t *testing.T) {
	t.Parallel()
	table := tableOf(3)
	failed := errors.New("no card was posted")
	_, err := table.use(t.Context(), "a", true, func(*shown) error { return failed })
	require.ErrorIs(t, err, failed)
	_, err = table.use(t.Context(), "a", true, func(s *shown) error { s.Alert.ID = "a"; return nil })
	require.NoError(t, err)
	require.False(t, knows(t, table, "a"))
	require.False(t, knows(t, table, "b"))
	require.Empty(t, entries(t, table))

	put(t, table, "a", true)
	_, err = table.use(t.Context(), "a", false, func(s *shown) error { s.Cards = nil; return nil })
	require.NoError(t, err)
	require.False(t, knows(t, table, "a"), "its cards are gone")
	require.Empty(t, entries(t, table))
}

// Who waited for an alert that came to nothing does not know it.
func TestTableWaitInVain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		table := tableOf(3)
		_, err := table.use(t.Context(), "a", true, func(*shown) error {
			go func() {
				known, err := table.use(t.Context(), "a", false, func(*shown) error { return nil })
				assert.NoError(t, err)
				assert.False(t, known)
			}()
			synctest.Wait()
			return nil
		})
		require.NoError(t, err)
		synctest.Wait()
		require.Empty(t, entries(t, table))
	})
}

// Who uses an alert has it alone; who waits does so no longer than their context.
func TestTableIsExclusive(t *testing.T) {
	t.Parallel()
	table := tableOf(5)
	var users sync.WaitGroup
	for i := range 50 {
		users.Go(func() {
			_, err := table.use(context.Background(), fmt.Sprint(i%5), true, func(s *shown) error {
				s.Cards = append(s.Cards, card{ID: fmt.Sprint(i)})
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	users.Wait()
	require.Len(t, entries(t, table), 5)
	for i := range 5 {
		_, err := table.use(t.Context(), fmt.Sprint(i), false, func(s *shown) error {
			require.Len(t, s.Cards, 10, "nobody overwrote what another stored")
			return nil
		})
		require.NoError(t, err)
	}

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := table.use(t.Context(), "a", true, func(*shown) error {
		_, err := table.use(ended, "a", false, func(*shown) error { return nil })
		return err
	})
	require.ErrorIs(t, err, context.Canceled)
	require.NotContains(t, entries(t, table), "a")
}

// What is unchanged is not written.
func TestTableWritesChangesOnly(t *testing.T) {
	t.Parallel()
	table := tableOf(3)
	put(t, table, "a", true)
	before, err := table.storage.Read(t.Context(), alertKey("a"), listKey)
	require.NoError(t, err)
	require.True(t, knows(t, table, "a"))
	after, err := table.storage.Read(t.Context(), alertKey("a"), listKey)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

// TestTableHasRoom holds the largest alert, in the most places, to what a storage takes.
func TestTableHasRoom(t *testing.T) {
	t.Parallel()
	wide := func(runes int) string { return strings.Repeat("😀", runes) }
	s := shown{Alert: alert{Name: wide(maxName), Summary: wide(maxSummary), Description: wide(maxDescription)}}
	for range maxLabels {
		s.Alert.Labels = append(s.Alert.Labels, label{wide(maxLabel), wide(maxLabel)})
	}
	for range maxCards {
		s.Cards = append(s.Cards, card{
			Place: strings.Repeat("p", 43), ID: strings.Repeat("1", 40), Content: strings.Repeat("c", 43),
			Reference: schema.ConversationReference{
				ChannelID: schema.ChannelTeams, ServiceURL: "https://smba.trafficmanager.net/emea/00000000-0000-0000-0000-000000000000/",
				Bot: schema.ChannelAccount{ID: "28:00000000-0000-0000-0000-000000000000"},
				Conversation: schema.ConversationAccount{
					ID: strings.Repeat("i", 150), TenantID: "00000000-0000-0000-0000-000000000000", ConversationType: schema.ConversationPersonal,
				},
			},
		})
	}
	raw, err := json.Marshal(s)
	require.NoError(t, err)
	require.Less(t, len(raw), state.MaxValue*3/4)
	t.Logf("%d bytes", len(raw))

	list := make(map[string]listed)
	for i := range maxAlerts {
		list[fmt.Sprintf("alertmanager/%0*d", maxFingerprint, i)] = listed{Firing: true, Changed: time.Now()}
	}
	raw, err = json.Marshal(list)
	require.NoError(t, err)
	require.Less(t, len(raw), state.MaxValue/2)
}
