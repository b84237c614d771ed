package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
)

// transcriptsEnv is the environment variable that turns transcripts on: how long they are kept, such as 30d or 720h.
// Without it, nothing is recorded.
const transcriptsEnv = "CONVOBOT_TRANSCRIPTS"

// transcripts are what the bot records of its conversations; nothing, if they are not asked for.
type transcripts struct {
	store    transcript.Store
	keep     time.Duration
	recorder *transcript.Recorder // nil if they are not asked for
	log      *slog.Logger
}

func newTranscripts(setting string, store transcript.Store, log *slog.Logger) (*transcripts, error) {
	t := &transcripts{store: store, log: log}
	if setting == "" {
		return t, nil
	}
	var err error
	if t.keep, err = transcript.ParseRetention(setting); err != nil {
		return nil, fmt.Errorf("%s: %w", transcriptsEnv, err)
	}
	t.recorder, err = transcript.New(transcript.Config{Store: store, Logger: log})
	return t, err
}

// of records the bot's turns.
func (t *transcripts) of(bot framework.Handler) framework.Handler {
	if t.recorder == nil {
		return bot
	}
	return framework.Chain(bot, t.recorder.Middleware)
}

// through records what is said through the adapter outside of the bot's turns.
func (t *transcripts) through(adapter framework.Adapter, appID string) framework.Adapter {
	if t.recorder == nil {
		return adapter
	}
	return t.recorder.Adapter(adapter, appID)
}

// run deletes what is older than it is to be kept, until ctx ends. Without a setting there is nothing to delete by: what was
// recorded before stays.
func (t *transcripts) run(ctx context.Context) error {
	if t.recorder == nil {
		<-ctx.Done()
		return nil
	}
	return transcript.Retain(ctx, t.store, t.keep, t.log)
}

// close stores what waits, for some seconds at most. The adapter has shut down before.
func (t *transcripts) close() error {
	if t.recorder == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return t.recorder.Close(ctx)
}
