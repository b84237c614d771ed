// Alarmbot says what it was told to, at the time that it was told: it keeps alarms in a database, rings them once, and
// survives its own end.
package main

import (
	"context"
	"errors"
	"log"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sync/errgroup"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/handlers"
	"github.com/convobot/convo/samples/internal/alarms"
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
	cfg, err := cloud.ConfigFromEnv(os.Environ())
	if err != nil {
		return err
	}
	db, err := database.Open(ctx, os.Getenv, slog.Default())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	cfg.Engine = &framework.Engine{Inbox: db.Inbox()}
	feature := alarms.New(db.Alarms(), db.References(), nil)
	bot := framework.Chain(newBot(feature), proactive.Remember(db.References())) // whose alarms they are, to erase them
	adapter, err := cloud.New(cfg, bot)
	if err != nil {
		return err
	}
	feature.Connect(adapter, cfg.AppID)

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		feature.Run(ctx)
		return nil
	})
	group.Go(func() error {
		return cloud.ListenAndServe(ctx, cloud.AddrFromEnv(os.Environ()), adapter, newRouter(adapter, db.Ready))
	})
	return group.Wait()
}

// newRouter leads to the bot, and answers whether it lives and is ready.
func newRouter(adapter *cloud.Adapter, database func(context.Context) error) http.Handler {
	router := http.NewServeMux()
	router.Handle(cloud.Endpoint, adapter)
	router.Handle(cloud.LivePath, adapter.Live())
	router.Handle(cloud.ReadyPath, adapter.Ready(cloud.Check{Name: "database", Run: database}))
	return router
}

// newBot returns a bot that knows alarms, and explains them to whoever says anything else.
func newBot(feature *alarms.Feature) framework.Handler {
	var bot handlers.ActivityHandler
	feature.Register(&bot)
	bot.OnMessage(feature.Help)
	return &bot
}
