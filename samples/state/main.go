// State shows what a bot remembers between turns: of a conversation, of a person, and of a person in a conversation.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/samples/internal/database"
)

func main() { os.Exit(run()) }

func run() int {
	ctx := context.Background()
	db, err := database.Open(ctx, os.Getenv, slog.Default())
	if err != nil {
		slog.ErrorContext(ctx, "no database", "error", err)
		return 1
	}
	code := cloud.Run(newBot(db.State()))
	if err := db.Close(); err != nil {
		slog.ErrorContext(ctx, "database not closed", "error", err)
		return 1
	}
	return code
}
