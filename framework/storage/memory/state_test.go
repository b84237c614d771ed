package memory_test

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/framework/storage/storagetest"
)

func TestState(t *testing.T) {
	t.Parallel()
	storagetest.State(t, func(*testing.T) state.Storage {
		return memory.NewState(slog.New(slog.DiscardHandler))
	})
}

func TestStateWarnsThatItIsInMemoryOnly(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	memory.NewState(slog.New(slog.NewTextHandler(&log, nil)))
	require.Contains(t, log.String(), "level=WARN")
	require.Contains(t, log.String(), "IN MEMORY ONLY")
}
