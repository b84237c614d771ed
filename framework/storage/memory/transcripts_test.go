package memory_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/framework/storage/storagetest"
)

func TestTranscripts(t *testing.T) {
	t.Parallel()
	storagetest.Transcripts(t, func(*testing.T) transcript.Store { return memory.NewTranscripts(0) })
}

// A store in memory keeps the latest, so that it does not fill the memory.
func TestTranscriptsAreBounded(t *testing.T) {
	t.Parallel()
	s := memory.NewTranscripts(2)
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, id := range []string{"c", "a", "b"} { // in any order of arrival
		at := noon.Add(time.Duration(id[0]) * time.Second)
		require.NoError(t, s.Log(t.Context(), []transcript.Entry{{At: at, ID: id, Activity: []byte(`{}`)}}))
	}
	entries, err := s.Page(t.Context(), transcript.Conversation{}, transcript.Cursor{}, 0)
	require.NoError(t, err)
	require.Len(t, entries, 2)
	require.Equal(t, "b", entries[0].ID)
	require.Equal(t, "c", entries[1].ID)
}
