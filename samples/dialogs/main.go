// Dialogs books desks: a card's button opens a dialog, which asks in two steps and says what is wrong with an answer, and
// another opens one that shows a page.
package main

import (
	_ "embed"
	"log/slog"
	"net/http"
	"os"

	"github.com/convobot/convo/samples/internal/web"
)

var (
	//go:embed floorplan.html
	floorPlanPage []byte
	//go:embed floorplan.js
	floorPlanScript []byte
)

func main() { os.Exit(run()) }

func run() int {
	publicURL, err := web.PublicURL(os.Getenv)
	if err != nil {
		slog.Error("no address for the pages", "error", err)
		return 1
	}
	return web.Run(newBot(publicURL), publicURL, pages())
}

// pages are what dialogs show that is no card.
func pages() map[string]http.Handler {
	return map[string]http.Handler{
		floorPlanPath:   web.Page("text/html; charset=utf-8", floorPlanPage),
		"/floorplan.js": web.Page("text/javascript; charset=utf-8", floorPlanScript),
	}
}
