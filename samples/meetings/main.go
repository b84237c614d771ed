// Meetings keeps the list of who was in a meeting, and shows a note on the stage of those who are in it.
package main

import (
	"context"
	_ "embed"
	"log/slog"
	"net/http"
	"os"

	"github.com/convobot/convo/samples/internal/database"
	"github.com/convobot/convo/samples/internal/web"
)

//go:embed reminder.html
var reminderPage []byte

func main() { os.Exit(run()) }

func run() int {
	ctx := context.Background()
	publicURL, err := web.PublicURL(os.Getenv)
	if err != nil {
		slog.ErrorContext(ctx, "no address for the note", "error", err)
		return 1
	}
	db, err := database.Open(ctx, os.Getenv, slog.Default())
	if err != nil {
		slog.ErrorContext(ctx, "no database", "error", err)
		return 1
	}
	code := web.Run(newBot(db.State(), publicURL), publicURL, map[string]http.Handler{
		reminderPath: web.Page("text/html; charset=utf-8", reminderPage),
	})
	if err := db.Close(); err != nil {
		slog.ErrorContext(ctx, "database not closed", "error", err)
		return 1
	}
	return code
}
