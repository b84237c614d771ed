// Convobot starts conversations: it opens threads in Teams channels, writes to people in private, welcomes them, asks
// them in polls, and tells them what other programs report.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sync/errgroup"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework/storage/memory"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	cfg, err := cloud.ConfigFromEnv(os.Environ())
	if err != nil {
		return err
	}
	key, interval, err := notifyConfig(os.Getenv)
	if err != nil {
		return err
	}
	ops, err := newOperations(os.Getenv("METRICS_ADDR"))
	if err != nil {
		return err
	}
	bot := newBot(memory.NewReferences(nil))
	adapter, err := ops.newAdapter(cfg, bot)
	if err != nil {
		return err
	}
	notifier := bot.newNotifier(adapter, cfg.AppID, interval)

	router := newRouter(adapter)
	if key != "" {
		router.Handle("/api/notifications", bot.notifications(notifier, key))
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return notifier.Run(ctx) })
	group.Go(func() error { return ops.serve(ctx, cloud.AddrFromEnv(os.Environ()), adapter, router) })
	return group.Wait()
}
