package state_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/memory"
)

const (
	annID    = "0a1b2c3d-0000-4000-8000-00000000000a"
	general  = "19:general@thread.tacv2"
	thread   = general + ";messageid=17"
	here     = "/msteams/conversations/19:general@thread.tacv2;messageid=17"
	annsKey  = "/msteams/users/" + annID
	annsHere = here + "/users/" + annID
)

// says is a message of Ann in a thread.
func says(text string) *schema.Activity {
	a := schema.TextMessage(text)
	a.ChannelID = schema.ChannelTeams
	a.Conversation.ID = thread
	a.From = schema.ChannelAccount{ID: "29:ann", AADObjectID: annID}
	a.Recipient.ID = "28:bot"
	return a
}

// shelf is a storage in memory that counts, and in which tests can interfere.
type shelf struct {
	state.Storage

	ctx     context.Context // of put and holds, which handlers call too
	mu      sync.Mutex
	reads   [][]string
	writes  []map[string]state.Item
	onWrite func() error // called before each Write, outside the lock
	onRead  func() error
}

func newShelf() *shelf {
	return &shelf{Storage: memory.NewState(slog.New(slog.DiscardHandler)), ctx: context.Background()}
}

func (s *shelf) Read(ctx context.Context, keys ...string) (map[string]state.Item, error) {
	s.mu.Lock()
	s.reads = append(s.reads, keys)
	interfere := s.onRead
	s.mu.Unlock()
	if interfere != nil {
		if err := interfere(); err != nil {
			return nil, err
		}
	}
	return s.Storage.Read(ctx, keys...)
}

func (s *shelf) Write(ctx context.Context, items map[string]state.Item) (map[string]string, error) {
	s.mu.Lock()
	s.writes = append(s.writes, items)
	interfere := s.onWrite
	s.mu.Unlock()
	if interfere != nil {
		if err := interfere(); err != nil {
			return nil, err
		}
	}
	return s.Storage.Write(ctx, items)
}

// put stores JSON under a key, whatever is there, and without counting.
func (s *shelf) put(t *testing.T, key, value string) {
	t.Helper()
	_, err := s.Storage.Write(s.ctx, map[string]state.Item{key: {Value: json.RawMessage(value), ETag: state.AnyETag}})
	require.NoError(t, err)
}

// holds wants JSON under a key; "" wants nothing.
func (s *shelf) holds(t *testing.T, key, value string) {
	t.Helper()
	items, err := s.Storage.Read(s.ctx, key)
	require.NoError(t, err)
	if value == "" {
		require.NotContains(t, items, key)
		return
	}
	require.Contains(t, items, key)
	require.JSONEq(t, value, string(items[key].Value))
}

// run has a turn of the activity, wrapped in AutoSave.
func run(tb testing.TB, s *state.State, a *schema.Activity, h framework.HandlerFunc) error {
	tb.Helper()
	return s.AutoSave(h).OnTurn(tb.Context(), framework.NewTurnContext(nil, a))
}

// turns is run for a turn of Ann that has to succeed.
func turns(tb testing.TB, s *state.State, h framework.HandlerFunc) {
	tb.Helper()
	require.NoError(tb, run(tb, s, says("hi"), h))
}

// loses is run for a turn of Ann whose change comes too late.
func loses(tb testing.TB, s *state.State, key, property string, h framework.HandlerFunc) {
	tb.Helper()
	err := run(tb, s, says("hi"), h)
	require.ErrorIs(tb, err, state.ErrConflict)
	conflict, _ := errors.AsType[*state.ConflictError](err)
	require.Equal(tb, state.ConflictError{Key: key, Property: property}, *conflict)
	require.ErrorContains(tb, err, property)
}
