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

func TestAlarms(t *testing.T) {
	t.Parallel()
	storagetest.Alarms(t, func(*testing.T) proactive.AlarmStore {
		return memory.NewAlarms(slog.New(slog.DiscardHandler))
	})
}

func TestAlarmsWarnThatTheyAreInMemoryOnly(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	memory.NewAlarms(slog.New(slog.NewTextHandler(&log, nil)))
	require.Contains(t, log.String(), "level=WARN")
	require.Contains(t, log.String(), "IN MEMORY ONLY")
}
