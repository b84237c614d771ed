package items_test

import (
	"errors"
	"log/slog"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/samples/internal/items"
)

func newStorage() *memory.State { return memory.NewState(slog.New(slog.DiscardHandler)) }

func read(t *testing.T, storage state.Storage, key string) string {
	t.Helper()
	found, err := storage.Read(t.Context(), key)
	require.NoError(t, err)
	return string(found[key].Value)
}

// Items are changed together or not at all.
func TestUpdate(t *testing.T) {
	t.Parallel()
	storage := newStorage()
	add := func(name string, item state.Item) error {
		return items.Update(t.Context(), storage, "list", func(list *[]string, others map[string]state.Item) error {
			*list = append(*list, name)
			others[name] = item
			return nil
		})
	}
	require.NoError(t, add("a", state.Item{Value: []byte(`1`)}))
	require.NoError(t, add("b", state.Item{Value: []byte(`2`)}))
	require.ErrorIs(t, add("a", state.Item{Value: []byte(`3`)}), state.ErrConflict, "it is not new")
	require.JSONEq(t, `["a", "b"]`, read(t, storage, "list"))
	require.Equal(t, "1", read(t, storage, "a"))

	refused := errors.New("no")
	require.ErrorIs(t, items.Update(t.Context(), storage, "list", func(list *[]string, _ map[string]state.Item) error {
		*list = nil
		return refused
	}), refused)
	require.JSONEq(t, `["a", "b"]`, read(t, storage, "list"))

	require.NoError(t, items.Update(t.Context(), storage, "list", func(list *[]string, others map[string]state.Item) error {
		*list = nil
		others["a"], others["b"], others["c"] = items.Removed(), items.Removed(), items.Removed()
		return nil
	}))
	for _, key := range []string{"list", "a", "b"} {
		require.Empty(t, read(t, storage, key))
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	storage := newStorage()
	_, err := storage.Write(t.Context(), map[string]state.Item{"n": {Value: []byte(`7`)}})
	require.NoError(t, err)
	n, etag, err := items.Read[int](t.Context(), storage, "n")
	require.NoError(t, err)
	require.Equal(t, 7, n)
	require.NotEmpty(t, etag)
	_, etag, err = items.Read[int](t.Context(), storage, "none")
	require.NoError(t, err)
	require.Empty(t, etag)
	_, _, err = items.Read[string](t.Context(), storage, "n")
	require.Error(t, err)
}

// Those who come at once come one after the other.
func TestUpdateAtOnce(t *testing.T) {
	t.Parallel()
	storage := newStorage()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			err := items.Update(t.Context(), storage, "n", func(n *int, _ map[string]state.Item) error { *n++; return nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Equal(t, "8", read(t, storage, "n"))
}
