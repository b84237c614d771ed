// Convobot opens new threads in Teams channels, remembers them, and speaks there later.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/gorilla/mux"

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
	adapter, err := cloud.New(cfg, newBot(memory.NewReferences(nil)))
	if err != nil {
		return err
	}
	router := mux.NewRouter()
	router.Handle(cloud.Endpoint, adapter)
	router.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("ConvoBot is here; its messages go to " + cloud.Endpoint + "\n"))
	})
	return cloud.ListenAndServe(ctx, cloud.AddrFromEnv(os.Environ()), adapter, router)
}
