package transcript_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/storage/memory"
)

func TestRetain(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, transcript.Retain(t.Context(), memory.NewTranscripts(0), 0, nil), "cannot be kept for 0s")
	synctest.Test(t, func(t *testing.T) {
		store := &flaky{Store: memory.NewTranscripts(0)}
		require.NoError(t, store.Log(t.Context(), []transcript.Entry{
			{Conversation: lunch(), At: time.Now().Add(-25 * time.Hour), ID: "old", Activity: []byte(`{}`)},
			{Conversation: lunch(), At: time.Now(), ID: "new", Activity: []byte(`{}`)},
		}))
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- transcript.Retain(ctx, store, 24*time.Hour, slog.New(slog.DiscardHandler)) }()
		left := func() int {
			synctest.Wait()
			page, err := store.Page(t.Context(), lunch(), transcript.Cursor{}, 0)
			require.NoError(t, err)
			return len(page)
		}
		require.Equal(t, 1, left())
		store.fail(errors.New("gone"))
		time.Sleep(24*time.Hour + time.Minute)
		require.Equal(t, 1, left())
		store.fail(nil)
		time.Sleep(time.Hour)
		require.Zero(t, left())
		cancel()
		require.NoError(t, <-ended)
	})
}

func TestParseRetention(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]time.Duration{"30d": 720 * time.Hour, "720h": 720 * time.Hour, "90m": 90 * time.Minute} {
		got, err := transcript.ParseRetention(s)
		require.NoError(t, err)
		require.Equal(t, want, got, s)
	}
	for _, s := range []string{"", "d", "0d", "-1d", "30", "30 d", "forever", "1000000d", "9999999999d", "-5h", "1h30d", "1.5d", strings.Repeat("9", 100) + "d"} {
		_, err := transcript.ParseRetention(s)
		require.ErrorContains(t, err, "write it like 30d or 720h", s)
	}
}
