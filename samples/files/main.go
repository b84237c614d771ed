// Files takes files that people send it, and sends them one if they agree.
package main

import (
	"net/http"
	"os"
	"time"

	"github.com/convobot/convo/adapters/cloud"
)

func main() {
	os.Exit(cloud.Run(newBot(newDrive(&http.Client{Timeout: 10 * time.Second}, microsoftHosts...))))
}
