// Eventbot answers every activity with the name of the handler that ran, and with what that was given: to see what Teams
// sends, and which handler is for it.
package main

import (
	"log/slog"
	"os"

	"github.com/convobot/convo/adapters/cloud"
)

func main() { os.Exit(cloud.Run(newBot(slog.Default()))) }
