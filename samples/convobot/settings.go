package main

import (
	"os"
	"time"

	"github.com/convobot/convo/adapters/cloud"
)

// settings are what the environment says, but for what is kept where.
type settings struct {
	cloud    cloud.Config
	addr     string // where to listen
	ops      *operations
	key      string        // of notifications; "" takes none
	interval time.Duration // between two notifications on a topic
}

func readSettings() (settings, error) {
	set := settings{addr: cloud.AddrFromEnv(os.Environ())}
	var err error
	if set.cloud, err = cloud.ConfigFromEnv(os.Environ()); err != nil {
		return settings{}, err
	}
	if set.key, set.interval, err = notifyConfig(os.Getenv); err != nil {
		return settings{}, err
	}
	set.ops, err = newOperations(os.Getenv("METRICS_ADDR"))
	return set, err
}
