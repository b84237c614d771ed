package memory_test

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/framework/storage/storagetest"
)

func TestReferences(t *testing.T) {
	t.Parallel()
	storagetest.References(t, func(*testing.T) proactive.Store {
		return memory.NewReferences(slog.New(slog.DiscardHandler))
	})
}

func TestReferencesWarnThatTheyAreInMemoryOnly(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	memory.NewReferences(slog.New(slog.NewTextHandler(&log, nil)))
	require.Contains(t, log.String(), "level=WARN")
	require.Contains(t, log.String(), "IN MEMORY ONLY")
}
