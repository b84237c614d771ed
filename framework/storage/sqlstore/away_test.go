package sqlstore_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// room is where a bot speaks.
type room struct {
	framework.Adapter

	engine framework.Engine
	mu     sync.Mutex
	said   []string
}

func (r *room) SendActivities(_ context.Context, _ schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range as {
		r.said = append(r.said, a.Text)
	}
	return make([]schema.ResourceResponse, len(as)), nil
}

func (r *room) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return r.engine.Continue(ctx, r, ref, h)
}

func (r *room) heard() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string{}, r.said...)
}

// guest is a bot with everything in one database, and who talks to it.
type guest struct {
	*transcript.Recorder

	room room
	bot  framework.Handler
}

// newGuest returns a bot that counts what it hears.
func newGuest(t *testing.T, db *sqlstore.DB) *guest {
	t.Helper()
	g := new(guest)
	g.room.engine.Logger = slog.New(slog.DiscardHandler)
	var err error
	g.Recorder, err = transcript.New(transcript.Config{Store: db.Transcripts(), Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	s := state.New(db.State())
	count := state.NewProperty[int](s.Conversation(), "count")
	g.bot = framework.Chain(framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		n, err := count.Get(ctx, turn)
		if err != nil {
			return err
		}
		if err := count.Set(ctx, turn, n+1); err != nil {
			return err
		}
		return turn.SendText(ctx, fmt.Sprint(n+1))
	}), proactive.Remember(db.References()), g.Middleware, s.AutoSave)
	return g
}

// hears delivers a message.
func (g *guest) hears(ctx context.Context, id string, from schema.ChannelAccount) error {
	_, err := g.room.engine.Process(ctx, &g.room, &schema.Activity{
		Type: schema.TypeMessage, ID: id, ChannelID: schema.ChannelTeams, ServiceURL: "https://smba.example/",
		From: from, Recipient: schema.ChannelAccount{ID: "28:bot"}, Conversation: lunch(), Text: "hi",
	}, g.bot)
	return err
}

// TestAway is about a bot whose database goes away and comes back: a turn that needs it fails and says nothing, its
// redelivery works, and what has waited for the database is done once.
func TestAway(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		hasInbox bool
		err      error
	}{
		"with an inbox":    {true, framework.ErrInboxUnavailable},
		"without an inbox": {false, sqlstore.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wire, dsn := throughCable(t)
			db := openAt(t, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{Logger: slog.New(slog.DiscardHandler)})
			g := newGuest(t, db)
			if test.hasInbox {
				g.room.engine.Inbox = db.Inbox()
			}
			ada, ben := people()
			require.NoError(t, g.hears(t.Context(), "1", ada))
			alarms := &proactive.Alarms{Adapter: &g.room, Store: db.Alarms(), Logger: slog.New(slog.DiscardHandler)}
			here := schema.ConversationReference{ChannelID: schema.ChannelTeams, Conversation: lunch(), User: ben}
			_, err := alarms.At(t.Context(), time.Now(), here, schema.TextMessage("tea"))
			require.NoError(t, err)

			wire.cut()
			ctx, stop := context.WithCancel(t.Context())
			var ringing sync.WaitGroup
			ringing.Go(func() { alarms.Run(ctx) })
			require.ErrorIs(t, g.hears(t.Context(), "2", ben), test.err)
			require.ErrorIs(t, g.hears(t.Context(), "2", ben), test.err)
			require.Equal(t, []string{"1"}, g.room.heard())

			wire.mend()
			require.Eventually(t, func() bool { return g.hears(t.Context(), "2", ben) == nil }, maxWait, tick)
			require.Eventually(t, func() bool { return len(g.room.heard()) == 3 }, maxWait, tick)
			require.ElementsMatch(t, []string{"1", "2", "tea"}, g.room.heard())
			stop()
			ringing.Wait()
			require.NoError(t, g.room.engine.Shutdown(t.Context()))
			require.NoError(t, g.Close(t.Context()))
			_, err = db.References().Load(t.Context(), proactive.PersonKey("", here))
			require.NoError(t, err)
			left, err := alarms.List(t.Context(), here)
			require.NoError(t, err)
			require.Empty(t, left)
			require.Equal(t, []string{"1", "2"}, repliesIn(t, db, lunch()))
		})
	}
}

// repliesIn returns what the bot has answered, by the transcript.
func repliesIn(t *testing.T, db *sqlstore.DB, conversation schema.ConversationAccount) (texts []string) {
	t.Helper()
	c := transcript.Conversation{
		TenantID: transcript.FoldID(conversation.TenantID), ChannelID: schema.ChannelTeams, ConversationID: conversation.ID,
	}
	for e, err := range transcript.All(t.Context(), db.Transcripts(), c, transcript.Cursor{}) {
		require.NoError(t, err)
		var a schema.Activity
		require.NoError(t, json.Unmarshal(e.Activity, &a))
		if e.Role == transcript.RoleBot {
			texts = append(texts, a.Text)
		}
	}
	return texts
}
