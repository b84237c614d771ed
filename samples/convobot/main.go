// Convobot starts conversations: it opens threads in Teams channels, writes to people in private, welcomes them, asks
// them in polls, reminds them of what they asked for, and tells them what other programs report.
package main

import (
	"context"
	"errors"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/samples/internal/database"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	set, err := readSettings()
	if err != nil {
		return err
	}
	page, err := openPage(ctx, os.Getenv(playgroundEnv), &set)
	if err != nil {
		return err
	}
	db, err := database.Open(ctx, os.Getenv, slog.Default())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	records, err := newTranscripts(os.Getenv(transcriptsEnv), db.Transcripts(), slog.Default())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.close()) }()
	set.cloud.Engine = &framework.Engine{Inbox: db.Inbox()}
	bot := newBot(storesIn(db))
	adapter, err := set.ops.newAdapter(set.cloud, page.inspected(records.of(bot)))
	if err != nil {
		return err
	}
	router := newRouter(adapter, cloud.Check{Name: "database", Run: db.Ready})
	everywhere, err := page.through(adapter, records.of(bot), set.ops, router)
	if err != nil {
		return err
	}
	speaking := records.through(everywhere, set.cloud.AppID) // outside of turns
	page.connect(bot, speaking, set.cloud.AppID)
	bot.alarms.Connect(speaking, set.cloud.AppID)
	notifier := bot.newNotifier(speaking, set.cloud.AppID, set.interval)
	if set.key != "" {
		router.Handle("/api/notifications", bot.notifications(notifier, set.key))
	}
	return together(ctx, notifier.Run, bot.runAlarms, records.run,
		func(ctx context.Context) error { return database.Reseal(ctx, db, os.Getenv, slog.Default()) },
		func(ctx context.Context) error { return page.run(ctx, os.Stdout) },
		func(ctx context.Context) error { return set.ops.serve(ctx, set.addr, adapter, router) })
}
