// Messageextension puts HTTP status codes into messages: people search for one, paste a link to its documentation, or report
// an incident, which they see before the bot posts it.
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

var (
	//go:embed settings.html
	settingsPage []byte
	//go:embed settings.js
	settingsScript []byte
)

func main() { os.Exit(run()) }

func run() int {
	ctx := context.Background()
	publicURL, err := web.PublicURL(os.Getenv)
	if err != nil {
		slog.ErrorContext(ctx, "no address for the settings page", "error", err)
		return 1
	}
	db, err := database.Open(ctx, os.Getenv, slog.Default())
	if err != nil {
		slog.ErrorContext(ctx, "no database", "error", err)
		return 1
	}
	code := web.Run(newBot(db.State(), publicURL), publicURL, pages())
	if err := db.Close(); err != nil {
		slog.ErrorContext(ctx, "database not closed", "error", err)
		return 1
	}
	return code
}

// pages are the settings.
func pages() map[string]http.Handler {
	return map[string]http.Handler{
		settingsPath:   web.Page("text/html; charset=utf-8", settingsPage),
		"/settings.js": web.Page("text/javascript; charset=utf-8", settingsScript),
	}
}
