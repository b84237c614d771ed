// Mentions shows mentions and updates: what a bot does with messages besides sending them, and what it hears of other people's.
package main

import (
	"os"

	"github.com/convobot/convo/adapters/cloud"
)

func main() { os.Exit(cloud.Run(newBot())) }
