// Alerts turns the alerts of Prometheus Alertmanager and Grafana into cards in Teams, which people approve or deny.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/gorilla/mux"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/webhook"
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
	logger := slog.Default()
	db, err := database.Open(ctx, os.Getenv, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	cfg.Engine = &framework.Engine{Inbox: db.Inbox()}
	bot := newBot(db.References(), db.State(), audit(logger), logger)
	adapter, err := cloud.New(cfg, bot)
	if err != nil {
		return err
	}
	if adapter.DrainDelay, err = cloud.DrainDelayFromEnv(os.Environ()); err != nil {
		return err
	}
	router := mux.NewRouter()
	router.Handle(cloud.Endpoint, adapter)
	router.Handle(cloud.LivePath, adapter.Live())
	router.Handle(cloud.ReadyPath, adapter.Ready(cloud.Check{Name: "database", Run: db.Ready}))
	if key := os.Getenv("ALERTS_KEY"); key == "" {
		logger.WarnContext(ctx, "ALERTS_KEY is not set: no alerts are taken")
	} else if err := webhook.CheckKey(key); err != nil {
		return fmt.Errorf("ALERTS_KEY: %w", err)
	} else {
		bot.mount(router, key, adapter)
	}
	return cloud.ListenAndServe(ctx, cloud.AddrFromEnv(os.Environ()), adapter, router)
}
