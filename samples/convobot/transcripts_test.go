package main

import (
	"bytes"
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
)

// recordedWith talks to a bot with that setting, has it speak first, and returns the transcript.
func recordedWith(t *testing.T, setting string) string {
	t.Helper()
	store := memory.NewTranscripts(0)
	records, err := newTranscripts(setting, store, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	w := fake.NewWorld(t)
	var ref schema.ConversationReference
	conv := w.Connect(records.of(framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		ref = turn.ConversationReference()
		return turn.SendText(ctx, "hello")
	})))
	conv.Says("hi").ExpectText("hello")
	_, err = proactive.Send(t.Context(), records.through(w.Adapter(), ""), ref, schema.TextMessage("by the way"))
	require.NoError(t, err)
	conv.ExpectText("by the way")
	require.NoError(t, records.close())

	var said bytes.Buffer
	for c, err := range transcript.Conversations(t.Context(), store, transcript.Conversation{}) {
		require.NoError(t, err)
		require.NoError(t, transcript.WriteText(&said, transcript.All(t.Context(), store, c.Conversation, transcript.Cursor{})))
	}
	return said.String()
}

func TestTranscripts(t *testing.T) {
	t.Parallel()
	require.Empty(t, recordedWith(t, ""), "nobody asked for it")
	require.Regexp(t, `(?s)^\S+ \S+ < .+: hi\n\S+ \S+ > .+: hello\n\S+ \S+ > .+: by the way\n$`, recordedWith(t, "30d"))

	_, err := newTranscripts("for ever", memory.NewTranscripts(0), nil)
	require.ErrorContains(t, err, "CONVOBOT_TRANSCRIPTS: ")
	require.ErrorContains(t, err, "write it like 30d or 720h")
}

// What is older than the setting says is deleted while the bot runs.
func TestTranscriptsAreKeptForSoLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for setting, want := range map[string]int{"": 1, "1d": 0, "30d": 1} {
			store := memory.NewTranscripts(0)
			entry := transcript.Entry{At: time.Now(), ID: "id", Activity: []byte(`{}`)}
			require.NoError(t, store.Log(t.Context(), []transcript.Entry{entry}))
			records, err := newTranscripts(setting, store, slog.New(slog.DiscardHandler))
			require.NoError(t, err)
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error)
			go func() { ended <- records.run(ctx) }()
			time.Sleep(26 * time.Hour)
			left, err := store.Page(t.Context(), transcript.Conversation{}, transcript.Cursor{}, 0)
			require.NoError(t, err)
			require.Len(t, left, want, setting)
			cancel()
			require.NoError(t, <-ended)
			require.NoError(t, records.close())
		}
	})
}
