// Cards shows every kind of card that a bot can send, and what comes back from its buttons.
package main

import (
	"os"

	"github.com/convobot/convo/adapters/cloud"
)

func main() { os.Exit(cloud.Run(newBot())) }
