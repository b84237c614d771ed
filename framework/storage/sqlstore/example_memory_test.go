package sqlstore_test

import (
	"context"
	"log/slog"
	"time"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/handlers"
)

// A bot with all that a database keeps. README's lines are these.
func Example() {
	ctx := context.Background()
	db, err := open(ctx, "bot.db")
	if err != nil {
		panic(err)
	}
	defer func() { _ = db.Close() }()
	var on handlers.ActivityHandler

	// State: values of your own.
	s := state.New(db.State())
	visits := state.NewProperty[int](s.User(), "visits")
	on.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return visits.Update(ctx, turn, func(n *int) error { *n++; return nil })
	})

	// Transcripts, references, and the inbox.
	recorder, err := transcript.New(transcript.Config{Store: db.Transcripts()})
	if err != nil {
		panic(err)
	}
	defer func() { _ = recorder.Close(ctx) }() // stores the last entries
	bot := framework.Chain(&on, recorder.Middleware, proactive.Remember(db.References()), s.AutoSave)
	adapter, err := cloud.New(cloud.Config{Engine: &framework.Engine{Inbox: db.Inbox()}}, bot)
	if err != nil {
		panic(err)
	}
	go adapter.Resume(ctx) // cloud.ListenAndServe does it
	go func() { _ = transcript.Retain(ctx, db.Transcripts(), 30*24*time.Hour, nil) }()

	// Alarms.
	alarms := &proactive.Alarms{Adapter: adapter, Store: db.Alarms(), References: db.References()}
	go alarms.Run(ctx)
	on.OnMessageText("tea", func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := alarms.At(ctx, time.Now().Add(4*time.Minute), turn.ConversationReference(), schema.TextMessage("Tea is ready."))
		return err
	})
}

// What was accepted but failed is listed, and runs again.
func ExampleDB_Inbox() {
	ctx := context.Background()
	db, err := open(ctx, "bot.db")
	if err != nil {
		panic(err)
	}
	defer func() { _ = db.Close() }()
	for entry, err := range db.Inbox().AllSetAside(ctx) {
		if err != nil {
			panic(err)
		}
		slog.Info("set aside", "text", entry.Activity.Text, "error", entry.Error)
		if err := db.Inbox().Retry(ctx, entry.ID); err != nil {
			panic(err)
		}
	}
}

// Somebody wants to be forgotten.
func ExampleDB_ErasePerson() {
	forget := func(ctx context.Context, db *sqlstore.DB, recorder *transcript.Recorder, id string) error {
		if err := recorder.Flush(ctx); err != nil { // what is on its way into a transcript
			return err
		}
		if _, err := db.ErasePerson(ctx, id); err != nil {
			return err
		}
		return db.Vacuum(ctx) // when little happens: files keep for some time what was deleted
	}
	_ = forget
}
