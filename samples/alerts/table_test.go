package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
)

// put adds an alert with one card.
func put(t *testing.T, table *table, id string, firing bool) {
	t.Helper()
	known, err := table.use(t.Context(), id, true, func(s *shown) error {
		s.alert = alert{id: id, firing: firing}
		s.cards[proactive.Key{ConversationID: "c"}] = card{id: "1"}
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

func TestTableForgets(t *testing.T) {
	t.Parallel()
	table := newTable(3)
	put(t, table, "old and firing", true)
	put(t, table, "old and resolved", false)
	put(t, table, "resolved", false)
	put(t, table, "old and resolved", false) // touched again
	put(t, table, "new", true)
	require.False(t, knows(t, table, "resolved"))
	put(t, table, "newer", true)
	require.False(t, knows(t, table, "old and resolved"))
	put(t, table, "newest", true)
	require.False(t, knows(t, table, "old and firing"))
	require.Len(t, table.entries, 3)
}

// An alert that came to nothing, because no card could be posted or nobody is to be told, takes no memory.
func TestTableKeepsNothingEmpty(t *testing.T) {
	t.Parallel()
	table := newTable(3)
	failed := errors.New("no card was posted")
	_, err := table.use(t.Context(), "a", true, func(*shown) error { return failed })
	require.ErrorIs(t, err, failed)
	require.False(t, knows(t, table, "b"))
	require.Empty(t, table.entries)
}

// Who waited for an alert that came to nothing does not know it.
func TestTableWaitInVain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		table := newTable(3)
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
		require.Empty(t, table.entries)
	})
}

// Who uses an alert has it alone, and it is not forgotten meanwhile; who waits does so no longer than their context.
func TestTableIsExclusive(t *testing.T) {
	t.Parallel()
	table := newTable(1)
	inUse := 0
	var users sync.WaitGroup
	for i := range 50 {
		users.Go(func() {
			_, err := table.use(context.Background(), fmt.Sprint(i%5), true, func(s *shown) error {
				if i%5 == 0 {
					inUse++ // the race detector finds two at once
				}
				s.cards[proactive.Key{}] = card{}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	users.Wait()
	require.Equal(t, 10, inUse)
	require.Len(t, table.entries, 1)

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := table.use(t.Context(), "a", true, func(*shown) error {
		_, err := table.use(ended, "a", false, func(*shown) error { return nil })
		return err
	})
	require.ErrorIs(t, err, context.Canceled)
	require.NotContains(t, table.entries, "a")
}
